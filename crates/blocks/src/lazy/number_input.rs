use engine::{Value, ValueType, js};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::input::{self, Edit, attr, change, fixed, is_off, read};
use crate::number_text::{read_number, rounded, stepped};
use crate::{Block, field};

/// A number. Arrow keys and the two buttons step it, with Shift by ten steps. What is typed counts at
/// once where it is a number within `min` and `max`; else it is put right when the input is left.
/// `formatter` is called with the number as text and gives what is shown; `parser` is its inverse.
///
/// ```yaml
/// type: NumberInput
/// properties: { title: Price, min: 0, step: 0.5, precision: 2 }
/// ```
///
/// - `controls`: false leaves out the two buttons. Default: true.
/// - `decimalSeparator`: what stands before the fraction. Default: `.`.
/// - `formatter`: a function that gives the text of a number.
/// - `keyboard`: false if arrow keys shall not step. Default: true.
/// - `max`: the greatest number.
/// - `min`: the least number.
/// - `parser`: a function that gives the number of a text.
/// - `precision`: how many digits the fraction has.
/// - `step`: by how much a step changes it. Default: 1.
pub struct NumberInput;

impl Block for NumberInput {
    const NAME: &'static str = "NumberInput";
    const META: BlockMeta = BlockMeta::input(ValueType::Number);
    const EVENTS: &'static [&'static str] = &["onBlur", "onChange", "onFocus", "onPressEnter"];
    const PROPERTIES: &'static [&'static str] = &[
        "autoFocus",
        "bordered",
        "controls",
        "decimalSeparator",
        "disabled",
        "formatter",
        "inputStyle",
        "keyboard",
        "label",
        "max",
        "min",
        "parser",
        "placeholder",
        "precision",
        "size",
        "step",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let number = Number {
            cx: cx.clone(),
            draft: RwSignal::new(None),
        };
        let shown = number.clone();
        let mut edit = Edit::new(&cx, read(&cx, move |_| shown.text()));
        let bound = |key: &'static str| read(&cx, move |cx| cx.number(key).map(js::number_to_text));
        edit.attrs = vec![
            fixed("role", "spinbutton"),
            attr(
                "inputmode",
                read(&cx, |cx| {
                    Some(
                        if cx.number("min").is_some_and(|min| min < 0.0) {
                            "text"
                        } else {
                            "decimal"
                        }
                        .to_owned(),
                    )
                }),
            ),
            attr(
                "aria-valuenow",
                read(&cx, |cx| cx.value().as_number().map(js::number_to_text)),
            ),
            attr("aria-valuemin", bound("min")),
            attr("aria-valuemax", bound("max")),
        ];
        let (typed, keyed, left, node) =
            (number.clone(), number.clone(), number.clone(), edit.node);
        edit.typed = Box::new(move |el, _| typed.take(el.value()));
        edit.key = Box::new(move |ev| match ev.key().as_str() {
            "ArrowUp" | "ArrowDown" if keyed.cx.flag("keyboard", true) => {
                ev.prevent_default();
                keyed.step(ev.key() == "ArrowUp", ev.shift_key());
            }
            "Enter" if !ev.is_composing() => {
                keyed.settle();
                keyed.cx.trigger("onPressEnter", Value::Undefined);
            }
            _ => {}
        });
        edit.left = Box::new(move || left.settle());
        let steps = move |up: bool| {
            let number = number.clone();
            let off = read(&number.cx, move |cx| is_off(cx) || at_end(cx, up));
            let press = move |ev: leptos::ev::MouseEvent| {
                number.step(up, ev.shift_key());
                if let Some(el) = node.get_untracked() {
                    el.focus().ok();
                }
            };
            view! {
                <button
                    type="button"
                    class=if up { "l-step l-step-up" } else { "l-step" }
                    tabindex="-1"
                    disabled=off
                    on:mousedown=|ev| ev.prevent_default()
                    on:click=press
                >
                    <span class="l-chevron"></span>
                </button>
            }
            .into_any()
        };
        let source = cx.clone();
        let controls = Memo::new(move |_| source.flag("controls", true));
        let control = view! {
            <span class=read(&cx, |cx| input::shell_class(cx, "l-number")) style=read(&cx, input::input_style)>
                {edit.view(&cx)}
                {move || controls.get().then(|| view! {
                    <span class="l-steps" aria-hidden="true">{steps(true)}{steps(false)}</span>
                })}
            </span>
        };
        field(&cx, control.into_any())
    }
}

