//! Modules, and what is said of names that nothing has.

use super::{artifact, of, places};
use crate::Level;

const APP: &str = "
lath: 1
modules:
  - id: crm
    source: file:./modules/people
    vars: { label: Clients }
    connections: { db: main }
connections:
  - { id: main, type: AxiosHttp }
pages:
  - id: home
    type: Box
    blocks:
      - _ref: { module: crm, component: badge, vars: { id: badge } }
      - id: go
        type: Button
        events:
          onClick:
            - { id: l, type: Link, params: { pageId: { _module.pageId: { id: list, module: crm } } } }
menus:
  - id: default
    links:
      _ref: { module: crm, menu: main }
";

const MANIFEST: &str = "
name: People
vars:
  label: { type: string, required: true }
  rows: { type: number, default: 20 }
secrets: [TOKEN]
exports:
  pages: [{ id: list }]
components:
  - id: badge
    component: { _ref: badge.yaml }
menus:
  - id: main
    links:
      - { id: list, type: MenuLink, pageId: { _module.pageId: list } }
connections:
  - { id: db, type: AxiosHttp }
  - { id: log, type: AxiosHttp, properties: { token: { _secret: TOKEN } } }
pages:
  - _ref: list.yaml
";

const LIST: &str = "
id: list
type: Box
properties: { title: { _module.var: label }, n: { _module.var: rows } }
requests:
  - { id: get, type: AxiosHttp, connectionId: { _module.connectionId: db } }
  - { id: log, type: AxiosHttp, connectionId: { _module.connectionId: log } }
";

fn files<'a>(manifest: &'a str, app: &'a str) -> [(&'static str, &'a str); 4] {
    [
        ("lath.yaml", app),
        ("modules/people/module.lowdefy.yaml", manifest),
        ("modules/people/list.yaml", LIST),
        (
            "modules/people/badge.yaml",
            "id: { _var: id }\ntype: Title\nproperties: { content: { _module.var: label } }\n",
        ),
    ]
}

#[test]
fn a_module_becomes_a_part_of_the_app() {
    let built = of(&files(MANIFEST, APP));
    assert_eq!(
        places(&built),
        Vec::<String>::new(),
        "{:#?}",
        built.findings
    );
    let page = artifact(&built, "pages/crm/list/crm/list.json");
    assert_eq!(page.key("pageId").as_str(), Some("crm/list"));
    assert_eq!(
        page.key("properties").key("title").as_str(),
        Some("Clients")
    );
    assert_eq!(page.key("properties").key("n").as_number(), Some(20.0));
    let request = |id: &str| artifact(&built, &format!("pages/crm/list/requests/{id}.json"));
    assert_eq!(request("get").key("connectionId").as_str(), Some("main"));
    assert_eq!(request("log").key("connectionId").as_str(), Some("crm/log"));
    let all = built.artifacts.as_ref().expect("artifacts");
    assert!(
        all.contains_key("connections/crm/log.json")
            && !all.contains_key("connections/crm/db.json")
    );
    let home = artifact(&built, "pages/home/home.json");
    let blocks = home.key("areas").key("content").key("blocks").clone();
    let badge = blocks.items()[0].key("properties").key("content").clone();
    assert_eq!(badge.as_str(), Some("Clients"));
    let menus = artifact(&built, "menus.json");
    let link = menus.items()[0].key("links").items()[0]
        .key("pageId")
        .clone();
    assert_eq!(link.as_str(), Some("crm/list"));
}

#[test]
fn what_a_module_may_not_is_said() {
    let app = APP
        .replace("{ label: Clients }", "{ label: 5 }")
        .replace("id: list, module", "id: lits, module");
    let built = of(&files(&MANIFEST.replace("[TOKEN]", "[OTHER]"), &app));
    let messages: Vec<String> = built.findings.iter().map(ToString::to_string).collect();
    for part in [
        "\"label\" of module \"crm\" should be of type string",
        "does not export page \"lits\". Did you mean \"list\"?",
        "reads the secret \"TOKEN\"",
    ] {
        assert!(
            messages.iter().any(|m| m.contains(part)),
            "{part}: {messages:#?}"
        );
    }
    let far = APP.replace("file:./modules/people", "github:some/where");
    let built = of(&files(MANIFEST, &far));
    assert!(
        built
            .findings
            .iter()
            .any(|f| f.message.contains("only folders are read"))
    );
}

