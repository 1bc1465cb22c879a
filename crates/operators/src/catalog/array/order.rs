//! Sorting as JavaScript does: stable, undefined last, by text unless a function compares.

use std::cmp::Ordering;

use engine::{Cx, OpError, OpResult, Value, js};

use crate::instance;
use crate::utf16;

pub(super) fn sort(cx: &Cx<'_>, items: &[Value], compare: &Value) -> OpResult {
    let (undefined, mut defined): (Vec<Value>, Vec<Value>) =
        items.iter().cloned().partition(Value::is_undefined);
    match compare {
        Value::Undefined => by_text(&mut defined),
        Value::Function(f) => {
            defined = merge_sort(defined, &mut |a, b| {
                let order = js::to_number(&instance::call(cx, f, &[a.clone(), b.clone()])?);
                Ok(order > 0.0)
            })?;
        }
        _ => {
            let message = "The comparison function must be either a function or undefined";
            return instance::fail(message);
        }
    }
    defined.extend(undefined);
    Ok(defined.into())
}

fn by_text(items: &mut [Value]) {
    items.sort_by_cached_key(|item| Key(js::to_text(item)));
}

#[derive(PartialEq, Eq)]
struct Key(String);

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        utf16::compare(&self.0, &other.0)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

type After<'a> = &'a mut dyn FnMut(&Value, &Value) -> Result<bool, OpError>;

/// The standard library may panic where a comparison contradicts itself, as one from configuration
/// can; this gives some order then.
fn merge_sort(items: Vec<Value>, after: After<'_>) -> Result<Vec<Value>, OpError> {
    if items.len() < 2 {
        return Ok(items);
    }
    let right = merge_sort(items[items.len() / 2..].to_vec(), after)?;
    let left = merge_sort(items[..items.len() / 2].to_vec(), after)?;
    let mut out = Vec::with_capacity(items.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let from = if after(a, b)? {
            right.next()
        } else {
            left.next()
        };
        out.extend(from);
    }
    out.extend(left);
    out.extend(right);
    Ok(out)
}
