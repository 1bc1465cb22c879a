//! Files for browsers: the app's `public` folder, the site's style sheet and scripts. Browsers draw the
//! page anew; nothing is built.

use std::time::Duration;

use super::scope::Scope;
use super::tree;
use crate::AppState;
use crate::state::News;

/// How long nothing may happen before files are copied: builds write many.
const CALM: Duration = Duration::from_millis(100);

/// Starts watching. Nothing happens where no app is built here.
pub fn start(state: &AppState) {
    let Some(builder) = &state.builder else {
        return;
    };
    let public = builder.dir().join("public");
    let scope = Scope::of([&*public, &*state.settings.site_root]);
    tree::follow(state, scope, CALM, |state| {
        let copied = state.builder.as_ref().map(|builder| builder.copy("public"));
        match copied {
            Some(Err(e)) => tracing::warn!(error = %e, "public files are not copied"),
            _ => drop(state.news.send(News::Reload)),
        }
    });
}
