//! `lath check`: what is wrong with a build folder.

use std::path::Path;
use std::process::ExitCode;

use model::server::Options;
use model::{Diagnostic, Severity};

use crate::Settings;
use crate::build::count;
use crate::scripts::Scripts;
use crate::snapshot::TABLES;

/// Prints every finding about `dir`; fails if there is an error.
#[expect(clippy::print_stdout, reason = "this is the output of a command")]
pub fn main(settings: &Settings, dir: &Path) -> ExitCode {
    let (app, found) = match model::server::load(dir, TABLES, Options::default()) {
        Ok(app) => {
            let mut found = [app.warnings.clone(), unknown_types(&app)].concat();
            match Scripts::load(&app, settings.js, &mut found) {
                Ok(_) => (Some(app), found),
                Err(errors) => (Some(app), [found, errors].concat()),
            }
        }
        Err(found) => (None, found),
    };
    for diagnostic in &found {
        println!("{diagnostic}");
    }
    let errors = found
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .count();
    let warnings = found.len() - errors;
    if let Some(app) = app {
        let requests: usize = app.pages.values().map(|p| p.requests.len()).sum();
        println!(
            "{}: {} pages, {requests} requests, {} connections, {} endpoints",
            dir.display(),
            app.pages.len(),
            app.connections.len(),
            app.endpoints.len()
        );
    }
    println!("{}, {}", count(errors, "error"), count(warnings, "warning"));
    if errors > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Warnings about types that this server does not have.
pub fn unknown_types(app: &model::server::App) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for entry in app.pages.values() {
        let file = format!("pages/{}", entry.page.id);
        let warn = |message: String, at: &str| Diagnostic {
            severity: Severity::Warning,
            message,
            file: file.clone(),
            position: None,
            at: at.to_owned(),
        };
        entry.page.root.visit(&mut |block| {
            if blocks::find(&block.kind).is_none() {
                found.push(warn(
                    format!("block type `{}` is not available", block.kind),
                    &block.id,
                ));
            }
            let actions = block
                .events
                .iter()
                .flat_map(|(_, e)| e.actions.iter().chain(&e.catch));
            for action in
                actions.filter(|a| !runtime::ACTIONS.iter().any(|known| *known.name == *a.kind))
            {
                found.push(warn(
                    format!("action type `{}` is not available", action.kind),
                    &block.id,
                ));
            }
        });
    }
    for connection in app.connections.values() {
        if connections::find(&connection.kind).is_none() {
            found.push(Diagnostic {
                severity: Severity::Warning,
                message: format!("connection type `{}` is not available", connection.kind),
                file: format!("connections/{}.json", connection.id),
                position: None,
                at: String::new(),
            });
        }
    }
    found
}
