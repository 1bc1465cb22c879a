//! `| where | update, delete |`: a copy of a value with changes.

use std::rc::Rc;

use engine::Str;

use super::{Interp, MAX_NESTING};
use crate::jsonata::ast::Transform;
use crate::jsonata::error::{Fault, Res, fail};
use crate::jsonata::frame::Frame;
use crate::jsonata::value::{Fields, Obj, Val};

impl Interp<'_> {
    pub(super) fn transform(
        &self,
        transform: &Transform,
        value: &Val,
        frame: &Rc<Frame>,
    ) -> Res<Val> {
        if value.is_undefined() {
            return Ok(Val::Undefined);
        }
        let clone = self.lookup(frame, "clone");
        if clone.as_func().is_none() {
            return fail("T2013");
        }
        let result = self.apply(&clone, vec![value.clone()], &Val::Null, frame)?;
        let found = self.eval(&transform.pattern, &result, frame)?;
        for item in found.to_items() {
            let update = self.eval(&transform.update, &item, frame)?;
            let fields = match &update {
                Val::Undefined => Vec::new(),
                Val::Map(map) => map.entries(),
                _ => return Err(Fault::new("T2011").value(update)),
            };
            self.update(&item, fields)?;
            if let Some(delete) = &transform.delete {
                let names = self.eval(delete, &item, frame)?;
                let texts = names.to_items();
                if texts.iter().any(|name| name.as_str().is_none()) {
                    return Err(Fault::new("T2012").value(names));
                }
                if let Val::Map(map) = &item
                    && let Obj::Own(fields) = &**map
                {
                    let mut fields = fields.borrow_mut();
                    texts
                        .iter()
                        .filter_map(Val::as_str)
                        .for_each(|name| fields.remove(name));
                }
            }
        }
        Ok(result)
    }

    /// Sets fields of an object of the copy. Their values are copied, so that none holds itself.
    fn update(&self, item: &Val, updates: Vec<(Str, Val)>) -> Res<()> {
        let Val::Map(map) = item else {
            return Ok(());
        };
        let mut copies = Vec::with_capacity(updates.len());
        for (name, value) in updates {
            copies.push((name, self.copy(&value, 0)?));
        }
        if let Obj::Own(fields) = &**map {
            let mut fields = fields.borrow_mut();
            for (name, value) in copies {
                fields.insert(name, value);
            }
        }
        Ok(())
    }

    /// `value` with objects and lists of its own, as JSON has it: without functions.
    pub(in crate::jsonata) fn copy(&self, value: &Val, depth: u32) -> Res<Val> {
        self.work(1)?;
        if depth > MAX_NESTING {
            return fail("D1011");
        }
        Ok(match value {
            Val::List(list) if list.outer => self.copy(&list.get(0), depth)?,
            Val::List(list) => {
                let items = list.iter().map(|item| match item {
                    Val::Undefined => Ok(Val::Null),
                    item => self.copy(&item, depth + 1),
                });
                Val::array(items.collect::<Res<_>>()?)
            }
            Val::Map(map) => {
                let mut out = Fields::default();
                for (name, value) in map.entries() {
                    if !value.is_undefined() {
                        out.insert(name, self.copy(&value, depth + 1)?);
                    }
                }
                Val::map(out)
            }
            Val::Func(_) => Val::text(""),
            Val::Number(n) if n.is_infinite() => return Err(Fault::new("D1001").value(value)),
            Val::Number(n) if n.is_nan() => Val::Null,
            value => value.clone(),
        })
    }
}
