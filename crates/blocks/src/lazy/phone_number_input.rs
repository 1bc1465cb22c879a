use std::sync::Arc;

use engine::{Value, ValueType};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, Edit, affix, change, fixed, read};
use crate::listbox::{Listbox, Options};
use crate::popup::Popup;
use crate::regions::{Region, regions};
use crate::select_box::{SelectBox, arrow};
use crate::{Block, Choice, field, html};

/// A telephone number: a region, and the number within it. The value is `{region: {name, flag, code,
/// dial_code}, input, phone_number}`.
///
/// ```yaml
/// type: PhoneNumberInput
/// properties: { title: Phone, allowedRegions: [NL, BE, DE], defaultRegion: BE }
/// ```
///
/// - `allowClear`: true if a button empties it. Default: false.
/// - `allowedRegions`: the codes of regions to choose from, such as `NL`. Default: all.
/// - `defaultRegion`: the code of the region at first. Default: the first in the list.
/// - `optionsStyle`: CSS properties of the list of regions.
/// - `selectStyle`: CSS properties of the control for the region.
/// - `showFlags`: false shows codes in place of flags. Default: true.
/// - `onCodeChange`: another region was chosen.
/// - `onInputChange`: the number was changed.
pub struct PhoneNumberInput;

impl Block for PhoneNumberInput {
    const NAME: &'static str = "PhoneNumberInput";
    const META: BlockMeta = BlockMeta::input(ValueType::Object);
    const EVENTS: &'static [&'static str] = &[
        "onBlur",
        "onChange",
        "onClear",
        "onCodeChange",
        "onFocus",
        "onInputChange",
        "onPressEnter",
    ];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "allowedRegions",
        "autoFocus",
        "bordered",
        "defaultRegion",
        "disabled",
        "inputStyle",
        "label",
        "maxLength",
        "optionsStyle",
        "placeholder",
        "prefix",
        "prefixIcon",
        "replaceInput",
        "selectStyle",
        "showArrow",
        "showFlags",
        "size",
        "suffix",
        "suffixIcon",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let options = options(&cx);
        let chosen = chosen(&cx, options);
        let region = move || {
            let at = chosen.get_untracked().first().copied();
            options.with_untracked(|options| {
                at.and_then(|i| options.get(i))
                    .map(|choice| choice.value.clone())
            })
        };
        let put = {
            let cx = cx.clone();
            move |text: String, event: &'static str| {
                put(&cx, region().unwrap_or_default(), text, event)
            }
        };
        // As in Lowdefy a number begins as its region.
        let (fresh, first) = (cx.clone(), cx.clone());
        Effect::new(move |_| {
            if fresh.value().is_none()
                && let Some(region) = untrack(region)
            {
                first.set_value(number(&region, ""));
            }
        });
        let (typed, emptied, enter) = (cx.clone(), put.clone(), cx.clone());
        let mut edit = Edit::new(&cx, read(&cx, text));
        let node = edit.node;
        edit.kind = Arc::new(|| Some("tel".to_owned()));
        edit.attrs = vec![input::max_length(&cx), fixed("inputmode", "tel")];
        edit.typed = Box::new(move |el, _| put(input::typed_text(&typed, el), "onInputChange"));
        edit.key = Box::new(move |ev| {
            if ev.key() == "Enter" && !ev.is_composing() {
                enter.trigger("onPressEnter", Value::Undefined);
            }
        });
        let empty = move || {
            emptied(String::new(), "onInputChange");
            if let Some(el) = node.get_untracked() {
                el.focus().ok();
            }
        };
        let control = view! {
            <div class=read(&cx, |cx| input::shell_class(cx, "l-phone")) style=read(&cx, input::input_style)>
                {region_select(&cx, options, chosen)}
                {affix(&cx, "prefix", "prefixIcon")}
                {edit.view(&cx)}
                {input::clear(&cx, false, read(&cx, |cx| !text(cx).is_empty()), empty)}
                {affix(&cx, "suffix", "suffixIcon")}
            </div>
        };
        field(&cx, control.into_any())
    }
}

