use engine::{Value, ValueType, js};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{change, hidden_name, input_style, invalid, is_off, read, yes};
use crate::number_text::stepped;
use crate::{Block, element, field, icon_of};

/// More marks than this cannot be told apart.
const MOST_MARKS: usize = 101;

/// A rating on a scale from `min` to `max`. One step before `min` the scale has a place for no rating.
/// The check box before it answers `notApplicableLabel` instead of a number; a required rating has none.
///
/// ```yaml
/// type: RatingSlider
/// properties: { title: How was it?, min: 1, max: 5, notApplicableLabel: Not used }
/// ```
///
/// - `color`: of the scale and the icons.
/// - `disableIcons`: true shows no icons at the ends.
/// - `disableNotApplicable`: true leaves out the check box.
/// - `max`: the greatest number. Default: 10.
/// - `maxIcon`: the icon at its end. Default: `AiOutlineSmile`.
/// - `min`: the least number. Default: 0.
/// - `minIcon`: the icon at its start. Default: `AiOutlineFrown`.
/// - `notApplicableLabel`: the text of the check box, and the value while it is checked. Default:
///   `N/A`.
/// - `showDots`: false draws no dots. Default: true.
/// - `showMarks`: false writes no numbers. Default: true.
/// - `step`: from one number to the next. Default: 1.
/// - `tooltipVisible`: when the number is shown above the handle: `never`, `onClick` or `always`.
///   Default: `onClick`.
pub struct RatingSlider;

impl Block for RatingSlider {
    const NAME: &'static str = "RatingSlider";
    const META: BlockMeta = BlockMeta::input(ValueType::Any);
    const EVENTS: &'static [&'static str] = &["onChange"];
    const PROPERTIES: &'static [&'static str] = &[
        "autoFocus",
        "color",
        "disableIcons",
        "disableNotApplicable",
        "disabled",
        "inputStyle",
        "label",
        "max",
        "maxIcon",
        "min",
        "minIcon",
        "notApplicableLabel",
        "showDots",
        "showMarks",
        "step",
        "title",
        "tooltipVisible",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let class = |cx: &BlockCx| match cx.text("tooltipVisible").as_str() {
            "never" => "l-rating l-rating-mute",
            "always" => "l-rating l-rating-told",
            _ => "l-rating",
        };
        let control = view! {
            <div class=read(&cx, class) style=read(&cx, style)>
                {not_applicable(&cx)}
                {end_icon(&cx, "minIcon", "AiOutlineFrown")}
                {slider(&cx)}
                {end_icon(&cx, "maxIcon", "AiOutlineSmile")}
            </div>
        };
        field(&cx, control.into_any())
    }
}

/// The ends of the scale and its step. Tracks.
#[derive(Clone, Copy, PartialEq)]
struct Scale {
    /// The place for no rating.
    none: f64,
    min: f64,
    max: f64,
    step: f64,
}

impl Scale {
    fn of(cx: &BlockCx) -> Scale {
        let (a, b) = (
            cx.number("min").unwrap_or(0.0),
            cx.number("max").unwrap_or(10.0),
        );
        let step = cx.number("step").filter(|step| *step > 0.0).unwrap_or(1.0);
        let (min, max) = (a.min(b), a.max(b));
        Scale {
            none: stepped(min, -step),
            min,
            max,
            step,
        }
    }

    /// Where a value is, from 0 to 1.
    fn place(&self, value: f64) -> f64 {
        ((value - self.none) / (self.max - self.none)).clamp(0.0, 1.0)
    }
}

fn style(cx: &BlockCx) -> Option<String> {
    let (scale, colour) = (Scale::of(cx), cx.prop("color"));
    let mut style = element::colour(&colour)
        .map(|c| format!("--accent:{c};"))
        .unwrap_or_default();
    style.push_str(&format!(
        "--at:{};",
        scale.place(cx.value().as_number().unwrap_or(scale.none))
    ));
    style.push_str(&input_style(cx).unwrap_or_default());
    Some(style)
}

