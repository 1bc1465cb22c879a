//! A time of the day as lists of hours, minutes and seconds.

use std::sync::Arc;

use leptos::html::Ul;
use ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::input::within;

/// What the lists show and change.
#[derive(Clone)]
pub(crate) struct Clock {
    /// Which lists there are: `HH:mm:ss`, `hh:mm A`.
    pub(crate) format: String,
    /// Of hours, minutes and seconds.
    pub(crate) steps: [f64; 3],
    /// Milliseconds since midnight. Tracks.
    pub(crate) time: Arc<dyn Fn() -> Option<f64> + Send + Sync>,
    pub(crate) put: Arc<dyn Fn(f64) + Send + Sync>,
}

/// One list.
#[derive(Clone, Copy)]
struct Part {
    label: &'static str,
    /// Milliseconds of one.
    unit: f64,
    /// So many make the next larger one.
    count: f64,
    step: f64,
    /// Hours of a half day: 12, 1, … 11.
    twelve: bool,
}

pub(crate) fn view(clock: Clock) -> AnyView {
    let has = |c: char| clock.format.contains(c);
    let half_days = has('h') || has('a') || has('A');
    let [hours, minutes, seconds] = clock.steps;
    let part = |label, unit, count, step| Part {
        label,
        unit,
        count,
        step,
        twelve: false,
    };
    let mut parts = Vec::new();
    if half_days {
        parts.push(Part {
            twelve: true,
            ..part("Hour", 3_600_000.0, 12.0, hours)
        });
    } else if has('H') || has('k') {
        parts.push(part("Hour", 3_600_000.0, 24.0, hours));
    }
    if has('m') {
        parts.push(part("Minute", 60_000.0, 60.0, minutes));
    }
    if has('s') {
        parts.push(part("Second", 1000.0, 60.0, seconds));
    }
    if half_days {
        parts.push(part("Half of the day", 43_200_000.0, 2.0, 1.0));
    }
    let lists: Vec<AnyView> = parts.into_iter().map(|part| list(&clock, part)).collect();
    view! { <div class="l-clock">{lists}</div> }.into_any()
}

fn list(clock: &Clock, part: Part) -> AnyView {
    let node = NodeRef::<Ul>::new();
    let time = Arc::clone(&clock.time);
    let now = Memo::new(move |_| time().map(|time| (time / part.unit).floor() % part.count));
    let put = {
        let clock = clock.clone();
        move |n: f64| {
            let time = (clock.time)().unwrap_or(0.0);
            let own = (time / part.unit).floor() % part.count;
            (clock.put)(time + (n - own) * part.unit);
        }
    };
    let clicked = put.clone();
    let keyed = move |ev: leptos::ev::KeyboardEvent| {
        let by = match ev.key().as_str() {
            "ArrowDown" => part.step,
            "ArrowUp" => -part.step,
            _ => return,
        };
        ev.prevent_default();
        let now = now.get_untracked().map_or(0.0, |now| now + by);
        let places = (part.count / part.step).ceil() * part.step;
        put(if now < 0.0 {
            now + places
        } else {
            now % places
        });
    };
    let values = (0..)
        .map(|n| f64::from(n) * part.step)
        .take_while(|n| *n < part.count);
    let rows: Vec<AnyView> = values
        .map(|n| {
            let text = match part {
                Part { twelve: true, .. } if n == 0.0 => "12".to_owned(),
                Part { count: 2.0, .. } => if n == 0.0 { "AM" } else { "PM" }.to_owned(),
                _ => format!("{n:02}"),
            };
            let on = move || now.get() == Some(n);
            view! {
                <li role="option" data-n=n.to_string() class:l-clock-on=on aria-selected=move || on().to_string()>{text}</li>
            }
            .into_any()
        })
        .collect();
    // What is chosen is on top, once it is marked.
    Effect::new(move |_| {
        if now.get().is_none() || node.get().is_none() {
            return;
        }
        request_animation_frame(move || {
            let Some(list) = node.try_get_untracked().flatten() else {
                return;
            };
            let chosen = list.query_selector(".l-clock-on").ok().flatten();
            if let Some(el) = chosen.and_then(|el| el.dyn_into::<HtmlElement>().ok()) {
                list.set_scroll_top(el.offset_top());
            }
        });
    });
    view! {
        <ul
            class="l-clock-list"
            role="listbox"
            tabindex="0"
            aria-label=part.label
            node_ref=node
            on:keydown=keyed
            on:click=move |ev| if let Some(n) = within(&ev, "data-n").and_then(|n| n.parse().ok()) { clicked(n) }
        >
            {rows}
        </ul>
    }
    .into_any()
}
