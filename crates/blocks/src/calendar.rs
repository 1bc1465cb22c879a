//! A calendar to choose a day, a week or a month from, with panels of months and of years above it.
//!
//! All in UTC: a day is the milliseconds of its first moment. Keys move a cursor, and what is shown
//! follows it.

use std::sync::Arc;

use engine::date::{self, DAY};
use leptos::ev::KeyboardEvent;
use ui::prelude::*;

use crate::date_format::{MONTHS, WEEKDAYS, format, week, week_start};
use crate::days::{Rules, Unit, first_of, month_start};
use crate::input::within;
use crate::popup::Popup;

/// Finds the cell that keys act on.
pub(crate) const CURSOR: &str = "[data-d][tabindex='0']";

/// A calendar in a dropdown. Clones are the same calendar.
#[derive(Clone)]
pub(crate) struct Calendar {
    pub(crate) popup: Popup,
    /// What is chosen at once.
    pub(crate) unit: Unit,
    pub(crate) today: f64,
    pub(crate) rules: Memo<Rules>,
    /// What is chosen: starts of units, or both ends of a range of days.
    pub(crate) chosen: Arc<dyn Fn() -> Vec<f64> + Send + Sync>,
    /// What lies between is marked.
    pub(crate) range: bool,
    /// Called with the start of a unit.
    pub(crate) pick: Arc<dyn Fn(f64) + Send + Sync>,
    /// How many months stand side by side.
    pub(crate) months: i64,
    /// The day that keys act on.
    pub(crate) cursor: RwSignal<f64>,
    state: State,
}

#[derive(Clone, Copy)]
struct State {
    /// First of the months that are shown.
    first: RwSignal<f64>,
    /// What the panel has cells for: days, months or years.
    panel: RwSignal<Unit>,
    /// The day that the pointer is on.
    hover: RwSignal<Option<f64>>,
}

impl Calendar {
    /// A calendar that opens at `at`.
    pub(crate) fn new(
        popup: Popup,
        unit: Unit,
        today: f64,
        at: RwSignal<f64>,
        rules: Memo<Rules>,
        chosen: Arc<dyn Fn() -> Vec<f64> + Send + Sync>,
        pick: Arc<dyn Fn(f64) + Send + Sync>,
    ) -> Calendar {
        let first = RwSignal::new(month_start(at.get_untracked()));
        let panel = RwSignal::new(if unit == Unit::Month {
            Unit::Month
        } else {
            Unit::Day
        });
        let state = State {
            first,
            panel,
            hover: RwSignal::new(None),
        };
        Calendar {
            popup,
            unit,
            today,
            rules,
            chosen,
            range: false,
            pick,
            months: 1,
            cursor: at,
            state,
        }
    }

    /// Draws it.
    pub(crate) fn view(&self) -> AnyView {
        let calendar = self.clone();
        // The cursor is in one of the months that are shown.
        Effect::new(move |_| calendar.reveal(calendar.cursor.get()));
        let calendar = self.clone();
        (move || match calendar.state.panel.get() {
            Unit::Day | Unit::Week => {
                let months = (0..calendar.months)
                    .map(|n| calendar.month(n))
                    .collect::<Vec<_>>();
                view! { <div class="l-cal-months">{months}</div> }.into_any()
            }
            panel => calendar.overview(panel),
        })
        .into_any()
    }

    fn reveal(&self, day: f64) {
        let (first, month) = (self.state.first.get_untracked(), month_start(day));
        let last = Unit::Month.add(first, self.months - 1);
        if month < first {
            self.state.first.set(month);
        } else if month > last {
            self.state
                .first
                .set(Unit::Month.add(month, 1 - self.months));
        }
    }

    /// Moves what is shown, and the cursor with it.
    fn turn(&self, unit: Unit, n: i64) {
        self.state
            .first
            .update(|first| *first = unit.add(*first, n));
        self.cursor.update(|cursor| *cursor = unit.add(*cursor, n));
    }

    /// The `n`th of the months that are shown.
    fn month(&self, n: i64) -> AnyView {
        let (title, grid) = (self.clone(), self.clone());
        let shown = move |calendar: &Calendar| Unit::Month.add(calendar.state.first.get(), n);
        let alone = self.months == 1;
        let heading = move || {
            let at = date::civil(shown(&title));
            let (months, years) = (title.clone(), title.clone());
            view! {
                <button type="button" tabindex="-1" on:click=move |_| months.state.panel.set(Unit::Month)>
                    {MONTHS[at.month as usize - 1]}
                </button>
                <button type="button" tabindex="-1" on:click=move |_| years.state.panel.set(Unit::Year)>
                    {at.year.to_string()}
                </button>
            }
        };
        let body = move || grid.days(shown(&grid));
        view! {
            <div class="l-cal">
                <div class="l-cal-head">
                    {(alone || n == 0).then(|| (self.turner(Unit::Year, -1), self.turner(Unit::Month, -1)))}
                    <span class="l-cal-title" aria-live="polite">{heading}</span>
                    {(alone || n == self.months - 1).then(|| (self.turner(Unit::Month, 1), self.turner(Unit::Year, 1)))}
                </div>
                {body}
            </div>
        }
        .into_any()
    }

