//! Operators over a lattice of inputs: `{rt, op, input, output, errors?}`, all in one fixed context.

use anyhow::Result;
use engine::Value;

use super::evaluation::{Expected, Place};
use crate::encoding;
use crate::files;
use crate::report::Report;
use crate::world::World;

const NOW: f64 = 1_700_000_000_000.0;

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    let contexts = encoding::decode(&files::document("contexts.json")?, None);
    let page = contexts.key("client");
    let args = page.key("args").items().to_vec();
    let indices: Vec<usize> = page
        .key("arrayIndices")
        .items()
        .iter()
        .filter_map(as_index)
        .collect();
    let client = World::of_page(page, NOW);
    let server = World::of_request(contexts.key("server"), NOW);
    for line in lines {
        let on_page = line.key("rt").as_str() == Some("client");
        let place = Place {
            world: if on_page { &client } else { &server },
            table: if on_page {
                &operators::CLIENT
            } else {
                &operators::SERVER
            },
            location: if on_page { "block.0.loc" } else { "loc" },
            indices: if on_page { &indices } else { &[] },
            args: Some(&args),
        };
        run_line(line, &place, report);
    }
    Ok(())
}

fn run_line(line: &Value, place: &Place<'_>, report: &mut Report) {
    let op = line.key("op").as_str().unwrap_or_default();
    let group = op.split('.').next().unwrap_or_default();
    if !report.wants(op) {
        return;
    }
    if super::is_absent(group) {
        return report.absent(group);
    }
    let input = encoding::through_json(&encoding::decode(line.key("input"), None));
    let expected = Expected::of(line, super::is_random(op, input.key(op)));
    report.add(group, place.evaluate(&input).check(&input, &expected));
}

fn as_index(value: &Value) -> Option<usize> {
    value.as_integer().and_then(|i| usize::try_from(i).ok())
}
