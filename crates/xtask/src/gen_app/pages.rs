//! Pages: lists, forms, dashboards and texts, in turn.

use std::fmt::Write as _;

use super::{Chance, Files};

/// A page and the files that only it refers to.
pub(super) struct GeneratedPage {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) path: String,
    pub(super) text: String,
    pub(super) others: Files,
}

const ENTITIES: &[&str] = &[
    "Customers",
    "Orders",
    "Invoices",
    "Products",
    "Suppliers",
    "Tickets",
    "Projects",
    "Employees",
    "Assets",
    "Contracts",
    "Payments",
    "Shipments",
];

const WORDS: &[&str] = &[
    "account",
    "amount",
    "balance",
    "branch",
    "budget",
    "channel",
    "city",
    "class",
    "code",
    "color",
    "contact",
    "country",
    "currency",
    "date",
    "delivery",
    "department",
    "discount",
    "email",
    "group",
    "kind",
    "language",
    "level",
    "manager",
    "name",
    "note",
    "number",
    "owner",
    "phone",
    "price",
    "priority",
    "quantity",
    "rate",
    "reason",
    "region",
    "score",
    "source",
    "stage",
    "status",
    "street",
    "supplier",
    "team",
    "term",
    "title",
    "total",
    "unit",
    "value",
    "weight",
    "year",
];

const INPUTS: &[&str] = &[
    "TextInput",
    "TextInput",
    "TextArea",
    "NumberInput",
    "DateSelector",
    "Selector",
    "Switch",
    "RadioSelector",
    "MultipleSelector",
    "TitleInput",
];

/// The page of that number.
pub(super) fn page(n: usize, chance: &mut Chance) -> GeneratedPage {
    let entity = ENTITIES[n % ENTITIES.len()];
    let (kind, make): (&str, fn(&str, &mut Chance) -> Parts) = match n % 4 {
        0 => ("list", list),
        1 => ("form", form),
        2 => ("board", board),
        _ => ("text", text),
    };
    let folder = format!("pages/{}/{kind}_{n}", entity.to_lowercase());
    let parts = make(&folder, chance);
    let (id, title) = (format!("page_{n}"), format!("{entity} {kind} {n}"));
    let path = format!("{folder}/page.yaml");
    let text = format!(
        "_ref:\n  path: templates/page.yaml\n  vars:\n    id: {id}\n    title: {title}\n    requests:\n{}    \
         state:\n      page: 1\n      filter: {{}}\n      hidden: none\n    blocks:\n{}",
        parts.requests, parts.blocks
    );
    GeneratedPage {
        id,
        title,
        path,
        text,
        others: parts.files,
    }
}

/// Lines of a page, and its files.
struct Parts {
    requests: String,
    blocks: String,
    files: Files,
}

fn request(id: &str, entity: &str, more: &str) -> String {
    format!(
        "      - _ref:\n          path: requests/rows.yaml\n          vars: {{ id: {id}, entity: {entity}{more} }}\n"
    )
}

fn list(folder: &str, chance: &mut Chance) -> Parts {
    let entity = chance.of(WORDS);
    let mut columns = String::new();
    for i in 0..6 + chance.below(8) {
        let word = chance.of(WORDS);
        writeln!(
            columns,
            "- headerName: {word} {i}\n  field: {word}_{i}\n  width: {}\n  sortable: true\n  \
             valueFormatter:\n    _function:\n      __string.concat:\n        - __args: 0.value\n        - ''",
            80 + chance.below(12) * 10
        )
        .ok();
    }
    let filters = fields(3 + chance.below(4), chance);
    let blocks = format!(
        "      - id: filters\n        type: Card\n        blocks:\n          _ref:\n            \
         path: templates/fields.yaml.njk\n            vars:\n              scope: filter\n              \
         fields:\n                _ref: {folder}/filters.yaml\n      - id: reload\n        type: Button\n        \
         properties:\n          title: Search\n        events:\n          onClick:\n            - id: fetch\n              \
         type: Request\n              params: rows\n      - id: table\n        type: AgGridAlpine\n        properties:\n          \
         rowData:\n            _request: rows\n          columnDefs:\n            _ref: {folder}/columns.yaml\n        \
         events:\n          onRowClick:\n            - id: open\n              type: Link\n              params:\n                \
         pageId: page_0\n                urlQuery:\n                  id:\n                    _event: row.id\n"
    );
    Parts {
        requests: request("rows", entity, ""),
        blocks,
        files: Files::from([
            (format!("{folder}/columns.yaml"), columns),
            (format!("{folder}/filters.yaml"), filters),
        ]),
    }
}

