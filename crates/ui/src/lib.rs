//! One type for everything that is drawn.
//!
//! Leptos gives each `view!` a type of its own, and each type its own code to build, hydrate and update
//! it. That pays where views are known; here configuration decides what is drawn, and the same code a
//! thousand times over was half of the wasm. So [`view!`] makes a [`Node`], which is walked by one piece
//! of code. Owners, effects and events are Leptos' own, and a [`Node`] may stand in any Leptos
//! view.
//!
//! `use ui::prelude::*` instead of `use leptos::prelude::*` is all that a file needs: it has all of the
//! latter, but with `view!`, `AnyView`, `IntoAny`, `IntoView`, `Memo`, `RwSignal` and `Effect` of this
//! crate. The signals are Leptos' own of one type with the same methods, for the same reason.

extern crate self as ui;

mod attribute;
mod bind;
mod dom;
mod each;
mod element;
mod html;
mod node;
mod signal;
mod value;
mod view;

pub use attribute::AnyAttribute;
pub use each::each;
pub use element::Element;
pub use leptos::ev;
pub use node::{IntoNode, Node};
pub use signal::{Effect, Memo, RwSignal};
pub use ui_macro::view;
pub use value::{IntoValue, Value};

/// Leptos' prelude with views of this crate.
pub mod prelude {
    pub use crate::{
        AnyAttribute, Effect, IntoNode as IntoAny, IntoNode as IntoView, Memo, Node as AnyView,
        RwSignal, view,
    };
    pub use leptos::prelude::*;
}

#[cfg(test)]
mod tests;
