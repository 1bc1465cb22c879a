//! The methods by name.
//!
//! Families differ by prefix only (`or`, `and`) and by `Not`: the prefix is taken off first, and
//! whatever is left must be a method that may have it.

use engine::{Map, Value, js};

use super::super::sql::split_alias;
use super::{
    Aggregate, Columns, Conflict, Group, Join, OnConflict, Order, Query, Table, Union, Verb, With,
    invalid_method,
};
use crate::Error;

const NOTHING: Value = Value::Undefined;

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
            "distinct" => self.columns.push(Columns::Names {
                names: list_or_all(args),
                distinct: true,
            }),
            "from" | "into" | "table" => self.table = Some(Table::Named(arg(args, 0).clone())),
            "fromRaw" => self.table = Some(Table::Raw(arg(args, 0).clone(), arg(args, 1).clone())),
            "withSchema" => self.schema = arg(args, 0).as_str().map(str::to_owned),
            "comment" => self.comment(args)?,
            "timeout" => self.timeout = arg(args, 0).as_number().filter(|ms| *ms > 0.0),
            // Nothing to lock in SQLite, and Knex does nothing there.
            "forUpdate" | "forShare" => {}
            "with" => self.with(args, method, false)?,
            "withRecursive" => self.with(args, method, true)?,
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
        let Some(text) = arg(args, 0).as_str() else {
            return Err(Error::request("Comment must be a string"));
        };
        if ["/*", "*/", "?", "\0"]
            .iter()
            .any(|forbidden| text.contains(forbidden))
        {
            return Err(Error::request("Cannot include /*, */, ? in comment"));
        }
        self.comments.push(text.to_owned());
        Ok(())
    }

    fn with(&mut self, args: &[Value], method: &str, recursive: bool) -> Result<(), Error> {
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
            recursive,
        });
        Ok(())
    }

    fn join(&mut self, kind: &'static str, args: &[Value]) -> Result<(), Error> {
        let (table, equal) = (arg(args, 0).clone(), Value::from("="));
        let on = match (arg(args, 1), args.len()) {
            (first, _) if !js::truthy(first) => Vec::new(),
            (Value::Map(pairs), _) => pairs
                .iter()
                .map(|(a, b)| (a.clone().into(), equal.clone(), b.clone()))
                .collect(),
            (first @ (Value::String(_) | Value::Number(_)), 3) => {
                vec![(first.clone(), equal, args[2].clone())]
            }
            (first @ (Value::String(_) | Value::Number(_)), 4..) => {
                vec![(first.clone(), args[2].clone(), args[3].clone())]
            }
            _ => {
                return Err(Error::request(
                    "Invalid query, a join needs a table and the columns to join on.",
                ));
            }
        };
        self.joins.push(Join::On { kind, table, on });
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
        for calls in args.iter().filter(|arg| arg.as_bool().is_none()) {
            let query = subquery("union", calls)?;
            self.unions.push(Union { kind, query });
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

    fn aggregate(&mut self, function: &str, args: &[Value]) -> Result<(), Error> {
        let functions = ["count", "min", "max", "sum", "avg"];
        let function = functions.into_iter().find(|name| *name == function);
        let function = function.ok_or_else(|| invalid_method("aggregate"))?;
        let column = match arg(args, 0) {
            column if function == "count" && !js::truthy(column) => "*".into(),
            column => column.clone(),
        };
        let alias = match arg(args, 1).key("as") {
            alias if js::truthy(alias) => Some(js::to_text(alias)),
            _ => None,
        };
        let (column, alias) = match (column, alias) {
            (Value::String(text), alias) => match (split_alias(&text), alias) {
                (Some((column, _)), Some(_)) => {
                    return Err(Error::request(format!(
                        "Found multiple aliases for same column: {column}"
                    )));
                }
                (Some((column, alias)), None) => (column.into(), Some(alias.to_owned())),
                (None, alias) => (Value::String(text), alias),
            },
            (Value::Map(_), Some(_)) => {
                return Err(Error::request(
                    "When using an object explicit alias can not be used",
                ));
            }
            (column @ (Value::Map(_) | Value::List(_)), alias) => (column, alias),
            _ => {
                return Err(Error::request(format!(
                    "Invalid query, {function} needs the name of a column."
                )));
            }
        };
        self.columns.push(Columns::Aggregate(Aggregate {
            function,
            column,
            distinct: arg(args, 1).key("distinct").as_bool() == Some(true),
            alias,
        }));
        Ok(())
    }

    fn count_distinct(&mut self, args: &[Value]) -> Result<(), Error> {
        let (columns, options) = match args {
            [columns @ .., options @ Value::Map(_)] if !columns.is_empty() => (columns, options),
            columns => (columns, &NOTHING),
        };
        let columns = match columns {
            [] => "*".into(),
            [only] => only.clone(),
            several => Value::list(several.to_vec()),
        };
        self.aggregate("count", &[columns, options.clone()])?;
        if let Some(Columns::Aggregate(aggregate)) = self.columns.last_mut() {
            aggregate.distinct = true;
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

    fn set_returning(&mut self, returning: &Value) {
        let some = match returning {
            Value::String(text) => !text.is_empty(),
            Value::List(names) => !names.is_empty(),
            Value::Map(names) => !names.is_empty(),
            _ => false,
        };
        if some {
            self.returning = returning.clone();
        }
    }

    fn update(&mut self, args: &[Value]) -> Result<(), Error> {
        self.verb = Verb::Update;
        match arg(args, 0) {
            Value::String(column) => {
                let value = super::super::sql::json_if_object(arg(args, 1));
                self.update.insert(column.clone(), value);
                self.set_returning(arg(args, 2));
            }
            Value::Map(values) => {
                for (column, value) in values.iter() {
                    self.update.insert(column.clone(), value.clone());
                }
                self.set_returning(arg(args, 1));
            }
            _ => {
                return Err(Error::request(
                    "Invalid query, update needs an object, or a column and a value.",
                ));
            }
        }
        Ok(())
    }

    fn count_up(&mut self, args: &[Value], sign: f64) -> Result<(), Error> {
        self.verb = Verb::Update;
        let one = Value::from(1);
        let single: Map = match arg(args, 0) {
            Value::Map(columns) => (**columns).clone(),
            Value::String(column) => {
                let amount = args.get(1).filter(|amount| !amount.is_undefined());
                [(column.clone(), amount.unwrap_or(&one).clone())]
                    .into_iter()
                    .collect()
            }
            _ => {
                return Err(Error::request(
                    "Invalid query, increment and decrement need the name of a column.",
                ));
            }
        };
        for (column, amount) in single {
            let amount = js::to_number(&amount) * sign;
            // Adding what is not a number would make the column null.
            if !amount.is_finite() {
                return Err(Error::request(format!(
                    "Invalid query, the amount to add to \"{column}\" should be a number."
                )));
            }
            self.counters.insert(column, Value::Number(amount));
        }
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
