//! A build after another gives and says what a first one would, whatever changed in between.

use std::collections::{BTreeMap, HashMap};
use std::io;

use super::{Chance, known, options};
use crate::{Built, Folder, Session, Stamp};

/// Files, each with the number of its last change.
#[derive(Clone)]
struct Changing {
    files: BTreeMap<&'static str, (String, u64)>,
    has_stamps: bool,
}

impl Folder for Changing {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.files.get(path).map(|(text, _)| text.clone().into()))
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let (text, change) = self.files.get(path).filter(|_| self.has_stamps)?;
        Some(Stamp {
            modified: u128::from(*change),
            bytes: text.len() as u64,
            number: 0,
        })
    }
}

const FILES: &[(&str, &str)] = &[
    (
        "lowdefy.yaml",
        "lowdefy: 4.0.0\nmodules: [{ id: mo, source: mod, vars: { w: { _ref: text.md } } }]\nauth: { pages: { protected: [p2] } }\nglobal: { a: { _ref: shared.json }, b: { _ref: { path: p1.yaml, transformer: t.js } } }\n\
         connections:\n  - id: c\n    type: AxiosHttp\n    properties: { url: { _build.env: STAGE } }\n\
         pages:\n  - _ref: p1.yaml\n  - _ref: { path: p2.yaml.njk, vars: { n: [x, y], title: Two } }\n  \
         - _ref: { path: p3.yaml, vars: { head: { _ref: head.yaml }, t: 1 } }\n  - id: p4\n    type: Box\n    \
         blocks: { _ref: { path: list.yaml, vars: { of: p4 } } }\n  \
         - _ref: { path: more.yaml, vars: { of: m1 } }\n  - _ref: { path: more.yaml, vars: { of: m2 } }\n  \
         - _ref: { path: more.yaml, vars: { of: m3 } }\n  - _ref: { path: more.yaml, vars: { of: m4 } }\n  \
         - _ref: { path: more.yaml, vars: { of: m5 } }\n  - _ref: { path: more.yaml, vars: { of: m6 } }\n\
         api:\n  - id: e\n    type: Api\n    routine: { _ref: routine.yaml }\n\
         menus:\n  - id: m\n    links:\n      - { id: l, type: MenuLink, pageId: p3 }\n",
    ),
    (
        "p1.yaml",
        "id: p1\ntype: Box\nrequests:\n  - { id: r, type: AxiosHttp, connectionId: c, properties: { _ref: shared.json } }\n\
         blocks:\n  - _ref: head.yaml\n  - { id: w, type: Box, blocks: { _ref: { path: list.yaml, vars: { of: p1 } } } }\n  - id: go\n    type: Button\n    \
         events: { onClick: [{ id: a, type: Request, params: r }, { id: b, type: Link, params: { pageId: p9 } }] }\n",
    ),
    (
        "p2.yaml.njk",
        "id: p2\ntype: Box\nblocks:\n{% for i in n %}\n  - id: '{{ i }}'\n    type: Title\n{% endfor %}\n  - _ref: head.yaml\n",
    ),
    (
        "p3.yaml",
        "id: p3\ntype: Box\n~ignoreBuildChecks: [types]\nblocks:\n  - { _var: head }\n  - id: n\n    type: Titel\n    \
         properties: { content: { _build.sum: [{ _var: t }, 1] }, at: { _build.date: now } }\n",
    ),
    (
        "head.yaml",
        "id: head\ntype: Title\nproperties: { content: { _ref: text.md }, f: { _js: return 1 } }\n",
    ),
    (
        "list.yaml",
        "- id: { _build.string.concat: [in_, { _var: of }] }\n  type: Box\n  blocks:\n    - _ref: { path: item.yaml, vars: { k: { _var: of } } }\n",
    ),
    (
        "item.yaml",
        "id: { _var: k }\ntype: Title\nx: { _var: { key: q, default: [1, 2] } }\n",
    ),
    // With these there are enough pages for all cores.
    (
        "more.yaml",
        "id: { _var: of }\ntype: Box\nrequests:\n  - { id: r, type: AxiosHttp, connectionId: c, properties: { _ref: shared.json } }\n\
         blocks:\n  - _ref: head.yaml\n  - _ref: { path: item.yaml, vars: { k: w } }\n",
    ),
    ("text.md", "# Hello\n"),
    ("shared.json", "{ url: 'http://a', n: 1 }\n"),
    ("routine.yaml", "- :return: { _ref: shared.json }\n"),
    (
        "mod/module.lowdefy.yaml",
        "vars: { w: { type: string } }\nexports: { pages: [{ id: a }] }\npages:\n  - _ref: a.yaml\n",
    ),
    (
        "mod/a.yaml",
        "id: a\ntype: Title\nproperties: { content: { _module.var: w }, to: { _module.pageId: a } }\n",
    ),
    ("t.js", "export default (x) => x\n"),
];