    /// A button that turns to another month, year or decade.
    fn turner(&self, unit: Unit, n: i64) -> AnyView {
        let calendar = self.clone();
        let (label, class) = match (unit, n) {
            (Unit::Month, -1) => ("Previous month", "l-turn l-turn-back"),
            (Unit::Month, _) => ("Next month", "l-turn"),
            (_, -1) => ("Previous year", "l-turn l-turn-back l-turn-far"),
            (_, 1) => ("Next year", "l-turn l-turn-far"),
            (_, -10) => ("Previous decade", "l-turn l-turn-back l-turn-far"),
            _ => ("Next decade", "l-turn l-turn-far"),
        };
        view! {
            <button type="button" class=class aria-label=label tabindex="-1" on:click=move |_| calendar.turn(unit, n)>
            </button>
        }
        .into_any()
    }

    /// The days of a month.
    fn days(&self, month: f64) -> AnyView {
        let weeks = self.unit == Unit::Week;
        let start = week_start(month);
        let chosen = (self.chosen)();
        let rows: Vec<AnyView> = (0..6)
            .map(|row| {
                let sunday = start + f64::from(row) * 7.0 * DAY;
                let number = weeks.then(|| view! { <th scope="row" class="l-cal-week">{week(sunday).1.to_string()}</th> });
                let days = (0..7).map(|day| sunday + f64::from(day) * DAY);
                let cells: Vec<AnyView> = days.map(|day| self.day(day, month, &chosen)).collect();
                let class = match weeks {
                    true if chosen.contains(&sunday) => "l-cal-row l-cal-row-on",
                    true => "l-cal-row",
                    false => "",
                };
                view! { <tr class=class>{number}{cells}</tr> }.into_any()
            })
            .collect();
        let names: Vec<AnyView> = WEEKDAYS
            .iter()
            .map(|name| view! { <th scope="col" abbr=*name>{&name[..2]}</th> }.into_any())
            .collect();
        let corner = weeks.then(|| view! { <th class="l-cal-week"></th> });
        let inner = view! {
            <thead><tr>{corner}{names}</tr></thead>
            <tbody>{rows}</tbody>
        };
        self.table(
            "l-cal-grid",
            format(month, "MMMM YYYY"),
            Unit::Day,
            inner.into_any(),
        )
    }

    fn day(&self, day: f64, month: f64, chosen: &[f64]) -> AnyView {
        let outside = month_start(day) != month;
        if outside && self.months > 1 {
            return view! { <td></td> }.into_any();
        }
        let on = self.unit == Unit::Day && chosen.contains(&day);
        let mut class = if on { "l-day l-day-on" } else { "l-day" }.to_owned();
        if outside {
            class.push_str(" l-day-out");
        }
        if day == self.today {
            class.push_str(" l-day-today");
        }
        if self.range {
            class.push_str(self.range_class(day, chosen));
        }
        let label = format(day, "dddd, D MMMM YYYY");
        self.cell(
            day,
            class,
            label,
            date::civil(day).day.to_string(),
            Unit::Day,
            on,
        )
    }

