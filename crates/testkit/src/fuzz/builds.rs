//! Apps whose YAML was damaged: the compiler says what is wrong, and never ends otherwise.

use std::collections::HashMap;
use std::io;

use compiler::{Folder, Known, Level, Options};
use engine::{Map, Value, json};

use super::{Random, Target};

pub(super) const TARGET: Target = Target {
    name: "builds",
    make,
    run,
};

struct Given(HashMap<String, String>);

impl Folder for Given {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.get(path).map(|text| text.clone().into_bytes()))
    }
}

/// Sound files, which are then damaged.
const FILES: &[(&str, &str)] = &[
    (
        "lowdefy.yaml",
        "lowdefy: 4.0.0\nauth:\n  pages: {protected: true, public: [login], roles: {a: [p]}}\n\
         connections:\n  - id: c\n    type: AxiosHttp\nglobal:\n  a: &x {k: 1}\n  b: *x\n  c: {_ref: g.json}\n\
         menus:\n  - id: default\n    links:\n      - {id: l, type: MenuLink, pageId: p}\npages:\n\
         - _ref: {path: p.yaml, vars: {t: {_ref: t.md}, n: [1, 2]}}\n- _ref: {path: q.yaml.njk, vars: {n: [a, b]}}\n\
         api:\n  - id: e\n    type: Api\n    routine:\n      - :if: true\n        :then: {id: s, type: AxiosHttp, connectionId: c}\n",
    ),
    (
        "p.yaml",
        "id: p\ntype: Box\n~ignoreBuildChecks: [types]\nrequests:\n  - {id: r, type: AxiosHttp, connectionId: c}\n\
         blocks:\n  - id: b\n    type: Title\n    properties: {content: {_var: t}, n: {_build.sum: {_var: n}}}\n    \
         events: {onClick: {try: [{id: a, type: Request, params: r}], catch: []}}\n  - id: j\n    type: Box\n    \
         properties: {x: {_js: return 1}}\n    areas: {content: {blocks: [{id: k, type: Title}]}}\n    \
         skeleton: {type: Box, blocks: [{type: Title}]}\n",
    ),
    (
        "q.yaml.njk",
        "id: q\ntype: Box\nblocks:\n{% for i in n %}\n  - id: '{{ i }}'\n    type: Title\n{% endfor %}\n  - id: m\n    \
         type: Title\n    properties:\n      y: {_build.array.map: {on: [1, 2], callback: {_build.function: {__build.args: '0'}}}}\n",
    ),
    (
        "g.json",
        "{ /* c */ a: [1, .5, 0x10, 'x',], \"b\": {_var: {key: z, default: 1}}, }",
    ),
    ("t.md", "# Title\n"),
];

/// What is put in, or what other parts are replaced by.
const PIECES: &[&str] = &[
    "_ref: p.yaml",
    "_ref: {path: q.yaml.njk}",
    "{_ref: lowdefy.yaml}",
    "_var: t",
    "_build.if: 1",
    "*x",
    "&x ",
    "<<: *x",
    "---\n",
    "...",
    "!!str ",
    "!x ",
    "|\n",
    ">-\n",
    "? ",
    "- ",
    ": ",
    ":",
    "  ",
    "\t",
    "\n",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "#",
    "~",
    "null",
    "id",
    "é",
    "\u{feff}",
    "\u{1F600}",
    "\0",
    "{{",
    "%}",
    "_build.function: ",
    "~k: 1",
    "../x",
    "1e999",
    ".nan",
    "[[[[[[[[[[[[[[[[",
    "{a: {a: {a: {a: ",
    "_build.",
    "_module.var: a",
];

fn make(random: &mut Random) -> Value {
    let mut files = Map::new();
    for (path, text) in FILES {
        let mut chars: Vec<char> = text.chars().collect();
        let n = match random.chance(50) {
            true => random.below(4),
            false => 0,
        };
        for _ in 0..n {
            damage(random, &mut chars);
        }
        files.insert(*path, Value::from(chars.into_iter().collect::<String>()));
    }
    Value::map(files)
}

fn damage(random: &mut Random, chars: &mut Vec<char>) {
    let at = random.below(chars.len() + 1);
    let end = (at + random.below(30)).min(chars.len());
    match random.below(4) {
        0 => drop(chars.drain(at..end)),
        1 => {
            let piece = PIECES[random.below(PIECES.len())];
            chars.splice(at..at, piece.chars());
        }
        2 => {
            let piece = PIECES[random.below(PIECES.len())];
            chars.splice(at..end, piece.chars());
        }
        _ => {
            let part: Vec<char> = chars[at..end].to_vec();
            let to = random.below(chars.len() + 1);
            chars.splice(to..to, part);
        }
    }
}

fn run(case: &Value) -> Result<(), String> {
    let files = case.as_map().into_iter().flat_map(|map| map.iter());
    let files = files.map(|(k, v)| (k.to_string(), v.as_str().unwrap_or_default().to_owned()));
    let known = Known {
        blocks: vec!["Box", "Button", "Result", "Title"],
        actions: vec!["Link", "Request"],
        connections: vec!["AxiosHttp"],
        requests: vec!["AxiosHttp"],
        ..Known::default()
    };
    let options = Options {
        known: &known,
        env: &HashMap::new(),
        javascript: &|_, _, _| Err("not here".to_owned()),
        now: 0.0,
        seed: 1,
    };
    let built = compiler::build(&Given(files.collect()), &options);
    let has_error = built.findings.iter().any(|f| f.level == Level::Error);
    if has_error == built.artifacts.is_some() {
        return Err(format!("artifacts and errors: {has_error}"));
    }
    for finding in &built.findings {
        if finding.render().is_empty() || finding.position.0 == 0 {
            return Err(format!("a finding without a place: {finding}"));
        }
    }
    for (path, text) in built.artifacts.iter().flatten() {
        let leads_out = path.split('/').any(|part| matches!(part, "" | "." | ".."));
        if leads_out || path.ends_with(".json") && json::parse(text.as_bytes()).is_err() {
            return Err(format!("the artifact {path} is broken"));
        }
    }
    Ok(())
}
