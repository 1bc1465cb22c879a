//! Compiled configuration: operators found once, constants folded, markers of place taken out.

use crate::eval::NoWorld;
use crate::serializer;
use crate::{Args, Cx, ErrorSink, Map, OperatorEntry, Reads, Str, Table, Value};

/// A configuration value, compiled. Compile once with [`Expr::compile`], evaluate often.
#[derive(Clone)]
pub enum Expr {
    /// A value with nothing to compute in it.
    Const(Value),
    /// A list with something to compute in it.
    List(Box<[Expr]>),
    /// An object with something to compute in it.
    Map(Box<[(Str, Expr)]>),
    /// An operator and its parameters.
    Op(Box<OpExpr>),
    /// `_function`: gives a callable.
    Function(Box<FunctionExpr>),
    /// Within the body of a function: a value computed when the function was made.
    Capture(usize),
    /// As `Capture`, where the value may hold operators of the body's level.
    Reparse(usize, usize),
}

/// What is called for every operator: name, method, parameters if they are constant.
pub type OperatorVisitor<'a> = dyn FnMut(&str, Option<&str>, Option<&Value>) + 'a;

/// An operator call.
#[derive(Clone)]
pub struct OpExpr {
    pub(crate) entry: &'static OperatorEntry,
    pub(crate) method: Option<Str>,
    pub(crate) params: Expr,
    pub(crate) key: Option<Str>,
}

/// A function: its body, and what it takes along from where it is made.
#[derive(Clone)]
pub struct FunctionExpr {
    pub(crate) captures: Box<[Expr]>,
    pub(crate) body: std::sync::Arc<Expr>,
}

impl Default for Expr {
    fn default() -> Expr {
        Expr::Const(Value::Undefined)
    }
}

impl Expr {
    /// Compiles `value` (with its markers) against the operators of `table`. An object with one key
    /// that names an operator is a call; an unknown `_name` is data.
    pub fn compile(value: &Value, table: &'static Table) -> Expr {
        Compiler {
            table,
            frames: Vec::new(),
            only_level: false,
        }
        .walk(value, 1, None)
    }

    /// Compiles a body of functions at `level` underscores; for values that hold operators only
    /// once they are computed.
    pub(crate) fn compile_at(value: &Value, table: &'static Table, level: usize) -> Expr {
        Compiler {
            table,
            frames: Vec::new(),
            only_level: true,
        }
        .walk(value, level, None)
    }

    /// The value, if there is nothing to compute.
    pub fn as_const(&self) -> Option<&Value> {
        match self {
            Expr::Const(value) => Some(value),
            _ => None,
        }
    }

    /// Those of the given keys of an object that are constant, where none of them is computed; none
    /// where one is, or the whole is.
    pub fn as_const_at(&self, keys: &[&str]) -> Option<Value> {
        match self {
            Expr::Const(value) => Some(value.clone()),
            Expr::Map(entries) => {
                let wanted = entries.iter().filter(|(k, _)| keys.contains(&&**k));
                let values = wanted.map(|(k, e)| Some((k.clone(), e.as_const()?.clone())));
                values.collect::<Option<Map>>().map(Value::map)
            }
            _ => None,
        }
    }

    /// Is it written down which objects the list at `key` holds and which keys these have, rather
    /// than computed? What is within them may be computed.
    pub fn spells_out(&self, key: &str) -> bool {
        let list = match self {
            Expr::Const(_) => return true,
            Expr::Map(entries) => entries.iter().find(|(k, _)| &**k == key),
            _ => return false,
        };
        let is_written = |item: &Expr| matches!(item, Expr::Const(_) | Expr::Map(_));
        list.is_none_or(|(_, list)| match list {
            Expr::Const(_) => true,
            Expr::List(items) => items.iter().all(is_written),
            _ => false,
        })
    }

    /// The keys that an object has at any depth, computed or not: for looking at what a configuration
    /// does without evaluating it.
    pub fn visit_keys(&self, visit: &mut dyn FnMut(&str)) {
        match self {
            Expr::Const(value) => visit_value_keys(value, visit),
            Expr::List(items) => items.iter().for_each(|e| e.visit_keys(visit)),
            Expr::Map(entries) => {
                for (key, expr) in entries {
                    visit(key);
                    expr.visit_keys(visit);
                }
            }
            Expr::Op(op) => op.params.visit_keys(visit),
            Expr::Function(f) => f.body.visit_keys(visit),
            Expr::Capture(_) | Expr::Reparse(..) => {}
        }
    }

