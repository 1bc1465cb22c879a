//! Routines: what an endpoint does, as a tree of steps and controls, compiled.
//!
//! What is wrong with a routine fails when it is reached, as in Lowdefy: the rest of the endpoint
//! works. Loading says so beforehand, as a warning with its place.

use engine::{Expr, Map, Str, Table, Value};

use crate::{Diagnostics, read, read::Fields};

/// A routine.
pub enum Routine {
    /// One after the other.
    List(Vec<Routine>),
    /// Something done.
    Step(Box<Step>),
    /// Something decided.
    Control(Box<Control>),
    /// What cannot run: reaching it is an error of this text.
    Broken(Str),
}

/// A step: its result is read by its id.
pub struct Step {
    /// Id within the endpoint.
    pub id: Str,
    /// What it does.
    pub kind: StepKind,
    /// Place marker.
    pub key: Option<Str>,
}

/// What a step does.
pub enum StepKind {
    /// A request.
    Request {
        /// Type of the request.
        kind: Str,
        /// The connection; none is an error of the step.
        connection_id: Option<Str>,
        /// Properties.
        properties: Expr,
        /// Its rows go to the caller as they come, and are not kept. Lowdefy does not have it.
        stream: bool,
    },
    /// Calls another endpoint.
    CallApi {
        /// Which.
        endpoint_id: Expr,
        /// What it gets.
        payload: Expr,
    },
}

/// A control: an object with a key that begins with a colon.
pub enum Control {
    /// `:for`, `:in`, `:do`: one item after the other.
    For(Loop),
    /// `:parallel_for`: many items at the same time.
    ParallelFor(Loop),
    /// `:if`, `:then`, `:else`.
    If {
        /// The condition: anything that is true for JavaScript.
        condition: Expr,
        /// What follows if it holds; its absence is an error then.
        then: Option<Routine>,
        /// What follows if not.
        otherwise: Option<Routine>,
    },
    /// `:log`, `:level`.
    Log {
        /// What.
        value: Expr,
        /// `error`, `warn`, `info` or `debug`.
        level: Expr,
    },
    /// `:parallel`: all at the same time.
    Parallel(Vec<Routine>),
    /// `:reject`, `:cause`: ends the endpoint with a refusal, which `:catch` does not catch.
    Reject {
        /// What the caller is told.
        message: Expr,
        /// What the error holds besides.
        cause: Expr,
    },
    /// `:return`: ends the endpoint with a value.
    Return(Expr),
    /// `:set_state`: an object of values by path.
    SetState(Expr),
    /// `:switch`, `:default`.
    Switch {
        /// The first whose condition holds is taken.
        cases: Vec<Branch>,
        /// What is taken if none does.
        default: Option<Routine>,
    },
    /// `:throw`, `:cause`: fails, which `:catch` catches.
    Throw {
        /// What the caller is told, or an error to pass on.
        message: Expr,
        /// What the error holds besides.
        cause: Expr,
    },
    /// `:try`, `:catch`, `:finally`.
    Try(Catch),
    /// `:while`, `:do`.
    While {
        /// Looked at before each turn.
        condition: Expr,
        /// What is done; its absence is an error.
        body: Option<Routine>,
    },
}

/// A loop over items.
pub struct Loop {
    /// What `_item` calls the item. An empty one is an error.
    pub name: Str,
    /// The items.
    pub items: Expr,
    /// What is done with each; its absence is an error.
    pub body: Option<Routine>,
}

/// A case of `:switch`.
pub struct Branch {
    /// `:case`.
    pub condition: Expr,
    /// `:then`; its absence is an error when the case is taken.
    pub then: Option<Routine>,
}

/// `:try` and what belongs to it.
pub struct Catch {
    /// What may fail.
    pub body: Routine,
    /// What follows if it does.
    pub catch: Option<Routine>,
    /// What follows in any case.
    pub finally: Option<Routine>,
}

/// Keys of controls, in the order in which an object is looked at for them.
const KEYS: [&str; 12] = [
    ":for",
    ":if",
    ":log",
    ":parallel_for",
    ":parallel",
    ":reject",
    ":return",
    ":set_state",
    ":switch",
    ":throw",
    ":try",
    ":while",
];

impl Routine {
    /// Reads a routine; what is wrong in it becomes a warning, and an error when it is reached.
    pub(crate) fn read(value: &Value, table: &'static Table, d: &mut Diagnostics) -> Routine {
        if let Some(items) = read::list(value) {
            return Routine::List(list(items, table, d));
        }
        let Some(map) = value.as_map() else {
            return broken("Invalid routine.", d);
        };
        Fields::new(map, table).routine(d)
    }
}

impl Routine {
    /// Is there a step in it whose rows go to the caller as they come?
    pub fn streams(&self) -> bool {
        match self {
            Routine::List(items) => items.iter().any(Routine::streams),
            Routine::Step(step) => matches!(step.kind, StepKind::Request { stream: true, .. }),
            Routine::Control(control) => control.parts().into_iter().any(Routine::streams),
            Routine::Broken(_) => false,
        }
    }
}

impl Control {
    /// The routines in it.
    fn parts(&self) -> Vec<&Routine> {
        fn given(parts: [Option<&Routine>; 2]) -> Vec<&Routine> {
            parts.into_iter().flatten().collect()
        }
        match self {
            Control::For(each) | Control::ParallelFor(each) => given([each.body.as_ref(), None]),
            Control::If {
                then, otherwise, ..
            } => given([then.as_ref(), otherwise.as_ref()]),
            Control::Parallel(items) => items.iter().collect(),
            Control::Switch { cases, default } => {
                let cases = cases.iter().filter_map(|case| case.then.as_ref());
                cases.chain(default).collect()
            }
            Control::Try(parts) => {
                let handled = [parts.catch.as_ref(), parts.finally.as_ref()];
                std::iter::once(&parts.body)
                    .chain(handled.into_iter().flatten())
                    .collect()
            }
            Control::While { body, .. } => given([body.as_ref(), None]),
            Control::Log { .. }
            | Control::Reject { .. }
            | Control::Return(_)
            | Control::SetState(_)
            | Control::Throw { .. } => Vec::new(),
        }
    }
}

