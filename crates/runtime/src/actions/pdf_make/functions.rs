//! Functions of tables become lists of what they return: a server gets data.

use engine::{Function, Map, Value};

use crate::{ActionCx, ActionError};

/// What a function of a layout is called for.
#[derive(Clone, Copy)]
enum By {
    /// Lines between rows.
    Lines,
    /// Lines between columns.
    Bars,
    Rows,
    Columns,
}

/// Keys of layouts that may be functions: what their first argument counts, and their third, if any.
const KEYS: [(&str, By, Option<By>); 11] = [
    ("hLineWidth", By::Lines, None),
    ("vLineWidth", By::Bars, None),
    ("hLineColor", By::Lines, Some(By::Columns)),
    ("vLineColor", By::Bars, Some(By::Rows)),
    ("hLineStyle", By::Lines, None),
    ("vLineStyle", By::Bars, None),
    ("paddingLeft", By::Columns, None),
    ("paddingRight", By::Columns, None),
    ("paddingTop", By::Rows, None),
    ("paddingBottom", By::Rows, None),
    ("fillColor", By::Rows, Some(By::Columns)),
];

/// `value` without functions of tables; none where there are none.
pub(super) fn resolve(
    cx: &ActionCx,
    value: &Value,
    layouts: &Value,
) -> Result<Option<Value>, ActionError> {
    match value {
        Value::List(items) => {
            let mut changed = None;
            for (at, item) in items.iter().enumerate() {
                if let Some(item) = resolve(cx, item, layouts)? {
                    changed.get_or_insert_with(|| items.to_vec())[at] = item;
                }
            }
            Ok(changed.map(Value::list))
        }
        Value::Map(map) => {
            let mut changed: Option<Map> = None;
            let mut set = |key: &str, value: Value| {
                changed
                    .get_or_insert_with(|| (**map).clone())
                    .insert(key, value);
            };
            for (key, value) in map.iter() {
                if let Some(value) = resolve(cx, value, layouts)? {
                    set(key, value);
                }
            }
            if let Some(Value::List(body)) = map.get("table").map(|table| table.key("body")) {
                let columns = body.first().map_or(0, |row| row.items().len());
                let table = Table {
                    cx,
                    node: value,
                    rows: body.len(),
                    columns,
                };
                if let Some(layout) = table.layout(layouts)? {
                    set("layout", layout);
                }
            }
            if let (Some(Value::Function(heights)), Some(Value::List(body))) =
                (map.get("heights"), map.get("body"))
            {
                let heights = (0..body.len()).map(|row| cx.call(heights, &[number(row)]));
                set("heights", Value::list(heights.collect::<Result<_, _>>()?));
            }
            Ok(changed.map(Value::map))
        }
        _ => Ok(None),
    }
}

/// A table whose layout is looked at.
struct Table<'a> {
    cx: &'a ActionCx,
    node: &'a Value,
    rows: usize,
    columns: usize,
}

impl Table<'_> {
    /// Its layout, its own or by name, if there are functions in it.
    fn layout(&self, layouts: &Value) -> Result<Option<Value>, ActionError> {
        let own = self.node.key("layout");
        let layout = own.as_str().map_or(own, |name| layouts.key(name));
        let Some(map) = layout.as_map() else {
            return Ok(None);
        };
        if !map.values().any(|value| value.as_function().is_some()) {
            return Ok(None);
        }
        let mut data = (**map).clone();
        for (key, first, third) in KEYS {
            let Some(Value::Function(function)) = map.get(key) else {
                continue;
            };
            let values = (0..self.count(first)).map(|at| match third {
                None => self.call(function, at, None),
                Some(third) => {
                    let each = (0..self.count(third)).map(|to| self.call(function, at, Some(to)));
                    Ok(Value::list(each.collect::<Result<_, ActionError>>()?))
                }
            });
            let values: Vec<Value> = values.collect::<Result<_, ActionError>>()?;
            data.insert(key, Value::list(values));
        }
        if let Some(Value::Function(function)) = map.get("fillOpacity") {
            data.insert("fillOpacity", self.call(function, 0, Some(0))?);
        }
        Ok(Some(Value::map(data)))
    }

    fn count(&self, by: By) -> usize {
        match by {
            By::Lines => self.rows + 1,
            By::Bars => self.columns + 1,
            By::Rows => self.rows,
            By::Columns => self.columns,
        }
    }

    fn call(
        &self,
        function: &Function,
        at: usize,
        to: Option<usize>,
    ) -> Result<Value, ActionError> {
        let mut args = vec![number(at), self.node.clone()];
        args.extend(to.map(number));
        Ok(self.cx.call(function, &args)?.or_null())
    }
}

fn number(at: usize) -> Value {
    Value::from(at as f64)
}
