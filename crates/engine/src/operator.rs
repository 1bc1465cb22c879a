//! What an operator is, and the table in which expressions find it.

use std::ops::BitOr;

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
    /// Payload, secrets, steps: what only the server has.
    pub const SERVER: Reads = Reads(64);

    /// Does it contain any of `other`?
    pub fn intersects(self, other: Reads) -> bool {
        self.0 & other.0 != 0
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
    entries: &'static [OperatorEntry],
    realm: Realm,
}

impl Table {
    /// A table over `entries`, which must be sorted by name; `realm` is the place: `Client` or
    /// `Server`.
    pub const fn new(entries: &'static [OperatorEntry], realm: Realm) -> Table {
        Table { entries, realm }
    }

    /// The row of `name`, if that operator exists here.
    pub fn find(&self, name: &str) -> Option<&'static OperatorEntry> {
        let i = self.entries.binary_search_by(|e| e.name.cmp(name)).ok()?;
        let entry = &self.entries[i];
        (entry.realm == Realm::Both || entry.realm == self.realm).then_some(entry)
    }

    /// Every row that exists here.
    pub fn iter(&self) -> impl Iterator<Item = &'static OperatorEntry> {
        let realm = self.realm;
        self.entries
            .iter()
            .filter(move |e| e.realm == Realm::Both || e.realm == realm)
    }

    /// The place this table is for.
    pub fn realm(&self) -> Realm {
        self.realm
    }
}
