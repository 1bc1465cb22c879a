//! The pages of the bench, made from a seed: the same JSON for both engines.

mod typical;

use serde_json::{Map, Value, json};

/// Inputs of [`inputs`].
pub const INPUTS: usize = 1000;

/// Rows of the list of [`list`].
pub const ROWS: usize = 1000;

/// Expressions of [`inputs`] that read the shared key.
pub const SHARED_READERS: usize = 20;

/// Everything that is measured, as one JSON document: pages, `global`, block types, rows.
pub fn all() -> Value {
    json!({
        "typical": typical::page(),
        "inputs": inputs(),
        "list": list(),
        "global": typical::global(),
        "metas": metas(),
        "rows": rows(),
        "sharedReaders": SHARED_READERS,
    })
}

/// Block types, as Lowdefy has them: category, and what kind of value an input keeps.
fn metas() -> Value {
    json!({
        "Box": {"category": "container"},
        "Button": {"category": "display"},
        "List": {"category": "list", "valueType": "array"},
        "NumberInput": {"category": "input", "valueType": "number"},
        "Paragraph": {"category": "display"},
        "Selector": {"category": "input", "valueType": "any"},
        "TextInput": {"category": "input", "valueType": "string"},
        "Title": {"category": "display"},
    })
}

/// 1,000 inputs with three expressions each that read the input's own key, and 20 more that read one
/// key that they share.
fn inputs() -> Value {
    let input = |i: usize| {
        let id = format!("i{i}");
        let mut properties = json!({
            "title": {"_string.concat": ["Now ", {"_if_none": [{"_state": id}, "empty"]}]},
            "size": "small",
        });
        if i < SHARED_READERS {
            properties["placeholder"] = json!({"_if_none": [{"_state": "shared"}, "shared"]});
        }
        json!({
            "id": id,
            "type": "TextInput",
            "visible": {"_ne": [{"_state": id}, "hide"]},
            "required": {"_eq": [{"_state": id}, "must"]},
            "layout": {"span": 6},
            "properties": properties,
        })
    };
    let mut blocks: Vec<Value> = (0..INPUTS).map(input).collect();
    blocks.push(json!({"id": "shared", "type": "TextInput"}));
    page("inputs", &blocks)
}

/// A list whose items have three blocks.
fn list() -> Value {
    let blocks = [json!({
        "id": "list",
        "type": "List",
        "blocks": [
            {"id": "list.$.name", "type": "TextInput", "properties": {"title": "Name"}},
            {
                "id": "list.$.amount",
                "type": "NumberInput",
                "visible": {"_ne": [{"_state": "list.$.name"}, ""]},
            },
            {
                "id": "list.$.text",
                "type": "Paragraph",
                "properties": {
                    "content": {"_string.concat": [
                        "Row ", {"_sum": [{"_index": 0}, 1]}, ", ", {"_state": "list.$.name"}, ": ",
                        {"_number.toFixed": [{"_state": "list.$.amount"}, 2]},
                    ]},
                },
            },
        ],
    })];
    page("list", &blocks)
}

fn rows() -> Value {
    let row = |i: usize| json!({"name": format!("row {i}"), "amount": i as f64 * 1.25});
    (0..ROWS).map(row).collect()
}

/// A page as Lowdefy's build leaves it: ids in full, blocks in areas, a marker of place on every
/// object.
fn page(id: &str, blocks: &[Value]) -> Value {
    let blocks: Vec<Value> = blocks.iter().map(|block| built(block, id)).collect();
    let mut page = json!({
        "id": format!("page:{id}"),
        "pageId": id,
        "blockId": format!("page_{id}"),
        "type": "Box",
        "areas": {"content": {"blocks": blocks}},
    });
    mark(&mut page, &mut 0);
    page
}

fn built(block: &Value, page: &str) -> Value {
    let mut block = block.clone();
    let id = block["id"].as_str().unwrap_or_default().to_owned();
    block["id"] = format!("block:{page}:{id}:0").into();
    block["blockId"] = id.into();
    if let Some(within) = block["blocks"].as_array() {
        let within: Vec<Value> = within.iter().map(|block| built(block, page)).collect();
        block["areas"] = json!({"content": {"blocks": within}});
    }
    if let Some(map) = block.as_object_mut() {
        map.remove("blocks");
    }
    block
}

fn mark(value: &mut Value, n: &mut usize) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| mark(item, n)),
        Value::Object(map) => mark_map(map, n),
        _ => {}
    }
}

fn mark_map(map: &mut Map<String, Value>, n: &mut usize) {
    map.values_mut().for_each(|value| mark(value, n));
    *n += 1;
    map.insert("~k".to_owned(), format!("{n:x}").into());
}
