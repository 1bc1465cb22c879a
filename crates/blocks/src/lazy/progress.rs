use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, element};

/// How far something is, in percent: a line, a circle, or a dashboard (a circle with a gap).
///
/// ```yaml
/// type: Progress
/// properties: { type: circle, percent: 60, strokeColor: { from: "#108ee9", to: "#87d068" } }
/// ```
///
/// - `gapDegree`: how wide the gap of a circle is, in degrees. Default: 75 of a dashboard.
/// - `gapPosition`: where it is: `top`, `bottom`, `left` or `right`. Default: `bottom`.
/// - `percent`: how far it is, 0 to 100. Default: 0.
/// - `showInfo`: false leaves out the text. Default: true.
/// - `status`: `success`, `exception`, `normal` or `active`. Default: `success` at 100, else
///   `normal`.
/// - `strokeColor`: a colour, `{ from, to, direction }`, or colours by percent such as
///   `{ "0%": red, "100%": green }`.
/// - `strokeLinecap`: `round` or `square`. Default: `round`.
/// - `strokeWidth`: how thick the line is: in pixels, of a circle in percent of its width.
/// - `success`: how much of it has succeeded, in percent.
/// - `trailColor`: the colour of what is missing.
/// - `type`: `line`, `circle` or `dashboard`. Default: `line`.
/// - `width`: of a circle in pixels. Default: 132.
pub struct Progress;

impl Block for Progress {
    const NAME: &'static str = "Progress";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &[
        "gapDegree",
        "gapPosition",
        "percent",
        "showInfo",
        "status",
        "strokeColor",
        "strokeLinecap",
        "strokeWidth",
        "style",
        "success",
        "trailColor",
        "type",
        "width",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let (look, now) = (cx.clone(), cx.clone());
        view! {
            <div
                id=cx.id().to_string()
                class=move || format!("l-progress l-progress-{} l-progress-is-{}", kind(&look), status(&look))
                style=element::style(&cx)
                role="progressbar"
                aria-label="Progress"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || percent(&now).to_string()
            >
                {element::part(&cx, |cx| cx.now().properties.clone(), |cx, properties| match kind(cx) {
                    "line" => line(cx, &properties),
                    kind => circle(cx, &properties, kind),
                })}
            </div>
        }
        .into_any()
    }
}

fn kind(cx: &BlockCx) -> &'static str {
    match cx.text("type").as_str() {
        "circle" => "circle",
        "dashboard" => "dashboard",
        _ => "line",
    }
}

fn percent(cx: &BlockCx) -> f64 {
    cx.number("percent").unwrap_or(0.0).clamp(0.0, 100.0)
}

/// The part that is done well: a number, or `{percent, strokeColor}`.
fn success(cx: &BlockCx) -> f64 {
    cx.number("success")
        .or(cx.number("success.percent"))
        .unwrap_or(0.0)
        .clamp(0.0, 100.0)
}

fn status(cx: &BlockCx) -> &'static str {
    match cx.text("status").as_str() {
        "success" => "success",
        "exception" => "exception",
        "active" => "active",
        "" if percent(cx) >= 100.0 || success(cx) >= 100.0 => "success",
        _ => "normal",
    }
}

fn info(cx: &BlockCx) -> AnyView {
    if !cx.flag("showInfo", true) {
        return ().into_any();
    }
    let text = match status(cx) {
        "success" => "✓".to_owned(),
        "exception" => "✕".to_owned(),
        _ => format!("{}%", percent(cx)),
    };
    view! { <span class="l-progress-info">{text}</span> }.into_any()
}

/// The stops of `strokeColor`: one colour, `{from, to, direction}`, or `{"0%": …, "100%": …}`.
fn stops(colour: &Value) -> Vec<(String, String)> {
    if let Some(one) = element::colour(colour) {
        return vec![("0%".to_owned(), one.to_owned())];
    }
    let Some(map) = colour.as_map() else {
        return Vec::new();
    };
    let at = |key: &str| match key {
        "from" => Some("0%".to_owned()),
        "to" => Some("100%".to_owned()),
        key => key
            .strip_suffix('%')
            .and_then(|n| n.parse::<f64>().ok())
            .map(|n| format!("{n}%")),
    };
    let mut stops: Vec<_> = map
        .iter()
        .filter_map(|(key, v)| Some((at(key)?, element::colour(v)?.to_owned())))
        .collect();
    let number = |at: &str| at.trim_end_matches('%').parse::<f64>().unwrap_or(0.0);
    stops.sort_by(|a, b| number(&a.0).total_cmp(&number(&b.0)));
    stops
}

