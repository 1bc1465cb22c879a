use std::fmt::Write as _;

use engine::{Function, Value};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, css, element, html};

/// Names and values: an object, or a list of `{label, value, span, style, labelStyle, contentStyle}`.
///
/// ```yaml
/// type: Descriptions
/// properties:
///   title: Order
///   column: { xs: 1, md: 2 }
///   items: { Number: 17, State: paid }
///   itemOptions:
///     - key: State
///       transformValue: { _function: { __string.toUpperCase: { __args: 0 } } }
/// ```
///
/// Functions of `itemOptions` get `(label or value, row, index)`; `span` and `style` may be functions of
/// `(row, index)`. A plain number of columns becomes one on phones.
///
/// - `bordered`: true draws it as a table.
/// - `colon`: false leaves out the colon after a name. Default: true.
/// - `column`: how many pairs stand side by side: a number, or numbers by breakpoint. Default: 3.
/// - `contentStyle`: CSS properties of values.
/// - `itemOptions`: what holds for single items: a list of
///   `{ key, span, style, transformLabel, transformValue }`, the last four of which may be
///   functions.
/// - `items`: the names and values.
/// - `labelStyle`: CSS properties of names.
/// - `layout`: `vertical` puts the name above its value. Default: `horizontal`.
/// - `size`: `default` or `small`.
/// - `title`: what stands above it; HTML in it is made safe.
pub struct Descriptions;

impl Block for Descriptions {
    const NAME: &'static str = "Descriptions";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &[
        "bordered",
        "colon",
        "column",
        "contentStyle",
        "itemOptions",
        "items",
        "labelStyle",
        "layout",
        "size",
        "style",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let (look, columns) = (cx.clone(), cx.clone());
        let titled = cx.clone();
        let extra = cx.has_area("extra");
        let head_class = move || {
            if extra || titled.text_opt("title").is_some() {
                "l-desc-head"
            } else {
                "l-hidden"
            }
        };
        view! {
            <div id=cx.id().to_string() class=move || class(&look) style=element::style(&cx)>
                <div class=head_class>
                    <div class="l-desc-title" inner_html=element::html_at(&cx, "title")></div>
                    {extra.then(|| view! { <div class="l-desc-extra l-fit">{area(&cx, "extra")}</div> })}
                </div>
                <dl style=move || column_style(&columns.prop("column"))>
                    {element::part(&cx, |cx| cx.now().properties.clone(), |cx, properties| items(cx, &properties))}
                </dl>
            </div>
        }
        .into_any()
    }
}

fn class(cx: &BlockCx) -> String {
    let mut class = "l-desc".to_owned();
    for (on, name) in [
        (cx.flag("bordered", false), " l-desc-bordered"),
        (!cx.flag("colon", true), " l-desc-nocolon"),
        (cx.text("layout") == "vertical", " l-desc-vertical"),
        (cx.text("size") == "small", " l-desc-small"),
    ] {
        if on {
            class.push_str(name);
        }
    }
    class
}

/// Numbers of columns as variables by breakpoint.
fn column_style(column: &Value) -> Option<String> {
    let mut style = String::new();
    if let Some(n) = column.as_number() {
        let _ = write!(style, "--c-md:{n};--c-sm:{};", n.min(2.0));
    }
    for (name, _) in css::BREAKPOINTS {
        if let Some(n) = column.key(name).as_number() {
            let name = if *name == "2xl" { "xxl" } else { name };
            let _ = write!(style, "--c-{name}:{n};");
        }
    }
    element::some(style)
}

/// Each row as `{key, label, value, …}`.
fn rows(items: &Value) -> Vec<Value> {
    match items {
        Value::Map(map) => {
            let row = |(key, value): (&engine::Str, &Value)| {
                Value::object([
                    ("value", value.clone()),
                    ("key", Value::String(key.clone())),
                ])
            };
            map.iter().map(row).collect()
        }
        Value::List(items) => items
            .iter()
            .map(|item| match item {
                Value::Map(_) => item.clone(),
                v => Value::object([("value", v.clone()), ("key", element::shown(v).into())]),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn items(cx: &BlockCx, properties: &Value) -> AnyView {
    let options = properties.key("itemOptions").items();
    let views: Vec<AnyView> = rows(properties.key("items"))
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let own = options
                .iter()
                .find(|o| o.key("key") == row.key("key") && !o.key("key").is_none())
                .unwrap_or(&Value::Undefined);
            item(cx, properties, own, row, i)
        })
        .collect();
    views.into_any()
}

fn item(cx: &BlockCx, properties: &Value, option: &Value, row: &Value, i: usize) -> AnyView {
    let call = |name: &str, first: Option<&Value>| match option.key(name) {
        Value::Function(function) => Some(run(cx, function, first, row, i)),
        _ => None,
    };
    let given = if row.key("key").is_none() {
        row.key("label")
    } else {
        row.key("key")
    };
    let label = call("transformLabel", Some(given)).unwrap_or_else(|| given.clone());
    let value =
        call("transformValue", Some(row.key("value"))).unwrap_or_else(|| row.key("value").clone());
    let either = |name: &str| call(name, None).unwrap_or_else(|| option.key(name).clone());
    let mut style = css::inline(&either("style"));
    style.push_str(&css::inline(row.key("style")));
    if let Some(span) = row.key("span").clone().or(either("span")).as_number() {
        let _ = write!(style, "--s:{span};");
    }
    let both =
        |name: &str| element::some(css::inline(properties.key(name)) + &css::inline(row.key(name)));
    view! {
        <div class="l-desc-item" style=style>
            <dt style=both("labelStyle") inner_html=html::sanitize(&element::shown(&label))></dt>
            <dd style=both("contentStyle") inner_html=html::sanitize(&element::shown(&value))></dd>
        </div>
    }
    .into_any()
}

fn run(cx: &BlockCx, function: &Function, first: Option<&Value>, row: &Value, i: usize) -> Value {
    let mut args: Vec<Value> = first.into_iter().cloned().collect();
    args.extend([row.clone(), i.into()]);
    cx.call(function, &args)
}
