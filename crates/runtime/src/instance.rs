//! A block as it stands on a page: one for each block, and one for each item of a list around it.

use std::sync::Arc;

use engine::{EvalError, Str, Value};
use model::Block;

use crate::BlockMeta;
use crate::signal::Signal;
use crate::slots::Reads;

/// Number of an instance within its page. Parents have lower numbers than what is in them.
pub type InstanceId = usize;

pub(crate) struct Instance {
    pub(crate) block: Arc<Block>,
    pub(crate) meta: BlockMeta,
    /// Block id with the indices of the lists around.
    pub(crate) id: Str,
    pub(crate) indices: Arc<[usize]>,
    pub(crate) parent: Option<InstanceId>,
    /// Areas of a container, or of each item of a list.
    pub(crate) items: Vec<Areas>,
    pub(crate) value: Value,
    pub(crate) show_validation: bool,
    /// Actions of its onMount are running.
    pub(crate) mounting: bool,
    pub(crate) running: Vec<Str>,
    pub(crate) now: Arc<Evaluated>,
    pub(crate) reads: Reads,
    pub(crate) changed: Signal,
    /// No longer on the page: an item of a list that was removed.
    pub(crate) gone: bool,
}

/// Blocks by area.
pub(crate) type Areas = Vec<(Str, Vec<InstanceId>)>;

/// What a block shows, evaluated.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evaluated {
    /// Shown at all?
    pub visible: bool,
    /// Properties; an object.
    pub properties: Value,
    /// CSS properties.
    pub style: Value,
    /// CSS classes.
    pub class: Value,
    /// Grid placement and settings.
    pub layout: Value,
    /// Settings of each area of the block.
    pub areas: Vec<(Str, Value)>,
    /// True or a message where a value is required.
    pub required: Value,
    /// The block or one around it is loading.
    pub loading: bool,
    /// Of an input: what it holds. Of a list: nothing, see the number of items.
    pub value: Value,
    /// Of a list: how many items.
    pub n_items: usize,
    /// Outcome of required and validate.
    pub validation: Validation,
    /// What could not be evaluated.
    pub errors: Vec<EvalError>,
}

/// Outcome of `required` and `validate`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Validation {
    /// `success`, `error`, `warning`, or none where nothing is tested or nothing is shown yet.
    pub status: Option<&'static str>,
    /// Messages of failed tests.
    pub errors: Vec<Str>,
    /// Messages of failed tests that only warn.
    pub warnings: Vec<Str>,
    /// Are there tests at all?
    pub tested: bool,
}