    /// Is it an absent value?
    pub fn is_undefined(&self) -> bool {
        matches!(self, Expr::Const(Value::Undefined))
    }

    /// What of the world the value may depend on.
    pub fn reads(&self) -> Reads {
        let all = |items: &mut dyn Iterator<Item = &Expr>| {
            items.fold(Reads::NONE, |sum, e| sum | e.reads())
        };
        match self {
            Expr::Const(_) | Expr::Capture(_) => Reads::NONE,
            Expr::Reparse(..) => {
                Reads::PAGE | Reads::CLOCK | Reads::USER | Reads::ADDRESS | Reads::WINDOW
            }
            Expr::List(items) => all(&mut items.iter()),
            Expr::Map(entries) => all(&mut entries.iter().map(|(_, e)| e)),
            Expr::Op(op) => (op.entry.reads)(op.method.as_deref()) | op.params.reads(),
            Expr::Function(f) => f.body.reads() | all(&mut f.captures.iter()),
        }
    }

    /// Calls `visit` for every operator call with its name, method and constant parameters (if they
    /// are constant).
    pub fn visit_operators(&self, visit: &mut OperatorVisitor<'_>) {
        match self {
            Expr::Const(_) | Expr::Capture(_) | Expr::Reparse(..) => {}
            Expr::List(items) => items.iter().for_each(|e| e.visit_operators(visit)),
            Expr::Map(entries) => entries.iter().for_each(|(_, e)| e.visit_operators(visit)),
            Expr::Op(op) => {
                visit(op.entry.name, op.method.as_deref(), op.params.as_const());
                op.params.visit_operators(visit);
            }
            Expr::Function(f) => {
                f.captures.iter().for_each(|e| e.visit_operators(visit));
                f.body.visit_operators(visit);
            }
        }
    }
}

fn visit_value_keys(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::List(items) => items.iter().for_each(|v| visit_value_keys(v, visit)),
        Value::Map(map) => map.iter().for_each(|(key, value)| {
            visit(key);
            visit_value_keys(value, visit);
        }),
        _ => {}
    }
}

struct Compiler {
    table: &'static Table,
    /// For each function around, outermost first: what its body captures.
    frames: Vec<Vec<Expr>>,
    /// Operators of other levels are data: the value was computed, so they come from outside.
    only_level: bool,
}

impl Compiler {
    /// `level` is the number of underscores that an operator has here.
    fn walk(&mut self, value: &Value, level: usize, key: Option<&Str>) -> Expr {
        match value {
            Value::List(items) => self.list(items, level, key),
            Value::Map(map) => self.map(map, level, key),
            v => Expr::Const(v.clone()),
        }
    }

    fn list(&mut self, items: &[Value], level: usize, key: Option<&Str>) -> Expr {
        let items: Vec<Expr> = items.iter().map(|v| self.walk(v, level, key)).collect();
        if items.iter().all(|e| e.as_const().is_some()) {
            let values = items.iter().filter_map(Expr::as_const).cloned();
            return Expr::Const(Value::list(values.collect()));
        }
        Expr::List(items.into())
    }

    fn map(&mut self, map: &Map, level: usize, key: Option<&Str>) -> Expr {
        let own = match map.get("~k") {
            Some(Value::String(k)) => Some(k),
            _ => key,
        };
        if let Some(Value::List(items)) = map.get("~arr") {
            return self.list(items, level, own);
        }
        if map.contains_key("~d") || map.contains_key("~e") {
            return Expr::Const(serializer::deserialize(&Value::map(map.clone())));
        }
        if let Some((name, params)) = single_entry(map)
            && let Some(expr) = self.operator(name, params, level, own)
        {
            return expr;
        }
        let entries = map
            .iter()
            .filter(|(k, _)| !matches!(&***k, "~k" | "~r" | "~l"));
        let entries: Vec<(Str, Expr)> = entries
            .map(|(k, v)| (k.clone(), self.walk(v, level, own)))
            .collect();
        if entries.iter().all(|(_, e)| e.as_const().is_some()) {
            let values = entries
                .into_iter()
                .map(|(k, e)| (k, e.as_const().cloned().unwrap_or_default()));
            // As where it is evaluated: a key without a value is none.
            let values = values.filter(|(_, v)| !v.is_undefined());
            return Expr::Const(Value::map(values.collect()));
        }
        Expr::Map(entries.into())
    }

