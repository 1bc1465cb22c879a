//! An event of a block: lists of actions.

use engine::{Str, Table, Value};

use crate::read::{self, Fields};
use crate::{Action, Diagnostics};

/// What happens on an event.
#[derive(Clone, Default)]
pub struct Event {
    /// Actions, one after the other until one fails.
    pub actions: Vec<Action>,
    /// Actions after a failure.
    pub catch: Vec<Action>,
    /// Waiting for calm.
    pub debounce: Option<Debounce>,
}

/// How calls of an event in quick succession become one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Debounce {
    /// Milliseconds.
    pub ms: f64,
    /// Run the first call at once and drop those within `ms`; otherwise the last one runs after `ms`.
    pub immediate: bool,
}

impl Event {
    /// Reads `events` of a block.
    pub(crate) fn read_all(
        value: &Value,
        table: &'static Table,
        d: &mut Diagnostics,
    ) -> Vec<(Str, Event)> {
        let entries = read::entries(value).collect::<Vec<_>>();
        let events = entries.into_iter().map(|(name, event)| {
            (
                name.clone(),
                d.within(name, |d| Event::read(event, table, d)),
            )
        });
        events.collect()
    }

    /// `[actions]` or `{try, catch, debounce}`.
    fn read(value: &Value, table: &'static Table, d: &mut Diagnostics) -> Event {
        if let Some(items) = read::list(value) {
            return Event {
                actions: actions(items, table, d),
                ..Event::default()
            };
        }
        let Some(fields) = Fields::of(value, table, "an event", d) else {
            return Event::default();
        };
        let tried = fields.list("try", d);
        let caught = fields.list("catch", d);
        Event {
            actions: d.within("try", |d| actions(tried, table, d)),
            catch: d.within("catch", |d| actions(caught, table, d)),
            debounce: debounce(fields.get("debounce")),
        }
    }
}

fn actions(items: &[Value], table: &'static Table, d: &mut Diagnostics) -> Vec<Action> {
    let read = |(i, item): (usize, &Value)| d.within(i, |d| Action::read(item, table, d));
    items.iter().enumerate().filter_map(read).collect()
}

fn debounce(value: &Value) -> Option<Debounce> {
    let map = value.as_map()?;
    let flag = |key: &str| map.get(key).and_then(Value::as_bool);
    Some(Debounce {
        ms: map.get("ms").and_then(Value::as_number).unwrap_or(300.0),
        immediate: flag("immediate").or(flag("leading")).unwrap_or(false)
            && flag("trailing") != Some(true),
    })
}
