//! Evaluating one expression and comparing what it gave, for every family of operators.

use std::panic::{AssertUnwindSafe, catch_unwind};

use engine::{Cx, ErrorSink, EvalError, Expr, Scope, Table, Value};

use crate::encoding;
use crate::report::Check;
use crate::texts;

/// Where and with what an expression is evaluated.
pub(super) struct Place<'a> {
    pub(super) world: &'a dyn Scope,
    pub(super) table: &'static Table,
    pub(super) location: &'a str,
    pub(super) indices: &'a [usize],
    pub(super) args: Option<&'a [Value]>,
}

/// What came out. A panic counts as an error of its own.
pub(super) struct Outcome {
    pub(super) value: Value,
    pub(super) errors: Vec<EvalError>,
    pub(super) panicked: bool,
}

impl Place<'_> {
    /// Compiles and evaluates `input`.
    pub(super) fn evaluate(&self, input: &Value) -> Outcome {
        self.run(|cx| Expr::compile(input, self.table).eval(cx))
    }

    /// Runs `f` in this place.
    pub(super) fn run(&self, f: impl FnOnce(&Cx<'_>) -> Value) -> Outcome {
        let errors = ErrorSink::default();
        let mut cx = Cx::new(self.world, self.table, self.location, &errors);
        cx = cx.with_indices(self.indices);
        cx.args = self.args;
        let value = catch_unwind(AssertUnwindSafe(|| f(&cx)));
        let panicked = value.is_err();
        Outcome {
            value: value.unwrap_or_default(),
            errors: errors.take(),
            panicked,
        }
    }
}

/// What the original gave.
pub(super) struct Expected<'a> {
    /// None where it threw.
    value: Option<&'a Value>,
    errors: Vec<&'a str>,
    /// The value was random: only its kind and length can be compared.
    random: bool,
}

impl<'a> Expected<'a> {
    /// What a line with `output` and `errors`, or with `error`, says.
    pub(super) fn of(line: &'a Value, random: bool) -> Expected<'a> {
        let thrown = line.key("error").as_str();
        let errors = line
            .key("errors")
            .items()
            .iter()
            .filter_map(Value::as_str)
            .chain(thrown);
        let value = thrown.is_none().then(|| line.key("output"));
        Expected {
            value,
            errors: errors.collect(),
            random,
        }
    }

    /// Any value, and no error.
    pub(super) fn nothing() -> Expected<'static> {
        Expected {
            value: None,
            errors: Vec::new(),
            random: false,
        }
    }
}

impl Outcome {
    /// Compares with what the original gave.
    pub(super) fn check(&self, input: &Value, expected: &Expected<'_>) -> Check {
        let Expected {
            value,
            errors,
            random,
        } = expected;
        let same: fn(&Value, &Value) -> bool = if *random { same_shape } else { encoding::same };
        let value_same = value.is_none_or(|v| same(v, &self.value));
        let errs_same = errors.is_empty() == self.errors.is_empty();
        let got = self.errors.iter().map(|e| e.message.as_str());
        let same_texts = texts::same(errors.iter().copied(), got.clone());
        let expected_text = value.map_or_else(|| "(thrown)".to_owned(), encoding::show_encoded);
        let got_text = if self.panicked {
            "PANIC".to_owned()
        } else {
            encoding::show(&self.value)
        };
        Check {
            passed: value_same && errs_same && !self.panicked,
            texts: (!errors.is_empty()).then_some(same_texts),
            input: encoding::show(input),
            expected: with_errors(expected_text, errors.iter().copied()),
            got: with_errors(got_text, got),
        }
    }
}

/// Are both text of the same length, or both of another kind?
fn same_shape(expected: &Value, got: &Value) -> bool {
    match (expected, &encoding::encode(got)) {
        (Value::String(a), Value::String(b)) => a.len() == b.len(),
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

fn with_errors<'a>(value: String, errors: impl Iterator<Item = &'a str>) -> String {
    errors.fold(value, |sum, e| format!("{sum}\n           ! {e}"))
}
