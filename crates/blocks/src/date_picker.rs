//! The control of the blocks that hold one date: an input that takes dates as text, and a calendar.
//!
//! What is shown and reckoned with are wall clock times as if they were UTC. For days, weeks and months
//! they are what the value says; a time of the day is shifted by the reader's zone.

use std::sync::Arc;

use engine::Value;
use runtime::BlockCx;
use ui::prelude::*;

use crate::calendar::{CURSOR, Calendar};
use crate::date_format::{format, parse};
use crate::days::{Rules, Unit, day_start};
use crate::field;
use crate::input::{self, Edit, Read, change, icon_or, is_off, read};
use crate::popup::Popup;
use crate::select_box::placeholder_or;
use crate::time_lists::{self, Clock};

/// What one of the blocks is.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) unit: Unit,
    /// Of the input, where the property `format` has none.
    pub(crate) format: &'static str,
    pub(crate) placeholder: &'static str,
    /// Has it a time of the day?
    pub(crate) time: bool,
}

/// Draws a date input of a kind with its label.
pub(crate) fn date_picker(cx: &BlockCx, kind: Kind) -> AnyView {
    let picker = Picker {
        cx: cx.clone(),
        kind,
        popup: Popup::new(NodeRef::new()),
        draft: RwSignal::new(None),
        cursor: RwSignal::new(0.0),
        rules: rules_of(cx),
    };
    let shown = picker.clone();
    let edit = DateEdit {
        id: format!("{}_input", cx.id()),
        text: read(cx, move |_| {
            shown.draft.get().unwrap_or_else(|| shown.text())
        }),
        placeholder: placeholder_or(cx, kind.placeholder),
        popup: picker.popup,
        open: {
            let picker = picker.clone();
            Arc::new(move || picker.open())
        },
        typed: {
            let picker = picker.clone();
            Arc::new(move |text| picker.typed(text))
        },
        settle: {
            let picker = picker.clone();
            Arc::new(move || {
                picker.settle();
                true
            })
        },
        cancel: {
            let draft = picker.draft;
            Arc::new(move || draft.set(None))
        },
        name: read(cx, input::hidden_name),
    };
    let emptied = picker.clone();
    let empty = move || {
        emptied.draft.set(None);
        change(&emptied.cx, Value::Null);
        emptied.popup.dismiss();
    };
    let view = shell(
        cx,
        picker.popup,
        Arc::clone(&edit.open),
        (
            edit.view(cx),
            input::clear(
                cx,
                true,
                read(cx, |cx| cx.value().as_date().is_some()),
                empty,
            ),
        )
            .into_any(),
    );
    field(cx, picker.popup.wrap(view, move || picker.panel()))
}

/// The property `disabledDates`.
pub(crate) fn rules_of(cx: &BlockCx) -> Memo<Rules> {
    let cx = cx.clone();
    Memo::new(move |_| Rules::of(&cx.prop("disabledDates")))
}

/// The wall clock now, by the clock of the app.
pub(crate) fn local_now(cx: &BlockCx) -> f64 {
    let now = cx.app().now();
    now - cx.app().backend().timezone_offset(now) * 60_000.0
}

/// The box around the inputs of dates, with an icon at its end.
pub(crate) fn shell(
    cx: &BlockCx,
    popup: Popup,
    open: Arc<dyn Fn() + Send + Sync>,
    inner: AnyView,
) -> AnyView {
    // A finger gets the calendar without the keyboard that would cover it.
    let touched = |ev: leptos::ev::PointerEvent| {
        if let Some(el) = input::target(&ev).filter(|_| ev.pointer_type() == "touch") {
            el.set_attribute("inputmode", "none").ok();
        }
    };
    let press = move |ev: leptos::ev::MouseEvent| {
        open();
        if !crate::popup::on_input(&ev) {
            popup.focus();
        }
    };
    view! {
        <div
            class=read(cx, |cx| input::shell_class(cx, "l-date"))
            style=read(cx, input::input_style)
            on:pointerdown=touched
            on:click=press
        >
            {inner}
            <span class="l-suffix">{icon_or(cx, "suffixIcon", "l-cal-icon")}</span>
        </div>
    }
    .into_any()
}

