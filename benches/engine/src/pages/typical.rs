//! A large page as apps have them: 1,000 blocks in sections, of which about half compute something
//! with the operators that apps use most.

use serde_json::{Value, json};

/// Sections of nine blocks and the box around them: 1,000 blocks.
const SECTIONS: usize = 100;

/// Orders in `global`.
const ORDERS: usize = 50;

/// Numbers from a seed: a linear congruential series.
struct Random(u32);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % n
    }
}

/// What the page reads.
pub(super) fn global() -> Value {
    let mut random = Random(7);
    let order = |i: usize| {
        let status = ["open", "paid", "shipped"][random.below(3)];
        json!({
            "number": format!("O-{:05}", 1000 + i),
            "status": status,
            "total": random.below(100_000) as f64 / 100.0,
            "lines": random.below(12) + 1,
            "tags": ["new", "express"],
        })
    };
    let orders: Vec<Value> = (0..ORDERS).map(order).collect();
    let customer =
        |i: usize| json!({"id": i, "name": format!("Customer {i}"), "active": i % 3 == 1});
    let customers: Vec<Value> = (0..20).map(customer).collect();
    let settings =
        json!({"vat": 0.15, "currency": "EUR", "wide": false, "units": {"weight": "kg"}});
    json!({"orders": orders, "customers": customers, "settings": settings})
}

/// The page.
pub(super) fn page() -> Value {
    let mut random = Random(1);
    let section = |i: usize| {
        let blocks: Vec<Value> = (0..9).map(|j| block(&mut random, i * 9 + j)).collect();
        json!({"id": format!("section_{i}"), "type": "Box", "layout": {"span": 12}, "blocks": blocks})
    };
    let sections: Vec<Value> = (0..SECTIONS).map(section).collect();
    super::page("typical", &sections)
}

fn block(random: &mut Random, i: usize) -> Value {
    let order = random.below(ORDERS);
    let of = |key: &str| json!({"_global": format!("orders.{order}.{key}")});
    let mut block = match random.below(12) {
        0 => title(&of),
        1 => conditional(&of),
        2 => input(&of, i),
        3 => number(&of),
        4 => selector(),
        5 => button(&of, i),
        6 => amounts(&of),
        7 => lookup(order),
        // Nothing to compute, as in most blocks of real pages.
        8 => json!({"type": "Title", "properties": {"content": "Orders", "level": 4}}),
        9 => {
            json!({"type": "TextInput", "properties": {"title": "Reference", "label": {"span": 6}}})
        }
        10 => {
            json!({"type": "NumberInput", "layout": {"span": 6}, "properties": {"title": "Amount", "min": 0}})
        }
        _ => {
            json!({"type": "Paragraph", "style": {"color": "#666"}, "properties": {"content": "As agreed."}})
        }
    };
    block["id"] = format!("b{i}").into();
    block
}

fn title(of: &dyn Fn(&str) -> Value) -> Value {
    json!({
        "type": "Title",
        "properties": {
            "content": {"_string.concat": ["Order ", of("number"), " (", of("status"), ")"]},
            "level": {"_if": {"test": {"_gt": [of("total"), 500]}, "then": 2, "else": 3}},
        },
    })
}

fn conditional(of: &dyn Fn(&str) -> Value) -> Value {
    json!({
        "type": "Paragraph",
        "visible": {"_and": [{"_gt": [of("total"), 100]}, {"_not": {"_state": "compact"}}]},
        "properties": {
            "content": {"_switch": {
                "branches": [
                    {"if": {"_eq": [of("status"), "open"]}, "then": "Waiting for payment."},
                    {"if": {"_eq": [of("status"), "paid"]}, "then": "Waiting for shipment."},
                ],
                "default": {"_string.toUpperCase": of("status")},
            }},
        },
    })
}

fn input(of: &dyn Fn(&str) -> Value, i: usize) -> Value {
    json!({
        "type": "TextInput",
        "required": {"_eq": [of("status"), "open"]},
        "validate": [{
            "status": "error",
            "message": "Capital letters and digits.",
            "pass": {"_regex": {"pattern": "^[A-Z0-9]*$", "on": {"_if_none": [{"_state": format!("b{i}")}, ""]}}},
        }],
        "properties": {"title": {"_string.concat": ["Reference of ", of("number")]}},
    })
}

fn number(of: &dyn Fn(&str) -> Value) -> Value {
    json!({
        "type": "NumberInput",
        "layout": {"span": {"_if": {"test": {"_global": "settings.wide"}, "then": 24, "else": 12}}},
        "properties": {
            "placeholder": {"_number.toFixed": [{"_product": [of("total"), 1.15]}, 2]},
            "disabled": {"_ne": [of("status"), "open"]},
        },
    })
}

fn selector() -> Value {
    json!({
        "type": "Selector",
        "properties": {
            "title": "Customer",
            "options": {"_array.map": {
                "on": {"_array.filter": {
                    "on": {"_global": "customers"},
                    "callback": {"_function": {"__args": "0.active"}},
                }},
                "callback": {"_function": {"label": {"__args": "0.name"}, "value": {"__args": "0.id"}}},
            }},
        },
    })
}

fn button(of: &dyn Fn(&str) -> Value, i: usize) -> Value {
    json!({
        "type": "Button",
        "properties": {
            "title": {"_if": {"test": {"_eq": [of("status"), "paid"]}, "then": "Ship", "else": "Remind"}},
            "disabled": {"_or": [{"_state": "saving"}, {"_lt": [of("lines"), 2]}]},
            "type": "primary",
        },
        "events": {"onClick": [
            {"id": "set", "type": "SetState", "params": {"saving": true, "chosen": i}},
            {"id": "unset", "type": "SetState", "params": {"saving": {"_not": {"_state": "saving"}}}},
        ]},
    })
}

fn amounts(of: &dyn Fn(&str) -> Value) -> Value {
    json!({
        "type": "Paragraph",
        "properties": {
            "content": {"_string.concat": [
                {"_number.toFixed": [{"_sum": [of("total"), {"_product": [of("total"), {"_global": "settings.vat"}]}]}, 2]},
                " ", {"_global": "settings.currency"}, ", ",
                {"_math.round": {"_divide": [of("total"), of("lines")]}}, " each",
            ]},
        },
    })
}

fn lookup(order: usize) -> Value {
    json!({
        "type": "Paragraph",
        "properties": {
            "content": {"_get": {
                "from": {"_global": format!("orders.{order}")},
                "key": "number",
                "default": "unknown",
            }},
            "tags": {"_array.join": [{"_global": format!("orders.{order}.tags")}, ", "]},
            "kind": {"_type": {"type": "array", "on": {"_global": "customers"}}},
        },
    })
}
