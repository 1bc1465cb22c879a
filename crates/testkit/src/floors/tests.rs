use super::ALL;
use crate::report::Report;
use crate::{families, files};

#[test]
#[expect(clippy::print_stderr, reason = "says why nothing was run")]
fn every_family_is_above_its_floor() {
    if let Err(missing) = files::vectors_dir() {
        eprintln!("not run: {missing}");
        return;
    }
    let mut report = Report::new(None);
    for path in files::all().expect("a directory of vectors") {
        let lines = files::lines(&path).expect("lines of JSON");
        if let Some(family) = families::of_lines(&lines) {
            report.begin(family.name);
            (family.run)(&lines, &mut report).expect("vectors that can be run");
        }
    }
    let below = ALL.iter().filter(|f| !f.holds(&report.total(f.family)));
    let below: Vec<_> = below.map(|f| f.family).collect();
    assert!(below.is_empty(), "below: {below:?}\n{}", report.to_text(20));
}