fn form(folder: &str, chance: &mut Chance) -> Parts {
    let entity = chance.of(WORDS);
    let mut blocks = String::new();
    let mut files = Files::new();
    for section in 0..2 + chance.below(3) {
        let file = format!("{folder}/section_{section}.yaml");
        files.insert(file.clone(), fields(5 + chance.below(8), chance));
        writeln!(
            blocks,
            "      - id: section_{section}\n        type: Card\n        visible:\n          _ne:\n            \
             - _state: hidden\n            - {section}\n        properties:\n          title: Section {section}\n        \
             blocks:\n          _ref:\n            path: templates/fields.yaml.njk\n            vars:\n              \
             scope: form_{section}\n              fields:\n                _ref: {file}"
        )
        .ok();
    }
    blocks.push_str("      - _ref: { path: components/save.yaml, vars: { scope: form } }\n");
    Parts {
        requests: request("one", entity, "") + &request("save", entity, ", method: post"),
        blocks,
        files,
    }
}

fn board(_: &str, chance: &mut Chance) -> Parts {
    let mut blocks = String::new();
    for i in 0..8 + chance.below(10) {
        let word = chance.of(WORDS);
        writeln!(
            blocks,
            "      - _ref:\n          path: components/card.yaml\n          vars:\n            id: {word}_{i}\n            \
             title: {word} of the month\n            span: {}\n            unit: {}",
            6 + chance.below(3) * 2,
            chance.of(&["EUR", "h", "kg", "pcs"])
        )
        .ok();
    }
    Parts {
        requests: request("stats", chance.of(WORDS), ", connection: reports"),
        blocks,
        files: Files::new(),
    }
}

fn text(folder: &str, chance: &mut Chance) -> Parts {
    let mut blocks = String::new();
    let mut files = Files::new();
    for chapter in 0..3 + chance.below(5) {
        let file = format!("{folder}/chapter_{chapter}.md");
        let mut text = format!("## Chapter {chapter}\n\n");
        for _ in 0..4 + chance.below(6) {
            for i in 0..12 + chance.below(20) {
                text.push_str(if i == 0 { "The " } else { " " });
                text.push_str(chance.of(WORDS));
            }
            text.push_str(".\n\n");
        }
        files.insert(file.clone(), text);
        writeln!(
            blocks,
            "      - id: chapter_{chapter}\n        type: Markdown\n        properties:\n          content:\n            \
             _ref: {file}\n      - id: more_{chapter}\n        type: Button\n        visible:\n          _not:\n            \
             _state: shown_{chapter}\n        properties:\n          title: More\n        events:\n          onClick:\n            \
             - id: show\n              type: SetState\n              params:\n                shown_{chapter}: true"
        )
        .ok();
    }
    Parts {
        requests: request("notes", chance.of(WORDS), ""),
        blocks,
        files,
    }
}

/// What the template of fields reads.
fn fields(n: usize, chance: &mut Chance) -> String {
    let mut out = String::new();
    for i in 0..n {
        let (word, kind) = (chance.of(WORDS), chance.of(INPUTS));
        let wide = chance.below(3) == 0;
        writeln!(
            out,
            "- {{ id: {word}_{i}, type: {kind}, title: The {word}, wide: {wide}, required: {} }}",
            chance.below(2) == 0
        )
        .ok();
        if matches!(kind, "Selector" | "RadioSelector" | "MultipleSelector") {
            out.truncate(out.trim_end().len() - 2);
            writeln!(
                out,
                ", options: [{}, {}, Other] }}",
                chance.of(&["Open", "New"]),
                chance.of(&["Closed", "Done"])
            )
            .ok();
        }
    }
    out
}
