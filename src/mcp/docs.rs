//! The reference: what there is, what it does, where something is said.

use engine::Value;
use mcp::{Answer, Parameter, Tool};
use reference::{KINDS, Page};

use super::{Row, text};

const KIND: Parameter = Parameter {
    name: "kind",
    kind: "string",
    about: "\"operators\", \"actions\", \"blocks\", \"requests\", \"connections\" or \"guides\".",
    required: false,
};

pub(super) static LIST: Row = Row {
    tool: Tool {
        name: "list_docs",
        about: "The names of everything that is documented, with one line about each.",
        parameters: &[KIND],
        only_reads: true,
    },
    run: |_, arguments| Box::pin(async move { list(text(&arguments, "kind")) }),
};

pub(super) static READ: Row = Row {
    tool: Tool {
        name: "read_docs",
        about: "The manual of a block, operator, action, request, connection or guide: properties, \
                events, methods, examples.",
        parameters: &[
            Parameter {
                name: "name",
                kind: "string",
                about: "As in configuration: `TextInput`, `_state`, `SetState`, `KnexRaw`; or the \
                        name of a guide.",
                required: true,
            },
            KIND,
        ],
        only_reads: true,
    },
    run: |_, arguments| {
        Box::pin(async move { read(text(&arguments, "name"), text(&arguments, "kind")) })
    },
};

pub(super) static SEARCH: Row = Row {
    tool: Tool {
        name: "search_docs",
        about: "Finds manuals by words in them.",
        parameters: &[Parameter {
            name: "query",
            kind: "string",
            about: "Words.",
            required: true,
        }],
        only_reads: true,
    },
    run: |_, arguments| {
        Box::pin(async move {
            let hits = reference::search(text(&arguments, "query"));
            let hits = hits.iter().take(20).map(|hit| {
                Value::object([
                    ("kind", kind_of(hit.page).into()),
                    ("name", hit.page.name.into()),
                    ("excerpt", (&*hit.excerpt).into()),
                ])
            });
            Ok(Answer::Data(Value::list(hits.collect())))
        })
    },
};

fn kind_of(page: &Page) -> &'static str {
    page.kind.map_or("guides", |kind| kind.id)
}

fn heading(page: &Page) -> &'static str {
    page.kind.map_or(page.title, |_| page.name)
}

fn of_kind(kind: &str) -> Result<impl Iterator<Item = &'static Page>, String> {
    let known = KINDS.iter().map(|kind| kind.id).chain(["guides"]);
    let known: Vec<&str> = known.collect();
    if !kind.is_empty() && !known.contains(&kind) {
        let known = known.join(", ");
        return Err(format!("There is no kind \"{kind}\". There are: {known}."));
    }
    let pages = reference::pages().iter();
    Ok(pages.filter(move |page| kind.is_empty() || kind_of(page) == kind))
}

fn list(kind: &str) -> Result<Answer, String> {
    let pages = of_kind(kind)?.map(|page| {
        let about = page.text.lines().find(|line| !line.is_empty());
        let name = match page.kind {
            Some(_) => page.name.to_owned(),
            None => format!("{} ({})", page.name, page.title),
        };
        format!("{} {name}: {}", kind_of(page), about.unwrap_or_default())
    });
    Ok(Answer::Text(pages.collect::<Vec<_>>().join("\n")))
}

fn read(name: &str, kind: &str) -> Result<Answer, String> {
    let found: Vec<_> = of_kind(kind)?.filter(|page| page.name == name).collect();
    if found.is_empty() {
        let similar = reference::similar(name).into_iter().map(|page| page.name);
        let similar: Vec<&str> = similar.collect();
        return Err(match similar.is_empty() {
            true => format!("Nothing is called \"{name}\". Try search_docs."),
            false => format!(
                "Nothing is called \"{name}\". Similar: {}.",
                similar.join(", ")
            ),
        });
    }
    let pages = found.iter().map(|page| {
        let facts = match page.facts {
            "" => String::new(),
            facts => format!("{facts}\n\n"),
        };
        format!(
            "# {} ({})\n\n{facts}{}",
            heading(page),
            kind_of(page),
            page.text
        )
    });
    Ok(Answer::Text(pages.collect::<Vec<_>>().join("\n\n")))
}
