//! The folder of artifacts, where they are not made here: after a change, and a moment of calm, the
//! app is loaded again.

use std::time::Duration;

use super::scope::Scope;
use super::tree;
use crate::AppState;

/// How long nothing may happen before the app is loaded: a build writes many files.
const CALM: Duration = Duration::from_millis(60);

/// Starts watching. Nothing happens where artifacts are made here.
pub fn start(state: &AppState) {
    if state.builder.is_none() {
        let scope = Scope::of([&*state.settings.build_dir]);
        tree::follow(state, scope, CALM, AppState::reload);
    }
}
