//! Evaluation of compiled expressions.

use std::sync::Arc;

use crate::expr::{FunctionExpr, OpExpr};
use crate::{Args, Cx, Expr, Function, OpResult, Root, Scope, Value};

impl Expr {
    /// The value in `cx`. Never fails: an operator that cannot answer leaves its error in
    /// `cx.errors` and gives null.
    pub fn eval(&self, cx: &Cx<'_>) -> Value {
        eval(self, cx, &[])
    }
}

fn eval(expr: &Expr, cx: &Cx<'_>, captures: &[Value]) -> Value {
    match expr {
        Expr::Const(value) => value.clone(),
        Expr::List(items) => Value::list(items.iter().map(|e| eval(e, cx, captures)).collect()),
        Expr::Map(entries) => {
            let values = entries
                .iter()
                .map(|(k, e)| (k.clone(), eval(e, cx, captures)));
            Value::map(values.filter(|(_, v)| !v.is_undefined()).collect())
        }
        Expr::Op(op) => call(op, cx, captures),
        Expr::Function(f) => function(f, cx, captures),
        Expr::Capture(i) => captures.get(*i).cloned().unwrap_or_default(),
        Expr::Reparse(i, level) => {
            let value = captures.get(*i).cloned().unwrap_or_default();
            eval(&Expr::compile_at(&value, cx.table, *level), cx, &[])
        }
    }
}

fn call(op: &OpExpr, cx: &Cx<'_>, captures: &[Value]) -> Value {
    let computed;
    let params = match &op.params {
        Expr::Const(value) => value,
        other => {
            computed = eval(other, cx, captures);
            &computed
        }
    };
    let args = Args {
        name: op.entry.name,
        method: op.method.as_deref(),
        params,
    };
    match (op.entry.eval)(cx, args) {
        Ok(value) => value,
        Err(error) => {
            cx.report(&error, params, op.key.as_ref());
            Value::Null
        }
    }
}

fn function(f: &FunctionExpr, cx: &Cx<'_>, captures: &[Value]) -> Value {
    let taken: Vec<Value> = f.captures.iter().map(|e| eval(e, cx, captures)).collect();
    let body = Arc::clone(&f.body);
    Value::Function(Function::new(
        move |cx: &Cx<'_>, args: &[Value]| -> OpResult {
            let cx = Cx {
                args: Some(args),
                ..*cx
            };
            Ok(eval(&body, &cx, &taken))
        },
    ))
}

/// The world of constant folding: there is none.
pub(crate) struct NoWorld;

impl Scope for NoWorld {
    fn read(&self, _: Root, _: &str) -> Value {
        Value::Undefined
    }

    fn now(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.0
    }
}
