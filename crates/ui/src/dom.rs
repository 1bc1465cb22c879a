//! Nodes in the browser: made anew or found in what the server has drawn, and brought to another state.
//!
//! Every state has at least one node in the document, so that what comes in its stead has a place.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{Owner, untrack};
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::dom::Dom;
use leptos::tachys::view::{Position, PositionState};
use wasm_bindgen::{JsCast, JsValue};

use crate::bind::{Bound, effect};
use crate::each::Rows;
use crate::node::Draw;
use crate::{Element, Node, html};

/// What is there of a [`Node`].
pub enum State {
    /// A comment.
    Empty(web_sys::Comment),
    /// Text, and what it says.
    Text(web_sys::Text, Cow<'static, str>),
    /// An element that never changes.
    Inert(web_sys::Element, &'static str),
    /// An element.
    Element(Box<ElementState>),
    /// Several; never none.
    Many(Vec<State>),
    /// What a function gave last, and the effect that calls it.
    Dynamic(Slot, RenderEffect<()>),
    /// The items of a list.
    Each(Rc<RefCell<Items>>, RenderEffect<()>),
}

type Slot = Rc<RefCell<Option<State>>>;

/// See [`State::Element`].
pub struct ElementState {
    el: web_sys::Element,
    tag: &'static str,
    attributes: Vec<Bound>,
    children: Vec<State>,
}

/// See [`State::Each`].
pub struct Items {
    items: Vec<Item>,
    /// The end of the list, once it is drawn.
    mark: Option<web_sys::Comment>,
}

/// State is dropped before the signals that it may read.
struct Item {
    key: u64,
    state: State,
    _owner: Owner,
}

/// The way through what the server has drawn.
#[derive(Clone)]
pub(crate) struct Walk {
    pub(crate) cursor: Cursor,
    pub(crate) position: PositionState,
}

impl Walk {
    /// Goes to the next node. What is no `T` is replaced by `make`, and said.
    fn next<T: JsCast + AsRef<web_sys::Node>>(&self, make: impl FnOnce() -> T) -> T {
        match self.position.get() {
            Position::FirstChild => self.cursor.child(),
            Position::Current => {}
            _ => self.cursor.sibling(),
        }
        self.position.set(Position::NextChild);
        let found = self.cursor.current();
        found.dyn_into().unwrap_or_else(|found| {
            let made = make();
            let node: &web_sys::Node = made.as_ref();
            let text = JsValue::from_str("hydration: the server has drawn something else: ");
            web_sys::console::error_3(&text, &found, node);
            if let Some(parent) = found.parent_node() {
                parent.replace_child(node, &found).ok();
            }
            self.cursor.set(node.clone());
            made
        })
    }

    fn text(&self, text: &str) -> web_sys::Text {
        if self.position.get() == Position::NextChildAfterText {
            self.cursor.sibling();
        }
        let node = self.next(|| Dom::create_text_node(text));
        self.position.set(Position::NextChildAfterText);
        node
    }
}

fn mark(walk: Option<&Walk>) -> web_sys::Comment {
    walk.map_or_else(Dom::create_placeholder, |walk| {
        walk.next(Dom::create_placeholder)
    })
}

/// Makes a node, or finds it where `walk` is.
pub(crate) fn make(node: Node, walk: Option<&Walk>) -> State {
    match node {
        Node::Text(text) => {
            let node = walk.map_or_else(|| Dom::create_text_node(&text), |walk| walk.text(&text));
            State::Text(node, text)
        }
        Node::Inert(html) => {
            let create = || Dom::create_element_from_html(Cow::Borrowed(html));
            State::Inert(walk.map_or_else(create, |walk| walk.next(create)), html)
        }
        Node::Element(element) => State::Element(Box::new(ElementState::new(*element, walk))),
        Node::Many(nodes) if !nodes.is_empty() => State::Many(make_all(nodes, walk)),
        Node::Empty | Node::Many(_) => State::Empty(mark(walk)),
        Node::Dynamic(read) => dynamic(read, walk),
        Node::Each(rows) => each(rows, walk),
    }
}

fn make_all(nodes: Vec<Node>, walk: Option<&Walk>) -> Vec<State> {
    nodes.into_iter().map(|node| make(node, walk)).collect()
}

fn dynamic(mut read: Box<dyn Draw>, walk: Option<&Walk>) -> State {
    let slot = Slot::default();
    let (at, mut walk) = (Rc::clone(&slot), walk.cloned());
    let effect = effect(Box::new(move || {
        let node = read.draw();
        let mut at = at.borrow_mut();
        match &mut *at {
            Some(state) => state.update(node),
            none => *none = Some(make(node, walk.take().as_ref())),
        }
    }));
    State::Dynamic(slot, effect)
}

fn each(mut rows: Box<dyn Rows>, walk: Option<&Walk>) -> State {
    let items = Rc::new(RefCell::new(Items {
        items: Vec::new(),
        mark: None,
    }));
    let (at, mut walk) = (Rc::clone(&items), walk.cloned());
    let effect = effect(Box::new(move || {
        let keys = rows.keys();
        let walk = walk.take();
        untrack(|| at.borrow_mut().update(&keys, &mut *rows, walk.as_ref()));
    }));
    State::Each(items, effect)
}

impl ElementState {
    fn new(element: Element, walk: Option<&Walk>) -> ElementState {
        let Element {
            tag,
            svg,
            attributes,
            children,
        } = element;
        let create = || Dom::create_element(tag, svg.then_some("http://www.w3.org/2000/svg"));
        let el = walk.map_or_else(create, |walk| walk.next(create));
        let attributes = attributes
            .into_iter()
            .map(|a| Bound::new(&el, a, walk.is_some()))
            .collect();
        let children = match walk {
            Some(_) if html::is_raw(tag) => Vec::new(),
            Some(walk) => {
                walk.position.set(Position::FirstChild);
                let children = make_all(children, Some(walk));
                walk.cursor.set(el.clone().into());
                walk.position.set(Position::NextChild);
                children
            }
            None => {
                let children = make_all(children, None);
                children.iter().for_each(|child| child.insert(&el, None));
                children
            }
        };
        ElementState {
            el,
            tag,
            attributes,
            children,
        }
    }

    /// Can it become `element`?
    fn fits(&self, element: &Element) -> bool {
        let (own, others) = (&self.attributes, &element.attributes);
        self.tag == element.tag
            && self.children.len() == element.children.len()
            && own.len() == others.len()
            && own.iter().zip(others).all(|(own, other)| own.fits(other))
    }

    fn update(&mut self, element: Element) {
        for (bound, attribute) in self.attributes.iter_mut().zip(element.attributes) {
            bound.update(&self.el, attribute);
        }
        for (state, child) in self.children.iter_mut().zip(element.children) {
            state.update(child);
        }
    }
}

impl State {
    /// Has it show `node`, with as much of what is there as fits.
    pub(crate) fn update(&mut self, node: Node) {
        match (&mut *self, node) {
            (State::Text(text, said), Node::Text(says)) => {
                if *said != says {
                    Dom::set_text(text, &says);
                    *said = says;
                }
            }
            (State::Inert(_, is), Node::Inert(html)) if *is == html => {}
            (State::Element(state), Node::Element(element)) if state.fits(&element) => {
                state.update(*element)
            }
            (State::Many(states), Node::Many(nodes)) if !nodes.is_empty() => {
                update_all(states, nodes)
            }
            (State::Empty(_), Node::Empty) => {}
            (State::Empty(_), Node::Many(nodes)) if nodes.is_empty() => {}
            (state, node) => state.replace(make(node, None)),
        }
    }

    fn replace(&mut self, new: State) {
        if let Some((parent, first)) = self
            .first()
            .and_then(|first| Some((first.parent_node()?, first)))
        {
            new.insert(&parent, Some(&first));
        }
        self.remove();
        *self = new;
    }

    /// Its nodes in the document, in their order.
    fn each_node(&self, visit: &mut dyn FnMut(&web_sys::Node)) {
        match self {
            State::Empty(mark) => visit(mark),
            State::Text(text, _) => visit(text),
            State::Inert(el, _) => visit(el),
            State::Element(state) => visit(&state.el),
            State::Many(states) => states.iter().for_each(|state| state.each_node(visit)),
            State::Dynamic(slot, _) => slot
                .borrow()
                .iter()
                .for_each(|state| state.each_node(visit)),
            State::Each(items, _) => {
                let items = items.borrow();
                items
                    .items
                    .iter()
                    .for_each(|item| item.state.each_node(visit));
                items.mark.iter().for_each(|mark| visit(mark));
            }
        }
    }

    fn first(&self) -> Option<web_sys::Node> {
        let mut first = None;
        self.each_node(&mut |node| {
            first.get_or_insert_with(|| node.clone());
        });
        first
    }

    fn last(&self) -> Option<web_sys::Node> {
        let mut last = None;
        self.each_node(&mut |node| last = Some(node.clone()));
        last
    }

    /// Puts it into `parent`, before `before` or at the end.
    pub(crate) fn insert(&self, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
        self.each_node(&mut |node| {
            parent.insert_before(node, before).ok();
        });
    }

    /// Takes it out of the document.
    pub(crate) fn remove(&self) {
        self.each_node(&mut |node| {
            if let Some(parent) = node.parent_node() {
                parent.remove_child(node).ok();
            }
        });
    }

    /// Its own elements.
    pub(crate) fn elements(&self) -> Vec<web_sys::Element> {
        let mut elements = Vec::new();
        self.each_node(&mut |node| elements.extend(node.dyn_ref().cloned()));
        elements
    }

    /// The first node, and what it is in.
    pub(crate) fn place(&self) -> Option<(web_sys::Element, web_sys::Node)> {
        let first = self.first()?;
        Some((first.parent_element()?, first))
    }
}

/// As [`State::update`] for several, of which there may be more or fewer than before, but some.
fn update_all(states: &mut Vec<State>, nodes: Vec<Node>) {
    for state in states.drain(nodes.len().min(states.len())..) {
        state.remove();
    }
    let last = states.last().and_then(State::last);
    let place = last.and_then(|last| Some((last.parent_node()?, last.next_sibling())));
    let n = states.len();
    for (i, node) in nodes.into_iter().enumerate() {
        if i < n {
            states[i].update(node);
            continue;
        }
        let state = make(node, None);
        if let Some((parent, before)) = &place {
            state.insert(parent, before.as_ref());
        }
        states.push(state);
    }
}

impl Items {
    /// Has the list have the items of `keys`. The first time it is made, or found where `walk` is.
    fn update(&mut self, keys: &[u64], rows: &mut dyn Rows, walk: Option<&Walk>) {
        let mut old: Vec<Option<Item>> = std::mem::take(&mut self.items)
            .into_iter()
            .map(Some)
            .collect();
        let mut at = 0;
        for (i, key) in keys.iter().enumerate() {
            let is = |item: &Option<Item>| item.as_ref().is_some_and(|item| item.key == *key);
            let found = old[at..]
                .iter()
                .position(is)
                .map(|ahead| at + ahead)
                .or_else(|| old.iter().position(is));
            let item = match found {
                Some(found) => {
                    at = found + 1;
                    old[found].take()
                }
                None => None,
            };
            self.items.push(item.unwrap_or_else(|| {
                let (owner, node) = rows.node(i);
                let state = owner.with(|| make(node, walk));
                Item {
                    key: *key,
                    state,
                    _owner: owner,
                }
            }));
        }
        for item in old.into_iter().flatten() {
            item.state.remove();
        }
        match &self.mark {
            Some(mark) => self.arrange(mark),
            None => self.mark = Some(mark(walk)),
        }
    }

    /// Moves items that are not where they belong, from the last to the first.
    fn arrange(&self, mark: &web_sys::Comment) {
        let Some(parent) = mark.parent_node() else {
            return;
        };
        let mut next: web_sys::Node = mark.clone().into();
        for item in self.items.iter().rev() {
            let behind = item.state.last().and_then(|last| last.next_sibling());
            if behind.as_ref() != Some(&next) {
                item.state.insert(&parent, Some(&next));
            }
            if let Some(first) = item.state.first() {
                next = first;
            }
        }
    }
}