    fn operator(
        &mut self,
        name: &Str,
        params: &Value,
        level: usize,
        key: Option<&Str>,
    ) -> Option<Expr> {
        let depth = name.bytes().take_while(|b| *b == b'_').count();
        if depth == 0 || depth > level || (self.only_level && depth < level) {
            return None;
        }
        let (op, method) = match name[depth - 1..].split_once('.') {
            Some((op, method)) => (op, Some(method)),
            None => (&name[depth - 1..], None),
        };
        let entry = self.table.find(op)?;
        if depth < level {
            return Some(self.capture(name, params, depth, level, key));
        }
        if op == "_function" && method.is_none() {
            return Some(self.function(params, level, key));
        }
        let params = self.walk(params, level, key);
        let call = OpExpr {
            entry,
            method: method.map(Str::from),
            params,
            key: key.cloned(),
        };
        Some(fold(call, self.table))
    }

    fn function(&mut self, body: &Value, level: usize, key: Option<&Str>) -> Expr {
        self.frames.push(Vec::new());
        let body = self.walk(body, level + 1, key);
        let captures = self.frames.pop().expect("pushed above").into();
        Expr::Function(Box::new(FunctionExpr {
            captures,
            body: std::sync::Arc::new(body),
        }))
    }

    /// An operator of a level further out: computed when the function of the next level is made, and
    /// handed inwards from capture to capture.
    fn capture(
        &mut self,
        name: &Str,
        params: &Value,
        depth: usize,
        level: usize,
        key: Option<&Str>,
    ) -> Expr {
        let inner: Vec<Vec<Expr>> = self.frames.drain(depth - 1..).collect();
        let call = Value::map([(name.clone(), params.clone())].into_iter().collect());
        let mut expr = self.walk(&call, depth, key);
        self.frames.extend(inner);
        if expr.as_const().is_none() {
            for frame in &mut self.frames[depth - 1..level - 1] {
                frame.push(expr);
                expr = Expr::Capture(frame.len() - 1);
            }
        }
        match expr {
            Expr::Capture(i) if has_operator_at(params, level) => Expr::Reparse(i, level),
            expr => expr,
        }
    }
}

/// The one key of `map` that is no marker of place, if there is exactly one.
fn single_entry(map: &Map) -> Option<(&Str, &Value)> {
    if map.len() > 4 {
        return None;
    }
    let mut entries = map
        .iter()
        .filter(|(k, _)| !matches!(&***k, "~k" | "~r" | "~l"));
    let first = entries.next()?;
    entries.next().is_none().then_some(first)
}

fn has_operator_at(value: &Value, level: usize) -> bool {
    match value {
        Value::List(items) => items.iter().any(|v| has_operator_at(v, level)),
        Value::Map(map) => map.iter().any(|(k, v)| {
            k.bytes().take_while(|b| *b == b'_').count() == level || has_operator_at(v, level)
        }),
        _ => false,
    }
}

/// Computes a call at compile time if its answer cannot change and is no error.
fn fold(call: OpExpr, table: &'static Table) -> Expr {
    let fixed = (call.entry.reads)(call.method.as_deref()).is_none();
    if let (true, Some(params)) = (fixed, call.params.as_const()) {
        let errors = ErrorSink::default();
        let cx = Cx::new(&NoWorld, table, "", &errors);
        let args = Args {
            name: call.entry.name,
            method: call.method.as_deref(),
            params,
        };
        if let Ok(value) = (call.entry.eval)(&cx, args)
            && errors.is_empty()
        {
            return Expr::Const(value);
        }
    }
    Expr::Op(Box::new(call))
}
