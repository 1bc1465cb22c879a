//! Filters, compiled.

use std::cell::OnceCell;

use engine::{Map, Str, Value, js, json, platform::Regex};

use super::compute::{compute, is_operator};
use super::env::Env;
use super::{Res, paths, predicates};
use crate::mql::fail;

/// A filter: every test must hold.
pub(super) struct Query(Vec<Test>);

enum Test {
    And(Vec<Query>),
    Or(Vec<Query>),
    Nor(Vec<Query>),
    Not(Query),
    Expr(Value),
    Field(Field),
}

/// A test of the value at a path.
struct Field {
    path: Str,
    depth: usize,
    operator: Str,
    operand: Value,
    regex: Option<Regex>,
    /// The filter of `$elemMatch`, made when a list is met.
    inner: OnceCell<(Query, bool)>,
}

const FIELD_OPERATORS: &[&str] = &[
    "$all",
    "$bitsAllClear",
    "$bitsAllSet",
    "$bitsAnyClear",
    "$bitsAnySet",
    "$elemMatch",
    "$eq",
    "$exists",
    "$gt",
    "$gte",
    "$in",
    "$lt",
    "$lte",
    "$mod",
    "$ne",
    "$nin",
    "$regex",
    "$size",
    "$type",
];

impl Query {
    /// Compiles `filter`.
    ///
    /// # Errors
    /// What is no object, unknown operators, regular expressions that are none.
    pub(super) fn new(env: &Env<'_>, filter: &Value) -> Res<Query> {
        let Value::Map(map) = filter else {
            let text = json::stringify(filter);
            return fail(format!("query criteria must be an object: {text}"));
        };
        let mut tests = Vec::new();
        for (field, condition) in map.iter() {
            match &**field {
                "$where" | "$and" | "$or" | "$nor" | "$expr" | "$jsonSchema" => {
                    tests.push(Test::new(env, field, field, condition)?);
                }
                field if is_operator(field) => {
                    return fail(format!("unknown top level operator: {field}"));
                }
                _ => add_tests(env, field, condition, &mut tests)?,
            }
        }
        Ok(Query(tests))
    }

    /// The filter of an `$elemMatch`, and whether items are to be wrapped for it.
    ///
    /// # Errors
    /// As [`Query::new`].
    pub(super) fn of_item(env: &Env<'_>, filter: &Value) -> Res<(Query, bool)> {
        if predicates::is_of_item(filter) {
            let filter = Value::object([(predicates::ITEM, filter.clone())]);
            return Ok((Query::new(env, &filter)?, true));
        }
        Ok((Query::new(env, filter)?, false))
    }

