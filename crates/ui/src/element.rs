//! Elements, as `view!` makes them.

use std::marker::PhantomData;

use leptos::ev::EventDescriptor;
use leptos::prelude::{NodeRef, Owner};
use leptos::tachys::html::element::ElementType;
use leptos::tachys::html::node_ref::NodeRefContainer;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use crate::attribute::{Attribute, Handle, Handler, Kind, Typed};
use crate::{AnyAttribute, IntoValue, Node, Value};

/// An element.
pub struct Element {
    pub(crate) tag: &'static str,
    pub(crate) svg: bool,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

impl Element {
    /// An HTML element.
    pub fn new(tag: &'static str) -> Element {
        Element {
            tag,
            svg: false,
            attributes: Vec::new(),
            children: Vec::new(),
        }
    }

    /// An SVG element.
    pub fn svg(tag: &'static str) -> Element {
        Element {
            svg: true,
            ..Element::new(tag)
        }
    }

    /// `name=value`.
    #[inline(never)]
    pub fn attr(self, name: &'static str, value: Value) -> Element {
        self.with(Attribute::Set(Kind::Plain, name, value))
    }

    /// `name="text"`.
    #[inline(never)]
    pub fn text_attr(self, name: &'static str, text: &'static str) -> Element {
        self.attr(name, Value::Text(text.into()))
    }

    /// `class:name=value`.
    pub fn class(self, name: &'static str, value: impl IntoValue) -> Element {
        self.with(Attribute::Set(Kind::Class, name, value.into_value()))
    }

    /// `prop:name=value`.
    pub fn prop(self, name: &'static str, value: impl IntoValue) -> Element {
        self.with(Attribute::Set(Kind::Prop, name, value.into_value()))
    }

    /// `inner_html=value`.
    pub fn inner_html(self, value: impl IntoValue) -> Element {
        self.with(Attribute::Set(Kind::Html, "", value.into_value()))
    }

    /// `on:event=handler`; `name` is the event's.
    pub fn on<E, F>(self, _: E, name: &'static str, handler: F) -> Element
    where
        E: EventDescriptor,
        E::EventType: From<JsValue> + 'static,
        F: FnMut(E::EventType) + 'static,
    {
        if cfg!(target_arch = "wasm32") {
            self.listen(name, Box::new(Typed(handler, PhantomData)))
        } else {
            self.with(Attribute::On(name, None))
        }
    }

    #[inline(never)]
    fn listen(self, name: &'static str, call: Box<dyn Handle>) -> Element {
        let owner = Owner::current().unwrap_or_default();
        self.with(Attribute::On(
            name,
            Some(SendWrapper::new(Handler { owner, call })),
        ))
    }

    /// `node_ref=node`.
    pub fn node_ref<E>(self, node: NodeRef<E>) -> Element
    where
        E: ElementType,
        NodeRef<E>: NodeRefContainer<E> + Send + 'static,
    {
        self.with(Attribute::Ref(Box::new(move |element| node.load(element))))
    }

    /// `{..attributes}`.
    pub fn spread(mut self, attributes: Vec<AnyAttribute>) -> Element {
        self.attributes.extend(attributes.into_iter().map(|a| a.0));
        self
    }

    /// Adds a child.
    #[inline(never)]
    pub fn child(mut self, child: Node) -> Element {
        self.children.push(child);
        self
    }

    /// Adds text.
    #[inline(never)]
    pub fn text(self, text: &'static str) -> Element {
        self.child(Node::Text(text.into()))
    }

    #[inline(never)]
    fn with(mut self, attribute: Attribute) -> Element {
        self.attributes.push(attribute);
        self
    }

    /// The end: `</tag>`.
    #[inline(never)]
    pub fn end(self) -> Node {
        self.into()
    }
}
