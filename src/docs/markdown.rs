//! Markdown of the reference as HTML: headings and rows can be linked to, names lead to their pages,
//! code has colours and a button that copies it.

use blocks::highlight::highlight;
use blocks::html::{escape, safe_url};
use pulldown_cmark::html::push_html;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use reference::Page;

use super::Site;

/// A page's text.
pub(super) struct Text {
    pub(super) html: String,
    /// Ids and texts of the headings of the second level.
    pub(super) headings: Vec<(String, String)>,
}

/// The text of a page.
pub(super) fn render(site: &Site, page: &Page) -> Text {
    let mut writer = Writer {
        site,
        page,
        events: Vec::new(),
        headings: Vec::new(),
        heading: None,
        code: None,
        in_link: false,
        cell: None,
    };
    for event in Parser::new_ext(page.text, options()) {
        writer.take(event);
    }
    let mut html = String::with_capacity(page.text.len() * 2);
    push_html(&mut html, writer.events.into_iter());
    Text {
        html,
        headings: writer.headings,
    }
}

/// A line of Markdown without links, for lists of pages.
pub(super) fn line(text: &str) -> String {
    let events = Parser::new_ext(text, options()).filter(|event| {
        matches!(
            event,
            Event::Text(_)
                | Event::Code(_)
                | Event::SoftBreak
                | Event::Start(Tag::Strong | Tag::Emphasis)
                | Event::End(TagEnd::Strong | TagEnd::Emphasis)
        )
    });
    let mut html = String::new();
    push_html(&mut html, events);
    html
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

struct Writer<'t> {
    site: &'t Site,
    page: &'t Page,
    events: Vec<Event<'t>>,
    headings: Vec<(String, String)>,
    /// Within a heading: its level, and its text as far as it was read.
    heading: Option<(HeadingLevel, String)>,
    /// Within a code block: its language and text.
    code: Option<(String, String)>,
    in_link: bool,
    /// Within a row of a table: how many cells there were before.
    cell: Option<usize>,
}

impl<'t> Writer<'t> {
    fn take(&mut self, event: Event<'t>) {
        if let Some((language, text)) = &mut self.code {
            match event {
                Event::Text(more) => text.push_str(&more),
                Event::End(TagEnd::CodeBlock) => {
                    let html = self.site.code(self.page, language, text);
                    self.code = None;
                    self.html(html);
                }
                _ => {}
            }
            return;
        }
        if let Some((level, text)) = &mut self.heading {
            match event {
                Event::Text(more) | Event::Code(more) => text.push_str(&more),
                Event::End(TagEnd::Heading(_)) => {
                    let (level, text) = (*level, std::mem::take(text));
                    self.heading = None;
                    self.end_heading(level, text);
                }
                _ => {}
            }
            return;
        }
        self.take_within(event);
    }

