//! Attributes in the browser.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::dom::Dom;
use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use crate::Value;
use crate::attribute::{Attribute, Handler, Kind};

/// What is known of an element to which a value is bound.
enum Known {
    /// It is new.
    New,
    /// The server has drawn it, so it has all but properties.
    Drawn,
    /// It had this value.
    Had(Value),
}

/// An attribute that is bound to an element.
pub(crate) enum Bound {
    Fixed(Kind, &'static str, Value),
    Live(
        Kind,
        &'static str,
        Rc<RefCell<Value>>,
        #[allow(dead_code)] RenderEffect<()>,
    ),
    On(&'static str, Listener),
    Ref,
}

impl Bound {
    /// Binds an attribute; `drawn` if the server has drawn the element.
    pub(crate) fn new(el: &Element, attribute: Attribute, drawn: bool) -> Bound {
        match attribute {
            Attribute::Set(kind, name, value) => set(
                el,
                kind,
                name,
                value,
                if drawn { Known::Drawn } else { Known::New },
            ),
            Attribute::On(name, handler) => Bound::On(name, Listener::new(el, name, handler)),
            Attribute::Ref(load) => {
                load(el);
                Bound::Ref
            }
        }
    }

    /// Is it at the same place of an element?
    pub(crate) fn fits(&self, attribute: &Attribute) -> bool {
        match (self, attribute) {
            (
                Bound::Fixed(kind, name, _) | Bound::Live(kind, name, ..),
                Attribute::Set(kind2, name2, _),
            ) => kind == kind2 && name == name2,
            (Bound::On(name, _), Attribute::On(name2, _)) => name == name2,
            (Bound::Ref, Attribute::Ref(_)) => true,
            _ => false,
        }
    }

    /// Has the element have another attribute that fits.
    pub(crate) fn update(&mut self, el: &Element, attribute: Attribute) {
        match (self, attribute) {
            (this, Attribute::Set(kind, name, value)) => {
                let had = match std::mem::replace(this, Bound::Ref) {
                    Bound::Fixed(.., had) => had,
                    Bound::Live(.., had, _) => had.replace(Value::Missing),
                    _ => Value::Missing,
                };
                *this = set(el, kind, name, value, Known::Had(had));
            }
            (Bound::On(_, listener), Attribute::On(_, handler)) => listener.replace(handler),
            (_, Attribute::Ref(load)) => load(el),
            _ => {}
        }
    }
}

fn set(el: &Element, kind: Kind, name: &'static str, value: Value, known: Known) -> Bound {
    let Value::Dynamic(mut read) = value else {
        first(el, kind, name, &value, &known);
        return Bound::Fixed(kind, name, value);
    };
    let shown = Rc::new(RefCell::new(Value::Missing));
    let (at, el, mut known) = (Rc::clone(&shown), el.clone(), Some(known));
    let effect = effect(Box::new(move || {
        let value = read.read().now();
        match known.take() {
            Some(known) => first(&el, kind, name, &value, &known),
            None if kind != Kind::Prop && at.borrow().is_same(&value) => {}
            None => write(&el, kind, name, &value),
        }
        *at.borrow_mut() = value;
    }));
    Bound::Live(kind, name, shown, effect)
}

/// Runs `run` now, and again whenever a signal that it reads has changed.
pub(crate) fn effect(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

fn first(el: &Element, kind: Kind, name: &str, value: &Value, known: &Known) {
    let needed = match known {
        Known::New => !matches!(value, Value::Missing) && (kind == Kind::Prop || value.is_there()),
        Known::Drawn => kind == Kind::Prop && !matches!(value, Value::Missing),
        Known::Had(had) => kind == Kind::Prop || !had.is_same(value),
    };
    if needed {
        write(el, kind, name, value);
    }
}

fn write(el: &Element, kind: Kind, name: &str, value: &Value) {
    match (kind, value.text()) {
        (Kind::Plain, Some(text)) => Dom::set_attribute(el, name, text),
        (Kind::Plain, None) => Dom::remove_attribute(el, name),
        (Kind::Class, Some(_)) => Dom::add_class(&el.class_list(), name),
        (Kind::Class, None) => Dom::remove_class(&el.class_list(), name),
        (Kind::Html, text) => el.set_inner_html(text.unwrap_or_default()),
        (Kind::Prop, _) => {
            let value = match value {
                Value::Text(text) => JsValue::from_str(text),
                Value::Bool(is) => JsValue::from_bool(*is),
                _ => JsValue::UNDEFINED,
            };
            Dom::set_property_or_value(el, name, &value);
        }
    }
}

/// An event listener. What it does can be replaced, and is gone when this is dropped.
pub(crate) struct Listener(Rc<RefCell<Call>>);

enum Call {
    Ready(Handler),
    Running,
    Gone,
}

impl Listener {
    fn new(el: &Element, name: &str, handler: Option<SendWrapper<Handler>>) -> Listener {
        let listener = Listener(Rc::new(RefCell::new(Call::Gone)));
        listener.replace(handler);
        let call = Rc::clone(&listener.0);
        let closure =
            Closure::<dyn FnMut(JsValue)>::new(move |event| run(&call, event)).into_js_value();
        el.add_event_listener_with_callback(name, closure.unchecked_ref())
            .ok();
        listener
    }

    fn replace(&self, handler: Option<SendWrapper<Handler>>) {
        *self.0.borrow_mut() = handler.map_or(Call::Gone, |handler| Call::Ready(handler.take()));
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // What is dropped may hold anything, so not while it is borrowed.
        drop(self.0.replace(Call::Gone));
    }
}

fn run(call: &RefCell<Call>, event: JsValue) {
    let Call::Ready(mut handler) = call.replace(Call::Running) else {
        return;
    };
    #[cfg(debug_assertions)]
    let _zone = leptos::reactive::diagnostics::SpecialNonReactiveZone::enter();
    let Handler {
        owner,
        call: handle,
    } = &mut handler;
    owner.with(|| handle.handle(event));
    let mut now = call.borrow_mut();
    if matches!(*now, Call::Running) {
        *now = Call::Ready(handler);
    }
}
