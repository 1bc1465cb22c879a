use std::sync::Arc;

use engine::{Value, ValueType};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::calendar::Calendar;
use crate::date_format::{format, parse};
use crate::date_picker::{DateEdit, local_now, rules_of, shell};
use crate::days::{Rules, Unit, day_start};
use crate::input::{self, change, is_off, read};
use crate::popup::Popup;
use crate::{Block, field};

const FORMAT: &str = "YYYY-MM-DD";

/// From a window of this width on two months stand side by side.
const WIDE: f64 = 640.0;

/// From one day to another: a list of two dates, each at its start in UTC. Empty while there are not
/// both.
///
/// ```yaml
/// type: DateRangeSelector
/// properties: { title: Stay, placeholder: [Arrival, Departure], separator: → }
/// ```
///
/// - `format`: how dates are written, as in moment.js. Default: `YYYY-MM-DD`.
/// - `placeholder`: what stands in place of the first and of the last day: a list of two texts.
/// - `separator`: what stands between them. Default: `~`.
pub struct DateRangeSelector;

impl Block for DateRangeSelector {
    const NAME: &'static str = "DateRangeSelector";
    const META: BlockMeta = BlockMeta::input(ValueType::Array);
    const EVENTS: &'static [&'static str] = &["onBlur", "onChange", "onClear", "onFocus"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "autoFocus",
        "bordered",
        "disabled",
        "disabledDates",
        "format",
        "inputStyle",
        "label",
        "placeholder",
        "separator",
        "size",
        "suffixIcon",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let nodes = [NodeRef::new(), NodeRef::new()];
        let range = Range {
            cx: cx.clone(),
            popup: Popup::new(nodes[0]),
            nodes,
            draft: RwSignal::new(None),
            pending: RwSignal::new([None, None]),
            active: RwSignal::new(0),
            cursor: RwSignal::new(0.0),
            months: RwSignal::new(1),
            rules: rules_of(&cx),
        };
        let popup = range.popup;
        let (opened, emptied) = (range.clone(), range.clone());
        let empty = move || {
            emptied.draft.set(None);
            change(&emptied.cx, Value::list(Vec::new()));
            popup.dismiss();
        };
        let separator = read(&cx, |cx| {
            cx.text_opt("separator").unwrap_or_else(|| "~".to_owned())
        });
        let inner = view! {
            {range.end(0)}
            <span class="l-range-separator" aria-hidden="true">{move || separator()}</span>
            {range.end(1)}
            {input::clear(&cx, true, read(&cx, |cx| !cx.value().items().is_empty()), empty)}
        };
        let control = shell(
            &cx,
            popup,
            Arc::new(move || opened.open()),
            inner.into_any(),
        );
        field(&cx, popup.wrap(control, move || range.panel()))
    }
}

#[derive(Clone)]
struct Range {
    cx: BlockCx,
    popup: Popup,
    nodes: [NodeRef<leptos::html::Input>; 2],
    /// What is typed into which end, until it counts.
    draft: RwSignal<Option<(usize, String)>>,
    /// The end that was picked while the other is not yet.
    pending: RwSignal<[Option<f64>; 2]>,
    /// The end that is picked next.
    active: RwSignal<usize>,
    cursor: RwSignal<f64>,
    months: RwSignal<i64>,
    rules: Memo<Rules>,
}

impl Range {
    /// Both ends as they stand. Tracks.
    fn ends(&self) -> [Option<f64>; 2] {
        let pending = self.pending.get();
        if self.popup.is_open() && pending != [None, None] {
            return pending;
        }
        let value = self.cx.value();
        [0, 1].map(|i| value.items().get(i).and_then(Value::as_date).map(day_start))
    }

    fn format(&self) -> String {
        self.cx
            .text_opt("format")
            .unwrap_or_else(|| FORMAT.to_owned())
    }

