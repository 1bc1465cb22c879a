//! `lath`: serves an app; `lath dev` builds and serves one while it is written; `lath init` writes a
//! small one to begin with, `lath schema` what editors know about it; `lath build` makes its artifacts,
//! `lath check` says what is wrong with them, `lath export` writes its pages as files; `lath users` lists
//! and changes its users. [`USAGE`] has their arguments.

use std::process::ExitCode;

use lath::{Settings, build, check, dev, export, init, schema, server, settings, users};

/// Drawing a page makes and drops thousands of small values: the system's allocator takes a third of
/// that time, this one a tenth.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "usage: lath [serve]          serve the app in LATH_BUILD_DIR (default: build)
       lath dev [DIR] [--port N] [--watch DIR] [--watch-ignore PATTERN]
                             build and serve the app that DIR holds as YAML, again at each change
       lath build [DIR] [--out DIR]
                             make artifacts (default: build) of the app that DIR holds as YAML
       lath export [DIR] [--out DIR]
                             write all public pages as files (default: export) for any static host
       lath init [DIR] [--template crud|survey|dashboard]
                             write a small app to begin with
       lath schema [DIR]     write JSON Schema files for editors to DIR/.lath
       lath users [roles USER [ROLE…] | remove USER]
                             list users; give one these roles and no others; remove one
       lath check [DIR]      say what is wrong with the artifacts, exit 1 if anything is
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        [] | ["serve"] => server::main(Settings::from_env()),
        ["check"] => {
            let settings = Settings::from_env();
            check::main(&settings, &settings.build_dir)
        }
        ["check", dir] => check::main(&Settings::from_env(), dir.as_ref()),
        ["export", rest @ ..] => match export::arguments(rest) {
            Ok((dir, out)) => export::main(&dir, &out),
            Err(message) => wrong(&message),
        },
        ["schema"] => schema::main(".".as_ref()),
        ["schema", dir] => schema::main(dir.as_ref()),
        ["init", rest @ ..] => match init::arguments(rest) {
            Ok(arguments) => init::main(&arguments),
            Err(message) => wrong(&message),
        },
        ["dev", rest @ ..] => match dev::arguments(rest) {
            Ok(arguments) => server::main(arguments.settings()),
            Err(message) => wrong(&message),
        },
        ["users", rest @ ..] => match users::arguments(rest) {
            Ok(what) => users::main(&Settings::from_env(), &what),
            Err(message) => wrong(&message),
        },
        ["build", rest @ ..] => match build::arguments(rest) {
            Ok((dir, out)) => {
                let settings = || Settings::of(&settings::environment(Some(&dir)));
                build::main(&dir, &out.unwrap_or_else(|| settings().build_dir))
            }
            Err(message) => wrong(&message),
        },
        _ => wrong("what shall be done?"),
    }
}

/// Says what is wrong with the arguments, and what may be said.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
fn wrong(message: &str) -> ExitCode {
    eprint!("{message}\n{USAGE}");
    ExitCode::from(2)
}