/// What lines are replaced by, or what is put between them.
const LINES: &[&str] = &[
    "",
    "# a note",
    "  x: 1",
    "id: p1",
    "id: p7",
    "type: Bxo",
    "  - _ref: item.yaml",
    "  - _ref: gone.yaml",
    "- _ref: { path: list.yaml, vars: { of: zz } }",
    "  - id: added\n    type: Title",
    "properties: { a: { _ref: shared.json } }",
    "y: { _build.random: string }",
    "~ignoreBuildChecks: true",
    ": [",
    "_ref: p3.yaml",
    "_var: of",
];

fn edit(folder: &mut Changing, chance: &mut Chance, change: u64) {
    let (path, _) = FILES[chance.below(FILES.len())];
    let text = folder.files.get(path).map(|(text, _)| text.clone());
    let mut lines: Vec<&str> = text.as_deref().unwrap_or_default().lines().collect();
    let at = chance.below(lines.len() + 1);
    let line = LINES[chance.below(LINES.len())];
    match chance.below(8) {
        0 => {
            folder.files.remove(path);
            return;
        }
        1 | 2 => lines.insert(at, line),
        3 if at < lines.len() => lines[at] = line,
        4 if at < lines.len() => drop(lines.remove(at)),
        // Half of the time what was damaged is mended.
        _ => {
            for (path, text) in FILES {
                let is_same = folder.files.get(path).is_some_and(|(now, _)| now == text);
                if !is_same {
                    folder.files.insert(path, (text.to_string(), change));
                }
            }
            return;
        }
    }
    let text = lines.join("\n") + "\n";
    folder.files.insert(path, (text, change));
}

fn shown(built: &Built) -> String {
    let findings = built
        .findings
        .iter()
        .map(|f| format!("{f}\n{}\n", f.render()));
    let maps = built.maps.iter().flat_map(|maps| maps.texts());
    let artifacts = built.artifacts.clone().into_iter().flatten().chain(maps);
    let artifacts = artifacts.map(|(path, text)| format!("{path}: {text}\n"));
    let files = format!("{:?} {:?}\n", built.files, built.missing);
    findings.chain(artifacts).chain([files]).collect()
}

#[test]
fn edits_give_what_a_first_build_gives() {
    let known = known();
    let env = HashMap::from([("STAGE".to_owned(), "test".to_owned())]);
    let options = options(&known, &env);
    let mut n_good = 0;
    for seed in 1..=16 {
        let mut chance = Chance(seed * 0x9E37_79B9);
        let files = FILES
            .iter()
            .map(|(path, text)| (*path, (text.to_string(), 0)));
        let mut folder = Changing {
            files: files.collect(),
            has_stamps: seed % 2 == 0,
        };
        let mut session = Session::default();
        let first = session.build(&folder, &options);
        assert!(first.artifacts.is_some(), "{:#?}", first.findings);
        for change in 1..50 {
            for _ in 0..=chance.below(2) {
                edit(&mut folder, &mut chance, change);
            }
            let built = session.build(&folder, &options);
            let first = Session::default().build(&folder, &options);
            n_good += usize::from(built.artifacts.is_some());
            let (built, first) = (shown(&built), shown(&first));
            assert!(
                built == first,
                "seed {seed}, change {change}:\n{}",
                difference(&built, &first)
            );
        }
    }
    assert!(n_good > 100, "{n_good} builds without errors");
}