    /// Is `doc` as the filter says?
    ///
    /// # Errors
    /// What an operator complains about; too much work.
    pub(super) fn test(&self, env: &Env<'_>, doc: &Value) -> Res<bool> {
        for test in &self.0 {
            if !test.test(env, doc)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Adds the tests of `condition`: those of its operators, or one for equality.
fn add_tests(env: &Env<'_>, field: &str, condition: &Value, tests: &mut Vec<Test>) -> Res<()> {
    match condition {
        Value::Map(map) if map.keys().any(|key| is_operator(key)) => {
            let has_regex = map.contains_key("$regex");
            for (operator, operand) in map.iter() {
                match &**operator {
                    "$options" if has_regex => {}
                    "$regex" => tests.push(regex(field, operand, map)?),
                    operator => tests.push(Test::new(env, field, operator, operand)?),
                }
            }
            Ok(())
        }
        value => {
            tests.push(Test::new(env, field, "$eq", value)?);
            Ok(())
        }
    }
}

fn regex(field: &str, pattern: &Value, map: &Map) -> Res<Test> {
    let text = |value: &Value| match value {
        Value::Undefined => String::new(),
        value => js::to_text(value),
    };
    let flags = map.get("$options").map(text).unwrap_or_default();
    let regex = compile_regex(&text(pattern), &flags)?;
    let mut test = Field::new(field, "$regex", pattern);
    test.regex = Some(regex);
    Ok(Test::Field(test))
}

/// A regular expression that begins at the start of each text: the flags that tell JavaScript to go on
/// where it stopped have no effect.
pub(super) fn compile_regex(pattern: &str, flags: &str) -> Res<Regex> {
    // JavaScript complains about flags that are wrong or double.
    let checked = Regex::new(pattern, flags);
    let plain = match checked {
        Ok(_) if flags.contains(['g', 'y']) => Regex::new(pattern, &flags.replace(['g', 'y'], "")),
        checked => checked,
    };
    plain.or_else(fail)
}

impl Field {
    fn new(path: &str, operator: &str, operand: &Value) -> Field {
        Field {
            path: path.into(),
            depth: path.matches('.').count().max(1),
            operator: operator.into(),
            operand: operand.clone(),
            regex: None,
            inner: OnceCell::new(),
        }
    }

    fn test(&self, env: &Env<'_>, doc: &Value) -> Res<bool> {
        let a = &paths::resolve_unwrapped(env, doc, &self.path)?;
        env.charge_look(a)?;
        let b = &self.operand;
        Ok(match &*self.operator {
            "$eq" => predicates::eq(env, a, b, self.depth)?,
            "$ne" => !predicates::eq(env, a, b, self.depth)?,
            "$gt" => predicates::ordered(env, a, b, |order| order.is_gt())?,
            "$gte" => predicates::ordered(env, a, b, |order| order.is_ge())?,
            "$lt" => predicates::ordered(env, a, b, |order| order.is_lt())?,
            "$lte" => predicates::ordered(env, a, b, |order| order.is_le())?,
            "$in" => predicates::in_(env, a, b)?,
            "$nin" => !predicates::in_(env, a, b)?,
            "$exists" => predicates::exists(a, b),
            "$type" => predicates::is_type(a, b)?,
            "$size" => predicates::size(a, b),
            "$mod" => predicates::modulo(a, b)?,
            "$regex" => match &self.regex {
                Some(pattern) => predicates::regex(a, pattern)?,
                None => false,
            },
            "$all" => predicates::all(env, a, b)?,
            "$elemMatch" => self.elem_match(env, a)?,
            "$bitsAllClear" => predicates::bits(a, b, |bits, _| bits == 0),
            "$bitsAllSet" => predicates::bits(a, b, |bits, mask| f64::from(bits) == mask),
            "$bitsAnyClear" => predicates::bits(a, b, |bits, mask| f64::from(bits) < mask),
            _ => predicates::bits(a, b, |bits, _| bits > 0),
        })
    }

    fn elem_match(&self, env: &Env<'_>, a: &Value) -> Res<bool> {
        if a.items().is_empty() {
            return Ok(false);
        }
        let query = match self.inner.get() {
            Some(query) => query,
            None => {
                let query = Query::of_item(env, &self.operand)?;
                self.inner.get_or_init(|| query)
            }
        };
        predicates::elem_match(env, a, query)
    }
}

impl Test {
    fn new(env: &Env<'_>, field: &str, operator: &str, operand: &Value) -> Res<Test> {
        let queries = |message: &'static str| match operand {
            Value::List(filters) => filters.iter().map(|f| Query::new(env, f)).collect(),
            _ => fail(message),
        };
        Ok(match operator {
            "$and" => Test::And(queries(
                "Invalid expression: $and expects value to be an Array.",
            )?),
            "$or" => Test::Or(queries(
                "Invalid expression. $or expects value to be an Array",
            )?),
            "$nor" => Test::Nor(queries(
                "Invalid expression. $nor expects value to be an array.",
            )?),
            "$not" => {
                let mut tests = Vec::new();
                add_tests(env, field, operand, &mut tests)?;
                Test::Not(Query(tests))
            }
            "$expr" => Test::Expr(operand.clone()),
            "$where" => return fail("$where runs code, which is not possible here."),
            "$jsonSchema" => {
                return fail(
                    "Missing option 'jsonSchemaValidator'. Configure to use '$jsonSchema' operator.",
                );
            }
            operator if FIELD_OPERATORS.contains(&operator) => {
                Test::Field(Field::new(field, operator, operand))
            }
            operator => return fail(format!("unknown operator {operator}")),
        })
    }

    fn test(&self, env: &Env<'_>, doc: &Value) -> Res<bool> {
        Ok(match self {
            Test::Field(field) => field.test(env, doc)?,
            Test::And(queries) => !any(env, doc, queries, false)?,
            Test::Or(queries) => any(env, doc, queries, true)?,
            Test::Nor(queries) => !any(env, doc, queries, true)?,
            Test::Not(query) => !query.test(env, doc)?,
            Test::Expr(expr) => js::truthy(&compute(&env.fresh(), doc, expr)?),
        })
    }
}

/// Gives any of `queries` the answer `wanted`?
fn any(env: &Env<'_>, doc: &Value, queries: &[Query], wanted: bool) -> Res<bool> {
    for query in queries {
        if query.test(env, doc)? == wanted {
            return Ok(true);
        }
    }
    Ok(false)
}