    /// The input of an end.
    fn end(&self, i: usize) -> AnyView {
        let (shown, opened, typed, settled, active) = (
            self.clone(),
            self.clone(),
            self.clone(),
            self.clone(),
            self.active,
        );
        let text = move |_: &BlockCx| match shown.draft.get() {
            Some((at, text)) if at == i => text,
            _ => shown.ends()[i]
                .map(|day| format(day, &shown.format()))
                .unwrap_or_default(),
        };
        let edit = DateEdit {
            id: format!("{}_input{}", self.cx.id(), ["", "_end"][i]),
            text: read(&self.cx, text),
            placeholder: read(&self.cx, move |cx| {
                let own = cx
                    .prop("placeholder")
                    .items()
                    .get(i)
                    .and_then(|text| text.as_str().map(str::to_owned));
                own.or_else(|| Some(["Start Date", "End Date"][i].to_owned()))
            }),
            popup: self.popup,
            open: Arc::new(move || opened.open()),
            typed: Arc::new(move |text| typed.typed(i, text)),
            settle: Arc::new(move || settled.settle(i)),
            cancel: {
                let draft = self.draft;
                Arc::new(move || draft.set(None))
            },
            name: read(&self.cx, move |cx| {
                if i == 0 {
                    input::hidden_name(cx)
                } else {
                    Some("End date".to_owned())
                }
            }),
        };
        let view = edit.view_at(&self.cx, self.nodes[i]);
        let class = move || match active.get() == i {
            true => "l-range-end l-range-active",
            false => "l-range-end",
        };
        view! { <span class=class on:focusin=move |_| active.set(i)>{view}</span> }.into_any()
    }

    fn open(&self) {
        if is_off(&self.cx) || self.popup.is_open_now() {
            return;
        }
        self.pending.set([None, None]);
        let width = window()
            .inner_width()
            .ok()
            .and_then(|width| width.as_f64())
            .unwrap_or(0.0);
        self.months.set(if width < WIDE { 1 } else { 2 });
        let [from, to] = self.ends();
        let at = if self.active.get_untracked() == 0 {
            from.or(to)
        } else {
            to.or(from)
        };
        self.cursor
            .set(at.unwrap_or_else(|| day_start(local_now(&self.cx))));
        self.popup.open();
    }

    fn typed(&self, i: usize, text: String) {
        self.open();
        if let Some(day) = parse(&text, &self.format()) {
            self.cursor.set(day_start(day));
        }
        self.draft.set(Some((i, text)));
    }

    /// False if the other end is still to be chosen.
    fn settle(&self, i: usize) -> bool {
        let Some((_, text)) = self.draft.get_untracked().filter(|(at, _)| *at == i) else {
            return true;
        };
        self.draft.set(None);
        if text.trim().is_empty() && self.cx.flag("allowClear", true) {
            self.pending.set([None, None]);
            if !self.cx.value().items().is_empty() {
                change(&self.cx, Value::list(Vec::new()));
            }
            return true;
        }
        let day = parse(&text, &self.format())
            .or_else(|| parse(&text, FORMAT))
            .map(day_start);
        let blocked = |day: f64| {
            self.rules
                .with_untracked(|rules| rules.block(Unit::Day, day))
        };
        if let Some(day) = day.filter(|day| !blocked(*day)) {
            let mut ends = self.ends();
            ends[i] = Some(day);
            return self.put(ends);
        }
        true
    }

    /// Takes over both ends, or keeps the one that there is.
    fn put(&self, ends: [Option<f64>; 2]) -> bool {
        let [Some(a), Some(b)] = ends else {
            self.pending.set(ends);
            return false;
        };
        self.pending.set([None, None]);
        let value = Value::list(vec![Value::Date(a.min(b)), Value::Date(a.max(b))]);
        if value != self.cx.value() {
            change(&self.cx, value);
        }
        true
    }

    /// The first day that is picked begins a new range, the second completes it.
    fn pick(&self, day: f64) {
        let i = self.active.get_untracked();
        let mut ends = self.pending.get_untracked();
        ends[i] = Some(day);
        self.draft.set(None);
        if self.put(ends) {
            self.popup.dismiss();
        } else if let Some(other) = self.nodes[1 - i].get_untracked() {
            other.focus().ok();
        }
    }

    fn panel(&self) -> AnyView {
        let (chosen, picked) = (self.clone(), self.clone());
        let mut calendar = Calendar::new(
            self.popup,
            Unit::Day,
            day_start(local_now(&self.cx)),
            self.cursor,
            self.rules,
            Arc::new(move || chosen.ends().into_iter().flatten().collect()),
            Arc::new(move |day| picked.pick(day)),
        );
        calendar.range = true;
        calendar.months = self.months.get_untracked();
        view! {
            <div class="l-picker" id=format!("{}_dialog", self.cx.id()) role="dialog" aria-label="Choose two dates">
                {calendar.view()}
            </div>
        }
        .into_any()
    }
}
