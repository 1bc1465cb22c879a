//! Calls of functions, and what can be called.

use std::rc::Rc;

use engine::platform::Match;

use super::{Closure, Func, Interp};
use crate::instance;
use crate::jsonata::ast::{Call, Kind, Node, Pattern};
use crate::jsonata::error::{Fault, Res, fail};
use crate::jsonata::frame::Frame;
use crate::jsonata::functions;
use crate::jsonata::value::Val;
use crate::utf16;

impl Interp<'_> {
    /// `procedure(args)`; `first` is put before the arguments.
    pub(super) fn call(
        &self,
        call: &Call,
        first: Option<Val>,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Res<Val> {
        let procedure = self.eval(&call.procedure, input, frame)?;
        if procedure.is_undefined()
            && let Some(name) = self.forgotten(call, frame)
        {
            return Err(Fault::new("T1005").token(name));
        }
        let mut args = Vec::with_capacity(call.args.len() + 1);
        args.extend(first);
        for arg in &call.args {
            args.push(self.eval(arg, input, frame)?);
        }
        let result = self.apply(&procedure, args, input, frame);
        result.map_err(|fault| fault.or_token(&call.name()))
    }

    /// The name of a function that was written without its `$`.
    fn forgotten(&self, call: &Call, frame: &Frame) -> Option<Val> {
        if !matches!(call.procedure.kind, Kind::Path { .. }) {
            return None;
        }
        let name = call.name();
        let known = self.lookup(frame, name.as_str()?);
        known.as_func().map(|_| name)
    }

    /// Calls `function`, and then what it ended with calling.
    pub(in crate::jsonata) fn apply(
        &self,
        function: &Val,
        args: Vec<Val>,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Res<Val> {
        let mut result = self.apply_once(function, args, input, frame)?;
        loop {
            let thunk = match &result {
                Val::Func(func) => Rc::clone(func),
                _ => return Ok(result),
            };
            let Func::Thunk(call, inner, around) = &*thunk else {
                return Ok(result);
            };
            self.work(1)?;
            let next = self.eval(&call.procedure, inner, around)?;
            let mut args = Vec::with_capacity(call.args.len());
            for arg in &call.args {
                args.push(self.eval(arg, inner, around)?);
            }
            let called = self.apply_once(&next, args, input, frame);
            result = called.map_err(|fault| fault.or_token(&call.name()))?;
        }
    }

    fn apply_once(
        &self,
        function: &Val,
        args: Vec<Val>,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Res<Val> {
        let Val::Func(func) = function else {
            return fail("T1006");
        };
        self.work(1)?;
        self.stack.check()?;
        match &**func {
            Func::Native(id) => functions::call(self, *id, args, input, frame),
            Func::Partial(id, given, _) => {
                let mut args = args.into_iter();
                let fill = |arg: &Option<Val>| match arg {
                    Some(value) => value.clone(),
                    None => args.next().unwrap_or_default(),
                };
                let args = given.iter().map(fill).collect();
                functions::run(self, *id, args, &Val::Undefined, frame)
            }
            Func::Lambda(closure) => self.enter(closure, args, input),
            Func::Thunk(call, inner, around) => self.call(call, None, inner, around),
            Func::Regex(pattern) => {
                let text = args.into_iter().next().unwrap_or_default();
                let found = match &text {
                    Val::Text(text) => find(pattern, text, 0)?,
                    _ => None,
                };
                Ok(found.map(|(_, object)| object).unwrap_or_default())
            }
            Func::Next(pattern, text, from) => {
                if *from >= text.len() {
                    return Ok(Val::Undefined);
                }
                match find(pattern, text, *from)? {
                    Some((true, _)) => fail("D1004"),
                    found => Ok(found.map(|(_, object)| object).unwrap_or_default()),
                }
            }
            Func::Transform(transform, around) => {
                let args = functions::check("<(oa):o>", &args, input)?;
                self.transform(transform, &args[0], around)
            }
            Func::Chain(first, second, _) => {
                let value = self.apply(first, args, &Val::Null, frame)?;
                self.apply(second, vec![value], &Val::Null, frame)
            }
            Func::Host(function) => {
                let args = args.iter().map(|arg| self.to_value(arg));
                let args = args.collect::<Res<Vec<_>>>()?;
                let value = instance::call(self.cx, function, &args);
                let value = value.map_err(|e| Fault::of_text(e.message))?;
                Ok(Val::from(&value))
            }
        }
    }

    fn enter(&self, closure: &Closure, args: Vec<Val>, input: &Val) -> Res<Val> {
        let args = match &closure.signature {
            Some(signature) => signature.check(&args, input)?,
            None => args,
        };
        let frame = self.frame(&closure.frame)?;
        let mut args = args.into_iter();
        for param in &closure.params {
            self.bind(&frame, param.clone(), args.next().unwrap_or_default());
        }
        self.eval(&closure.lambda.body, &closure.input, &frame)
    }

    /// `procedure(a, ?)`
    pub(super) fn partial(&self, call: &Call, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        let mut args = Vec::with_capacity(call.args.len());
        for arg in &call.args {
            args.push(match arg.kind {
                Kind::Placeholder => None,
                _ => Some(self.eval(arg, input, frame)?),
            });
        }
        let procedure = self.eval(&call.procedure, input, frame)?;
        if procedure.is_undefined()
            && let Some(name) = self.forgotten(call, frame)
        {
            return Err(Fault::new("T1007").token(name));
        }
        let Val::Func(func) = &procedure else {
            return Err(Fault::new("T1008").token(call.name()));
        };
        let partial = match &**func {
            Func::Lambda(closure) => Func::Lambda(self.bind_some(closure, args)?),
            Func::Native(id) => {
                args.resize(functions::n_params(*id), Some(Val::Undefined));
                Func::partial(*id, args)
            }
            Func::Partial(id, given, _) => {
                let mut args = args.into_iter();
                let fill = |arg: &Option<Val>| match arg {
                    Some(value) => Some(value.clone()),
                    None => args.next().unwrap_or(Some(Val::Undefined)),
                };
                Func::partial(*id, given.iter().map(fill).collect())
            }
            _ => return Ok(procedure),
        };
        Ok(Val::Func(Rc::new(partial)))
    }

    fn bind_some(&self, closure: &Closure, args: Vec<Option<Val>>) -> Res<Closure> {
        let frame = self.frame(&closure.frame)?;
        let mut params = Vec::new();
        let mut args = args.into_iter();
        for param in &closure.params {
            match args.next().unwrap_or(Some(Val::Undefined)) {
                Some(value) => self.bind(&frame, param.clone(), value),
                None => params.push(param.clone()),
            }
        }
        Ok(Closure {
            lambda: Rc::clone(&closure.lambda),
            params,
            signature: None,
            input: closure.input.clone(),
            frame,
        })
    }

    /// `lhs ~> rhs`
    pub(super) fn apply_to(
        &self,
        lhs: &Node,
        rhs: &Node,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Res<Val> {
        let left = self.eval(lhs, input, frame)?;
        if let (Kind::Call(call), true) = (&rhs.kind, rhs.filters.is_empty()) {
            return self.call(call, Some(left), input, frame);
        }
        let right = self.eval(rhs, input, frame)?;
        match (&left, &right) {
            (Val::Func(_), Val::Func(_)) => Ok(Val::Func(Rc::new(Func::chain(left, right)))),
            (_, Val::Func(_)) => self.apply(&right, vec![left], &Val::Null, frame),
            _ => Err(Fault::new("T2006").value(right)),
        }
    }

    /// How many arguments a function takes.
    pub(in crate::jsonata) fn arity(&self, function: &Val) -> usize {
        match function.as_func().map(|func| &**func) {
            Some(Func::Native(id)) => functions::arity(*id),
            Some(Func::Partial(_, args, _)) => args.iter().filter(|arg| arg.is_none()).count(),
            Some(Func::Lambda(closure)) => closure.params.len(),
            Some(Func::Regex(_)) => 2,
            Some(Func::Chain(..) | Func::Transform(..)) => 1,
            _ => 0,
        }
    }
}

/// The first match at byte `from` or later, as expressions see it.
fn find(pattern: &Rc<Pattern>, text: &engine::Str, from: usize) -> Res<Option<(bool, Val)>> {
    let found = pattern.regex.find(text, from).map_err(Fault::of_text)?;
    let Some(found) = found else {
        return Ok(None);
    };
    let start = utf16::unit_of(text, found.start);
    let matched = &text[found.start..found.end];
    let next = Func::Next(Rc::clone(pattern), text.clone(), found.end);
    let object = Val::object([
        ("match", Val::text(matched)),
        ("start", start.into()),
        ("end", (start + utf16::len(matched)).into()),
        ("groups", Val::array(groups(&found))),
        ("next", Val::Func(Rc::new(next))),
    ]);
    Ok(Some((matched.is_empty(), object)))
}

/// What the groups of a match took.
pub(in crate::jsonata) fn groups(found: &Match) -> Vec<Val> {
    let group = |group: &Option<String>| match group {
        Some(text) => Val::text(text),
        None => Val::Undefined,
    };
    found.groups.iter().map(group).collect()
}
