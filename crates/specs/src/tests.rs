use std::collections::BTreeSet;
use std::fs;

use engine::{Late, OperatorEntry, Reads, Realm, Table, Value};

use crate::manual::{self, Page};
use crate::suite::{self, Spec};
use crate::{Place, notation};

fn specs() -> Vec<Spec> {
    suite::read().expect("the specs can be read")
}

fn pages() -> Vec<Page> {
    let text = fs::read_to_string(suite::manual()).expect("the manual is there");
    manual::pages(&text).expect("the manual's examples are YAML")
}

fn of<'a>(specs: &'a [Spec], operator: &str) -> Option<&'a Spec> {
    specs.iter().find(|spec| spec.operator == operator)
}

fn none(problems: Vec<String>) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn operators_give_what_their_specs_say() {
    let specs = specs();
    let missed = |run: suite::Run<'_>| Some(format!("{}: {}", run.title(), run.miss.as_ref()?));
    none(suite::run(&specs).into_iter().filter_map(missed).collect());
}

/// Constants are computed when a page is loaded, anything else when it is shown: to the same value.
#[test]
fn what_is_computed_at_load_is_what_is_computed_later() {
    let mut problems = Vec::new();
    for place in Place::ALL {
        let late = computed_late(place);
        for spec in specs() {
            let cases = spec.cases.iter();
            for case in cases.filter(|case| case.places(&spec.operator).any(|own| own == place)) {
                let miss = case.miss(&case.run_with(late));
                problems
                    .extend(miss.map(|miss| format!("{} › {}: {miss}", spec.operator, case.name)));
            }
        }
    }
    none(problems);
}

/// The operators of a place, none of which is computed at load.
fn computed_late(place: Place) -> &'static Table {
    static LATE: Late = Late::new();
    let row = |entry: &OperatorEntry| OperatorEntry {
        reads: |_| Reads::CLOCK,
        ..*entry
    };
    let mut rows: Vec<OperatorEntry> = place.table().iter().map(row).collect();
    rows.sort_by_key(|row| row.name);
    let lists: &'static [OperatorEntry] = rows.leak();
    let realm: Realm = place.table().realm();
    Box::leak(Box::new(Table::new(vec![lists].leak(), &LATE, realm)))
}

#[test]
fn every_operator_has_a_spec_and_every_spec_an_operator() {
    let specs = specs();
    let names: BTreeSet<&str> = operators::all().map(|entry| entry.name).collect();
    let without = names.iter().filter(|name| of(&specs, name).is_none());
    let unknown = specs
        .iter()
        .map(|spec| &*spec.operator)
        .filter(|name| !names.contains(name));
    let without = without.map(|name| format!("{name} has no spec"));
    none(
        without
            .chain(unknown.map(|name| format!("there is no {name}")))
            .collect(),
    );
}

#[test]
fn every_case_is_run_and_calls_its_operator() {
    let mut problems = Vec::new();
    for spec in specs() {
        let mut names = BTreeSet::new();
        for case in &spec.cases {
            let of_case = |message| format!("{} › {}: {message}", spec.operator, case.name);
            if case.places(&spec.operator).next().is_none() {
                problems.push(of_case("the operator does not exist there"));
            }
            if !calls(&case.eval).contains(&spec.operator) {
                problems.push(of_case("it is not called"));
            }
            if !names.insert(&case.name) {
                problems.push(of_case("there are two of this name"));
            }
        }
    }
    none(problems);
}

#[test]
fn every_method_has_a_case() {
    let specs = specs();
    let mut problems = Vec::new();
    for page in pages() {
        let Some(spec) = of(&specs, &page.name) else {
            continue;
        };
        let called: BTreeSet<String> = spec
            .cases
            .iter()
            .flat_map(|case| calls(&case.eval))
            .collect();
        let methods = page
            .methods
            .iter()
            .map(|method| format!("{}.{method}", page.name));
        let without = methods.filter(|method| !called.contains(method));
        problems.extend(without.map(|method| format!("{method} has no case")));
    }
    none(problems);
}

#[test]
fn every_example_of_the_manual_is_a_case() {
    let specs = specs();
    let mut problems = Vec::new();
    for page in pages() {
        if page.examples.is_empty() {
            problems.push(format!("{} has no example", page.name));
        }
        let Some(spec) = of(&specs, &page.name) else {
            continue;
        };
        for example in &page.examples {
            let eval = notation::show(&example.eval);
            let mut cases = spec
                .cases
                .iter()
                .filter(|case| notation::show(&case.eval) == eval);
            let found = match &example.gives {
                None => cases.next().is_some(),
                Some(gives) => cases.any(|case| case.gives() == notation::show(gives)),
            };
            if !found {
                problems.push(format!("{}: no case is as the example {eval}", page.name));
            }
        }
    }
    none(problems);
}

/// The operators that `eval` calls, without and with their methods, whatever their level.
fn calls(eval: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    manual::visit_keys(eval, &mut |key| {
        if manual::is_call(key) {
            let name = format!("_{}", key.trim_start_matches('_'));
            found.extend(
                name.split_once('.')
                    .map(|(operator, _)| operator.to_owned()),
            );
            found.insert(name);
        }
    });
    found
}
