//! `specs [folder]`: runs every case natively, says what is wrong, and writes `cases.json` into the folder
//! for `end2end/specs.mjs`.
#![expect(clippy::print_stdout, reason = "this is the output of a command")]

use std::path::Path;

use anyhow::{Result, bail};
use engine::{Value, json};
use specs::suite;

fn main() -> Result<()> {
    let specs = suite::read()?;
    let runs = suite::run(&specs);
    if let Some(folder) = std::env::args().nth(1) {
        std::fs::create_dir_all(&folder)?;
        let all: Vec<Value> = runs.iter().map(suite::Run::to_value).collect();
        std::fs::write(
            Path::new(&folder).join("cases.json"),
            json::to_wire(&all.into()),
        )?;
    }
    let mut misses = 0;
    for run in &runs {
        if let Some(miss) = &run.miss {
            misses += 1;
            println!("{}: {miss}", run.title());
        }
    }
    let cases: usize = specs.iter().map(|spec| spec.cases.len()).sum();
    let (operators, runs) = (specs.len(), runs.len());
    println!("specs: {operators} operators, {cases} cases, {runs} runs, {misses} misses");
    match misses {
        0 => Ok(()),
        _ => bail!("{misses} misses"),
    }
}
