//! Columns, from their definitions.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use engine::{Map, Str, Value, js};
use runtime::BlockCx;

use super::pick;

/// The width of a column that says nothing, as in AG Grid, and the least width. The least width of a
/// column that takes its share depends on the window: see `--grid-flex` in the style sheet.
const WIDTH: f64 = 200.0;
const LEAST: f64 = 40.0;
/// Shares of `--grid-flex` that a column can have at most.
const MOST_SHARES: f64 = 2.0;

/// All that decides how rows are drawn. A new version means that all rows must be drawn anew.
#[derive(PartialEq)]
pub(super) struct ColumnSet {
    pub(super) version: u32,
    /// Those that are shown, from left to right.
    pub(super) list: Vec<Column>,
    /// Rows of group names above the names.
    pub(super) depth: usize,
    /// Rows are as high as what is in them.
    pub(super) wraps: bool,
    /// `{class, classOf, style, styleOf}` of rows.
    pub(super) row: Value,
}

#[derive(PartialEq)]
pub(super) struct Column {
    pub(super) id: Str,
    pub(super) field: Option<Str>,
    pub(super) title: String,
    /// The definition with its defaults.
    pub(super) def: Value,
    pub(super) side: Side,
    /// Numbers and names stand at the right.
    pub(super) right: bool,
    /// Number and name of each group around it.
    pub(super) groups: Vec<(usize, Str)>,
}

/// Where a column stays when the table is scrolled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

impl Column {
    pub(super) fn is(&self, flag: &str) -> bool {
        js::truthy(self.def.key(flag))
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.def.key(key).as_number()
    }

    pub(super) fn least(&self) -> f64 {
        self.number("minWidth").unwrap_or(LEAST)
    }

    pub(super) fn most(&self) -> f64 {
        self.number("maxWidth").unwrap_or(f64::INFINITY)
    }

    fn flex(&self) -> Option<f64> {
        self.number("flex").filter(|n| *n > 0.0)
    }

    /// Its width, none where it takes its share of what is left.
    fn width(&self, widths: &BTreeMap<Str, f64>) -> Option<f64> {
        let own = widths.get(&self.id).copied();
        if own.is_none() && self.flex().is_some() {
            return None;
        }
        let width = own
            .or_else(|| self.number("width"))
            .or_else(|| self.number("initialWidth"))
            .unwrap_or(WIDTH);
        Some(width.min(self.most()).max(self.least()))
    }
}

impl ColumnSet {
    /// The sorting that the definitions ask for.
    pub(super) fn first_sort(&self) -> Vec<(Str, bool)> {
        let mut sorted: Vec<_> = self
            .list
            .iter()
            .filter_map(|column| {
                let sort = column
                    .def
                    .key("sort")
                    .as_str()
                    .or_else(|| column.def.key("initialSort").as_str())?;
                let rank = column.number("sortIndex").unwrap_or(0.0);
                matches!(sort, "asc" | "desc").then(|| (rank, column.id.clone(), sort == "desc"))
            })
            .collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        sorted.into_iter().map(|(_, id, down)| (id, down)).collect()
    }

    pub(super) fn find(&self, id: &str) -> Option<&Column> {
        self.list.iter().find(|column| &*column.id == id)
    }

    /// The value of `grid-template-columns`, then variables: the least width of all, and for pinned
    /// columns how far they are from their edge.
    pub(super) fn tracks(&self, widths: &BTreeMap<Str, f64>) -> (String, String) {
        let (mut tracks, mut pins, mut all, mut shares) = (String::new(), String::new(), 0.0, 0.0);
        for column in &self.list {
            let flex = column.flex().unwrap_or(1.0);
            let _ = match (column.width(widths), column.number("minWidth")) {
                (Some(width), _) => {
                    all += width;
                    write!(tracks, "{width}px ")
                }
                (None, Some(least)) => {
                    all += least;
                    write!(tracks, "minmax({least}px,{flex}fr) ")
                }
                (None, None) => {
                    let n = flex.min(MOST_SHARES);
                    shares += n;
                    write!(tracks, "minmax(calc({n}*var(--grid-flex)),{flex}fr) ")
                }
            };
        }
        let _ = write!(pins, "--grid-w:calc({all}px + {shares}*var(--grid-flex));");
        let mut pin = |side: Side, columns: &mut dyn Iterator<Item = (usize, &Column)>| {
            let mut from = 0.0;
            for (i, column) in columns.filter(|(_, column)| column.side == side) {
                let _ = write!(pins, "--pin-{i}:{from}px;");
                from += column.width(widths).unwrap_or_else(|| column.least());
            }
        };
        pin(Side::Left, &mut self.list.iter().enumerate());
        pin(Side::Right, &mut self.list.iter().enumerate().rev());
        (tracks, pins)
    }