/// Can it not be stepped further?
fn at_end(cx: &BlockCx, up: bool) -> bool {
    let (value, end) = (
        cx.value().as_number(),
        cx.number(if up { "max" } else { "min" }),
    );
    value
        .zip(end)
        .is_some_and(|(value, end)| if up { value >= end } else { value <= end })
}

#[derive(Clone)]
struct Number {
    cx: BlockCx,
    /// What is typed, and the value that goes with it: the text holds as long as nothing else changes
    /// the value.
    draft: RwSignal<Option<(String, Value)>>,
}

impl Number {
    /// What the input shows. Tracks.
    fn text(&self) -> String {
        let value = self.cx.value();
        match self.draft.get() {
            Some((text, of)) if of == value => text,
            _ => self.formatted(&value),
        }
    }

    fn formatted(&self, value: &Value) -> String {
        let Some(n) = value.as_number() else {
            return String::new();
        };
        let text = match self.precision() {
            Some(digits) => rounded(n, digits),
            None => js::number_to_text(n),
        };
        if let Some(formatter) = self.cx.prop("formatter").as_function() {
            let info = Value::object([
                ("userTyping", false.into()),
                ("input", text.as_str().into()),
            ]);
            return js::to_text(&self.cx.call(formatter, &[text.into(), info]));
        }
        text.replace('.', &self.decimal())
    }

    fn precision(&self) -> Option<usize> {
        self.cx
            .number("precision")
            .filter(|n| *n >= 0.0)
            .map(|n| n.min(100.0) as usize)
    }

    fn decimal(&self) -> String {
        self.cx
            .text_opt("decimalSeparator")
            .unwrap_or_else(|| ".".to_owned())
    }

    /// The number that a text stands for; null for none at all, none where it is not a number yet.
    fn parse(&self, text: &str) -> Option<Value> {
        if text.trim().is_empty() {
            return Some(Value::Null);
        }
        if let Some(parser) = self.cx.prop("parser").as_function() {
            let n = js::to_number(&self.cx.call(parser, &[text.into()]));
            return n.is_finite().then_some(Value::Number(n));
        }
        read_number(text, &self.decimal()).map(Value::Number)
    }

    /// Takes over what is typed, as far as it is a number that is allowed.
    fn take(&self, text: String) {
        if let Some(value) = self.parse(&text) {
            let fits = value.as_number().is_none_or(|n| self.clamped(n) == n);
            if fits && value != self.cx.value() {
                change(&self.cx, value);
            }
        }
        self.draft.set(Some((text, self.cx.value())));
    }

    /// Puts what is typed right: within the limits and rounded, or as it was before.
    fn settle(&self) {
        let Some((text, of)) = self.draft.get_untracked() else {
            return;
        };
        let typed = self.parse(&text).filter(|_| of == self.cx.value());
        if let Some(value) = typed {
            self.put(value.as_number());
        }
        self.draft.set(None);
    }

    fn step(&self, up: bool, ten: bool) {
        if is_off(&self.cx) {
            return;
        }
        self.settle();
        let by = self.cx.number("step").unwrap_or(1.0) * if ten { 10.0 } else { 1.0 };
        let now = self.cx.value().as_number().unwrap_or(0.0);
        self.put(Some(stepped(now, if up { by } else { -by })));
    }

    fn put(&self, n: Option<f64>) {
        let round = |n: f64| {
            self.precision()
                .map_or(n, |digits| js::text_to_number(&rounded(n, digits)))
        };
        let value = n.map_or(Value::Null, |n| self.clamped(round(self.clamped(n))).into());
        if value != self.cx.value() {
            change(&self.cx, value);
        }
    }

    fn clamped(&self, n: f64) -> f64 {
        let low = self.cx.number("min").map_or(n, |min| n.max(min));
        self.cx.number("max").map_or(low, |max| low.min(max))
    }
}
