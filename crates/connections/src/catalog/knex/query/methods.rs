//! The methods by name.
//!
//! Families differ by prefix only (`or`, `and`) and by `Not`: the prefix is taken off first, and
//! whatever is left must be a method that may have it.

use engine::{Map, Value, js};

use super::{
    Columns, Conflict, Group, Join, Lock, OnConflict, Order, Query, Table, Union, Verb, With,
    invalid_method,
};
use crate::Error;

/// What is not there.
pub(super) const NOTHING: Value = Value::Undefined;

/// An argument, undefined where there is none.
pub(super) fn arg(args: &[Value], i: usize) -> &Value {
    args.get(i).unwrap_or(&NOTHING)
}

impl Query {
    /// Calls a method.
    pub(super) fn call(&mut self, method: &str, args: &[Value]) -> Result<(), Error> {
        if let Some(columns) = self.conflict.take() {
            return self.complete_conflict(method, columns, args);
        }
        match method {
            "select" | "column" | "columns" => self.columns(args, false),
            "distinctOn" => self.columns.push(Columns::DistinctOn(list_or_all(args))),
            "rank" => self.window("rank", args)?,
            "denseRank" => self.window("dense_rank", args)?,
            "rowNumber" => self.window("row_number", args)?,
            "jsonExtract" | "jsonSet" | "jsonInsert" | "jsonRemove" => {
                self.json_column(method, args)?;
            }
            "distinct" => self.columns.push(Columns::Names {
                names: list_or_all(args),
                distinct: true,
            }),
            "from" | "into" | "table" => self.table = Some(Table::Named(arg(args, 0).clone())),
            "fromRaw" => self.table = Some(Table::Raw(arg(args, 0).clone(), arg(args, 1).clone())),
            "withSchema" => self.schema = arg(args, 0).as_str().map(str::to_owned),
            "comment" => self.comment(args)?,
            "timeout" => self.timeout = arg(args, 0).as_number().filter(|ms| *ms > 0.0),
            "hintComment" => self.hint(args)?,
            "forUpdate" => self.lock(" for update", args),
            "forShare" => self.lock(" for share", args),
            "forNoKeyUpdate" => self.lock(" for no key update", args),
            "forKeyShare" => self.lock(" for key share", args),
            "skipLocked" => self.wait(" skip locked")?,
            "noWait" => self.wait(" nowait")?,
            "with" | "withRecursive" | "withMaterialized" | "withNotMaterialized" => {
                self.with(args, method)?;
            }
            "join" | "innerJoin" => self.join("inner", args)?,
            "leftJoin" => self.join("left", args)?,
            "leftOuterJoin" => self.join("left outer", args)?,
            "rightJoin" => self.join("right", args)?,
            "rightOuterJoin" => self.join("right outer", args)?,
            "outerJoin" => self.join("outer", args)?,
            "fullOuterJoin" => self.join("full outer", args)?,
            "crossJoin" => self.join("cross", args)?,
            "joinRaw" => {
                let (sql, bindings) = (arg(args, 0).clone(), arg(args, 1).clone());
                self.joins.push(Join::Raw(sql, bindings));
            }
            "groupBy" => self.groups.push(Group::Names(list_or_all(args))),
            "groupByRaw" => {
                let (sql, bindings) = (arg(args, 0).clone(), arg(args, 1).clone());
                self.groups.push(Group::Raw(sql, bindings));
            }
            "orderBy" => self.order_by(args),
            "orderByRaw" => {
                let (sql, bindings) = (arg(args, 0).clone(), arg(args, 1).clone());
                self.orders.push(Order::Raw(sql, bindings));
            }
            "union" => self.union("union", args)?,
            "unionAll" => self.union("union all", args)?,
            "intersect" => self.union("intersect", args)?,
            "except" => self.union("except", args)?,
            "limit" => self.limit = parse_int(arg(args, 0)).or(self.limit),
            "offset" => self.offset(args)?,
            "count" | "min" | "max" | "sum" | "avg" => self.aggregate(method, args)?,
            "countDistinct" => self.count_distinct(args)?,
            "sumDistinct" | "avgDistinct" => {
                self.aggregate(&method[..3], args)?;
                if let Some(Columns::Aggregate(aggregate)) = self.columns.last_mut() {
                    aggregate.distinct = true;
                }
            }
            "first" => {
                self.must_be_select("first")?;
                self.columns(&list_or_all(args), false);
                self.verb = Verb::First;
                self.limit = Some(1.0);
            }
            "pluck" => self.pluck(args)?,
            "insert" => {
                self.verb = Verb::Insert;
                self.insert = arg(args, 0).clone();
                self.set_returning(arg(args, 1));
            }
            "update" => self.update(args)?,
            "increment" => self.count_up(args, 1.0)?,
            "decrement" => self.count_up(args, -1.0)?,
            "delete" | "del" => {
                self.verb = Verb::Delete;
                self.set_returning(arg(args, 0));
            }
            "returning" => self.returning = arg(args, 0).clone(),
            "onConflict" => self.conflict = Some(arg(args, 0).clone()),
            "truncate" => {
                self.verb = Verb::Truncate;
                if js::truthy(arg(args, 0)) {
                    self.table = Some(Table::Named(arg(args, 0).clone()));
                }
            }
            "using" => self.using = arg(args, 0).clone(),
            "updateFrom" => self.update_from = arg(args, 0).clone(),
            "clear" => self.clear(&js::to_text(arg(args, 0)))?,
            "clearSelect" | "clearWhere" | "clearGroup" | "clearOrder" | "clearHaving"
            | "clearCounters" => self.clear(&method["clear".len()..].to_lowercase())?,
            "columnInfo" => {
                self.verb = Verb::ColumnInfo;
                self.column_info = arg(args, 0).as_str().map(str::to_owned);
            }
            _ => self.condition(method, args)?,
        }
        Ok(())
    }

