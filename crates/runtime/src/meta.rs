//! What the runtime must know of a block type: its category and what kind of value it holds.

use engine::{Value, ValueType};

/// What a block is to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Holds blocks.
    Container,
    /// Shows something.
    Display,
    /// Keeps a value in state under its id.
    Input,
    /// Repeats its blocks for each item of a list in state.
    List,
}

/// The part of a block type that is no markup.
#[derive(Clone, Copy, Debug)]
pub struct BlockMeta {
    /// What it is to state.
    pub category: Category,
    /// What kind of value it keeps (inputs and lists).
    pub value_type: ValueType,
    /// The value of a new input, where it is not what the kind has for nothing.
    pub initial: Option<fn() -> Value>,
}

impl BlockMeta {
    /// A block without value.
    pub const fn of(category: Category) -> BlockMeta {
        BlockMeta {
            category,
            value_type: ValueType::Any,
            initial: None,
        }
    }

    /// An input that keeps values of a kind.
    pub const fn input(value_type: ValueType) -> BlockMeta {
        BlockMeta {
            category: Category::Input,
            value_type,
            initial: None,
        }
    }

    /// A list.
    pub const fn list() -> BlockMeta {
        BlockMeta {
            category: Category::List,
            value_type: ValueType::Array,
            initial: None,
        }
    }

    /// The value of a new input of this type.
    pub fn initial_value(&self) -> Value {
        self.initial
            .map_or_else(|| self.value_type.none(), |make| make())
    }

    /// Does it keep a value in state?
    pub fn has_value(&self) -> bool {
        matches!(self.category, Category::Input | Category::List)
    }
}

/// Finds the meta of a block type. An unknown type must give a container, so that what is within is
/// still drawn.
pub type Metas = fn(&str) -> BlockMeta;