    /// The CSS that keeps column `i` at its edge.
    pub(super) fn pin(&self, i: usize) -> String {
        match self.list[i].side {
            Side::Left => format!("left:var(--pin-{i});"),
            Side::Right => format!("right:var(--pin-{i});"),
            Side::Middle => String::new(),
        }
    }
}

/// Reads the definitions; gives `before` where nothing changed.
pub(super) fn read(cx: &BlockCx, before: Option<&Arc<ColumnSet>>) -> Arc<ColumnSet> {
    let mut reader = Reader {
        default: cx.prop("defaultColDef"),
        types: cx.prop("columnTypes"),
        list: Vec::new(),
        groups: 0,
    };
    if pick::mode(cx).is_some_and(|mode| mode.boxes) {
        let def = [
            ("checkboxSelection", true.into()),
            ("headerCheckboxSelection", true.into()),
            ("width", 48.0.into()),
        ];
        reader.add(&Value::object(def), &[]);
    }
    reader.read(&cx.prop("columnDefs"), &[]);
    let mut list = reader.list;
    list.sort_by_key(|column| column.side);
    let row = Value::object([
        ("class", cx.prop("rowClass")),
        ("classOf", cx.prop("getRowClass")),
        ("style", cx.prop("rowStyle")),
        ("styleOf", cx.prop("getRowStyle")),
    ]);
    match before {
        Some(before) if before.list == list && before.row == row => Arc::clone(before),
        _ => Arc::new(ColumnSet {
            version: before.map_or(0, |before| before.version + 1),
            depth: list
                .iter()
                .map(|column| column.groups.len())
                .max()
                .unwrap_or(0),
            wraps: list
                .iter()
                .any(|column| column.is("wrapText") || column.is("autoHeight")),
            list,
            row,
        }),
    }
}

struct Reader {
    default: Value,
    types: Value,
    list: Vec<Column>,
    groups: usize,
}

impl Reader {
    fn read(&mut self, defs: &Value, groups: &[(usize, Str)]) {
        for def in defs.items() {
            match def.key("children") {
                children @ Value::List(_) => {
                    self.groups += 1;
                    let name = def.key("headerName").as_shared_str().unwrap_or_default();
                    let mut inner = groups.to_vec();
                    inner.push((self.groups, name));
                    self.read(children, &inner);
                }
                _ => self.add(def, groups),
            }
        }
    }

    fn add(&mut self, own: &Value, groups: &[(usize, Str)]) {
        let mut def = self
            .default
            .as_map()
            .map_or_else(Map::new, |map| (**map).clone());
        let kind = if own.key("type").is_none() {
            self.default.key("type").clone()
        } else {
            own.key("type").clone()
        };
        let names = match &kind {
            Value::List(names) => names.to_vec(),
            name => vec![name.clone()],
        };
        let mut right = false;
        let all = names.iter().filter_map(Value::as_str);
        for name in all {
            right |= matches!(name, "numericColumn" | "rightAligned");
            merge(&mut def, self.types.key(name));
        }
        merge(&mut def, own);
        let def = Value::map(def);
        if js::truthy(def.key("hide"))
            || (js::truthy(def.key("initialHide")) && def.key("hide").is_none())
        {
            return;
        }
        let field = own.key("field").as_shared_str();
        let title = match own.key("headerName").as_str() {
            Some(name) => name.to_owned(),
            None => field.as_deref().map(human).unwrap_or_default(),
        };
        let id = own.key("colId").as_shared_str().or_else(|| field.clone());
        self.list.push(Column {
            id: self.unused(id.unwrap_or_else(|| self.list.len().to_string().into())),
            field,
            title,
            side: match def.key("pinned") {
                Value::Bool(true) => Side::Left,
                v => match v.as_str() {
                    Some("left") => Side::Left,
                    Some("right") => Side::Right,
                    _ => Side::Middle,
                },
            },
            def,
            right,
            groups: groups.to_vec(),
        });
    }

    /// AG Grid's ids of columns that share a field: `name`, `name_1`, …
    fn unused(&self, id: Str) -> Str {
        let taken = |id: &str| self.list.iter().any(|column| &*column.id == id);
        if !taken(&id) {
            return id;
        }
        let free = (1..).map(|n| format!("{id}_{n}")).find(|id| !taken(id));
        free.unwrap_or_default().into()
    }
}

fn merge(into: &mut Map, from: &Value) {
    for (key, value) in from.as_map().into_iter().flat_map(|map| map.iter()) {
        into.insert(key.clone(), value.clone());
    }
}

/// `profile.givenName` → `Profile Given Name`
pub(super) fn human(field: &str) -> String {
    let mut out = String::with_capacity(field.len() + 4);
    let (mut start, mut was_small) = (true, false);
    for c in field.chars() {
        if c == '.' {
            out.push(' ');
            start = true;
            continue;
        }
        if c.is_uppercase() && was_small {
            out.push(' ');
        }
        was_small = c.is_lowercase();
        if start {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        start = false;
    }
    out
}