    /// Where a day is in the range that is chosen, or that would be if the pointer's day were.
    fn range_class(&self, day: f64, chosen: &[f64]) -> &'static str {
        let (a, b) = match (chosen, self.state.hover.get()) {
            ([a], Some(hover)) => (*a, hover),
            ([a, b, ..], _) => (*a, *b),
            _ => return "",
        };
        let (from, to) = (a.min(b), a.max(b));
        match day {
            _ if from == to => "",
            day if day == from => " l-day-in l-day-from",
            day if day == to => " l-day-in l-day-to",
            day if from < day && day < to => " l-day-in",
            _ => "",
        }
    }

    /// Months of a year, or years of a decade.
    fn overview(&self, panel: Unit) -> AnyView {
        let head = self.clone();
        let years = panel == Unit::Year;
        let title = move || {
            let year = date::civil(head.cursor.get()).year;
            let decade = year - year.rem_euclid(10);
            let up = head.clone();
            match years {
                true => format!("{decade}–{}", decade + 9).into_any(),
                false => view! {
                    <button type="button" tabindex="-1" on:click=move |_| up.state.panel.set(Unit::Year)>
                        {year.to_string()}
                    </button>
                }
                .into_any(),
            }
        };
        let grid = self.clone();
        let body = move || grid.overview_cells(panel);
        let step = if years { 10 } else { 1 };
        view! {
            <div class="l-cal">
                <div class="l-cal-head">
                    {self.turner(Unit::Year, -step)}
                    <span class="l-cal-title" aria-live="polite">{title}</span>
                    {self.turner(Unit::Year, step)}
                </div>
                {body}
            </div>
        }
        .into_any()
    }

    fn overview_cells(&self, panel: Unit) -> AnyView {
        let year = date::civil(self.cursor.get()).year;
        let first = if panel == Unit::Year {
            first_of(year - year.rem_euclid(10) - 1, 1)
        } else {
            first_of(year, 1)
        };
        let chosen = (self.chosen)();
        let rows: Vec<AnyView> = (0..4)
            .map(|row| {
                let cells: Vec<AnyView> = (0..3)
                    .map(|column| {
                        let n = row * 3 + column;
                        let at = panel.add(first, n);
                        let on = chosen.iter().any(|day| panel.start(*day) == at);
                        let out = panel == Unit::Year && (n == 0 || n == 11);
                        let mut class = if on { "l-day l-day-on" } else { "l-day" }.to_owned();
                        if out {
                            class.push_str(" l-day-out");
                        }
                        if panel.start(self.today) == at {
                            class.push_str(" l-day-today");
                        }
                        let (long, short) = match panel {
                            Unit::Year => ("YYYY", "YYYY"),
                            _ => ("MMMM YYYY", "MMM"),
                        };
                        self.cell(at, class, format(at, long), format(at, short), panel, on)
                    })
                    .collect();
                view! { <tr>{cells}</tr> }.into_any()
            })
            .collect();
        let inner = view! { <tbody>{rows}</tbody> };
        self.table(
            "l-cal-grid l-cal-overview",
            year.to_string(),
            panel,
            inner.into_any(),
        )
    }

    fn cell(
        &self,
        at: f64,
        mut class: String,
        label: String,
        text: String,
        panel: Unit,
        on: bool,
    ) -> AnyView {
        let cursor = panel.start(self.cursor.get()) == at;
        let off = self
            .rules
            .with(|rules| rules.block(panel.max(self.unit), at));
        if off {
            class.push_str(" l-day-off");
        }
        let today = (panel == Unit::Day && at == self.today).then_some("date");
        view! {
            <td
                class=class
                role="gridcell"
                data-d=at.to_string()
                tabindex=if cursor { "0" } else { "-1" }
                aria-label=label
                aria-selected=on.to_string()
                aria-disabled=off.then_some("true")
                aria-current=today
            >
                <span>{text}</span>
            </td>
        }
        .into_any()
    }

    fn table(&self, class: &'static str, label: String, panel: Unit, inner: AnyView) -> AnyView {
        let (picked, keyed, hover) = (self.clone(), self.clone(), self.state.hover);
        let at = |ev: &web_sys::Event| within(ev, "data-d").and_then(|d| d.parse::<f64>().ok());
        view! {
            <table
                class=class
                role="grid"
                aria-label=label
                on:click=move |ev| if let Some(day) = at(&ev) { picked.take(panel, day) }
                on:keydown=move |ev| keyed.key(panel, &ev)
                on:mouseover=move |ev| if hover.get_untracked() != at(&ev) { hover.set(at(&ev)) }
                on:mouseleave=move |_| hover.set(None)
            >
                {inner}
            </table>
        }
        .into_any()
    }

    /// Picks a unit, or goes down from a panel of larger ones.
    fn take(&self, panel: Unit, at: f64) {
        let target = if self.unit == Unit::Month {
            Unit::Month
        } else {
            Unit::Day
        };
        if panel > target {
            let old = date::civil(self.cursor.get_untracked());
            let new = date::civil(at);
            let (month, next) = match panel {
                Unit::Year => (i64::from(old.month), Unit::Month),
                _ => (i64::from(new.month), Unit::Day),
            };
            self.cursor.set(first_of(new.year, month));
            self.state.panel.set(next);
            self.popup.focus_in(CURSOR);
            return;
        }
        let start = self.unit.start(at);
        if !self
            .rules
            .with_untracked(|rules| rules.block(self.unit, start))
        {
            self.cursor.set(at);
            (self.pick)(start);
        }
    }

    fn key(&self, panel: Unit, ev: &KeyboardEvent) {
        let at = self.cursor.get_untracked();
        let down = if panel == Unit::Day { 7 } else { 3 };
        let weekday = i64::from(date::civil(at).weekday);
        let far = match panel {
            Unit::Day if !ev.shift_key() => (Unit::Month, 1),
            Unit::Year => (Unit::Year, 10),
            _ => (Unit::Year, 1),
        };
        let to = match ev.key().as_str() {
            "ArrowLeft" => panel.add(at, -1),
            "ArrowRight" => panel.add(at, 1),
            "ArrowUp" => panel.add(at, -down),
            "ArrowDown" => panel.add(at, down),
            "PageUp" => far.0.add(at, -far.1),
            "PageDown" => far.0.add(at, far.1),
            "Home" if panel == Unit::Day => Unit::Day.add(at, -weekday),
            "End" if panel == Unit::Day => Unit::Day.add(at, 6 - weekday),
            "Enter" | " " => {
                ev.prevent_default();
                return self.take(panel, panel.start(at));
            }
            _ => return,
        };
        ev.prevent_default();
        self.cursor.set(to);
        self.popup.focus_in(CURSOR);
    }
}
