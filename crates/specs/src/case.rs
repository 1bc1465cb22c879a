//! A case of a spec, and running it.

use engine::{Cx, ErrorSink, Expr, Table, Value};

use crate::{World, notation};

/// Where an expression is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a page.
    Page,
    /// In a connection, a request or a routine.
    Server,
}

impl Place {
    /// Both.
    pub const ALL: [Place; 2] = [Place::Page, Place::Server];

    /// As `on` has it.
    pub fn name(self) -> &'static str {
        match self {
            Place::Page => "page",
            Place::Server => "server",
        }
    }

    /// The operators that exist there.
    pub fn table(self) -> &'static Table {
        match self {
            Place::Page => &operators::CLIENT,
            Place::Server => &operators::SERVER,
        }
    }
}

/// A case of a spec.
pub struct Case {
    /// What it shows.
    pub name: String,
    /// What is evaluated.
    pub eval: Value,
    on: Option<Place>,
    with: Value,
    gives: String,
    fails: Vec<String>,
    logs: String,
}

/// The keys of a case.
const KEYS: [&str; 7] = ["name", "eval", "on", "with", "gives", "fails", "logs"];

impl Case {
    /// Reads a case as its file has it.
    ///
    /// # Errors
    /// What is missing, or is no key of a case.
    pub fn read(written: &Value) -> Result<Case, String> {
        let Some(map) = written.as_map() else {
            return Err("a case is an object".to_owned());
        };
        if let Some(key) = map.keys().find(|key| !KEYS.contains(&&***key)) {
            return Err(format!("`{key}` is no key of a case"));
        }
        let name = written.key("name").as_str().ok_or("a case has no `name`")?;
        let of_case = |message: &str| format!("{name}: {message}");
        if !map.contains_key("eval") {
            return Err(of_case("there is no `eval`"));
        }
        if !map.contains_key("gives") && !map.contains_key("fails") {
            return Err(of_case("there is neither `gives` nor `fails`"));
        }
        World::new(written.key("with")).map_err(|message| of_case(&message))?;
        Ok(Case {
            name: name.to_owned(),
            eval: notation::read(written.key("eval")),
            on: place(written.key("on")).map_err(of_case)?,
            with: written.key("with").clone(),
            gives: notation::show(&notation::read(&written.key("gives").clone().or_null())),
            fails: texts(written.key("fails")).ok_or_else(|| of_case("`fails` is no text"))?,
            logs: notation::show(&notation::read(&written.key("logs").clone().or(Vec::new()))),
        })
    }

    /// The value, as [`notation::show`] has it.
    pub fn gives(&self) -> &str {
        &self.gives
    }

    /// Where a case of `operator` (with its underscore) is run.
    pub fn places(&self, operator: &str) -> impl Iterator<Item = Place> {
        let exists = |place: &Place| place.table().find(operator).is_some();
        Place::ALL
            .into_iter()
            .filter(|place| self.on.is_none_or(|on| on == *place))
            .filter(exists)
    }

    /// Runs it in a world of its own.
    pub fn run(&self, place: Place) -> Outcome {
        self.run_with(place.table())
    }

    /// Runs it with the operators of a table.
    pub(crate) fn run_with(&self, table: &'static Table) -> Outcome {
        let world = World::new(&self.with).unwrap_or_default();
        let errors = ErrorSink::default();
        let cx = Cx::new(&world, table, world.block(), &errors);
        let cx = cx.with_indices(world.indices());
        let value = Expr::compile(&self.eval, table).eval(&cx);
        let complaints = errors.take().into_iter().map(|error| error.message);
        Outcome {
            value: notation::show(&value),
            complaints: complaints.collect(),
            logs: notation::show(&world.logged().into()),
            script: world.ran_script(),
        }
    }

    /// What is wrong with an outcome; none if it is as the case says.
    pub fn miss(&self, outcome: &Outcome) -> Option<String> {
        let mut lines = Vec::new();
        let mut compare = |what: &str, expected: &str, got: &str| {
            lines.push(format!("{what} {got}\n  expected {expected}"));
        };
        if outcome.value != self.gives {
            compare("gives", &self.gives, &outcome.value);
        }
        let fails = &self.fails;
        let same = fails.len() == outcome.complaints.len();
        if !same
            || !fails
                .iter()
                .zip(&outcome.complaints)
                .all(|(e, got)| says(got, e))
        {
            let show = |texts: &[String]| match texts.is_empty() {
                true => "(nothing)".to_owned(),
                false => texts.join(" | "),
            };
            compare("fails with", &show(fails), &show(&outcome.complaints));
        }
        if outcome.logs != self.logs {
            compare("logs", &self.logs, &outcome.logs);
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

fn place(on: &Value) -> Result<Option<Place>, &'static str> {
    match on.as_str() {
        None if on.is_none() => Ok(None),
        Some("page") => Ok(Some(Place::Page)),
        Some("server") => Ok(Some(Place::Server)),
        _ => Err("`on` is `page` or `server`"),
    }
}

fn texts(fails: &Value) -> Option<Vec<String>> {
    match fails {
        Value::Undefined => Some(Vec::new()),
        Value::String(text) => Some(vec![text.to_string()]),
        Value::List(items) => items
            .iter()
            .map(|item| Some(item.as_str()?.to_owned()))
            .collect(),
        _ => None,
    }
}

/// Is it this complaint, whole or without what was received?
fn says(message: &str, expected: &str) -> bool {
    let rest = message.strip_prefix(expected);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" Received: "))
}

/// What running a case gave.
pub struct Outcome {
    /// As [`notation::show`] has it.
    pub value: String,
    /// Whole sentences.
    pub complaints: Vec<String>,
    /// What was logged, a list as `value`.
    pub logs: String,
    /// Was a function of `_js` called?
    pub script: bool,
}

impl Outcome {
    /// As JSON can carry it.
    pub fn to_value(&self) -> Value {
        let complaints = self
            .complaints
            .iter()
            .map(|text| Value::from(text.as_str()));
        Value::object([
            ("value", self.value.as_str().into()),
            ("complaints", complaints.collect::<Vec<_>>().into()),
            ("logs", self.logs.as_str().into()),
        ])
    }
}
