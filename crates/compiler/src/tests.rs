use std::collections::HashMap;
use std::io;

use engine::{Value, json};

use crate::{
    Artifacts, Built, Finding, Folder, Known, Level, Options, build, copy_folder, refusal, write,
};

mod cores;
mod incremental;
mod modules;

/// Chance that is the same each time.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

struct Memory(HashMap<&'static str, String>);

impl Folder for Memory {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.get(path).map(|text| text.clone().into_bytes()))
    }
}

fn known() -> Known<'static> {
    Known {
        blocks: vec!["Box", "Button", "Result", "Title"],
        actions: vec!["Link", "Request", "SetState"],
        connections: vec!["AxiosHttp"],
        requests: vec!["AxiosHttp"],
        callbacks: vec!["EndpointCallback"],
        providers: vec!["GoogleProvider", "PasskeyProvider"],
        ..Known::default()
    }
}

/// What functions of JavaScript give here: what they are called with.
fn first(_: &str, _: &str, args: &[Value]) -> Result<Value, String> {
    Ok(args[0].clone())
}

fn options<'a>(known: &'a Known<'a>, env: &'a HashMap<String, String>) -> Options<'a> {
    Options {
        known,
        env,
        javascript: &first,
        now: 0.0,
        seed: 1,
    }
}

