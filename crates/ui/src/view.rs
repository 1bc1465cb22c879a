//! Nodes as Leptos' views, so that they can stand in one, and be its root.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

use crate::dom::{State, Walk, make};
use crate::{Node, html};

impl Render for Node {
    type State = State;

    fn build(self) -> State {
        make(self, None)
    }

    fn rebuild(self, state: &mut State) {
        state.update(self);
    }
}

/// Attributes from outside have no effect: no component of ours passes any.
impl AddAnyAttr for Node {
    type Output<SomeNewAttr: Attribute> = Node;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Node {
        self
    }
}

impl RenderHtml for Node {
    type AsyncOutput = Node;
    type Owned = Node;

    const MIN_LENGTH: usize = 0;

    /// Nothing in a node waits for anything, so nothing is called ahead.
    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Node {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        html::write(self, buf, position, escape);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> State {
        make(
            self,
            Some(&Walk {
                cursor: cursor.clone(),
                position: position.clone(),
            }),
        )
    }

    async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> State {
        self.hydrate::<true>(cursor, position)
    }

    fn into_owned(self) -> Node {
        self
    }
}

impl Mountable for State {
    fn unmount(&mut self) {
        self.remove();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        self.insert(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.place() {
            Some((parent, first)) => {
                child.mount(&parent, Some(&first));
                true
            }
            None => false,
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        self.elements()
    }
}