fn list(items: &[Value], table: &'static Table, d: &mut Diagnostics) -> Vec<Routine> {
    let items = items.iter().enumerate();
    items
        .map(|(i, item)| d.within(i, |d| Routine::read(item, table, d)))
        .collect()
}

fn broken(message: &str, d: &mut Diagnostics) -> Routine {
    d.warning(format!("this part of the routine fails: {message}"));
    Routine::Broken(message.into())
}

/// One object of a routine.
impl Fields<'_> {
    fn routine(&self, d: &mut Diagnostics) -> Routine {
        if let Some((kind, id)) = self.step_id() {
            return self.step(kind, id, d);
        }
        let key = KEYS.into_iter().find(|key| self.has(key));
        match key {
            Some(key) => self.control(key, d),
            None => broken("Unexpected control.", d),
        }
    }

    fn part(&self, key: &str, d: &mut Diagnostics) -> Option<Routine> {
        let value = self.has(key).then(|| self.get(key))?;
        Some(d.within(key, |d| Routine::read(value, self.table(), d)))
    }

    /// What a control cannot do without.
    fn needed(&self, key: &str, d: &mut Diagnostics) -> Option<Routine> {
        let part = self.part(key, d);
        if part.is_none() {
            d.warning(format!("`{key}` is missing: it fails when it is reached"));
        }
        part
    }

    /// `request:<endpoint>:<step>` as the build writes ids, or one that begins so.
    fn step_id(&self) -> Option<(&str, Str)> {
        let (kind, rest) = self.get("id").as_str()?.split_once(':')?;
        let id = match self.get("stepId").as_shared_str() {
            Some(id) => id,
            None => rest.rsplit(':').next()?.into(),
        };
        Some((kind, id))
    }

    fn step(&self, kind: &str, id: Str, d: &mut Diagnostics) -> Routine {
        let properties = self.get("properties");
        let of = |key: &str| Expr::compile(properties.key(key), self.table());
        let kind = match (kind, self.get("type").as_shared_str()) {
            ("endpoint", _) => StepKind::CallApi {
                endpoint_id: of("endpointId"),
                payload: of("payload"),
            },
            ("request", Some(kind)) => StepKind::Request {
                kind,
                connection_id: self.get("connectionId").as_shared_str(),
                properties: Expr::compile(properties, self.table()),
                stream: *self.get("stream") == Value::Bool(true),
            },
            ("request", None) => {
                return broken(&format!("Step \"{id}\" has no type."), d);
            }
            (other, _) => {
                return broken(
                    &format!("Step \"{id}\" is of the kind \"{other}\", which there is not."),
                    d,
                );
            }
        };
        Routine::Step(Box::new(Step {
            id,
            kind,
            key: self.key(),
        }))
    }

    fn control(&self, key: &str, d: &mut Diagnostics) -> Routine {
        let control = match key {
            ":for" => Control::For(self.over(":for", d)),
            ":parallel_for" => Control::ParallelFor(self.over(":parallel_for", d)),
            ":if" => Control::If {
                condition: self.expr(":if"),
                then: self.needed(":then", d),
                otherwise: self.part(":else", d),
            },
            ":log" => Control::Log {
                value: self.expr(":log"),
                level: self.expr(":level"),
            },
            ":parallel" => match read::list(self.get(":parallel")) {
                Some(items) => {
                    Control::Parallel(d.within(":parallel", |d| list(items, self.table(), d)))
                }
                None => return broken(":parallel must be a list of routines.", d),
            },
            ":reject" => Control::Reject {
                message: self.expr(":reject"),
                cause: self.expr(":cause"),
            },
            ":return" => Control::Return(self.expr(":return")),
            ":set_state" => Control::SetState(self.expr(":set_state")),
            ":switch" => match read::list(self.get(":switch")) {
                Some(items) => Control::Switch {
                    cases: d.within(":switch", |d| self.cases(items, d)),
                    default: self.part(":default", d),
                },
                None => return broken(":switch must be a list of cases.", d),
            },
            ":throw" => Control::Throw {
                message: self.expr(":throw"),
                cause: self.expr(":cause"),
            },
            ":try" => Control::Try(Catch {
                body: d.within(key, |d| Routine::read(self.get(":try"), self.table(), d)),
                catch: self.part(":catch", d),
                finally: self.part(":finally", d),
            }),
            _ => Control::While {
                condition: self.expr(":while"),
                body: self.needed(":do", d),
            },
        };
        Routine::Control(Box::new(control))
    }

    fn over(&self, key: &str, d: &mut Diagnostics) -> Loop {
        let name = self.get(key).as_shared_str().unwrap_or_else(|| "".into());
        if name.is_empty() {
            d.warning(format!("`{key}` needs a name: it fails when it is reached"));
        }
        Loop {
            name,
            items: self.expr(":in"),
            body: self.needed(":do", d),
        }
    }

    fn cases(&self, items: &[Value], d: &mut Diagnostics) -> Vec<Branch> {
        let case = |(i, item): (usize, &Value)| {
            let empty = Map::new();
            let map = item.as_map().map_or(&empty, |map| map);
            let fields = Fields::new(map, self.table());
            d.within(i, |d| Branch {
                condition: fields.expr(":case"),
                then: fields.needed(":then", d),
            })
        };
        items.iter().enumerate().map(case).collect()
    }
}