fn slider(cx: &BlockCx) -> AnyView {
    let changed = cx.clone();
    let now = |cx: &BlockCx| {
        js::number_to_text(cx.value().as_number().unwrap_or_else(|| Scale::of(cx).none))
    };
    let told = read(cx, |cx| cx.value().as_number().map(js::number_to_text));
    let end = |get: fn(&Scale) -> f64| read(cx, move |cx| js::number_to_text(get(&Scale::of(cx))));
    let take = move |ev: leptos::ev::Event| {
        let scale = Scale::of(&changed);
        let n = js::text_to_number(&event_target_value(&ev));
        change(&changed, if n < scale.min { Value::Null } else { n.into() });
    };
    let spoken = {
        let told = told.clone();
        move || told().unwrap_or_else(|| "No rating".to_owned())
    };
    view! {
        <div class="l-rating-scale">
            <input
                type="range"
                id=format!("{}_input", cx.id())
                min=end(|scale| scale.none)
                max=end(|scale| scale.max)
                step=end(|scale| scale.step)
                value=now(cx)
                prop:value=read(cx, now)
                autofocus=cx.flag("autoFocus", false)
                disabled=read(cx, |cx| is_off(cx) || cx.value().as_str().is_some())
                aria-label=read(cx, hidden_name)
                aria-valuetext=spoken
                aria-invalid=read(cx, invalid)
                aria-required=read(cx, |cx| yes(cx.required()))
                aria-describedby=format!("{}_help", cx.id())
                on:input=take
            />
            {move || told().map(|n| view! { <output class="l-rating-tip" aria-hidden="true">{n}</output> })}
            {marks(cx)}
        </div>
    }
    .into_any()
}

/// By `showMarks` the numbers, by `showDots` a dot at each step.
fn marks(cx: &BlockCx) -> AnyView {
    let source = cx.clone();
    let shown = Memo::new(move |_| {
        (
            Scale::of(&source),
            source.flag("showMarks", true),
            source.flag("showDots", true),
        )
    });
    (move || {
        let (scale, marks, dots) = shown.get();
        let mut all: Vec<AnyView> = Vec::new();
        let mut at = scale.none;
        while (marks || dots) && at <= scale.max && all.len() <= MOST_MARKS {
            let style = format!("--at:{};", scale.place(at));
            let text = (marks && at >= scale.min).then(|| js::number_to_text(at));
            let class = if dots {
                "l-rating-mark l-rating-dot"
            } else {
                "l-rating-mark"
            };
            all.push(view! { <span class=class style=style>{text}</span> }.into_any());
            at = stepped(at, scale.step);
        }
        let few = all.len() <= MOST_MARKS && !all.is_empty();
        few.then(|| view! { <div class="l-rating-marks" aria-hidden="true">{all}</div> })
    })
    .into_any()
}

fn end_icon(cx: &BlockCx, property: &'static str, otherwise: &'static str) -> AnyView {
    let source = cx.clone();
    let icon = Memo::new(move |_| {
        let mut icon = match source.prop(property) {
            Value::String(name) => Value::object([("name", name.into())]),
            icon => icon,
        };
        let (own, colour) = (icon.make_map(), source.prop("color"));
        for (key, value) in [("name", otherwise.into()), ("color", colour)] {
            if own.get(key).is_none_or(Value::is_none) {
                own.insert(key, value);
            }
        }
        (!source.flag("disableIcons", false)).then_some(icon)
    });
    let cx = cx.clone();
    (move || {
        icon.get()
            .map(|icon| view! { <span class="l-rating-icon">{icon_of(&cx, &icon)}</span> })
    })
    .into_any()
}

fn not_applicable(cx: &BlockCx) -> AnyView {
    let source = cx.clone();
    let label = Memo::new(move |_| {
        let wanted = !source.required() && !source.flag("disableNotApplicable", false);
        wanted.then(|| {
            source
                .text_opt("notApplicableLabel")
                .unwrap_or_else(|| "N/A".to_owned())
        })
    });
    let cx = cx.clone();
    (move || {
        let label = label.get()?;
        let (changed, text) = (cx.clone(), label.clone());
        Some(view! {
            <label class="l-choice l-checkbox">
                <input
                    type="checkbox"
                    checked=untrack(|| cx.value().as_str().is_some())
                    prop:checked=read(&cx, |cx| cx.value().as_str().is_some())
                    disabled=read(&cx, is_off)
                    on:change=move |ev| change(&changed, match event_target_checked(&ev) {
                        true => text.as_str().into(),
                        false => Value::Null,
                    })
                />
                <span>{label}</span>
            </label>
        })
    })
    .into_any()
}
