//! What an element has besides children.

use std::marker::PhantomData;

use leptos::prelude::Owner;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use crate::{IntoValue, Value};

/// An attribute for `{..attributes}`, made where the element is not.
pub struct AnyAttribute(pub(crate) Attribute);

impl AnyAttribute {
    /// The attribute of that name.
    pub fn new(name: &'static str, value: impl IntoValue) -> AnyAttribute {
        AnyAttribute(Attribute::Set(Kind::Plain, name, value.into_value()))
    }
}

/// What an element has.
pub(crate) enum Attribute {
    /// A value somewhere.
    Set(Kind, &'static str, Value),
    /// What is done at an event. On the server it is none.
    On(&'static str, Option<SendWrapper<Handler>>),
    /// Told about the element once it is there.
    Ref(Box<dyn FnOnce(&web_sys::Element) + Send>),
}

/// Where a value goes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// An attribute.
    Plain,
    /// A class that is there or not, besides those of the attribute `class`. That one must not change by
    /// itself then: it would take this one away.
    Class,
    /// The HTML within.
    Html,
    /// A property of the DOM. The server has none.
    Prop,
}

/// What is done at an event.
pub(crate) struct Handler {
    /// The owner of the view, for signals that are made meanwhile.
    pub(crate) owner: Owner,
    pub(crate) call: Box<dyn Handle>,
}

/// A function that handles an event; see [`Draw`](crate::node::Draw).
pub(crate) trait Handle {
    fn handle(&mut self, event: JsValue);
}

/// A handler of events of one type.
pub(crate) struct Typed<E, F>(pub(crate) F, pub(crate) PhantomData<fn(E)>);

impl<E: From<JsValue>, F: FnMut(E)> Handle for Typed<E, F> {
    fn handle(&mut self, event: JsValue) {
        self.0(event.into());
    }
}
