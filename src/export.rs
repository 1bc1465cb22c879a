//! `lath export`: every page that anybody may see as a file, with all that browsers need, for a host
//! that serves files and knows no app.
//!
//! Pages are asked of the server itself, in process, so a file holds what a visitor would be sent.

mod folder;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use engine::Value;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use self::folder::Folder;
use crate::{AppState, Settings, build, router, settings};

/// Icons that blocks show of themselves, whatever an app says.
const ICONS: [&str; 18] = [
    "AiFillCheckCircle",
    "AiFillCloseCircle",
    "AiFillExclamationCircle",
    "AiFillInfoCircle",
    "AiFillWarning",
    "AiOutlineCheck",
    "AiOutlineCloseCircle",
    "AiOutlineCloudServer",
    "AiOutlineCopy",
    "AiOutlineEdit",
    "AiOutlineEye",
    "AiOutlineEyeInvisible",
    "AiOutlineFileSearch",
    "AiOutlineFrown",
    "AiOutlineLock",
    "AiOutlineMenu",
    "AiOutlineMenuFold",
    "AiOutlineSmile",
];

/// What was written.
#[derive(Debug, Default)]
pub struct Exported {
    /// Ids of pages.
    pub pages: Vec<String>,
    /// Pages that are not for everybody, and so were left out.
    pub left_out: Vec<String>,
    /// What will not work without a server.
    pub warnings: Vec<String>,
    /// Number of files.
    pub n_files: usize,
}

