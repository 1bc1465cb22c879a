//! Toasts: short messages that come and go.

use std::sync::atomic::{AtomicU64, Ordering};

use engine::Value;
use leptos::prelude::{ArcRwSignal, Update, WithUntracked};

use crate::{AppCx, BlockCx};

/// How long a toast that somebody looks at stays beyond its time, before it looks again.
const HOLD_MS: f64 = 1000.0;

/// A message on the screen.
#[derive(Clone)]
pub struct Toast {
    /// Unique; given when it is shown.
    pub id: u64,
    /// Text; of a notification its title.
    pub content: String,
    /// Further text: makes a notification of it.
    pub description: String,
    /// Colour and icon.
    pub status: ToastStatus,
    /// Icon in place of the status's: a name or `{name, color, …}`.
    pub icon: Value,
    /// Seconds until it goes; 0 stays until closed.
    pub duration: f64,
    /// Where on the screen.
    pub place: ToastPlace,
    /// Further properties of a notification: `{button, closeIcon, style, top, bottom}`.
    pub look: Value,
    /// The block that hears of `onClick` and `onClose`.
    pub owner: Option<BlockCx>,
}

impl Toast {
    /// A message at the top of the screen.
    pub fn new(content: String, status: ToastStatus, duration: f64) -> Toast {
        Toast {
            id: 0,
            content,
            description: String::new(),
            status,
            icon: Value::Undefined,
            duration,
            place: ToastPlace::Top,
            look: Value::Undefined,
            owner: None,
        }
    }
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

/// Where on the screen a toast is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastPlace {
    /// In the middle at the top: messages.
    Top,
    /// Notifications, by default.
    TopRight,
    /// Notifications.
    TopLeft,
    /// Notifications.
    BottomRight,
    /// Notifications.
    BottomLeft,
}

impl ToastPlace {
    /// From the name of a notification's placement.
    pub fn of(name: &str) -> ToastPlace {
        match name {
            "top" => ToastPlace::Top,
            "topLeft" => ToastPlace::TopLeft,
            "bottomLeft" => ToastPlace::BottomLeft,
            "bottomRight" => ToastPlace::BottomRight,
            _ => ToastPlace::TopRight,
        }
    }
}

#[derive(Default)]
pub(crate) struct Toasts {
    shown: ArcRwSignal<Vec<Toast>>,
    next: AtomicU64,
    /// One more than the id of the toast that somebody looks at; 0 for none.
    held: AtomicU64,
}

impl AppCx {
    /// The toasts on the screen, oldest first.
    pub fn toasts(&self) -> ArcRwSignal<Vec<Toast>> {
        self.0.toasts.shown.clone()
    }

    /// Shows a message for `duration` seconds (0: until closed) and gives its id.
    pub fn show_toast(
        &self,
        content: String,
        status: ToastStatus,
        icon: Value,
        duration: f64,
    ) -> u64 {
        self.show(Toast {
            icon,
            ..Toast::new(content, status, duration)
        })
    }

    /// Shows a toast and gives its id.
    pub fn show(&self, mut toast: Toast) -> u64 {
        let id = self.0.toasts.next.fetch_add(1, Ordering::Relaxed);
        toast.id = id;
        self.backend().shown(&toast);
        if !self.is_reactive() {
            return id;
        }
        let duration = toast.duration;
        self.0.toasts.shown.update(|shown| shown.push(toast));
        if duration > 0.0 {
            let app = self.clone();
            self.backend().spawn(Box::pin(async move {
                app.backend().sleep(duration * 1000.0).await;
                while app.0.toasts.held.load(Ordering::Relaxed) == id + 1 {
                    app.backend().sleep(HOLD_MS).await;
                }
                app.close_toast(id);
            }));
        }
        id
    }

    /// Says that somebody looks at a toast, which then does not go, or no longer does.
    pub fn hold_toast(&self, id: u64, held: bool) {
        self.0
            .toasts
            .held
            .store(if held { id + 1 } else { 0 }, Ordering::Relaxed);
    }

    /// Takes a toast away.
    pub fn close_toast(&self, id: u64) {
        let shown = &self.0.toasts.shown;
        let Some(toast) = shown.with_untracked(|shown| shown.iter().find(|t| t.id == id).cloned())
        else {
            return;
        };
        self.0
            .toasts
            .held
            .compare_exchange(id + 1, 0, Ordering::Relaxed, Ordering::Relaxed)
            .ok();
        shown.update(|shown| shown.retain(|t| t.id != id));
        if let Some(owner) = toast.owner {
            owner.trigger("onClose", Value::Undefined);
        }
    }
}
