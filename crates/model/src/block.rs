//! A block of a page, compiled: what to evaluate, what is in it, what happens on its events.

use std::sync::Arc;

use engine::{Expr, Str, Table, Value};

use crate::read::{self, Fields};
use crate::{Diagnostics, Event};

/// A block. The page itself is one, the root.
#[derive(Clone, Default)]
pub struct Block {
    /// `block:<page>:<block>:<n>`, unique in the page.
    pub id: Str,
    /// Id by which state and actions know it; `$` stands for the index of a list around.
    pub block_id: Str,
    /// Block type, such as `TextInput`.
    pub kind: Str,
    /// Anything but false shows the block.
    pub visible: Expr,
    /// Properties of the type.
    pub properties: Expr,
    /// CSS properties; keyed by slot (`.element`) in later versions.
    pub style: Expr,
    /// CSS classes.
    pub class: Expr,
    /// Place in the grid of the block around, and grid for the blocks within.
    pub layout: Expr,
    /// True or the message of the error.
    pub required: Expr,
    /// Tests: `[{pass, status, message}]`.
    pub validate: Expr,
    /// True draws it as loading.
    pub loading: Expr,
    /// What is drawn while loading.
    pub skeleton: Option<Arc<Skeleton>>,
    /// Named places for further blocks.
    pub areas: Vec<Area>,
    /// Events by name.
    pub events: Vec<(Str, Event)>,
    /// Place marker.
    pub key: Option<Str>,
}

/// A named place of a block for further blocks.
#[derive(Clone)]
pub struct Area {
    /// Name, such as `content`.
    pub name: Str,
    /// Grid settings: gutter, align, justify, …
    pub layout: Expr,
    /// The blocks, in order.
    pub blocks: Vec<Arc<Block>>,
}

/// What is drawn in place of a loading block: a block tree of display blocks.
#[derive(Clone)]
pub struct Skeleton {
    /// Block type.
    pub kind: Str,
    /// Properties.
    pub properties: Expr,
    /// CSS properties.
    pub style: Expr,
    /// Blocks within.
    pub areas: Vec<(Str, Vec<Skeleton>)>,
}

impl Block {
    /// Reads a block and all within.
    pub(crate) fn read(value: &Value, table: &'static Table, d: &mut Diagnostics) -> Option<Block> {
        let fields = Fields::of(value, table, "a block", d)?;
        let kind = fields.required_text("type", d)?;
        let block_id = match fields.text("blockId", d) {
            Some(id) => id,
            None => fields.required_text("id", d)?,
        };
        Some(Block {
            id: fields.text("id", d).unwrap_or_else(|| block_id.clone()),
            block_id,
            kind,
            visible: fields.expr("visible"),
            properties: fields.expr("properties"),
            style: fields.expr("style"),
            class: fields.expr("class"),
            layout: fields.expr("layout"),
            required: fields.expr("required"),
            validate: fields.expr("validate"),
            loading: fields.expr("loading"),
            skeleton: Skeleton::read(fields.get("skeleton"), table).map(Arc::new),
            areas: areas(&fields, table, d),
            events: d.within("events", |d| {
                Event::read_all(fields.get("events"), table, d)
            }),
            key: fields.key(),
        })
    }

    /// The event of that name, if the block has one.
    pub fn event(&self, name: &str) -> Option<&Event> {
        self.events
            .iter()
            .find(|(n, _)| &**n == name)
            .map(|(_, event)| event)
    }

    /// Calls `visit` for this block and every block within.
    pub fn visit(&self, visit: &mut dyn FnMut(&Block)) {
        visit(self);
        for block in self.areas.iter().flat_map(|area| &area.blocks) {
            block.visit(visit);
        }
    }

    /// What is evaluated to draw the block, without what is within.
    pub fn expressions(&self) -> [&Expr; 8] {
        [
            &self.visible,
            &self.properties,
            &self.style,
            &self.class,
            &self.layout,
            &self.required,
            &self.validate,
            &self.loading,
        ]
    }
}

/// `areas`, or `slots` as later versions call them, or `blocks` for the area `content`.
fn areas(fields: &Fields<'_>, table: &'static Table, d: &mut Diagnostics) -> Vec<Area> {
    let key = if fields.get("areas").is_none() {
        "slots"
    } else {
        "areas"
    };
    let mut out: Vec<Area> = Vec::new();
    for (name, area) in read::entries(fields.get(key)) {
        let area = d.within(key, |d| d.within(name, |d| read_area(name, area, table, d)));
        out.extend(area);
    }
    let direct = fields.list("blocks", d);
    if !direct.is_empty() && !out.iter().any(|a| &*a.name == "content") {
        let blocks = d.within("blocks", |d| blocks(direct, table, d));
        out.push(Area {
            name: "content".into(),
            layout: Expr::default(),
            blocks,
        });
    }
    out
}

fn read_area(
    name: &Str,
    value: &Value,
    table: &'static Table,
    d: &mut Diagnostics,
) -> Option<Area> {
    let fields = Fields::of(value, table, "an area", d)?;
    let listed = fields.list("blocks", d);
    let layout = read::entries(value).filter(|(k, _)| &***k != "blocks");
    let layout = Value::map(layout.map(|(k, v)| (k.clone(), v.clone())).collect());
    Some(Area {
        name: name.clone(),
        layout: Expr::compile(&layout, table),
        blocks: d.within("blocks", |d| blocks(listed, table, d)),
    })
}

fn blocks(items: &[Value], table: &'static Table, d: &mut Diagnostics) -> Vec<Arc<Block>> {
    let read =
        |(i, item): (usize, &Value)| d.within(i, |d| Block::read(item, table, d)).map(Arc::new);
    items.iter().enumerate().filter_map(read).collect()
}

impl Skeleton {
    fn read(value: &Value, table: &'static Table) -> Option<Skeleton> {
        let map = value.as_map()?;
        let expr = |key: &str| {
            map.get(key)
                .map(|v| Expr::compile(v, table))
                .unwrap_or_default()
        };
        let all = |items: &Value| {
            let items = read::list(items).unwrap_or_default();
            items
                .iter()
                .filter_map(|v| Skeleton::read(v, table))
                .collect::<Vec<_>>()
        };
        let slots = map
            .get("areas")
            .or(map.get("slots"))
            .unwrap_or(&Value::Undefined);
        let mut areas: Vec<_> = read::entries(slots)
            .map(|(name, area)| (name.clone(), all(area.key("blocks"))))
            .collect();
        if let Some(blocks) = map.get("blocks") {
            areas.push(("content".into(), all(blocks)));
        }
        Some(Skeleton {
            kind: map.get("type")?.as_shared_str()?,
            properties: expr("properties"),
            style: expr("style"),
            areas,
        })
    }
}
