//! The functions of `_js`: compiled for the server, and as a file for browsers.

use std::sync::Arc;

use axum::body::Bytes;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use engine::{Reader, Realm, Script, ScriptAnswer, Str};
use js::{Library, Limits};
use model::server::{App, ScriptModule};
use model::{Diagnostic, Severity};
use operators::readers;
use sha2::{Digest, Sha256};

/// All functions of an app.
#[derive(Clone, Default)]
pub struct Scripts {
    /// Of pages.
    pub client: Option<Library>,
    /// Of connections, requests and endpoints.
    pub server: Option<Library>,
    /// Those of pages as browsers get them.
    pub file: Option<Arc<ScriptFile>>,
}

/// A module for browsers.
pub struct ScriptFile {
    /// Path without the base path; other functions have another.
    pub path: Str,
    /// What tells versions apart.
    pub version: String,
    /// The text.
    pub body: Bytes,
}

/// Where the functions of pages are served.
pub const FOLDER: &str = "/_lath/js/";

impl Scripts {
    /// Compiles the functions of `app`; findings that do not prevent serving go to `warnings`.
    ///
    /// # Errors
    /// What is wrong with a module.
    pub fn load(
        app: &App,
        limits: Limits,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Scripts, Vec<Diagnostic>> {
        let modules = &app.scripts;
        let mut found = Vec::new();
        let client = compile(
            &modules.client,
            Realm::Client,
            readers::CLIENT,
            limits,
            &mut found,
        );
        let server = compile(
            &modules.server,
            Realm::Server,
            readers::SERVER,
            limits,
            &mut found,
        );
        if !found.is_empty() {
            return Err(found);
        }
        let source = modules.client.as_ref().map(|module| &module.source);
        let file = client.as_ref().and(source).map(|source| {
            let version = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(source.as_bytes())[..12]);
            Arc::new(ScriptFile {
                path: format!("{FOLDER}{version}.js").into(),
                version,
                body: Bytes::copy_from_slice(source.as_bytes()),
            })
        });
        let scripts = Scripts {
            client,
            server,
            file,
        };
        warnings.extend(scripts.missing(app));
        Ok(scripts)
    }

    /// Warnings about calls of functions that there are not.
    fn missing(&self, app: &App) -> Vec<Diagnostic> {
        let calls = app.scripts.named.iter().filter(|named| {
            let library = self.of(named.realm);
            library.is_none_or(|library| !library.has(&named.hash))
        });
        let warning = |named: &model::server::NamedScript| Diagnostic {
            severity: Severity::Warning,
            message: format!(
                "`_js` calls `{}`, a function that the build did not make",
                named.hash
            ),
            file: named.file.clone(),
            position: None,
            at: named.at.clone(),
        };
        calls.map(warning).collect()
    }

    fn of(&self, realm: Realm) -> Option<&Library> {
        match realm {
            Realm::Server => self.server.as_ref(),
            _ => self.client.as_ref(),
        }
    }

    /// Calls a function of that realm.
    pub fn run(&self, realm: Realm, script: &Script<'_>) -> ScriptAnswer {
        match self.of(realm) {
            Some(library) => library.run(script),
            None => ScriptAnswer::not_found(),
        }
    }
}

/// The functions of a module; none where there is no module, or it has none.
fn compile(
    module: &Option<ScriptModule>,
    realm: Realm,
    readers: &'static [Reader],
    limits: Limits,
    found: &mut Vec<Diagnostic>,
) -> Option<Library> {
    let ScriptModule { file, source } = module.as_ref()?;
    match Library::load(file, Arc::clone(source), realm, readers, limits) {
        Ok(library) => Some(library).filter(|library| !library.is_empty()),
        Err(fault) => {
            found.push(Diagnostic {
                severity: Severity::Error,
                message: fault.message,
                file: file.clone(),
                position: fault.position,
                at: String::new(),
            });
            None
        }
    }
}
