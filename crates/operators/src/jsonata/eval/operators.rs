//! Operators between two values.

use engine::js;

use super::{Interp, MAX_ITEMS, number};
use crate::jsonata::ast::Op;
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::value::Val;
use crate::jsonata::write;
use crate::utf16;

impl Interp<'_> {
    /// `a op b`
    pub(super) fn operate(&self, op: Op, a: &Val, b: &Val) -> Res<Val> {
        match op {
            Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Rem => arithmetic(op, a, b),
            Op::Eq | Op::Ne if a.is_undefined() || b.is_undefined() => Ok(Val::Bool(false)),
            Op::Eq => self.equal(a, b).map(Val::Bool),
            Op::Ne => self.equal(a, b).map(|equal| Val::Bool(!equal)),
            Op::Lt | Op::Le | Op::Gt | Op::Ge => compare(op, a, b),
            Op::Concat => {
                let (a, b) = (write::string(a, 0)?, write::string(b, 0)?);
                let (a, b) = (
                    a.as_str().unwrap_or_default(),
                    b.as_str().unwrap_or_default(),
                );
                write::check_text(a.len() + b.len())?;
                Ok(format!("{a}{b}").into())
            }
            Op::Range => self.range(a, b),
            Op::In => {
                let is = |b: &Val| match (a, b) {
                    (Val::List(_) | Val::Map(_), _) => false,
                    (a, b) => self.equal(a, b).unwrap_or(false),
                };
                Ok(Val::Bool(match (a, b) {
                    (Val::Undefined, _) | (_, Val::Undefined) => false,
                    (_, Val::List(list)) => {
                        self.work(list.len())?;
                        list.iter().any(|item| is(&item))
                    }
                    (_, b) => is(b),
                }))
            }
            Op::And | Op::Or => Ok(Val::Undefined),
        }
    }

    fn range(&self, a: &Val, b: &Val) -> Res<Val> {
        let whole = |value: &Val, code| match value {
            Val::Undefined => Ok(None),
            Val::Number(n) if n.is_finite() && n.fract() == 0.0 => Ok(Some(*n)),
            value => Err(Fault::new(code).value(value)),
        };
        let (Some(from), Some(to)) = (whole(a, "T2003")?, whole(b, "T2004")?) else {
            return Ok(Val::Undefined);
        };
        if from > to {
            return Ok(Val::Undefined);
        }
        let size = to - from + 1.0;
        if size > MAX_ITEMS as f64 {
            return Err(Fault::new("D2014").value(size));
        }
        self.work(size as usize)?;
        let items = (0..size as usize).map(|i| Val::Number(from + i as f64));
        Ok(Val::sequence(items.collect()))
    }
}

fn arithmetic(op: Op, a: &Val, b: &Val) -> Res<Val> {
    let operand = |value: &Val, code| match value {
        Val::Undefined => Ok(None),
        value => match number(value)? {
            Some(n) => Ok(Some(n)),
            None => Err(Fault::new(code).value(value)),
        },
    };
    let (Some(a), Some(b)) = (operand(a, "T2001")?, operand(b, "T2002")?) else {
        return Ok(Val::Undefined);
    };
    Ok(Val::Number(match op {
        Op::Add => a + b,
        Op::Sub => a - b,
        Op::Mul => a * b,
        Op::Div => a / b,
        _ => a % b,
    }))
}

fn compare(op: Op, a: &Val, b: &Val) -> Res<Val> {
    let comparable = |value: &Val| matches!(value, Val::Undefined | Val::Text(_) | Val::Number(_));
    if !comparable(a) || !comparable(b) {
        let is_value = matches!(a, Val::Text(_) | Val::Number(_));
        return Err(Fault::new("T2010").value(if is_value { b } else { a }));
    }
    let order = match (a, b) {
        (Val::Undefined, _) | (_, Val::Undefined) => return Ok(Val::Undefined),
        (Val::Text(a), Val::Text(b)) => Some(utf16::compare(a, b)),
        (Val::Number(a), Val::Number(b)) => a.partial_cmp(b),
        _ => return Err(Fault::new("T2009").value(a).other(b)),
    };
    Ok(Val::Bool(order.is_some_and(|order| match op {
        Op::Lt => order.is_lt(),
        Op::Le => order.is_le(),
        Op::Gt => order.is_gt(),
        _ => order.is_ge(),
    })))
}

/// JavaScript's `parseInt(text, 10)`.
pub(in crate::jsonata) fn parse_int(text: &str) -> f64 {
    let text = js::trim(text);
    let sign_len = usize::from(text.starts_with(['-', '+']));
    let digits = text[sign_len..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    match digits {
        0 => f64::NAN,
        n => text[..sign_len + n].parse().unwrap_or(f64::NAN),
    }
}
