//! What was measured, as tables for people.

use std::fmt::Write as _;

use serde_json::Value;

/// What is measured: key, what it is, and the ratio to Lowdefy that it is to have.
const ROWS: [(&str, &str, Option<f64>); 6] = [
    ("read", "read and compile 1,000 blocks", None),
    ("open", "evaluate them first", Some(10.0)),
    ("change", "change what one input of 1,000 reads", Some(20.0)),
    ("share", "change what 20 of them read", Some(20.0)),
    ("fill", "fill a list with 1,000 rows", Some(10.0)),
    ("edit", "change one row", Some(20.0)),
];

/// Where Lath runs, and what it is compared with.
const SIDES: [(&str, &str, &str); 2] = [
    ("natively, beside Node", "native", "node"),
    ("as wasm, beside Lowdefy in Chromium", "wasm", "chromium"),
];

/// The whole output.
pub(crate) fn of(all: &Value) -> String {
    let mut out = "Medians in milliseconds; × is Lowdefy's time by Lath's.\n\n".to_owned();
    let _ = writeln!(out, "{:36}  {:^32}  {:^36}", "", SIDES[0].0, SIDES[1].0);
    let side = format!("{:>12}{:>11}{:>10}", "Lowdefy", "Lath", "×");
    let _ = writeln!(out, "{:36}{side} {side}{:>14}", "", "wasm/native");
    for (key, what, _) in ROWS {
        let _ = writeln!(out, "{what:36}{}", times(all, key));
    }
    out.push_str(
        "\nExpressions that one change has evaluated (each reads state once, of a row two):\n",
    );
    for (key, what, _) in ROWS {
        out.push_str(&counts(all, key, what));
    }
    let _ = writeln!(out, "\n{}", same(all));
    for (_, lath, lowdefy) in SIDES {
        out.push_str(&goals(all, lath, lowdefy));
    }
    out
}

fn times(all: &Value, key: &str) -> String {
    let mut out = String::new();
    for (_, lath, lowdefy) in SIDES {
        let (ours, theirs) = (median(all, lath, key), median(all, lowdefy, key));
        let times = ratio(theirs, ours).map_or("–".to_owned(), |r| format!("{r:.0}×"));
        let _ = write!(out, "{:>12}{:>11}{times:>10} ", show(theirs), show(ours));
    }
    let cost = ratio(median(all, "wasm", key), median(all, "native", key));
    let cost = cost.map_or("–".to_owned(), |r| format!("{r:.1}"));
    let _ = write!(out, "{cost:>13}");
    out
}

fn counts(all: &Value, key: &str, what: &str) -> String {
    let count = |side: &str| all[side]["evaluated"][key].as_u64();
    let show = |count: Option<u64>| count.map_or("–".to_owned(), |n| n.to_string());
    match count("native") {
        None => String::new(),
        ours => format!("{what:36}{:>12}{:>11}\n", show(count("node")), show(ours)),
    }
}

/// Did all that ran show the same?
fn same(all: &Value) -> &'static str {
    let sides = ["native", "wasm", "node", "chromium"];
    let shown: Vec<_> = sides.iter().map(|side| &all[side]["shown"]).collect();
    let mut others = shown.iter().filter(|shown| !shown.is_null());
    match others.all(|other| *other == shown[0]) {
        true => "All that ran show the same.",
        false => "THEY DO NOT SHOW THE SAME: the times say nothing.",
    }
}

fn goals(all: &Value, lath: &str, lowdefy: &str) -> String {
    let mut out = String::new();
    for (key, what, goal) in ROWS {
        let times = ratio(median(all, lowdefy, key), median(all, lath, key));
        if let (Some(goal), Some(times)) = (goal, times)
            && times < goal
        {
            let _ = writeln!(out, "MISSED {lath}, {what}: {times:.1}× of {goal}×");
        }
    }
    match (
        out.is_empty(),
        all[lath].is_null() || all[lowdefy].is_null(),
    ) {
        (_, true) => String::new(),
        (true, _) => format!("goals ({lath}): all reached\n"),
        _ => out,
    }
}

fn median(all: &Value, side: &str, key: &str) -> Option<f64> {
    let samples = all[side]["samples"][key].as_array()?;
    let mut samples: Vec<f64> = samples.iter().filter_map(Value::as_f64).collect();
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied()
}

fn ratio(of: Option<f64>, by: Option<f64>) -> Option<f64> {
    Some(of? / by?)
}

fn show(ms: Option<f64>) -> String {
    match ms {
        None => "–".to_owned(),
        Some(ms) if ms < 0.1 => format!("{ms:.4}"),
        Some(ms) => format!("{ms:.2}"),
    }
}