    fn complete_conflict(
        &mut self,
        method: &str,
        columns: Value,
        args: &[Value],
    ) -> Result<(), Error> {
        let action = match method {
            "ignore" => Conflict::Ignore,
            "merge" => Conflict::Merge(arg(args, 0).clone()),
            _ => return Err(invalid_method(method)),
        };
        let columns = match js::truthy(&columns) {
            true => columns,
            false => NOTHING,
        };
        self.on_conflict = Some(OnConflict { columns, action });
        Ok(())
    }

    fn columns(&mut self, args: &[Value], distinct: bool) {
        let first = arg(args, 0);
        if js::truthy(first) || matches!(first, Value::Number(_)) {
            let names = list_or_all(args);
            self.columns.push(Columns::Names { names, distinct });
        }
    }

    fn comment(&mut self, args: &[Value]) -> Result<(), Error> {
        self.comments.push(comment_text(arg(args, 0))?);
        Ok(())
    }

    fn hint(&mut self, args: &[Value]) -> Result<(), Error> {
        for hint in list_or_all(args) {
            self.hints.push(comment_text(&hint)?);
        }
        Ok(())
    }

    fn lock(&mut self, mode: &'static str, args: &[Value]) {
        let tables = list_or_all(args);
        self.lock = Some(Lock { mode, tables });
    }

    fn wait(&mut self, wait: &'static str) -> Result<(), Error> {
        let locks = ["for update", "for share"];
        let locks = locks.iter().any(|mode| {
            let lock = self.lock.as_ref();
            lock.is_some_and(|lock| lock.mode.trim_start() == *mode)
        });
        if !locks || self.wait.is_some_and(|other| other != wait) {
            return Err(Error::request(
                ".skipLocked() and .noWait() need a call to .forShare() or .forUpdate() first, \
                 and exclude each other",
            ));
        }
        self.wait = Some(wait);
        Ok(())
    }

    /// Forgets what calls of a family have said.
    fn clear(&mut self, what: &str) -> Result<(), Error> {
        match what {
            "select" | "columns" => self.columns.clear(),
            "with" => self.with.clear(),
            "where" => self.wheres.clear(),
            "join" => self.joins.clear(),
            "union" => self.unions.clear(),
            "group" => self.groups.clear(),
            "order" => self.orders.clear(),
            "having" => self.havings.clear(),
            "limit" => self.limit = None,
            "offset" => self.offset = None,
            "counter" | "counters" => self.counters = Map::new(),
            "hintcomments" | "hintComments" => self.hints.clear(),
            _ => {
                return Err(Error::request(format!(
                    "Knex does not have a clear method for [{what}]"
                )));
            }
        }
        Ok(())
    }

    fn with(&mut self, args: &[Value], method: &str) -> Result<(), Error> {
        let Some(alias) = arg(args, 0).as_str() else {
            return Err(Error::request(format!(
                "{method}() first argument must be a string"
            )));
        };
        let (columns, calls) = match arg(args, 2) {
            Value::Undefined => (None, arg(args, 1)),
            calls => (Some(arg(args, 1).clone()), calls),
        };
        let is_names = |columns: &Value| {
            let names = columns.items();
            !names.is_empty() && names.iter().all(|name| name.as_str().is_some())
        };
        if columns.as_ref().is_some_and(|columns| !is_names(columns)) {
            return Err(Error::request(format!(
                "{method}() second argument must be a statement or non-empty column name list."
            )));
        }
        if calls.as_list().is_none() {
            return Err(Error::request(match columns {
                None => format!(
                    "{method}() second argument must be a statement or non-empty column name list."
                ),
                Some(_) => format!(
                    "{method}() third argument must be a function / QueryBuilder or a raw when its \
                     second argument is a column name list"
                ),
            }));
        }
        self.with.push(With {
            alias: alias.to_owned(),
            columns,
            query: subquery(method, calls)?,
            recursive: method == "withRecursive",
            materialized: match method {
                "withMaterialized" => Some(true),
                "withNotMaterialized" => Some(false),
                _ => None,
            },
        });
        Ok(())
    }

