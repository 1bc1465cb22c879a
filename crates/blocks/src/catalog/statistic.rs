use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, element, icon_of};

/// A number with a title.
///
/// ```yaml
/// type: Statistic
/// properties: { title: Revenue, value: 1234567.891, precision: 2, prefix: "€" }   # €1,234,567.89
/// ```
///
/// - `decimalSeparator`: what stands before the fraction. Default: `.`.
/// - `groupSeparator`: what stands between groups of three digits. Default: `,`.
/// - `loading`: true shows a grey shape in place of the number.
/// - `precision`: how many digits the fraction has; further ones are cut off.
/// - `title`: what the number is; HTML in it is made safe.
/// - `value`: the number, or a text.
/// - `valueStyle`: CSS properties of the number.
pub struct Statistic;

impl Block for Statistic {
    const NAME: &'static str = "Statistic";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &[
        "decimalSeparator",
        "groupSeparator",
        "loading",
        "precision",
        "prefix",
        "prefixIcon",
        "style",
        "suffix",
        "suffixIcon",
        "title",
        "value",
        "valueStyle",
    ];

    fn render(cx: BlockCx) -> AnyView {
        view! {
            <div id=cx.id().to_string() class="l-stat" style=element::style(&cx)>
                {element::slot(&cx, "title", "l-stat-title")}
                <div class="l-stat-value" style=element::style_at(&cx, "valueStyle")>{value(&cx)}</div>
            </div>
        }
        .into_any()
    }
}

fn value(cx: &BlockCx) -> AnyView {
    element::part(
        cx,
        |cx| cx.now().properties.clone(),
        |cx, p| {
            if engine::js::truthy(p.key("loading")) {
                return view! { <span class="l-skeleton l-stat-loading" aria-hidden="true"></span> }.into_any();
            }
            let affix = |icon: &str, text: &str, class: &'static str| -> AnyView {
                let (icon, text) = (p.key(icon), p.key(text));
                if !icon.is_none() {
                    return view! { <span class=class>{icon_of(cx, icon)}</span> }.into_any();
                }
                element::some(element::shown(text))
                    .map(|t| view! { <span class=class>{t}</span> })
                    .into_any()
            };
            let (whole, rest) = format(&p);
            let rest =
                element::some(rest).map(|r| view! { <span class="l-stat-decimals">{r}</span> });
            view! {
                {affix("prefixIcon", "prefix", "l-stat-prefix")}
                <span class="l-stat-number">{whole}{rest}</span>
                {affix("suffixIcon", "suffix", "l-stat-suffix")}
            }
            .into_any()
        },
    )
}

/// The number with its groups, and its decimals, which are cut rather than rounded, as antd does.
fn format(properties: &Value) -> (String, String) {
    let text = element::shown(properties.key("value"));
    let (sign, digits) = text.strip_prefix('-').map_or(("", &*text), |t| ("-", t));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if digits.is_empty() || !plain(whole) || !plain(decimals) {
        return (text, String::new());
    }
    let separator =
        |key: &str, default: &str| properties.key(key).as_str().unwrap_or(default).to_owned();
    let mut grouped = sign.to_owned();
    let group = separator("groupSeparator", ",");
    let whole = if whole.is_empty() { "0" } else { whole };
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push_str(&group);
        }
        grouped.push(c);
    }
    let mut decimals = decimals.to_owned();
    if let Some(n) = properties.key("precision").as_number() {
        let n = n.clamp(0.0, 20.0) as usize;
        decimals.truncate(n);
        while decimals.len() < n {
            decimals.push('0');
        }
    }
    if !decimals.is_empty() {
        decimals.insert_str(0, &separator("decimalSeparator", "."));
    }
    (grouped, decimals)
}