fn difference(a: &str, b: &str) -> String {
    let (mut a, mut b) = (a.lines(), b.lines());
    loop {
        match (a.next(), b.next()) {
            (a, b) if a == b && a.is_some() => {}
            (a, b) => return format!("{a:?}\n{b:?}"),
        }
    }
}

#[test]
fn what_does_not_depend_on_a_change_is_the_same_text() {
    let known = known();
    let env = HashMap::from([("STAGE".to_owned(), "test".to_owned())]);
    let options = options(&known, &env);
    let page = "id: PAGE\ntype: Box\nblocks:\n  - _ref: FILE\n";
    let of = |id: &str, file: &str| (page.replace("PAGE", id).replace("FILE", file), 0);
    let mut folder = Changing {
        files: BTreeMap::from([
            (
                "lath.yaml",
                (
                    "lath: 1\npages:\n- _ref: a.yaml\n- _ref: b.yaml\n".into(),
                    0,
                ),
            ),
            ("a.yaml", of("a", "one.yaml")),
            ("b.yaml", of("b", "two.yaml")),
            ("one.yaml", ("id: one\ntype: Title\n".into(), 0)),
            ("two.yaml", ("id: two\ntype: Title\n".into(), 0)),
        ]),
        has_stamps: true,
    };
    let mut session = Session::default();
    let before = session.build(&folder, &options).artifacts.expect("builds");
    folder
        .files
        .insert("one.yaml", ("id: uno\ntype: Title\n".into(), 1));
    let after = session.build(&folder, &options).artifacts.expect("builds");
    let is_same = |path: &str| std::sync::Arc::ptr_eq(&before[path], &after[path]);
    assert!(is_same("pages/b/b.json"));
    assert!(!is_same("pages/a/a.json"));
    assert!(after["pages/a/a.json"].contains("uno"));
}

#[test]
fn what_nobody_needs_is_let_go_while_builds_fail() {
    let known = known();
    let env = HashMap::new();
    let options = options(&known, &env);
    let mut folder = Changing {
        files: BTreeMap::from([
            (
                "lath.yaml",
                (
                    "lath: 1\npages:\n- _ref: a.yaml\n- _ref: b.yaml\n".into(),
                    0,
                ),
            ),
            ("a.yaml", ("id: a\ntype: Box\n".into(), 0)),
            ("b.yaml", ("id: b\ntype: Box\n".into(), 0)),
        ]),
        has_stamps: true,
    };
    let mut session = Session::default();
    assert!(session.build(&folder, &options).artifacts.is_some());
    for change in 1..50 {
        let text = format!("id: b\ntype: Nothing{change}\n");
        folder.files.insert("b.yaml", (text, change));
        assert!(session.build(&folder, &options).artifacts.is_none());
    }
    let n = session.sources.n_texts();
    assert!(n <= 5, "{n} texts are kept");
}

#[test]
fn a_function_among_the_variables_of_a_module_is_another_one_each_time() {
    let known = known();
    let env = HashMap::new();
    let options = options(&known, &env);
    let app = |n: u32| {
        format!(
            "lath: 1\nmodules: [{{ id: m, source: mod, vars: {{ f: {{ _build.function: {{ x: 1 }} }}, n: N{n} }} }}]\n\
             global: {{ a: {{ _ref: {{ module: m, component: c }} }} }}\n"
        )
    };
    let mut folder = Changing {
        files: BTreeMap::from([
            ("lath.yaml", (app(1), 1)),
            (
                "mod/module.lath.yaml",
                (
                    "components: [{ id: c, component: { _ref: c.yaml } }]\n".into(),
                    0,
                ),
            ),
            ("mod/c.yaml", ("n: { _module.var: n }\n".into(), 0)),
        ]),
        has_stamps: true,
    };
    let mut session = Session::default();
    let global = |built: Built| built.artifacts.expect("builds")["global.json"].to_string();
    assert!(global(session.build(&folder, &options)).contains("N1"));
    folder.files.insert("lath.yaml", (app(2), 2));
    assert!(global(session.build(&folder, &options)).contains("N2"));
}
