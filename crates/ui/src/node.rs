//! What is drawn.

use std::borrow::Cow;
use std::sync::Arc;

use crate::Element;
use crate::each::Rows;

/// A piece of a page.
pub enum Node {
    /// Nothing. It still has a place, so that something can come there.
    Empty,
    /// Text.
    Text(Cow<'static, str>),
    /// An element that never changes, as HTML.
    Inert(&'static str),
    /// An element.
    Element(Box<Element>),
    /// Several, side by side.
    Many(Vec<Node>),
    /// What a function gives; in the browser again whenever a signal that it reads has changed.
    Dynamic(Box<dyn Draw>),
    /// A list whose items are known by keys.
    Each(Box<dyn Rows>),
}

/// A function that draws. Not `FnMut`, whose objects have two further functions each, which are never
/// called and are most of what a small closure costs.
pub trait Draw: Send {
    /// Draws. Tracks.
    fn draw(&mut self) -> Node;
}

impl<F, T> Draw for F
where
    F: FnMut() -> T + Send,
    T: IntoNode,
{
    fn draw(&mut self) -> Node {
        self().into_node()
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Node {
        Node::Element(Box::new(element))
    }
}

/// What can be drawn.
pub trait IntoNode: Sized {
    /// As a node.
    fn into_node(self) -> Node;

    /// The same, by the name that Leptos has for it.
    fn into_any(self) -> Node {
        self.into_node()
    }

    /// The same, by the other name that Leptos has for it.
    fn into_view(self) -> Node {
        self.into_node()
    }
}

impl IntoNode for Node {
    fn into_node(self) -> Node {
        self
    }
}

impl IntoNode for () {
    fn into_node(self) -> Node {
        Node::Empty
    }
}

impl IntoNode for String {
    fn into_node(self) -> Node {
        Node::Text(Cow::Owned(self))
    }
}

impl IntoNode for &str {
    fn into_node(self) -> Node {
        Node::Text(Cow::Owned(self.to_owned()))
    }
}

impl IntoNode for Cow<'static, str> {
    fn into_node(self) -> Node {
        Node::Text(self)
    }
}

impl IntoNode for Arc<str> {
    fn into_node(self) -> Node {
        (*self).into_node()
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn into_node(self) -> Node {
        self.map_or(Node::Empty, T::into_node)
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn into_node(self) -> Node {
        Node::Many(self.into_iter().map(T::into_node).collect())
    }
}

impl<T: IntoNode, const N: usize> IntoNode for [T; N] {
    fn into_node(self) -> Node {
        Node::Many(self.into_iter().map(T::into_node).collect())
    }
}

impl<F, T> IntoNode for F
where
    F: FnMut() -> T + Send + 'static,
    T: IntoNode,
{
    fn into_node(self) -> Node {
        Node::Dynamic(Box::new(self))
    }
}

impl<T: IntoNode + 'static> IntoNode for Arc<dyn Fn() -> T + Send + Sync> {
    fn into_node(self) -> Node {
        Node::Dynamic(Box::new(move || self().into_node()))
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl IntoNode for $type {
            fn into_node(self) -> Node {
                Node::Text(Cow::Owned(self.to_string()))
            }
        }
    )*};
}

numbers!(i32, i64, u32, u64, usize, f64);

macro_rules! tuples {
    ($(($($name:ident)*))*) => {$(
        impl<$($name: IntoNode),*> IntoNode for ($($name,)*) {
            fn into_node(self) -> Node {
                #[allow(non_snake_case)]
                let ($($name,)*) = self;
                Node::Many(vec![$($name.into_node()),*])
            }
        }
    )*};
}

tuples!((A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E F));
