//! One action of an event.

use engine::{Expr, Str, Table, Value};

use crate::Diagnostics;
use crate::read::Fields;

/// An action: what to do, with what, and whether to do it.
#[derive(Clone)]
pub struct Action {
    /// Id by which `_actions` finds the response.
    pub id: Str,
    /// Type, such as `SetState`.
    pub kind: Str,
    /// What the action is given.
    pub params: Expr,
    /// True leaves it out.
    pub skip: Expr,
    /// True does not wait for it.
    pub is_async: Expr,
    /// Toasts: `{loading, success, error}`.
    pub messages: Expr,
    /// Place marker.
    pub key: Option<Str>,
}

impl Action {
    /// Reads an action of a list.
    pub(crate) fn read(
        value: &Value,
        table: &'static Table,
        d: &mut Diagnostics,
    ) -> Option<Action> {
        let fields = Fields::of(value, table, "an action", d)?;
        Some(Action {
            id: fields.required_text("id", d)?,
            kind: fields.required_text("type", d)?,
            params: fields.expr("params"),
            skip: fields.expr("skip"),
            is_async: fields.expr("async"),
            messages: fields.expr("messages"),
            key: fields.key(),
        })
    }
}
