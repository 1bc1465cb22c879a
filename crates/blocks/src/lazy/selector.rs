use engine::{Value, ValueType};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, change, read};
use crate::listbox::{Listbox, chosen_of, options_of};
use crate::popup::Popup;
use crate::select_box::{SelectBox, arrow, placeholder_or, select_class};
use crate::{Block, field};

/// One of a list of options, in a list that drops down. Options are texts, numbers, booleans, or
/// `{label, value, disabled, filterString, style}` with values of any kind. `onSearch` has
/// `{value}`: what was typed.
///
/// ```yaml
/// type: Selector
/// properties:
///   title: Country
///   options: [{ label: Portugal, value: PT }, { label: Spain, value: ES }]
/// ```
///
/// - `options`: a list of texts, numbers or booleans, or of
///   `{ label, value, disabled, filterString, style }` with values of any kind.
/// - `placeholder`: what it shows when it is empty. Default: `Select item`.
/// - `showSearch`: false if options cannot be searched by typing. Default: true.
pub struct Selector;

impl Block for Selector {
    const NAME: &'static str = "Selector";
    const META: BlockMeta = BlockMeta::input(ValueType::Any);
    const EVENTS: &'static [&'static str] =
        &["onBlur", "onChange", "onClear", "onFocus", "onSearch"];
    const PROPERTIES: &'static [&'static str] = &[
        "allowClear",
        "autoFocus",
        "bordered",
        "clearIcon",
        "disabled",
        "inputStyle",
        "label",
        "loadingPlaceholder",
        "notFoundContent",
        "options",
        "optionsStyle",
        "placeholder",
        "showArrow",
        "showSearch",
        "size",
        "suffixIcon",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let popup = Popup::new(NodeRef::new());
        let options = options_of(&cx);
        let chosen = chosen_of(&cx, options, false);
        let picker = cx.clone();
        let list = Listbox::new(&cx, popup, options, chosen, false, move |_, i| {
            if chosen.get_untracked() != [i] {
                change(
                    &picker,
                    options.with_untracked(|options| options[i].value.clone()),
                );
            }
            popup.dismiss();
        });
        let emptied = cx.clone();
        let empty = move || {
            change(&emptied, Value::Null);
            popup.dismiss();
        };
        let face = move || {
            let chosen = chosen.with(|chosen| chosen.first().copied())?;
            options.with(|options| options.get(chosen).map(|choice| choice.label.clone()))
        };
        let select = SelectBox {
            list,
            id: format!("{}_input", cx.id()),
            face: read(&cx, move |_| face()),
            search: read(&cx, |cx| cx.flag("showSearch", true)),
            placeholder: placeholder_or(&cx, "Select item"),
            name: read(&cx, input::hidden_name),
            class: select_class(&cx),
            style: read(&cx, input::input_style),
            after: (
                input::clear(
                    &cx,
                    true,
                    read(&cx, move |_| !chosen.with(Vec::is_empty)),
                    empty,
                ),
                arrow(&cx, "suffixIcon"),
            )
                .into_any(),
        };
        field(&cx, select.view(&cx))
    }
}
