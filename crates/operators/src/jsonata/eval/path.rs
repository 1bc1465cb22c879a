//! Paths: steps, filters, wildcards, and streams of tuples for bound variables.

use std::rc::Rc;

use engine::Str;

use super::{Interp, number};
use crate::jsonata::ast::{Kind, Node, Stage};
use crate::jsonata::error::Res;
use crate::jsonata::frame::Frame;
use crate::jsonata::value::{Fields, List, Obj, Val};

/// The name under which a tuple has its context.
pub(super) const CONTEXT: &str = "@";

impl Interp<'_> {
    /// `steps` one after the other, each for every result of the one before.
    pub(super) fn path(
        &self,
        steps: &[Node],
        keep: bool,
        node: &Node,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Res<Val> {
        let absolute = matches!(
            steps.first().map(|step| &step.kind),
            Some(Kind::Variable(_))
        );
        let mut input = match input {
            Val::List(list) if !absolute => Rc::clone(list),
            input => Rc::new(List::sequence(vec![input.clone()])),
        };
        let mut result = Val::Undefined;
        let mut tuples: Option<Rc<List>> = None;
        let mut is_tuples = false;
        for (i, step) in steps.iter().enumerate() {
            is_tuples |= step.tuple;
            if i == 0 && step.cons {
                result = self.eval(step, &Val::List(Rc::clone(&input)), frame)?;
            } else if is_tuples {
                tuples = Some(self.tuple_step(step, &input, tuples, frame)?);
            } else {
                result = self.step(step, &input, i + 1 == steps.len(), frame)?;
            }
            if !is_tuples && matches!(&result, Val::List(list) if list.len() == 0) {
                break;
            }
            if !is_tuples && result.is_undefined() {
                break;
            }
            if step.focus.is_none() && !is_tuples {
                input = match &result {
                    Val::List(list) => Rc::clone(list),
                    result => Rc::new(List::array(vec![result.clone()])),
                };
            }
        }
        if let (true, Some(tuples)) = (is_tuples, &tuples) {
            result = match node.tuple {
                true => Val::List(Rc::clone(tuples)),
                false => Val::sequence(tuples.iter().map(|tuple| tuple.field(CONTEXT)).collect()),
            };
        }
        if let (true, Val::List(list)) = (keep, &mut result) {
            if list.cons && !list.sequence {
                *list = Rc::new(List::sequence(vec![Val::List(Rc::clone(list))]));
            }
            Rc::make_mut(list).keep = true;
        }
        match (&node.group, tuples) {
            (Some(group), Some(tuples)) if is_tuples => {
                self.group(group, &Val::List(tuples), frame)
            }
            (Some(group), _) => self.group(group, &result, frame),
            _ => Ok(result),
        }
    }

    fn step(&self, step: &Node, input: &Rc<List>, is_last: bool, frame: &Rc<Frame>) -> Res<Val> {
        if let Kind::Sort(terms) = &step.kind {
            let sorted = self.sort_by(terms, input, frame)?;
            return self.stages(&step.stages, sorted, frame);
        }
        let mut results = Vec::new();
        for item in input.iter() {
            let mut value = self.eval(step, &item, frame)?;
            for stage in &step.stages {
                if let Stage::Filter(filter) = stage {
                    value = self.filter(filter, &value, frame)?;
                }
            }
            if !value.is_undefined() {
                results.push(value);
            }
        }
        if let (true, [Val::List(list)]) = (is_last, &*results)
            && !list.sequence
        {
            return Ok(Val::List(Rc::clone(list)));
        }
        let mut out = Vec::with_capacity(results.len());
        for value in results {
            match value {
                Val::List(list) if !list.cons => {
                    self.work(list.len())?;
                    self.room(out.len() + list.len())?;
                    out.extend(list.iter());
                }
                value => out.push(value),
            }
        }
        Ok(Val::sequence(out))
    }

    fn stages(&self, stages: &[Stage], input: Val, frame: &Rc<Frame>) -> Res<Val> {
        let mut value = input;
        for stage in stages {
            match stage {
                Stage::Filter(filter) => value = self.filter(filter, &value, frame)?,
                Stage::Index(name) => {
                    let Val::List(list) = &value else {
                        continue;
                    };
                    let tuples = list.iter().enumerate();
                    let tuples =
                        tuples.map(|(i, tuple)| extend(&tuple, [(name.clone(), i.into())]));
                    let mut indexed = List::sequence(tuples.collect());
                    (indexed.tuples, indexed.sequence) = (list.tuples, list.sequence);
                    value = Val::List(Rc::new(indexed));
                }
            }
        }
        Ok(value)
    }

    /// A step whose results carry bindings.
    fn tuple_step(
        &self,
        step: &Node,
        input: &Rc<List>,
        tuples: Option<Rc<List>>,
        frame: &Rc<Frame>,
    ) -> Res<Rc<List>> {
        if let Kind::Sort(terms) = &step.kind {
            let sorted = match tuples {
                Some(tuples) => self.sort_by(terms, &tuples, frame)?,
                None => {
                    let sorted = self.sort_by(terms, input, frame)?.to_items();
                    let tuple = |(i, item): (usize, Val)| {
                        let index = step.index.clone().map(|name| (name, i.into()));
                        tuple_of(item, index)
                    };
                    tuple_list(sorted.into_iter().enumerate().map(tuple).collect())
                }
            };
            let value = self.stages(&step.stages, sorted, frame)?;
            return Ok(to_list(value));
        }
        let tuples = match tuples {
            Some(tuples) => tuples.to_vec(),
            None => input.iter().map(|item| tuple_of(item, None)).collect(),
        };
        let mut out = Vec::new();
        for tuple in tuples {
            let context = tuple.field(CONTEXT);
            let inner = self.tuple_frame(frame, &tuple)?;
            let result = self.eval(step, &context, &inner)?;
            let is_tuples = matches!(&result, Val::List(list) if list.tuples);
            for (i, item) in result.to_items().into_iter().enumerate() {
                self.work(1)?;
                if is_tuples {
                    let more = match &item {
                        Val::Map(map) => map.entries(),
                        _ => Vec::new(),
                    };
                    out.push(extend(&tuple, more));
                    continue;
                }
                let mut more: Vec<(Str, Val)> = Vec::new();
                match &step.focus {
                    Some(name) => {
                        more.push((name.clone(), item));
                        more.push((CONTEXT.into(), context.clone()));
                    }
                    None => more.push((CONTEXT.into(), item)),
                }
                more.extend(step.index.clone().map(|name| (name, i.into())));
                let ancestor = step.ancestor.as_ref();
                more.extend(ancestor.map(|slot| (slot.name(), context.clone())));
                out.push(extend(&tuple, more));
            }
        }
        self.room(out.len())?;
        let value = self.stages(&step.stages, tuple_list(out), frame)?;
        Ok(to_list(value))
    }

    /// The items for which `filter` holds, or at the positions that it gives.
    pub(super) fn filter(&self, filter: &Node, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        let list = match input {
            Val::List(list) => Rc::clone(list),
            input => Rc::new(List::sequence(vec![input.clone()])),
        };
        let len = list.len() as f64;
        let position = |n: f64| {
            let n = n.floor();
            if n < 0.0 { len + n } else { n }
        };
        let mut out = Vec::new();
        if let Kind::Literal(Val::Number(n)) = filter.kind {
            let at = position(n);
            let item = match at >= 0.0 && at < len {
                true => list.get(at as usize),
                false => Val::Undefined,
            };
            match item {
                Val::List(_) => return Ok(item),
                Val::Undefined => {}
                item => out.push(item),
            }
        } else {
            for (i, item) in list.iter().enumerate() {
                let result = match list.tuples {
                    true => {
                        let inner = self.tuple_frame(frame, &item)?;
                        self.eval(filter, &item.field(CONTEXT), &inner)?
                    }
                    false => self.eval(filter, &item, frame)?,
                };
                match positions(&result)? {
                    Some(numbers) => {
                        let here = numbers.into_iter().filter(|n| position(*n) == i as f64);
                        out.extend(here.map(|_| item.clone()));
                    }
                    None if self.truth(&result)? == Some(true) => out.push(item),
                    None => {}
                }
            }
        }
        let mut result = List::sequence(out);
        result.tuples = list.tuples;
        Ok(Val::List(Rc::new(result)))
    }

    /// The field `name` of an object, or of the objects of a list.
    pub(in crate::jsonata) fn field(&self, input: &Val, name: &str) -> Res<Val> {
        let Val::List(list) = input else {
            return Ok(input.field(name));
        };
        let mut out = Vec::new();
        for item in list.iter() {
            self.work(1)?;
            match self.field(&item, name)? {
                Val::Undefined => {}
                Val::List(inner) => out.extend(inner.iter()),
                value => out.push(value),
            }
        }
        self.room(out.len())?;
        Ok(Val::sequence(out))
    }

    /// `*`
    pub(super) fn wildcard(&self, input: &Val) -> Res<Val> {
        let input = super::unwrap(input);
        let values = match &input {
            Val::Map(map) => map.entries().into_iter().map(|(_, value)| value).collect(),
            Val::List(list) => list.to_vec(),
            _ => Vec::new(),
        };
        let mut out = Vec::new();
        for value in values {
            match value {
                Val::List(_) => self.flatten(&value, &mut out)?,
                value => out.push(value),
            }
        }
        self.room(out.len())?;
        Ok(Val::sequence(out))
    }

    fn flatten(&self, value: &Val, out: &mut Vec<Val>) -> Res<()> {
        self.work(1)?;
        match value {
            Val::List(list) => list.iter().try_for_each(|item| self.flatten(&item, out)),
            value => {
                out.push(value.clone());
                Ok(())
            }
        }
    }

    /// `**`
    pub(super) fn descendants(&self, input: &Val) -> Res<Val> {
        if input.is_undefined() {
            return Ok(Val::Undefined);
        }
        let mut out = Vec::new();
        self.descend(input, &mut out)?;
        Ok(match out.len() {
            1 => out.remove(0),
            _ => Val::sequence(out),
        })
    }

    fn descend(&self, value: &Val, out: &mut Vec<Val>) -> Res<()> {
        self.work(1)?;
        match value {
            Val::List(list) => list.iter().try_for_each(|item| self.descend(&item, out)),
            value => {
                out.push(value.clone());
                self.room(out.len())?;
                let Val::Map(map) = value else {
                    return Ok(());
                };
                let entries = map.entries();
                entries
                    .iter()
                    .try_for_each(|(_, value)| self.descend(value, out))
            }
        }
    }
}