    fn order_by(&mut self, args: &[Value]) {
        let by = |column: &Value, direction: &Value, nulls: &Value| Order::By {
            column: column.clone(),
            descending: direction
                .as_str()
                .is_some_and(|d| d.eq_ignore_ascii_case("desc")),
            nulls: nulls.clone(),
        };
        match arg(args, 0) {
            Value::List(columns) => {
                for column in columns.iter() {
                    match column {
                        Value::Map(it) => {
                            let it = |key| it.get(key).unwrap_or(&NOTHING);
                            self.orders.push(by(it("column"), it("order"), it("nulls")));
                        }
                        Value::String(_) | Value::Number(_) => {
                            self.orders.push(by(column, &NOTHING, &NOTHING));
                        }
                        _ => {}
                    }
                }
            }
            column => self.orders.push(by(column, arg(args, 1), arg(args, 2))),
        }
    }

    /// Each argument is a query: a list of calls.
    fn union(&mut self, kind: &'static str, args: &[Value]) -> Result<(), Error> {
        let wrap = args.last().and_then(Value::as_bool) == Some(true);
        for calls in args.iter().filter(|arg| arg.as_bool().is_none()) {
            let query = subquery("union", calls)?;
            self.unions.push(Union { kind, query, wrap });
        }
        Ok(())
    }

    fn offset(&mut self, args: &[Value]) -> Result<(), Error> {
        match (arg(args, 0), parse_int(arg(args, 0))) {
            (value, _) if value.is_none() => self.offset = None,
            (_, Some(n)) if n < 0.0 => {
                return Err(Error::request(
                    "A non-negative integer must be provided to offset.",
                ));
            }
            (_, Some(n)) => self.offset = Some(n),
            (_, None) => {}
        }
        Ok(())
    }

    fn must_be_select(&self, method: &str) -> Result<(), Error> {
        let name = match self.verb {
            Verb::Select => return Ok(()),
            verb => verb.name(),
        };
        Err(Error::request(format!(
            "Cannot chain .{method}() on \"{name}\" query"
        )))
    }

    fn pluck(&mut self, args: &[Value]) -> Result<(), Error> {
        self.must_be_select("pluck")?;
        let Some(column) = arg(args, 0).as_str() else {
            return Err(Error::request(
                "Invalid query, pluck needs the name of a column.",
            ));
        };
        self.verb = Verb::Pluck;
        self.pluck = column.rsplit('.').next().unwrap_or_default().to_owned();
        self.columns.push(Columns::Names {
            names: vec![column.into()],
            distinct: false,
        });
        Ok(())
    }
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Verb::Select => "select",
            Verb::First => "first",
            Verb::Pluck => "pluck",
            Verb::Insert => "insert",
            Verb::Update => "update",
            Verb::Delete => "del",
            Verb::Truncate => "truncate",
            Verb::ColumnInfo => "columnInfo",
        }
    }
}

/// The text of a comment, which must not end it.
fn comment_text(text: &Value) -> Result<String, Error> {
    let Some(text) = text.as_str() else {
        return Err(Error::request("Comment must be a string"));
    };
    if ["/*", "*/", "?", "\0"]
        .iter()
        .any(|forbidden| text.contains(forbidden))
    {
        return Err(Error::request("Cannot include /*, */, ? in comment"));
    }
    Ok(text.to_owned())
}

/// The query that a list of calls makes, for a method that takes a function in JavaScript.
pub(super) fn subquery(method: &str, calls: &Value) -> Result<Query, Error> {
    match calls {
        Value::List(_) => Query::build(&NOTHING, calls),
        _ => Err(Error::request(format!(
            "Invalid query, {method} needs a query: a list of method calls."
        ))),
    }
}

/// The first argument if it is a list, else all.
fn list_or_all(args: &[Value]) -> Vec<Value> {
    match args {
        [Value::List(names), ..] => names.to_vec(),
        names => names.to_vec(),
    }
}

/// JavaScript's `parseInt(value, 10)`.
pub(super) fn parse_int(value: &Value) -> Option<f64> {
    let text = js::to_text(value);
    let text = js::trim(&text);
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let n: f64 = digits[..length].parse().ok()?;
    Some(if text.starts_with('-') { -n } else { n })
}
