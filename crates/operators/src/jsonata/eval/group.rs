//! `{…}`: objects, and the grouping of a sequence.

use std::rc::Rc;

use engine::{Map, Str, Value};

use super::Interp;
use super::path::CONTEXT;
use crate::jsonata::ast::Pairs;
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::frame::Frame;
use crate::jsonata::value::{Fields, Val};

/// Items with the same key.
struct Group {
    key: Str,
    items: Vec<Val>,
    /// The pair whose key it is.
    pair: usize,
}

impl Interp<'_> {
    /// An object of `pairs`: items of `input` with the same key are the context of its value.
    pub(super) fn group(&self, pairs: &Pairs, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        let is_tuples = matches!(input, Val::List(list) if list.tuples);
        let items = match input {
            Val::List(list) if list.len() > 0 || is_tuples => list.to_vec(),
            Val::List(_) => vec![Val::Undefined],
            input => vec![input.clone()],
        };
        let mut groups: Vec<Group> = Vec::new();
        let mut known = Map::new();
        for item in items {
            let inner = match is_tuples {
                true => self.tuple_frame(frame, &item)?,
                false => Rc::clone(frame),
            };
            let context = match is_tuples {
                true => item.field(CONTEXT),
                false => item.clone(),
            };
            for (i, (key, _)) in pairs.iter().enumerate() {
                let key = match self.eval(key, &context, &inner)? {
                    Val::Undefined => continue,
                    Val::Text(key) => key,
                    key => return Err(Fault::new("T1003").value(key)),
                };
                let at = known.get(&key).and_then(Value::as_integer);
                match at.map(|at| &mut groups[at as usize]) {
                    Some(group) if group.pair != i => {
                        return Err(Fault::new("D1009").value(Val::Text(key)));
                    }
                    Some(group) => group.items.push(item.clone()),
                    None => {
                        known.insert(key.clone(), groups.len().into());
                        groups.push(Group {
                            key,
                            items: vec![item.clone()],
                            pair: i,
                        });
                    }
                }
            }
        }
        let mut out = Fields::default();
        for group in groups {
            let value = &pairs[group.pair].1;
            let value = match is_tuples {
                true => {
                    let (context, tuple) = self.reduce(&group.items)?;
                    let inner = self.tuple_frame(frame, &tuple)?;
                    self.eval(value, &context, &inner)?
                }
                false => {
                    let context = self.join(group.items)?;
                    self.eval(value, &context, frame)?
                }
            };
            if !value.is_undefined() {
                out.insert(group.key, value);
            }
        }
        Ok(Val::map(out))
    }

    /// One item itself, several as a list in which lists are flattened.
    fn join(&self, items: Vec<Val>) -> Res<Val> {
        if items.len() == 1 {
            return Ok(items.into_iter().next().unwrap_or_default());
        }
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Val::Undefined => {}
                Val::List(list) => out.extend(list.iter()),
                item => out.push(item),
            }
            self.room(out.len())?;
        }
        Ok(Val::array(out))
    }

    /// Several tuples as one, whose bindings have the values of all; its context apart.
    fn reduce(&self, tuples: &[Val]) -> Res<(Val, Val)> {
        let mut names: Vec<Str> = Vec::new();
        for tuple in tuples {
            if let Val::Map(map) = tuple {
                for name in map.keys() {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
        let mut out = Fields::default();
        for name in names {
            let values = tuples.iter().map(|tuple| tuple.field(&name)).collect();
            let value = self.join(values)?;
            out.insert(name, value);
        }
        let context = out.get(CONTEXT).cloned().unwrap_or_default();
        out.remove(CONTEXT);
        Ok((context, Val::map(out)))
    }
}