    fn take_within(&mut self, event: Event<'t>) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                self.code = Some((language(&kind), String::new()));
            }
            Event::Start(Tag::Heading { level, .. }) => self.heading = Some((level, String::new())),
            Event::Start(Tag::Table(_)) => {
                self.html("<div class=\"l-md-table\">");
                self.events.push(event);
            }
            Event::End(TagEnd::Table) => {
                self.events.push(event);
                self.html("</div>");
            }
            Event::Start(Tag::TableRow) => {
                self.cell = Some(0);
                self.events.push(event);
            }
            Event::End(TagEnd::TableRow) => {
                self.cell = None;
                self.events.push(event);
            }
            Event::End(TagEnd::TableCell) => {
                self.cell = self.cell.map(|n| n + 1);
                self.events.push(event);
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                self.in_link = true;
                let dest_url: CowStr<'t> = self.site.target(&dest_url).into();
                self.events.push(Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }));
            }
            Event::End(TagEnd::Link) => {
                self.in_link = false;
                self.events.push(event);
            }
            Event::Code(text) => self.name(text),
            Event::Html(text) | Event::InlineHtml(text) => self.events.push(Event::Text(text)),
            Event::Start(Tag::HtmlBlock) => self.events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => self.events.push(Event::End(TagEnd::Paragraph)),
            event => self.events.push(event),
        }
    }

    fn html(&mut self, html: impl Into<CowStr<'t>>) {
        self.events.push(Event::Html(html.into()));
    }

    fn end_heading(&mut self, level: HeadingLevel, text: String) {
        let id = slug(&text);
        let text = escape(&text);
        self.html(format!(
            "<{level} id=\"{id}\">{text} <a class=\"d-anchor\" href=\"#{id}\" aria-label=\"Link to “{text}”\"></a></{level}>\n"
        ));
        if level == HeadingLevel::H2 {
            self.headings.push((id, text));
        }
    }

    /// A name in backticks: a link to its page; in the first cell of a row something to link to.
    fn name(&mut self, text: CowStr<'t>) {
        let target = (!self.in_link)
            .then(|| self.site.named(&text, self.page))
            .flatten();
        let name = escape(&text);
        match (target, self.cell, self.headings.last()) {
            (Some(href), _, _) => {
                self.html(format!("<a href=\"{href}\"><code>{name}</code></a>"));
            }
            (None, Some(0), Some((section, _))) if self.page.kind.is_some() => {
                let id = format!("{section}-{}", slug(&text));
                self.html(format!(
                    "<a class=\"d-row\" id=\"{id}\" href=\"#{id}\"><code>{name}</code></a>"
                ));
            }
            _ => self.events.push(Event::Code(text)),
        }
    }
}

/// The first word after the fence.
fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(info) => info
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect(),
        CodeBlockKind::Indented => String::new(),
    }
}

/// An id of a text: `Events and actions` → `events-and-actions`
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

impl Site {
    /// The address of the page that a name is about: `_array.map` is about `_array`, and `__state`, as
    /// within functions, about `_state`.
    fn named(&self, name: &str, from: &Page) -> Option<String> {
        let known = |name: &str| reference::named(name, from).map(|page| self.at(page));
        if !name.starts_with('_') {
            return known(name);
        }
        let bare = name.trim_start_matches('_');
        known(&format!("_{}", bare.split('.').next().unwrap_or(bare)))
    }

    /// Where a link of a text leads: guides link to one another by their files.
    fn target(&self, url: &str) -> String {
        let guide = url.strip_suffix(".md").and_then(|path| {
            let name = path.rsplit('/').next()?.to_lowercase();
            reference::find(None, &name)
        });
        match guide {
            Some(page) => self.at(page),
            None => safe_url(url),
        }
    }

    fn code(&self, page: &Page, language: &str, text: &str) -> String {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let mut html = highlight(language, text);
        if matches!(language, "yaml" | "yml") {
            html = self.linked(page, &html);
        }
        format!(
            "<div class=\"l-code\"><button type=\"button\" class=\"l-code-copy\" aria-label=\"Copy code\"></button>\
             <pre tabindex=\"0\"><code>{html}</code></pre></div>\n"
        )
    }

    /// Operators in coloured YAML become links, and the values of `type`.
    fn linked(&self, page: &Page, html: &str) -> String {
        const KEY: &str = "<span class=\"l-c-key\">";
        const END: &str = "</span>";
        let mut parts = html.split(KEY);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let Some((key, rest)) = part.split_once(END) else {
                continue;
            };
            match self.named(key, page).filter(|_| key.starts_with('_')) {
                Some(href) => {
                    out.push_str(&format!("<a class=\"l-c-key\" href=\"{href}\">{key}</a>"));
                }
                None => out.push_str(&format!("{KEY}{key}{END}")),
            }
            let value = rest.strip_prefix(": ").filter(|_| key == "type");
            let word = value.map(|value| {
                let end = value.find(|c: char| !c.is_alphanumeric());
                &value[..end.unwrap_or(value.len())]
            });
            match word.and_then(|word| Some((word, self.named(word, page)?))) {
                Some((word, href)) => {
                    let rest = &rest[2 + word.len()..];
                    out.push_str(&format!(": <a href=\"{href}\">{word}</a>{rest}"));
                }
                None => out.push_str(rest),
            }
        }
        out
    }
}