/// Exports the app in `dir`, as YAML or as artifacts, to the folder `out`.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the words of a command"
)]
pub fn main(dir: &Path, out: &Path) -> ExitCode {
    match run(dir, out) {
        Ok(exported) => {
            for warning in &exported.warnings {
                eprintln!("warning: {warning}");
            }
            let left_out = exported.left_out.join(", ");
            if !left_out.is_empty() {
                println!("left out, because not everybody may see them: {left_out}");
            }
            let (pages, files) = (exported.pages.len(), exported.n_files);
            println!(
                "{} → {}: {pages} pages, {files} files",
                dir.display(),
                out.display()
            );
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The same, for whoever has other things to say.
///
/// # Errors
/// What is wrong with the app, or with the folder.
pub fn run(dir: &Path, out: &Path) -> Result<Exported, String> {
    let is_source = compiler::is_app(dir);
    let build_dir = match is_source {
        true => dir.join(".lath/export"),
        false => dir.to_owned(),
    };
    if is_source && build::main(dir, &build_dir) != ExitCode::SUCCESS {
        return Err("the app is not built".to_owned());
    }
    let settings = Settings {
        build_dir,
        dev: false,
        config_dir: None,
        watch_port: None,
        schedules: false,
        ..Settings::of(&settings::environment(Some(dir)))
    };
    let site = settings.site_root.clone();
    let state = AppState::load(settings).map_err(|found| {
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        found.join("\n")
    })?;
    let runtime = tokio::runtime::Runtime::new().map_err(|e| e.to_string())?;
    let mut folder = Folder::new(out)?;
    let exported = runtime.block_on(pages(&state, &mut folder))?;
    folder.copy(&site, &state)?;
    runtime.block_on(async { state.snapshot().clients.close().await });
    Ok(Exported {
        n_files: folder.n_files(),
        ..exported
    })
}

/// Writes all pages, and what they name.
async fn pages(state: &AppState, folder: &mut Folder) -> Result<Exported, String> {
    let snapshot = state.snapshot();
    let router = router::router(state.clone());
    let mut exported = Exported::default();
    let mut icons: BTreeSet<String> = ICONS.map(str::to_owned).into();
    for (id, entry) in &snapshot.app.pages {
        if !entry.auth.allows(&Value::Undefined) {
            exported.left_out.push(id.to_string());
            continue;
        }
        let Some(html) = document(&router, &snapshot.app.config.base_path, id).await else {
            let warning = format!("page `{id}` leads elsewhere at once and has no file");
            exported.warnings.push(warning);
            continue;
        };
        folder.page(id, &html)?;
        if folder.artifact(id, &entry.source)?.is_none() {
            let warning = format!(
                "page `{id}` is loaded anew when one goes there: the id of another page begins with its id"
            );
            exported.warnings.push(warning);
        }
        let source = engine::json::parse(entry.source.as_bytes()).unwrap_or_default();
        named_icons(&source, &mut icons);
        if !entry.requests.is_empty() {
            let names: Vec<&str> = entry.requests.keys().map(|id| &**id).collect();
            exported.warnings.push(format!(
                "page `{id}` shows what its requests answered now; in the browser they fail, there is no server: {}",
                names.join(", ")
            ));
        }
        exported.pages.push(id.to_string());
    }
    named_icons(&snapshot.app.menus, &mut icons);
    named_icons(&snapshot.app.global, &mut icons);
    for name in icons {
        if let Some(svg) = icons::svg(&name) {
            folder.write(&format!("_lath/icons/{name}.svg"), svg.as_bytes())?;
        }
    }
    if let Some(file) = &snapshot.scripts.file {
        folder.write(file.path.trim_start_matches('/'), &file.body)?;
    }
    home(&router, &snapshot, folder).await?;
    Ok(exported)
}

/// What is shown at the root of the site.
async fn home(
    router: &Router,
    snapshot: &crate::snapshot::Snapshot,
    folder: &mut Folder,
) -> Result<(), String> {
    let base = &snapshot.app.config.base_path;
    let html = match get(router, &format!("{base}/")).await {
        Answer::Document(html) => html,
        Answer::Elsewhere(to) => {
            let to = to.replace('&', "&amp;").replace('"', "&quot;");
            format!(
                "<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url={to}\">\
                 <title>{to}</title><a href=\"{to}\">{to}</a>\n"
            )
            .into()
        }
        Answer::Nothing => return Ok(()),
    };
    folder.write("index.html", &html)
}

enum Answer {
    Document(Bytes),
    Elsewhere(String),
    Nothing,
}

async fn document(router: &Router, base: &str, id: &str) -> Option<Bytes> {
    match get(
        router,
        &format!("{base}/{}", runtime::url::encode(id).replace("%2F", "/")),
    )
    .await
    {
        Answer::Document(html) => Some(html),
        _ => None,
    }
}

async fn get(router: &Router, path: &str) -> Answer {
    let request = Request::get(path)
        .header(header::HOST, "localhost")
        .body(Body::empty());
    let Ok(request) = request else {
        return Answer::Nothing;
    };
    let Ok(answer) = router.clone().oneshot(request).await;
    let (head, body) = answer.into_parts();
    let to = head
        .headers
        .get(header::LOCATION)
        .and_then(|to| to.to_str().ok());
    match (head.status, to) {
        (StatusCode::TEMPORARY_REDIRECT, Some(to)) => Answer::Elsewhere(to.to_owned()),
        // The page of what is not found says so.
        (StatusCode::OK | StatusCode::NOT_FOUND, _) => match body.collect().await {
            Ok(body) => Answer::Document(body.to_bytes()),
            Err(_) => Answer::Nothing,
        },
        _ => Answer::Nothing,
    }
}

/// Adds every text in `value` that is the name of an icon.
fn named_icons(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if icons::exists(text) => drop(out.insert(text.to_string())),
        Value::List(items) => items.iter().for_each(|item| named_icons(item, out)),
        Value::Map(map) => map.iter().for_each(|(_, value)| named_icons(value, out)),
        _ => {}
    }
}

/// The arguments after `export`: a folder, and `--out` with another.
///
/// # Errors
/// For anything else.
pub fn arguments(args: &[&str]) -> Result<(PathBuf, PathBuf), String> {
    let (dir, out) = build::arguments(args)?;
    Ok((dir, out.unwrap_or_else(|| "export".into())))
}
