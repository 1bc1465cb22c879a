//! `^(…)` and `$sort`: a stable sort whose comparison may fail.

use std::rc::Rc;

use super::Interp;
use super::path::CONTEXT;
use crate::jsonata::ast::Term;
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::frame::Frame;
use crate::jsonata::value::{List, Val};
use crate::utf16;

impl Interp<'_> {
    /// `list` in the order of `terms`.
    pub(super) fn sort_by(&self, terms: &[Term], list: &Rc<List>, frame: &Rc<Frame>) -> Res<Val> {
        let key = |term: &Term, item: &Val| match list.tuples {
            true => {
                let inner = self.tuple_frame(frame, item)?;
                self.eval(&term.expr, &item.field(CONTEXT), &inner)
            }
            false => self.eval(&term.expr, item, frame),
        };
        self.sort(list, &|a, b| {
            for term in terms {
                let order = compare(&key(term, a)?, &key(term, b)?)?;
                let (order, both) = order;
                if order != 0 {
                    return Ok(if term.descending && both {
                        order < 0
                    } else {
                        order > 0
                    });
                }
            }
            Ok(false)
        })
    }

    /// `list` sorted; `swap` says whether its first argument comes after its second.
    pub(in crate::jsonata) fn sort(
        &self,
        list: &Rc<List>,
        swap: &dyn Fn(&Val, &Val) -> Res<bool>,
    ) -> Res<Val> {
        if list.len() <= 1 {
            return Ok(Val::List(Rc::clone(list)));
        }
        let items = self.merge_sort(list.to_vec(), swap)?;
        Ok(Val::array(items))
    }

    fn merge_sort(
        &self,
        mut items: Vec<Val>,
        swap: &dyn Fn(&Val, &Val) -> Res<bool>,
    ) -> Res<Vec<Val>> {
        if items.len() <= 1 {
            return Ok(items);
        }
        self.work(items.len())?;
        let right = items.split_off(items.len() / 2);
        let mut left = self.merge_sort(items, swap)?.into_iter().peekable();
        let mut right = self.merge_sort(right, swap)?.into_iter().peekable();
        let mut out = Vec::with_capacity(left.len() + right.len());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let next = match swap(a, b)? {
                true => right.next(),
                false => left.next(),
            };
            out.extend(next);
        }
        out.extend(left);
        out.extend(right);
        Ok(out)
    }
}

/// The order of two keys, and whether both are there: one that is missing comes last in any direction.
fn compare(a: &Val, b: &Val) -> Res<(i8, bool)> {
    let order = match (a, b) {
        (Val::Undefined, Val::Undefined) => return Ok((0, false)),
        (Val::Undefined, _) => return Ok((1, false)),
        (_, Val::Undefined) => return Ok((-1, false)),
        (Val::Text(a), Val::Text(b)) => Some(utf16::compare(a, b)),
        (Val::Number(a), Val::Number(b)) => a.partial_cmp(b),
        (Val::Text(_) | Val::Number(_), Val::Text(_) | Val::Number(_)) => {
            return Err(Fault::new("T2007").value(a).other(b));
        }
        _ => return Err(Fault::new("T2008")),
    };
    Ok((order.map_or(1, |order| order as i8), true))
}