/// Builds the app of these files.
fn of(files: &[(&'static str, &str)]) -> Built {
    let files = files.iter().map(|(path, text)| (*path, text.to_string()));
    let known = known();
    let env = HashMap::from([("STAGE".to_owned(), "test".to_owned())]);
    let options = options(&known, &env);
    build(&Memory(files.collect()), &options)
}

fn artifact(built: &Built, path: &str) -> Value {
    let text = built.artifacts.as_ref().and_then(|all| all.get(path));
    let text = text.unwrap_or_else(|| panic!("no {path}: {:#?}", built.findings));
    json::parse(text.as_bytes()).expect("JSON")
}

/// `error file:line:column code`, without the note that there are no menus.
fn places(built: &Built) -> Vec<String> {
    let shown = |f: &Finding| {
        let level = match f.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let (line, column) = f.position;
        format!("{level} {}:{line}:{column} {}", f.file, f.code)
    };
    let all = built.findings.iter().filter(|f| f.code != "menus");
    all.map(shown).collect()
}

#[test]
fn all_that_is_wrong_is_said_with_its_place() {
    let built = of(&[
        (
            "lowdefy.yaml",
            "lowdefy: 4.0.0\npages:\n  - _ref: pages/a.yaml\n  - id: b\n    type: Bxo\n  - _ref: gone.yaml\n",
        ),
        (
            "pages/a.yaml",
            "id: a\ntype: Box\nblocks:\n  - type: Title\n  - id: go\n    type: Button\n    events:\n      \
             onClick:\n        - id: l\n          type: Link\n          params: { pageId: bb }\n",
        ),
    ]);
    assert_eq!(
        places(&built),
        [
            "error lowdefy.yaml:6:5 refs",
            "error pages/a.yaml:4:5 ids",
            "error lowdefy.yaml:6:5 schema",
            "warning pages/a.yaml:11:29 link-refs",
            "error lowdefy.yaml:5:11 types",
        ]
    );
    assert!(built.artifacts.is_none());
    let shown = built
        .findings
        .last()
        .map(Finding::render)
        .unwrap_or_default();
    assert!(shown.contains("5 |     type: Bxo"), "{shown}");
    assert!(shown.contains("Did you mean \"Box\"?"), "{shown}");
}

#[test]
fn broken_files_name_the_line() {
    let yaml = of(&[("lowdefy.yaml", "lowdefy: 4.0.0\nglobal:\n  a: [1,\n")]);
    assert_eq!(places(&yaml).len(), 1);
    let twice = of(&[("lowdefy.yaml", "lowdefy: 4.0.0\nname: a\nname: b\n")]);
    assert_eq!(places(&twice), ["error lowdefy.yaml:3:1 syntax"]);
    let two = of(&[("lowdefy.yaml", "lowdefy: 4.0.0\n---\na: 1\n")]);
    assert_eq!(places(&two)[0], "error lowdefy.yaml:2:1 syntax");
    let files = [("lowdefy.yaml", "lowdefy: 4.0.0\nglobal: {_ref: g.json}\n")];
    let json = of(&[files[0], ("g.json", "{\n  a: 1,,\n}")]);
    assert_eq!(places(&json)[0], "error g.json:2:8 syntax");
}

#[test]
fn checks_are_silent_where_they_are_asked_to_be() {
    let page =
        "id: a\ntype: Bxo\n~ignoreBuildChecks: [types]\nblocks:\n  - id: t\n    type: Ttile\n";
    let app = "lowdefy: 4.0.0\npages:\n  - _ref: a.yaml\n";
    let built = of(&[("lowdefy.yaml", app), ("a.yaml", page)]);
    assert_eq!(places(&built), [""; 0]);
    let page = artifact(&built, "pages/a/a.json");
    assert!(page.key("~ignoreBuildChecks").is_undefined());
    let unknown = "lowdefy: 4.0.0\n~ignoreBuildChecks: [typos]\n";
    assert_eq!(
        places(&of(&[("lowdefy.yaml", unknown)])),
        ["error lowdefy.yaml:2:21 checks"]
    );
}

#[test]
fn what_operators_of_the_build_pass_on_keeps_its_place() {
    let app = "lowdefy: 4.0.0\npages:\n  _build.if:\n    test: {_build.eq: [{_build.env: STAGE}, test]}\n    \
               then:\n      - id: a\n        type: Nope\n    else: []\n";
    assert_eq!(
        places(&of(&[("lowdefy.yaml", app)])),
        ["error lowdefy.yaml:7:15 types"]
    );
    let app = "lowdefy: 4.0.0\nglobal:\n  a:\n    _build.array.map:\n      on: [1, 2]\n      callback:\n        \
               _build.function: {x: {__build.args: '0'}, y: {_state: z}}\n";
    let global = artifact(&of(&[("lowdefy.yaml", app)]), "global.json");
    let second = global.key("a").items()[1].clone();
    assert_eq!(second.key("x"), &Value::Number(2.0));
    assert_eq!(second.key("y").key("_state").as_str(), Some("z"));
}

#[test]
fn what_would_not_end_is_refused() {
    let app = "lowdefy: 4.0.0\nglobal: {_ref: a.yaml}\n";
    let cycle = [
        ("a.yaml", "x: {_ref: b.yaml}\n"),
        ("b.yaml", "x: {_ref: a.yaml}\n"),
    ];
    let built = of(&[&[("lowdefy.yaml", app)], &cycle[..]].concat());
    let message = &built.findings[0].message;
    assert!(
        message.contains("lowdefy.yaml -> a.yaml -> b.yaml -> a.yaml"),
        "{message}"
    );
    // Each level has the one below twice, with variables that differ.
    let grows = "a: {_ref: {path: a.yaml, vars: {n: [{_var: n}, 1]}}}\n\
                 b: {_ref: {path: a.yaml, vars: {n: [{_var: n}, 2]}}}\n";
    let built = of(&[("lowdefy.yaml", app), ("a.yaml", grows)]);
    assert!(built.artifacts.is_none());
    let mut bomb = "lowdefy: 4.0.0\nglobal:\n  a0: &a0 [1, 1]\n".to_owned();
    for i in 1..60 {
        let below = i - 1;
        bomb.push_str(&format!("  a{i}: &a{i} [*a{below}, *a{below}]\n"));
    }
    let built = of(&[("lowdefy.yaml", &bomb)]);
    assert_eq!(places(&built), ["error lowdefy.yaml:1:1 refs"]);
    let deep = format!("lowdefy: 4.0.0\nglobal: {}\n", "[".repeat(100_000));
    assert!(of(&[("lowdefy.yaml", &deep)]).artifacts.is_none());
}

#[test]
fn ids_cannot_lead_out_of_the_folder() {
    for id in ["../x", "/x", "a/../../x", ".", "", "a\\b"] {
        let app = format!("lowdefy: 4.0.0\npages:\n  - id: '{id}'\n    type: Box\n");
        let places = places(&of(&[("lowdefy.yaml", &app)]));
        assert_eq!(places, ["error lowdefy.yaml:3:9 ids"], "{id}");
    }
}

#[test]
fn endpoints_have_steps_and_rules() {
    let app = "lowdefy: 4.0.0\nauth: {api: {roles: {admin: [pay]}}}\nconnections:\n  - {id: c, type: AxiosHttp}\n\
               api:\n  - id: pay\n    type: Api\n    routine:\n      - :if: true\n        :then:\n          id: s\n          \
               type: AxiosHttp\n          connectionId: c\n          properties: {data: {_js: return 1}}\n";
    let built = of(&[("lowdefy.yaml", app)]);
    let endpoint = artifact(&built, "api/pay.json");
    assert_eq!(endpoint.key("endpointId").as_str(), Some("pay"));
    assert_eq!(endpoint.key("auth").key("public"), &Value::Bool(false));
    let step = endpoint.key("routine").items()[0].key(":then").clone();
    assert_eq!(step.key("id").as_str(), Some("request:pay:s"));
    let modules = built.artifacts.expect("artifacts");
    let module = &modules["plugins/operators/serverJsMap.js"];
    assert!(module.contains("=> { return 1\n}"), "{module}");
}

#[test]
fn a_function_that_nobody_called_is_left_out() {
    let app =
        "lath: 1\nglobal:\n  a: { _build.function: { x: 1 } }\n  b: [{ _build.function: 1 }, 2]\n";
    let built = of(&[("lath.yaml", app)]);
    let global = artifact(&built, "global.json");
    assert!(global.key("a").is_undefined());
    assert_eq!(json::to_wire(global.key("b")), "[null,2]");
}

#[test]
fn writing_takes_away_what_is_no_more() {
    let out = tempfile::tempdir().expect("a folder");
    let dir = out.path().join("nothing");
    let of = |paths: &[&str]| -> Artifacts {
        let text = |path: &&str| (path.to_string(), "{}".into());
        paths.iter().map(text).collect()
    };
    let files = ["app.json", "pages/a/a.json", "pages/b/b.json"];
    write(&of(&files), None, &dir, out.path()).expect("written");
    std::fs::write(out.path().join("pages/b/own.txt"), "mine").expect("written");
    write(&of(&files[..2]), None, &dir, out.path()).expect("written");
    let is = |path: &str| out.path().join(path).exists();
    assert!(is("pages/a/a.json") && !is("pages/b/b.json") && is("pages/b/own.txt"));
}

#[test]
fn a_new_folder_comes_all_at_once_and_takes_nothing_else_away() {
    let around = tempfile::tempdir().expect("a folder");
    let dir = around.path().join("nothing");
    let artifacts = Artifacts::from([("app.json".to_owned(), "{}".into())]);
    let is = |path: &str| around.path().join(path).exists();
    std::fs::write(around.path().join("own.txt"), "mine").expect("written");
    // What a process left that was killed while it wrote.
    let left = format!("build/.out.{}.new/pages/a", std::process::id());
    std::fs::create_dir_all(around.path().join(left)).expect("a folder");
    for out in ["gone/..", "build/out/.", "build/out", "deep/down/"] {
        write(&artifacts, None, &dir, &around.path().join(out)).expect(out);
    }
    assert!(is("own.txt") && is("app.json") && is("deep/down/app.json"));
    let names = |path: &str| -> Vec<_> {
        let entries = std::fs::read_dir(around.path().join(path)).expect("a folder");
        entries
            .map(|entry| entry.expect("an entry").file_name())
            .collect()
    };
    assert_eq!(names("build"), ["out"]);
    assert_eq!(names("build/out"), ["app.json"]);
}

#[test]
fn types_of_auth_are_those_of_the_server() {
    let app = "lowdefy: 4.0.0\nauth:\n  adapter: {id: a, type: MongoDBAdapter}\n  callbacks:\n    \
               - {id: c, type: EndpointCallback}\n  events:\n    - {id: e, type: EndpointEvents}\n  providers:\n    \
               - {id: p, type: PasskeyProvider}\n    - {id: z, type: ZohoProvider}\n    - {id: g, type: GoogelProvider}\n";
    let built = of(&[("lowdefy.yaml", app)]);
    assert_eq!(
        places(&built),
        [
            "error lowdefy.yaml:7:21 types",
            "warning lowdefy.yaml:10:21 types",
            "error lowdefy.yaml:11:21 types",
            "warning lowdefy.yaml:3:26 types",
        ]
    );
    let helps: Vec<&str> = built
        .findings
        .iter()
        .filter_map(|f| f.help.as_deref())
        .collect();
    assert_eq!(helps, ["Did you mean \"GoogleProvider\"?"]);
}

#[test]
fn errors_count_however_many_warnings_there_are() {
    let mut app = "lowdefy: 4.0.0\n".to_owned();
    (0..1500).for_each(|i| app.push_str(&format!("odd{i}: 1\n")));
    app.push_str("connections: 5\n");
    let built = of(&[("lowdefy.yaml", &app)]);
    let errors = built.findings.iter().filter(|f| f.level == Level::Error);
    assert_eq!(errors.count(), 1);
    assert!(built.artifacts.is_none());
    assert!(built.findings.len() < 1100, "{}", built.findings.len());
    // What is asked to be silent takes nobody's place.
    let mut app = "lowdefy: 4.0.0\npages:\n".to_owned();
    (0..1500).for_each(|i| {
        app.push_str(&format!(
            "- {{id: p{i}, type: Box, evnets: 1, ~ignoreBuildChecks: [schema]}}\n"
        ));
    });
    app.push_str("- {id: last, type: Box, evnets: 1}\n");
    let said = places(&of(&[("lowdefy.yaml", &app)]));
    assert_eq!(said, ["warning lowdefy.yaml:1503:25 schema"]);
}

#[test]
fn errors_cannot_be_silenced() {
    let app = "lowdefy: 4.0.0\n~ignoreBuildChecks: true\npages:\n  - {id: a, type: Bxo, evnets: 1}\n  - {id: b, type: 5}\n";
    assert_eq!(
        places(&of(&[("lowdefy.yaml", app)])),
        ["error lowdefy.yaml:5:19 schema"]
    );
}

#[test]
fn artifacts_are_not_written_over_what_somebody_wrote() {
    let all = tempfile::tempdir().expect("a folder");
    let dir = all.path().join("app");
    std::fs::create_dir_all(dir.join("pages/inner")).expect("a folder");
    std::fs::create_dir_all(all.path().join("other")).expect("a folder");
    for file in ["app/lath.yaml", "other/lowdefy.yaml"] {
        std::fs::write(all.path().join(file), "lath: 1").expect("written");
    }
    for out in [
        "",
        "pages/..",
        "..",
        "../other",
        "public/build",
        "gone/../public",
    ] {
        assert!(refusal(&dir, &dir.join(out)).is_some(), "{out}");
    }
    for out in ["build", ".lath/build", "../app-build", "../publication"] {
        assert_eq!(refusal(&dir, &dir.join(out)), None, "{out}");
    }
}

#[test]
fn copied_folders_are_as_the_app_has_them() {
    let all = tempfile::tempdir().expect("a folder");
    let (dir, out) = (all.path().join("app"), all.path().join("out"));
    let put = |path: &str| {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, "x").expect("written");
    };
    for path in ["public/a.txt", "public/in/b.txt", "public/c", "seed/s.sql"] {
        put(path);
    }
    let copy = || ["public", "seed"].map(|folder| copy_folder(folder, &dir, &out).expect("copied"));
    copy();
    let is = |path: &str| out.join(path).is_file();
    assert!(is("public/a.txt") && is("public/in/b.txt") && is("seed/s.sql"));
    for path in ["public/a.txt", "public/in/b.txt", "public/c", "seed/s.sql"] {
        std::fs::remove_file(dir.join(path)).expect("removed");
    }
    std::fs::remove_dir(dir.join("seed")).expect("removed");
    put("public/c/d.txt");
    copy();
    assert!(!is("public/a.txt") && !is("public/in/b.txt") && !is("seed/s.sql"));
    assert!(is("public/c/d.txt"));
}