/// What is said of the module with this manifest and these files besides.
fn said(manifest: &str, page: &str, badge: &str) -> Vec<String> {
    let mut files = files(manifest, APP);
    files[2].1 = page;
    files[3].1 = badge;
    let outside = [("modules/other.yaml", "x: 1\n"), ("secrets.yaml", "x: 1\n")];
    let built = of(&[&files[..], &outside].concat());
    let errors = built.findings.iter().filter(|f| f.level == Level::Error);
    errors.map(|f| f.message.clone()).collect()
}

#[test]
fn a_module_does_not_reach_beyond_its_own() {
    let good = "id: { _var: id }\ntype: Title\n";
    let own =
        "properties: { a: { _js: \"return secret('TOKEN')\" }, b: { _ref: sub/../badge.yaml } }\n";
    assert_eq!(
        said(
            MANIFEST,
            &format!("{LIST}{own}").replacen("properties", "style", 1),
            good
        ),
        [""; 0]
    );
    // What a component brings counts as well.
    let component = format!("{good}properties: {{ a: {{ _secret: KEY }} }}\n");
    let found = said(MANIFEST, LIST, &component);
    assert!(found[0].contains("reads the secret \"KEY\""), "{found:#?}");
    for code in ["return secret('KEY')", "const s = secret; return s('KEY')"] {
        let page = format!("{LIST}visible: {{ _js: \"{code}\" }}\n");
        let found = said(MANIFEST, &page, good);
        assert!(
            found.len() == 1 && found[0].contains("secret"),
            "{code}: {found:#?}"
        );
    }
    for path in [
        "../other.yaml",
        "sub/../../../secrets.yaml",
        "/etc/hostname",
    ] {
        for definition in [
            path.to_owned(),
            format!("{{ path: badge.yaml, transformer: {path} }}"),
        ] {
            let page = format!("{LIST}visible: {{ _ref: {definition} }}\n");
            let found = said(MANIFEST, &page, good);
            assert!(
                found.len() == 1 && found[0].contains("not in its folder"),
                "{definition}: {found:#?}"
            );
        }
    }
    let page = format!("{LIST}visible: {{ _build.env: STAGE }}\n");
    let found = said(MANIFEST, &page, good);
    assert!(
        found.len() == 1 && found[0].contains("\"STAGE\" of the environment"),
        "{found:#?}"
    );
    let allowed = format!("{MANIFEST}env: [STAGE]\n");
    assert_eq!(said(&allowed, &page, good), [""; 0]);
}

#[test]
fn names_that_nothing_has_are_doubtful() {
    let built = of(&[(
        "lowdefy.yaml",
        "lowdefy: 4.0.0
connections: [{ id: c, type: AxiosHttp }]
pages:
  - id: p
    type: Box
    requests:
      - { id: get, type: AxiosHttp, connectionId: c, payload: { name: { _state: name } }, properties: { url: { _payload: nmae } } }
    blocks:
      - { id: name, type: Title, properties: { content: { _state: naem.first } } }
      - { id: more, type: Title, properties: { content: { _request: gte.0.x }, ok: { _state: made } } }
      - id: go
        type: Button
        events: { onClick: [{ id: s, type: SetState, params: { made.x: 1 } }] }
  - id: free
    type: Box
    events: { onInit: [{ id: s, type: SetState, params: { _object.assign: [] } }] }
    properties: { a: { _state: anything } }
api:
  - id: e
    type: Api
    routine:
      - { id: one, type: AxiosHttp, connectionId: c }
      - :return: { _step: oen.data }
menus: [{ id: m }]
",
    )]);
    assert_eq!(
        places(&built),
        [
            "warning lowdefy.yaml:9:67 state-refs",
            "warning lowdefy.yaml:10:69 request-refs",
            "warning lowdefy.yaml:7:122 payload-refs",
            "warning lowdefy.yaml:23:27 step-refs",
        ]
    );
    let helps = built.findings.iter().filter_map(|f| f.help.as_deref());
    let helps: Vec<&str> = helps.collect();
    assert!(helps.contains(&"Did you mean \"name\"?") && helps.contains(&"Did you mean \"one\"?"));
}
