//! `where` and `having`.

use engine::{Value, js};

use super::json_columns::{self, JsonTest};
use super::methods::{arg, subquery};
use super::{Condition, Next, Query, Test, invalid_method};
use crate::Error;

/// Which clause a condition belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clause {
    Where,
    Having,
}

impl Query {
    /// Calls a method of these families: `where…`, `having…`, with `or`, `and` and `Not`.
    pub(super) fn condition(&mut self, method: &str, args: &[Value]) -> Result<(), Error> {
        let unknown = || invalid_method(method);
        let (or, rest) = match (method.strip_prefix("or"), method.strip_prefix("and")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => (false, method),
        };
        // After a prefix the family has a capital.
        let prefixed = rest.len() < method.len();
        let (where_, having) = match prefixed {
            true => ("Where", "Having"),
            false => ("where", "having"),
        };
        let (clause, rest) = match (rest.strip_prefix(where_), rest.strip_prefix(having)) {
            (Some(rest), _) => (Clause::Where, rest),
            (_, Some(rest)) => (Clause::Having, rest),
            _ => return Err(unknown()),
        };
        let (not, rest) = match rest.strip_prefix("Not") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        self.next = Next {
            or,
            not,
            columns: rest == "Column",
        };
        let (first, second) = (arg(args, 0).clone(), arg(args, 1).clone());
        let is_where = clause == Clause::Where;
        match rest {
            "" | "Column" if is_where => return self.where_(args),
            "" if !not => return self.having(args),
            "In" => return self.in_(clause, first, second),
            "Null" => self.add(clause, Test::Null(first)),
            "Between" => return self.between(clause, first, &second),
            "Like" | "ILike" if is_where && !not => {
                let any_case = rest == "ILike";
                let (column, value) = (first, second);
                let test = Test::Like {
                    column,
                    value,
                    any_case,
                };
                self.add(clause, test);
            }
            rest if is_where && rest.starts_with("Json") => {
                return self.json_condition(method, rest, args);
            }
            "Raw" if !not => self.add(clause, Test::Raw(first, second)),
            "Exists" => {
                let query = subquery(method, &first)?;
                self.add(clause, Test::Exists(Box::new(query)));
            }
            "Wrapped" => {
                let query = subquery(method, &first)?;
                let group = match is_where {
                    true => query.wheres,
                    false => query.havings,
                };
                if !group.is_empty() {
                    self.add(clause, Test::Group(group));
                }
            }
            _ => return Err(unknown()),
        }
        Ok(())
    }

    /// `whereJsonObject`, `whereJsonPath` and their family; some have their `Not` within.
    fn json_condition(&mut self, method: &str, rest: &str, args: &[Value]) -> Result<(), Error> {
        let (first, second) = (arg(args, 0).clone(), arg(args, 1).clone());
        let test = match rest {
            "JsonObject" => JsonTest::Same(first, second),
            "JsonPath" if !self.next.not => JsonTest::Path {
                column: first,
                path: json_columns::path(method, &second)?,
                operator: arg(args, 2).clone(),
                value: arg(args, 3).clone(),
            },
            "JsonSupersetOf" => JsonTest::Superset(first, second),
            "JsonSubsetOf" => JsonTest::Subset(first, second),
            "JsonNotSupersetOf" | "JsonNotSubsetOf" if !self.next.not => {
                self.next.not = true;
                match rest {
                    "JsonNotSupersetOf" => JsonTest::Superset(first, second),
                    _ => JsonTest::Subset(first, second),
                }
            }
            _ => return Err(invalid_method(method)),
        };
        self.add(Clause::Where, Test::Json(test));
        Ok(())
    }

    fn add(&mut self, clause: Clause, test: Test) {
        let Next { or, not, .. } = std::mem::take(&mut self.next);
        let condition = Condition { or, not, test };
        match clause {
            Clause::Where => self.wheres.push(condition),
            Clause::Having => self.havings.push(condition),
        }
    }