fn line(cx: &BlockCx, p: &Value) -> AnyView {
    let trail = element::colour(p.key("trailColor"))
        .map(|c| format!("background:{c};"))
        .unwrap_or_default();
    let height = p
        .key("strokeWidth")
        .as_number()
        .map(|n| format!("height:{n}px;"))
        .unwrap_or_default();
    let mut bar = format!("width:{}%;", percent(cx));
    match stops(p.key("strokeColor")).as_slice() {
        [] => {}
        [(_, one)] => bar.push_str(&format!("background:{one};")),
        many => {
            let direction = p
                .key("strokeColor")
                .key("direction")
                .as_str()
                .filter(|d| !d.contains([';', ')']))
                .unwrap_or("to right");
            let list: Vec<String> = many
                .iter()
                .map(|(at, colour)| format!("{colour} {at}"))
                .collect();
            bar.push_str(&format!(
                "background:linear-gradient({direction},{});",
                list.join(",")
            ));
        }
    }
    let square = if p.key("strokeLinecap").as_str() == Some("square") {
        "l-progress-rail l-square"
    } else {
        "l-progress-rail"
    };
    let done = success(cx);
    view! {
        <div class=square style=element::some(trail + &height)>
            <div class="l-progress-bar" style=bar></div>
            {(done > 0.0).then(|| view! { <div class="l-progress-bar l-progress-success" style=format!("width:{done}%;")></div> })}
        </div>
        {info(cx)}
    }
    .into_any()
}

/// Circles count their length in percent, so that a gap and a part of it are numbers alone.
fn circle(cx: &BlockCx, p: &Value, kind: &str) -> AnyView {
    let number = |key: &str| p.key(key).as_number();
    let gap = if kind == "dashboard" {
        number("gapDegree").unwrap_or(75.0).clamp(0.0, 295.0)
    } else {
        number("gapDegree").unwrap_or(0.0)
    };
    let whole = 100.0 * (360.0 - gap) / 360.0;
    let middle = match p
        .key("gapPosition")
        .as_str()
        .unwrap_or(if kind == "dashboard" { "bottom" } else { "top" })
    {
        "top" => -90.0,
        "left" => 180.0,
        "right" => 0.0,
        _ => 90.0,
    };
    let turn = format!("rotate({} 50 50)", middle + gap / 2.0);
    let width = number("strokeWidth").unwrap_or(6.0);
    let radius = 50.0 - width / 2.0;
    let cap = if p.key("strokeLinecap").as_str() == Some("square") {
        "butt"
    } else {
        "round"
    };
    let dash = |part: f64| format!("{} 100", whole * part / 100.0);
    let trail = element::colour(p.key("trailColor")).map(|c| format!("stroke:{c};"));
    let id = format!("{}_gradient", cx.id());
    let (mut paint, mut defs) = (None, None);
    match stops(p.key("strokeColor")).as_slice() {
        [] => {}
        [(_, one)] => paint = Some(format!("stroke:{one};")),
        many => {
            paint = Some(format!("stroke:url(#{id});"));
            let list: Vec<_> = many
                .iter()
                .map(|(at, colour)| {
                    view! { <stop offset=at.clone() stop-color=colour.clone() /> }
                })
                .collect();
            defs = Some(view! { <defs><linearGradient id=id>{list}</linearGradient></defs> });
        }
    }
    let size = number("width").map_or("width:132px".to_owned(), |w| {
        format!("width:{w}px;font-size:{}px", w * 0.15 + 6.0)
    });
    let arc = |class: &'static str, part: f64, style: Option<String>| {
        view! {
            <circle class=class cx="50" cy="50" r=radius.to_string() fill="none" stroke-width=width.to_string()
                stroke-linecap=cap pathLength="100" stroke-dasharray=dash(part) transform=turn.clone() style=style />
        }
    };
    let (part, done) = (percent(cx), success(cx));
    view! {
        <div class="l-progress-circle-box" style=size>
            <svg viewBox="0 0 100 100" aria-hidden="true">
                {defs}
                {arc("l-progress-trail", 100.0, trail)}
                {(part > 0.0).then(|| arc("l-progress-arc", part, paint))}
                {(done > 0.0).then(|| arc("l-progress-arc l-progress-success", done, None))}
            </svg>
            {info(cx)}
        </div>
    }
    .into_any()
}
