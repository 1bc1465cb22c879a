//! What an operator is, and the table in which expressions find it.

use std::ops::BitOr;
use std::sync::{PoisonError, RwLock};

use crate::{Args, Cx, OpResult};

/// Where an operator exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Realm {
    /// In pages and in requests.
    Both,
    /// In pages only.
    Client,
    /// In connections, requests and routines only.
    Server,
    /// Where there is a state: in pages and in routines.
    Stateful,
}

/// What of the world an operator's answer may depend on besides its parameters: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Reads(u16);

impl Reads {
    /// Nothing: the answer depends on the parameters alone, so it can be computed at load.
    pub const NONE: Reads = Reads(0);
    /// State, global, requests, events: what the page itself holds.
    pub const PAGE: Reads = Reads(1);
    /// The address: query, input, location.
    pub const ADDRESS: Reads = Reads(2);
    /// The user, and what depends on the user such as menus.
    pub const USER: Reads = Reads(4);
    /// The clock, the time zone, randomness.
    pub const CLOCK: Reads = Reads(8);
    /// The window.
    pub const WINDOW: Reads = Reads(16);
    /// Arguments and list indices: where the expression stands.
    pub const PLACE: Reads = Reads(32);
    /// Payload, steps: what calls of the server have.
    pub const SERVER: Reads = Reads(64);
    /// The reader's language, and the app's messages in it.
    pub const LOCALE: Reads = Reads(128);
    /// Secrets: what all calls of the server have in common.
    pub const SECRET: Reads = Reads(256);

    /// Does it contain any of `other`?
    pub fn intersects(self, other: Reads) -> bool {
        self.0 & other.0 != 0
    }

    /// Does it contain nothing but what is in `other`?
    pub fn is_within(self, other: Reads) -> bool {
        self.0 & !other.0 == 0
    }

    /// Is it empty?
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Reads {
    type Output = Reads;

    fn bitor(self, other: Reads) -> Reads {
        Reads(self.0 | other.0)
    }
}

/// One operator, with all its methods. A unit struct per operator implements it.
pub trait Operator {
    /// With the underscore: `_if`.
    const NAME: &'static str;
    /// Where it exists.
    const REALM: Realm = Realm::Both;

    /// What `method` reads besides its parameters.
    fn reads(_method: Option<&str>) -> Reads {
        Reads::NONE
    }

    /// Computes the answer. The parameters are evaluated already.
    ///
    /// # Errors
    /// A complaint; the expression then gives null and the complaint is collected.
    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult;
}

/// A row of the table: an operator as data.
#[derive(Clone, Copy)]
pub struct OperatorEntry {
    /// With the underscore.
    pub name: &'static str,
    /// Where it exists.
    pub realm: Realm,
    /// See [`Operator::reads`].
    pub reads: fn(Option<&str>) -> Reads,
    /// See [`Operator::eval`].
    pub eval: fn(&Cx<'_>, Args<'_>) -> OpResult,
}

impl OperatorEntry {
    /// The row of `T`.
    pub const fn of<T: Operator>() -> OperatorEntry {
        OperatorEntry {
            name: T::NAME,
            realm: T::REALM,
            reads: T::reads,
            eval: T::eval,
        }
    }
}

/// The operators that exist in one place (page or server).
pub struct Table {
    lists: &'static [&'static [OperatorEntry]],
    late: &'static Late,
    realm: Realm,
    stateful: bool,
}

/// Operators that come while the program runs: in the browser the heavy ones are loaded when a page
/// first names them.
#[derive(Default)]
pub struct Late(RwLock<Vec<&'static [OperatorEntry]>>);

impl Late {
    /// With none yet.
    pub const fn new() -> Late {
        Late(RwLock::new(Vec::new()))
    }

    /// Adds a list, which must be sorted by name. Expressions compiled from now on find them.
    pub fn add(&self, list: &'static [OperatorEntry]) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .push(list);
    }
}

impl Table {
    /// A table over `lists`, each of which must be sorted by name, and what comes `late`; `realm` is
    /// the place: `Client` or `Server`.
    pub const fn new(
        lists: &'static [&'static [OperatorEntry]],
        late: &'static Late,
        realm: Realm,
    ) -> Table {
        let stateful = matches!(realm, Realm::Client);
        Table {
            lists,
            late,
            realm,
            stateful,
        }
    }

    /// The same for a place that has a state. Pages have one anyway.
    #[must_use]
    pub const fn with_state(self) -> Table {
        Table {
            stateful: true,
            ..self
        }
    }

    /// The row of `name`, if that operator exists here.
    pub fn find(&self, name: &str) -> Option<&'static OperatorEntry> {
        let entry = self
            .lists
            .iter()
            .find_map(|list| find(list, name))
            .or_else(|| self.find_late(name))?;
        self.has(entry).then_some(entry)
    }

    fn find_late(&self, name: &str) -> Option<&'static OperatorEntry> {
        let late = self.late.0.read().unwrap_or_else(PoisonError::into_inner);
        late.iter().find_map(|list| find(list, name))
    }

    /// Every row that exists here from the start.
    pub fn iter(&self) -> impl Iterator<Item = &'static OperatorEntry> {
        let rows = self.lists.iter().flat_map(|list| list.iter());
        rows.filter(|entry| self.has(entry))
    }

    fn has(&self, entry: &OperatorEntry) -> bool {
        match entry.realm {
            Realm::Both => true,
            Realm::Stateful => self.stateful,
            realm => realm == self.realm,
        }
    }

    /// The place this table is for.
    pub fn realm(&self) -> Realm {
        self.realm
    }
}

fn find(list: &'static [OperatorEntry], name: &str) -> Option<&'static OperatorEntry> {
    let at = list.binary_search_by(|entry| entry.name.cmp(name)).ok()?;
    Some(&list[at])
}
