//! The headless page: state, blocks, lists, validation, events and actions, without any markup.
//!
//! A [`PageCx`] is one page as one visitor has it. It evaluates what its blocks show, knows what each
//! of them read, and after a change evaluates again only what read it. It runs in the browser and,
//! for server-side rendering, on the server, and reaches the world only through its [`Backend`].
//!
//! Start with [`PageCx`], then `update` for evaluation and `events` for what actions do.

mod actions;
mod ahead;
mod app;
mod backend;
mod block_cx;
mod events;
mod instance;
pub mod link;
mod lists;
pub mod locale;
mod login;
mod meta;
mod page;
mod readers;
mod requests;
mod scope;
mod scripts;
mod signal;
mod slots;
mod store;
mod toasts;
mod update;
pub mod url;
mod validation;

pub use actions::{ALL as ACTIONS, Action, ActionCx, ActionEntry, ActionError};
pub use app::{AppCx, AppInit, Shared};
pub use backend::{Backend, BoxFuture, Navigation, RowsFn};
pub use block_cx::{BlockCx, ListItem, Method};
pub use events::EventResult;
pub use instance::{Evaluated, InstanceId, Validation};
pub use login::{Login, LoginAnswer};
pub use meta::{BlockMeta, Category, Metas};
pub use page::{PageCx, PageInit};
pub use toasts::{Toast, ToastPlace, ToastStatus};

#[cfg(test)]
mod tests;