/// The positions that a filter gave, if it gave numbers.
fn positions(result: &Val) -> Res<Option<Vec<f64>>> {
    match result {
        Val::Number(_) => Ok(number(result)?.map(|n| vec![n])),
        Val::List(list) => {
            let numbers = list.iter().map(|item| number(&item));
            numbers.collect()
        }
        _ => Ok(None),
    }
}

fn tuple_of(item: Val, more: Option<(Str, Val)>) -> Val {
    let mut fields = Fields::default();
    fields.insert(CONTEXT.into(), item);
    if let Some((name, value)) = more {
        fields.insert(name, value);
    }
    Val::map(fields)
}

/// `tuple` with further bindings.
fn extend(tuple: &Val, more: impl IntoIterator<Item = (Str, Val)>) -> Val {
    let mut fields = match tuple {
        Val::Map(map) => match &**map {
            Obj::Own(fields) => fields.borrow().clone(),
            Obj::Data(_) => Fields::default(),
        },
        _ => Fields::default(),
    };
    for (name, value) in more {
        fields.insert(name, value);
    }
    Val::map(fields)
}

fn tuple_list(tuples: Vec<Val>) -> Val {
    let mut list = List::sequence(tuples);
    list.tuples = true;
    Val::List(Rc::new(list))
}

fn to_list(value: Val) -> Rc<List> {
    match value {
        Val::List(list) => list,
        value => Rc::new(List::array(vec![value])),
    }
}