/// An input for one date: typed text counts when the input is left or by Enter.
pub(crate) struct DateEdit {
    pub(crate) id: String,
    pub(crate) text: Read<String>,
    pub(crate) placeholder: Read<Option<String>>,
    pub(crate) popup: Popup,
    pub(crate) open: Arc<dyn Fn() + Send + Sync>,
    pub(crate) typed: Arc<dyn Fn(String) + Send + Sync>,
    /// Has what was typed count; false if more is to be chosen.
    pub(crate) settle: Arc<dyn Fn() -> bool + Send + Sync>,
    /// Forgets what is typed.
    pub(crate) cancel: Arc<dyn Fn() + Send + Sync>,
    pub(crate) name: Read<Option<String>>,
}

impl DateEdit {
    /// Draws it as the input that the dropdown belongs to.
    pub(crate) fn view(&self, cx: &BlockCx) -> AnyView {
        self.view_at(cx, self.popup.input)
    }

    pub(crate) fn view_at(&self, cx: &BlockCx, node: NodeRef<leptos::html::Input>) -> AnyView {
        let popup = self.popup;
        let mut edit = Edit::new(cx, Arc::clone(&self.text));
        edit.id.clone_from(&self.id);
        edit.node = node;
        edit.placeholder = Arc::clone(&self.placeholder);
        edit.name = Arc::clone(&self.name);
        edit.attrs = popup.attrs("dialog", &format!("{}_dialog", cx.id()));
        let typed = Arc::clone(&self.typed);
        edit.typed = Box::new(move |el, _| typed(el.value()));
        let (open, settle, left) = (
            Arc::clone(&self.open),
            Arc::clone(&self.settle),
            Arc::clone(&self.settle),
        );
        edit.left = Box::new(move || {
            left();
        });
        let cancel = Arc::clone(&self.cancel);
        edit.key = Box::new(move |ev| match ev.key().as_str() {
            "Escape" => cancel(),
            "ArrowDown" => {
                ev.prevent_default();
                open();
                popup.focus_in(CURSOR);
            }
            "Enter" if !ev.is_composing() => {
                ev.prevent_default();
                match (popup.is_open_now(), settle()) {
                    (true, true) => popup.close(),
                    (true, false) => {}
                    (false, _) => open(),
                }
            }
            _ => {}
        });
        edit.view(cx)
    }
}

#[derive(Clone)]
struct Picker {
    cx: BlockCx,
    kind: Kind,
    popup: Popup,
    /// What is typed, until it counts.
    draft: RwSignal<Option<String>>,
    cursor: RwSignal<f64>,
    rules: Memo<Rules>,
}

impl Picker {
    fn format(&self) -> String {
        self.cx
            .text_opt("format")
            .unwrap_or_else(|| self.kind.format.to_owned())
    }

    /// Minutes that what is shown is behind UTC at `ms`.
    fn offset(&self, ms: f64) -> f64 {
        match self.kind.time && !self.cx.flag("selectUTC", false) {
            true => self.cx.app().backend().timezone_offset(ms) * 60_000.0,
            false => 0.0,
        }
    }

    /// The wall clock time of the value. Tracks.
    fn wall(&self) -> Option<f64> {
        let ms = self.cx.value().as_date()?;
        let wall = ms - self.offset(ms);
        Some(if self.kind.time {
            wall
        } else {
            self.kind.unit.start(wall)
        })
    }

    fn text(&self) -> String {
        self.wall()
            .map(|wall| format(wall, &self.format()))
            .unwrap_or_default()
    }

    /// The smallest part of a time that the block has, in milliseconds.
    fn grain(&self) -> f64 {
        let format = self.time_format();
        let minutes = if format.contains('m') {
            60_000.0
        } else {
            3_600_000.0
        };
        if format.contains('s') {
            1000.0
        } else {
            minutes
        }
    }

    fn time_format(&self) -> String {
        self.cx
            .text_opt("timeFormat")
            .unwrap_or_else(|| "HH:mm".to_owned())
    }

    fn put(&self, wall: f64) {
        let wall = match self.kind.time {
            true => (wall / self.grain()).floor() * self.grain(),
            false => self.kind.unit.start(wall),
        };
        // The offset at the moment that is meant, which may be another than an offset away.
        let guess = wall + self.offset(wall);
        let ms = wall + self.offset(guess);
        self.draft.set(None);
        self.cursor.set(day_start(wall));
        if self.cx.value() != Value::Date(ms) {
            change(&self.cx, Value::Date(ms));
        }
    }

