//! Times Lath, step by step as `lowdefy.mjs` times Lowdefy.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use engine::{Value, json};
use model::Page;
use runtime::{BlockCx, PageCx};
use serde_json::json;

use crate::lath::{World, calls, counting};

/// Samples of a measurement, and how many they are at least where each takes long.
const SAMPLES: usize = 25;
const LEAST_SAMPLES: usize = 5;

/// Samples before those that are not counted: nothing is in a cache yet.
const WARM_UP: usize = 5;

/// When a measurement has taken long, in milliseconds.
const PATIENCE: f64 = 10_000.0;

/// What a sample must take at least to be more than the clock's grain, in milliseconds.
const LEAST: f64 = 4.0;

/// Everything, as JSON: for every measurement milliseconds per run in every sample, how many
/// expressions a change had evaluated, and what the pages showed. `clock` gives milliseconds.
///
/// # Errors
/// The document is not one of `pages::all`.
pub fn all(document: &str, clock: &dyn Fn() -> f64) -> Result<serde_json::Value> {
    let document = json::parse(document.as_bytes())?;
    let world = World::of(&document);
    let text = |name: &str| json::to_wire(document.key(name));
    let table = &operators::CLIENT;
    let read = |name: &str| anyhow::Ok(Arc::new(World::read(&text(name), table)?));
    let bench = Bench { clock, world };

    let typical = text("typical");
    let reading = bench.repeat(|| World::read(&typical, table));
    let page = read("typical")?;
    let opening = bench.repeat(|| bench.world.open(&page, table));
    let mut shown = vec![shown_by(&bench.world.open(&page, table))?];

    let inputs = bench.world.open(&read("inputs")?, table);
    let (own, shared) = (block(&inputs, "i500")?, block(&inputs, "shared")?);
    let changing = bench.repeat_numbered(|n| own.set_value(format!("v{n}").into()));
    let sharing = bench.repeat_numbered(|n| shared.set_value(format!("v{n}").into()));
    own.set_value("must".into());
    shared.set_value("end".into());
    shown.push(shown_by(&inputs)?);

    let list = read("list")?;
    let rows = [("list".to_owned(), document.key("rows").clone())];
    let filling = bench.once_each(
        || bench.world.open(&list, table),
        |page| page.set_state(&rows),
    );
    let list = bench.world.open(&list, table);
    list.set_state(&rows);
    let row = block(&list, "list.500.name")?;
    let editing = bench.repeat_numbered(|n| row.set_value(format!("v{n}").into()));
    row.set_value("end".into());
    shown.push(shown_by(&list)?);

    Ok(json!({
        "samples": {
            "read": reading, "open": opening, "change": changing, "share": sharing,
            "fill": filling, "edit": editing,
        },
        "evaluated": evaluated(&document)?,
        "shown": shown,
    }))
}

struct Bench<'a> {
    clock: &'a dyn Fn() -> f64,
    world: World,
}

impl Bench<'_> {
    /// Milliseconds of `run`, in each sample. What it gives is dropped when the time is taken.
    fn repeat<T>(&self, mut run: impl FnMut() -> T) -> Vec<f64> {
        let sample = || {
            let mut made = Vec::new();
            let start = (self.clock)();
            loop {
                // Twice as many before each look at the clock, which costs time itself.
                for _ in 0..=made.len() {
                    made.push(run());
                }
                let ms = (self.clock)() - start;
                if ms >= LEAST {
                    return ms / made.len() as f64;
                }
            }
        };
        self.samples(sample)
    }

    /// As [`Bench::repeat`], with a number that is new every time.
    fn repeat_numbered(&self, mut run: impl FnMut(usize)) -> Vec<f64> {
        let mut n = 0;
        self.repeat(|| {
            n += 1;
            run(n);
        })
    }

    /// Milliseconds of `run` on something new each time.
    fn once_each<T>(&self, mut make: impl FnMut() -> T, mut run: impl FnMut(&T)) -> Vec<f64> {
        let sample = || {
            let made = make();
            let start = (self.clock)();
            run(&made);
            (self.clock)() - start
        };
        self.samples(sample)
    }

    fn samples(&self, mut sample: impl FnMut() -> f64) -> Vec<f64> {
        let start = (self.clock)();
        let mut taken: Vec<f64> = Vec::new();
        let late = |n| n > LEAST_SAMPLES + WARM_UP && (self.clock)() - start > PATIENCE;
        while taken.len() < SAMPLES + WARM_UP && !late(taken.len()) {
            taken.push(sample());
        }
        taken.split_off(WARM_UP)
    }
}

fn block(page: &PageCx, id: &str) -> Result<BlockCx> {
    page.block(id).with_context(|| format!("no block `{id}`"))
}

/// How many expressions one change of each kind has evaluated.
fn evaluated(document: &Value) -> Result<serde_json::Value> {
    let world = World::of(document);
    let read = |name: &str| -> Result<Arc<Page>> {
        Ok(Arc::new(World::read(
            &json::to_wire(document.key(name)),
            counting(),
        )?))
    };
    let of = |page: &PageCx, id: &str| {
        let block = block(page, id)?;
        calls();
        block.set_value("counted".into());
        anyhow::Ok(calls())
    };
    let inputs = world.open(&read("inputs")?, counting());
    let list = world.open(&read("list")?, counting());
    list.set_state(&[("list".to_owned(), document.key("rows").clone())]);
    Ok(json!({
        "change": of(&inputs, "i500")?,
        "share": of(&inputs, "shared")?,
        "edit": of(&list, "list.500.name")?,
    }))
}

/// A number for what a page shows: state, and what every visible block has for properties. Equal on
/// both sides where both show the same.
fn shown_by(page: &PageCx) -> Result<u32> {
    if let Some(error) = page.errors().first() {
        bail!("{error}");
    }
    let mut lines: Vec<String> = page.blocks().iter().filter_map(line).collect();
    lines.sort();
    lines.push(sorted(&page.state()));
    let bytes = lines.join("\n").into_bytes();
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    });
    Ok(hash)
}

fn line(block: &BlockCx) -> Option<String> {
    let now = block.now();
    let mut line = block.id().to_string();
    let _ = write!(line, " {} ", block.required());
    line.push_str(&match &now.properties {
        Value::Undefined => "{}".to_owned(),
        properties => sorted(properties),
    });
    now.visible.then_some(line)
}

fn sorted(value: &Value) -> String {
    let style = json::Style {
        sorted: true,
        ..json::Style::default()
    };
    json::to_string(value, style)
}