    fn where_(&mut self, args: &[Value]) -> Result<(), Error> {
        let column = arg(args, 0);
        match column {
            Value::Bool(holds) => {
                self.constant(*holds);
                return Ok(());
            }
            Value::Map(_) | Value::List(_) | Value::Date(_) | Value::Error(_) => {
                return self.where_all(column);
            }
            _ => {}
        }
        let (operator, value) = match args {
            [_, value] => (Value::from("="), value.clone()),
            _ => (arg(args, 1).clone(), arg(args, 2).clone()),
        };
        let column = column.clone();
        let verb = js::to_text(&operator).to_lowercase();
        match (js::trim(&verb), args.len(), &value) {
            ("=", 2, Value::Null) => self.add(Clause::Where, Test::Null(column)),
            (verb @ ("in" | "not in"), 3, _) => {
                self.next.not = verb == "not in";
                return self.in_(Clause::Where, column, value);
            }
            (verb @ ("between" | "not between"), 3, _) => {
                self.next.not = verb == "not between";
                return self.between(Clause::Where, column, &value);
            }
            (verb @ ("is" | "is not"), _, Value::Null) => {
                self.next.not = verb == "is not";
                self.add(Clause::Where, Test::Null(column));
            }
            _ => {
                let columns = self.next.columns;
                self.add(
                    Clause::Where,
                    Test::Compare {
                        column,
                        operator,
                        value,
                        columns,
                    },
                );
            }
        }
        Ok(())
    }

    /// A condition for each key. After `or` they are one alternative, after `or not` several.
    fn where_all(&mut self, object: &Value) -> Result<(), Error> {
        let pairs: Vec<(Value, Value)> = match object {
            Value::Map(map) => map
                .iter()
                .map(|(k, v)| (k.clone().into(), v.clone()))
                .collect(),
            _ => {
                return Err(Error::request(
                    "Invalid query, where needs a column and a value, or an object.",
                ));
            }
        };
        let next = self.next;
        let group = next.or && !next.not;
        let mut inner = Query::default();
        let target = if group { &mut inner } else { &mut *self };
        for (column, value) in pairs {
            target.next = match group {
                true => Next {
                    columns: next.columns,
                    ..Next::default()
                },
                false => next,
            };
            match (group, next.columns) {
                (true, true) => target.where_(&[column, "=".into(), value])?,
                _ => target.where_(&[column, value])?,
            }
        }
        self.next = next;
        if group && !inner.wheres.is_empty() {
            self.add(Clause::Where, Test::Group(inner.wheres));
        }
        self.next = Next::default();
        Ok(())
    }

    /// `1 = 1` or `1 = 0`.
    fn constant(&mut self, holds: bool) {
        let test = Test::Compare {
            column: 1.into(),
            operator: "=".into(),
            value: i32::from(holds).into(),
            columns: false,
        };
        self.add(Clause::Where, test);
    }

    fn in_(&mut self, clause: Clause, column: Value, values: Value) -> Result<(), Error> {
        match &values {
            Value::List(values) if values.is_empty() => {
                // Knex puts this among the conditions of `where` for `having` too.
                let holds = std::mem::take(&mut self.next.not);
                self.constant(holds);
            }
            _ => self.add(clause, Test::In(column, values)),
        }
        Ok(())
    }

    fn between(&mut self, clause: Clause, column: Value, values: &Value) -> Result<(), Error> {
        let name = match clause {
            Clause::Where => "where",
            Clause::Having => "having",
        };
        let Value::List(values) = values else {
            return Err(Error::request(format!(
                "The second argument to {name}Between must be an array."
            )));
        };
        if values.len() != 2 {
            return Err(Error::request(format!(
                "You must specify 2 values for the {name}Between clause"
            )));
        }
        self.add(clause, Test::Between(column, values.to_vec()));
        Ok(())
    }

    fn having(&mut self, args: &[Value]) -> Result<(), Error> {
        let test = Test::Compare {
            column: arg(args, 0).clone(),
            operator: arg(args, 1).clone(),
            value: arg(args, 2).clone(),
            columns: false,
        };
        self.add(Clause::Having, test);
        Ok(())
    }
}