    fn blocked(&self, wall: f64) -> bool {
        self.rules
            .with_untracked(|rules| rules.block(self.kind.unit, wall))
    }

    fn open(&self) {
        if is_off(&self.cx) || self.popup.is_open_now() {
            return;
        }
        self.cursor.set(day_start(
            self.wall().unwrap_or_else(|| local_now(&self.cx)),
        ));
        self.popup.open();
    }

    fn typed(&self, text: String) {
        self.open();
        if let Some(wall) = parse(&text, &self.format()) {
            self.cursor.set(day_start(wall));
        }
        self.draft.set(Some(text));
    }

    /// What is typed becomes the value if it is a date that may be chosen.
    fn settle(&self) {
        let Some(text) = self.draft.get_untracked() else {
            return;
        };
        self.draft.set(None);
        let typed = parse(&text, &self.format()).or_else(|| parse(&text, self.kind.format));
        match typed.filter(|wall| !self.blocked(*wall)) {
            Some(wall) => self.put(wall),
            None if !text.trim().is_empty() || !self.cx.flag("allowClear", true) => {}
            None if self.cx.value().is_none() => {}
            None => change(&self.cx, Value::Null),
        }
    }

    fn panel(&self) -> AnyView {
        let (chosen, picked) = (self.clone(), self.clone());
        let unit = self.kind.unit;
        let calendar = Calendar::new(
            self.popup,
            unit,
            day_start(local_now(&self.cx)),
            self.cursor,
            self.rules,
            Arc::new(move || {
                chosen
                    .wall()
                    .map(|wall| unit.start(wall))
                    .into_iter()
                    .collect()
            }),
            Arc::new(move |at| {
                if !picked.kind.time {
                    picked.put(at);
                    return picked.popup.dismiss();
                }
                let time = picked.wall().map_or(0.0, |wall| wall - day_start(wall));
                picked.put(at + time);
            }),
        );
        view! {
            <div class="l-picker" id=format!("{}_dialog", self.cx.id()) role="dialog" aria-label="Choose a date">
                <div class="l-picker-body">{calendar.view()}{self.kind.time.then(|| self.clock())}</div>
                {self.foot()}
            </div>
        }
        .into_any()
    }

    fn clock(&self) -> AnyView {
        let (now, put) = (self.clone(), self.clone());
        let step = |key: &str, otherwise: f64| {
            self.cx
                .number(key)
                .filter(|n| *n >= 1.0)
                .unwrap_or(otherwise)
        };
        time_lists::view(Clock {
            format: self.time_format(),
            steps: [
                step("hourStep", 1.0),
                step("minuteStep", 5.0),
                step("secondStep", 5.0),
            ],
            time: Arc::new(move || now.wall().map(|wall| wall - day_start(wall))),
            put: Arc::new(move |time| {
                let day = put
                    .wall()
                    .map_or_else(|| put.cursor.get_untracked(), day_start);
                if !put.blocked(day) {
                    put.put(day + time);
                }
            }),
        })
    }

    /// Today, now, and done.
    fn foot(&self) -> AnyView {
        let (time, week) = (self.kind.time, self.kind.unit == Unit::Week);
        let wanted = match time {
            true => self.cx.flag("showNow", true),
            false => self.cx.flag("showToday", true),
        };
        let text = match self.kind.unit {
            _ if time => "Now",
            Unit::Month => "This month",
            _ if week => "This week",
            _ => "Today",
        };
        let (now, done) = (self.clone(), self.popup);
        let off = self.blocked(local_now(&self.cx));
        let press = move |_| {
            now.put(
                local_now(&now.cx)
                    + if now.cx.flag("selectUTC", false) && time {
                        now.zone()
                    } else {
                        0.0
                    },
            );
            if !time {
                now.popup.dismiss();
            }
        };
        let today = wanted.then(|| view! {
            <button type="button" class="l-picker-now" disabled=off on:click=press>{text}</button>
        });
        let ok = time.then(|| view! {
            <button type="button" class="l-btn l-btn-primary l-btn-small" on:click=move |_| done.dismiss()>"OK"</button>
        });
        (today.is_some() || ok.is_some())
            .then(|| view! { <div class="l-picker-foot">{today}{ok}</div> })
            .into_any()
    }

    /// How far the wall clock is behind UTC.
    fn zone(&self) -> f64 {
        self.cx.app().now() - local_now(&self.cx)
    }
}
