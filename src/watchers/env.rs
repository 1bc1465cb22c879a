//! The file `.env` beside the app: variables of the build and secrets.

use std::time::Duration;

use super::scope::Scope;
use super::tree;
use crate::{AppState, Settings, settings};

/// How long nothing may happen before the file is read.
const CALM: Duration = Duration::from_millis(50);

/// Starts watching. Nothing happens where no app is built here.
pub fn start(state: &AppState) {
    let Some(builder) = &state.builder else {
        return;
    };
    let file = builder.dir().join(".env");
    tree::follow(state, Scope::of([&*file]), CALM, |state| {
        let Some(builder) = &state.builder else {
            return;
        };
        let vars = settings::environment(Some(builder.dir()));
        state.set_secrets(&Settings::of(&vars).secrets);
        builder.forget();
        tracing::info!(
            ".env changed: secrets and `_build.env` are read anew, settings of the server at its next start"
        );
        state.reload();
    });
}