/// What is typed beside the region. Tracks.
fn text(cx: &BlockCx) -> String {
    cx.value()
        .key("input")
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn number(region: &Value, input: &str) -> Value {
    let dial = region.key("dial_code").as_str().unwrap_or_default();
    Value::object([
        ("input", input.into()),
        ("region", region.clone()),
        ("phone_number", format!("{dial}{input}").into()),
    ])
}

fn put(cx: &BlockCx, region: Value, text: String, event: &'static str) {
    cx.set_value(number(&region, &text));
    cx.trigger(event, Value::Undefined);
    change(cx, cx.value());
}

/// The regions of `allowedRegions`, or all.
fn options(cx: &BlockCx) -> Options {
    let cx = cx.clone();
    let wanted = Memo::new(move |_| (cx.prop("allowedRegions"), cx.flag("showFlags", true)));
    Memo::new(move |_| {
        let (allowed, flags) = wanted.get();
        let some = allowed.items();
        let is_allowed = |region: &Region| {
            some.is_empty() || some.iter().any(|code| code.as_str() == Some(region.code))
        };
        Arc::new(
            regions()
                .filter(is_allowed)
                .map(|region| choice(region, flags))
                .collect(),
        )
    })
}

fn choice(region: Region, flags: bool) -> Choice {
    let (flag, dial) = (region.flag(), format!("+{}", region.dial));
    let text = format!("{} {dial}", region.name);
    Choice {
        label: html::escape(&if flags {
            format!("{flag} {text}")
        } else {
            text.clone()
        }),
        filter: text,
        value: Value::object([
            ("name", region.name.into()),
            ("flag", flag.into()),
            ("code", region.code.into()),
            ("dial_code", dial.into()),
        ]),
        disabled: false,
        style: Value::Null,
        tag: Value::Null,
    }
}

/// The region of the value, else `defaultRegion`, else the first.
fn chosen(cx: &BlockCx, options: Options) -> Memo<Vec<usize>> {
    let cx = cx.clone();
    Memo::new(move |_| {
        let (own, default) = (
            cx.value().key("region").key("code").clone(),
            cx.prop("defaultRegion"),
        );
        options.with(|options| {
            let find = |code: &Value| {
                code.as_str()
                    .and_then(|_| options.iter().position(|c| c.value.key("code") == code))
            };
            find(&own)
                .or_else(|| find(&default))
                .or((!options.is_empty()).then_some(0))
                .into_iter()
                .collect()
        })
    })
}

fn region_select(cx: &BlockCx, options: Options, chosen: Memo<Vec<usize>>) -> AnyView {
    let popup = Popup::new(NodeRef::new());
    let picker = cx.clone();
    let list = Listbox::new(cx, popup, options, chosen, false, move |_, i| {
        let region = options.with_untracked(|options| options[i].value.clone());
        put(&picker, region, text(&picker), "onCodeChange");
        popup.dismiss();
    });
    let face = move |cx: &BlockCx| {
        let i = chosen.with(|chosen| chosen.first().copied())?;
        let region = options.with(|options| options.get(i).map(|choice| choice.value.clone()))?;
        let part = |key: &str| region.key(key).as_str().unwrap_or_default().to_owned();
        Some(if cx.flag("showFlags", true) {
            part("flag") + " " + &part("dial_code")
        } else {
            part("dial_code")
        })
    };
    let select = SelectBox {
        list,
        id: format!("{}_select_input", cx.id()),
        face: read(cx, face),
        search: Arc::new(|| true),
        placeholder: Arc::new(|| Some("Select item".to_owned())),
        name: Arc::new(|| Some("Region".to_owned())),
        class: Arc::new(|| "l-input l-input-bare l-select l-phone-region".to_owned()),
        style: read(cx, |cx| {
            Some(crate::css::inline(&cx.prop("selectStyle"))).filter(|style| !style.is_empty())
        }),
        after: arrow(cx, "regionIcon"),
    };
    select.view(cx)
}
