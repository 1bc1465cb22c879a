//! Toasts: short messages that come and go.

use std::sync::atomic::{AtomicU64, Ordering};

use engine::Value;
use leptos::prelude::{ArcRwSignal, Update};

use crate::AppCx;

/// A message on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// Unique.
    pub id: u64,
    /// Text.
    pub content: String,
    /// Colour and icon.
    pub status: ToastStatus,
    /// Icon in place of the status's: a name or `{name, color, …}`.
    pub icon: Value,
    /// Seconds until it goes; 0 stays until closed.
    pub duration: f64,
}

/// What a toast is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastStatus {
    /// It worked.
    Success,
    /// It failed.
    Error,
    /// To know.
    Info,
    /// Careful.
    Warning,
    /// Something is running.
    Loading,
}

impl ToastStatus {
    /// From its name; anything else is `Success`, as in Lowdefy's DisplayMessage.
    pub fn of(name: &str) -> ToastStatus {
        match name {
            "error" => ToastStatus::Error,
            "info" => ToastStatus::Info,
            "warning" => ToastStatus::Warning,
            "loading" => ToastStatus::Loading,
            _ => ToastStatus::Success,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            ToastStatus::Success => "success",
            ToastStatus::Error => "error",
            ToastStatus::Info => "info",
            ToastStatus::Warning => "warning",
            ToastStatus::Loading => "loading",
        }
    }
}

#[derive(Default)]
pub(crate) struct Toasts {
    shown: ArcRwSignal<Vec<Toast>>,
    next: AtomicU64,
}

impl AppCx {
    /// The toasts on the screen, oldest first.
    pub fn toasts(&self) -> ArcRwSignal<Vec<Toast>> {
        self.0.toasts.shown.clone()
    }

    /// Shows a toast for `duration` seconds (0: until closed) and gives its id.
    pub fn show_toast(&self, content: String, status: ToastStatus, icon: Value, duration: f64) -> u64 {
        let id = self.0.toasts.next.fetch_add(1, Ordering::Relaxed);
        if !self.is_reactive() {
            return id;
        }
        let toast = Toast { id, content, status, icon, duration };
        self.0.toasts.shown.update(|shown| shown.push(toast));
        if duration > 0.0 {
            let (app, wait) = (self.clone(), self.backend().sleep(duration * 1000.0));
            self.backend().spawn(Box::pin(async move {
                wait.await;
                app.close_toast(id);
            }));
        }
        id
    }

    /// Takes a toast away.
    pub fn close_toast(&self, id: u64) {
        if self.is_reactive() {
            self.0.toasts.shown.update(|shown| shown.retain(|t| t.id != id));
        }
    }
}
