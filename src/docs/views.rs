//! What is in the middle: the index, a kind, a page, what a search found, and what does not exist.

use reference::{KINDS, Kind, Page};
use ui::prelude::*;

use super::nav::Place;
use super::{Site, markdown};

/// What an address shows.
pub struct Answer {
    pub(super) title: String,
    pub(super) main: AnyView,
    pub(super) place: Place,
    /// What was searched for.
    pub(super) query: String,
    /// False: there is no such page.
    pub found: bool,
}

impl Answer {
    fn of(title: impl Into<String>, main: AnyView) -> Answer {
        Answer {
            title: title.into(),
            main,
            place: Place::Elsewhere,
            query: String::new(),
            found: true,
        }
    }
}

impl Site {
    /// What is at a path below the index.
    pub fn answer(&self, path: &str, query: &str) -> Answer {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [] | ["index"] if query.trim().is_empty() => self.index(),
            [] | ["index"] => self.results(query.trim()),
            [id] => match (reference::kind(id), reference::find(None, id)) {
                (Some(kind), _) => self.kind(kind),
                (None, Some(page)) => self.page(page),
                (None, None) => self.missing(id),
            },
            [id, name] => {
                let page = reference::kind(id).and_then(|kind| reference::find(Some(kind), name));
                page.map_or_else(|| self.missing(name), |page| self.page(page))
            }
            _ => self.missing(parts.last().unwrap_or(&"")),
        }
    }

    fn index(&self) -> Answer {
        let kinds = KINDS.iter().map(|kind| {
            let count = reference::of(Some(kind)).count();
            let links = reference::of(Some(kind)).map(|page| {
                view! { <li><a href=self.at(page)><code>{page.name}</code></a></li> }
            });
            view! {
                <section class="d-kind">
                    <h2><a href=self.of(kind)>{kind.title}</a> " " <span class="d-count">{count.to_string()}</span></h2>
                    <p>{kind.about}</p>
                    <ul class="d-names">{links.collect::<Vec<AnyView>>()}</ul>
                </section>
            }
        });
        let guides = reference::of(None).map(|page| {
            view! {
                <a class="d-card" href=self.at(page)>
                    <strong>{page.title}</strong>
                    <span inner_html=markdown::line(&page.summary())></span>
                </a>
            }
        });
        let main = view! {
            <div class="d-wide">
                <h1>"Reference"</h1>
                <p class="d-lead">"Everything that the configuration of an app can name, with examples to copy."</p>
                {self.search("", "d-search d-search-large")}
                <div class="d-cards">{guides.collect::<Vec<AnyView>>()}</div>
                {kinds.collect::<Vec<AnyView>>()}
            </div>
        };
        Answer::of("", main)
    }

    fn kind(&self, kind: &'static Kind) -> Answer {
        let mut groups: Vec<(&str, Vec<&Page>)> = Vec::new();
        for page in reference::of(Some(kind)) {
            let title = group(page);
            match groups.iter_mut().find(|(name, _)| *name == title) {
                Some((_, pages)) => pages.push(page),
                None => groups.push((title, vec![page])),
            }
        }
        groups.sort_by_key(|(name, _)| *name);
        let groups = groups.into_iter().map(|(name, pages)| {
            let rows = pages.into_iter().map(|page| self.row(page, page.summary()));
            let heading = (!name.is_empty()).then(|| view! { <h2>{name}</h2> });
            view! { {heading} <ul class="d-list">{rows.collect::<Vec<AnyView>>()}</ul> }
        });
        let main = view! {
            <div class="d-wide">
                {self.crumbs(None)}
                <h1>{kind.title}</h1>
                <p class="d-lead">{kind.about}</p>
                {groups.collect::<Vec<AnyView>>()}
            </div>
        };
        Answer {
            place: Place::Kind(kind),
            ..Answer::of(kind.title, main)
        }
    }

    /// A page in a list of pages.
    fn row(&self, page: &Page, text: String) -> AnyView {
        let name = match page.kind {
            Some(_) => view! { <code>{page.name}</code> },
            None => view! { <strong>{page.title}</strong> },
        };
        view! {
            <li>
                <a href=self.at(page)>{name}</a>
                <p inner_html=markdown::line(&text)></p>
            </li>
        }
    }

    fn page(&self, page: &'static Page) -> Answer {
        let text = markdown::render(self, page);
        let toc = (text.headings.len() > 1).then(|| {
            let links = text.headings.iter().map(|(id, text)| {
                view! { <li><a href=format!("#{id}") inner_html=text.clone()></a></li> }
            });
            view! {
                <aside class="d-toc" aria-label="On this page">
                    <p class="d-nav-title">"On this page"</p>
                    <ul class="d-links">{links.collect::<Vec<AnyView>>()}</ul>
                </aside>
            }
        });
        let source = (!page.source.is_empty()).then(|| {
            view! { <p class="d-source">"Written in " <code>{page.source}</code></p> }
        });
        let main = view! {
            <div class="d-page">
                <article class="d-text">
                    {self.crumbs(Some(page))}
                    <h1 class:d-name=page.kind.is_some()>{page.title}</h1>
                    {self.facts(page)}
                    <div class="l-md" inner_html=text.html></div>
                    {source}
                    {self.neighbours(page)}
                </article>
                {toc}
            </div>
        };
        Answer {
            place: Place::Page(page),
            ..Answer::of(page.title, main)
        }
    }

    fn crumbs(&self, page: Option<&Page>) -> AnyView {
        let kind = page
            .and_then(|page| page.kind)
            .map(|kind| view! { <li><a href=self.of(kind)>{kind.title}</a></li> });
        view! {
            <nav aria-label="Where this is">
                <ol class="d-crumbs"><li><a href=self.home()>"Reference"</a></li>{kind}</ol>
            </nav>
        }
    }

    /// Where a thing exists, or of what kind it is.
    fn facts(&self, page: &'static Page) -> Option<AnyView> {
        let kind = page.kind?;
        let facts = page.facts.split(", ").filter(|fact| !fact.is_empty());
        let tag = |fact: &'static str| match (kind.id, fact) {
            ("operators", "pages") => view! { <li>"in pages"</li> },
            ("operators", _) => view! { <li>"on the server"</li> },
            ("actions", "browser") => view! { <li>"in the browser only"</li> },
            ("requests", name) => {
                let page = reference::find(reference::kind("connections"), name);
                let href = page.map(|page| self.at(page));
                view! { <li>"of a connection " <a href=href>{name}</a></li> }
            }
            (_, fact) => match fact.split_once(": ") {
                Some((what, of)) => view! { <li>{what}</li><li>"value: " {of}</li> },
                None => view! { <li>{fact}</li> },
            },
        };
        let tags: Vec<AnyView> = facts.map(tag).collect();
        (!tags.is_empty()).then(|| view! { <ul class="d-tags">{tags}</ul> })
    }

    /// The pages before and after.
    fn neighbours(&self, page: &Page) -> AnyView {
        let pages: Vec<&Page> = reference::of(page.kind).collect();
        let at = pages.iter().position(|other| std::ptr::eq(*other, page));
        let near = |to: Option<usize>, rel: &'static str, label: &'static str| {
            let page = to.and_then(|to| pages.get(to))?;
            Some(view! {
                <a rel=rel href=self.at(page)><small>{label}</small><span>{page.title}</span></a>
            })
        };
        let before = near(at.and_then(|at| at.checked_sub(1)), "prev", "Previous");
        let after = near(at.map(|at| at + 1), "next", "Next");
        view! { <nav class="d-near" aria-label="Neighbours">{before}{after}</nav> }
    }

    fn results(&self, query: &str) -> Answer {
        let hits = reference::search(query);
        let rows: Vec<AnyView> = hits
            .iter()
            .map(|hit| self.row(hit.page, hit.excerpt.clone()))
            .collect();
        let said = match rows.len() {
            0 => "Nothing has all of these words.".to_owned(),
            1 => "One page".to_owned(),
            n => format!("{n} pages"),
        };
        let guesses = if rows.is_empty() {
            self.guesses(query)
        } else {
            None
        };
        let main = view! {
            <div class="d-wide">
                {self.crumbs(None)}
                <h1>"“" {query.to_owned()} "”"</h1>
                <p class="d-lead">{said}</p>
                {guesses}
                <ul class="d-list">{rows}</ul>
            </div>
        };
        Answer {
            query: query.to_owned(),
            ..Answer::of(query, main)
        }
    }

    fn missing(&self, name: &str) -> Answer {
        let main = view! {
            <div class="d-wide">
                {self.crumbs(None)}
                <h1>"There is no such page"</h1>
                <p class="d-lead">"Nothing here is called " <code>{name.to_owned()}</code> "."</p>
                {self.guesses(name)}
                {self.search(name, "d-search d-search-large")}
            </div>
        };
        Answer {
            found: false,
            ..Answer::of("Not found", main)
        }
    }

    /// What may have been meant.
    fn guesses(&self, name: &str) -> Option<AnyView> {
        let rows: Vec<AnyView> = reference::similar(name)
            .into_iter()
            .map(|page| self.row(page, page.summary()))
            .collect();
        (!rows.is_empty()).then(|| {
            view! { <h2>"Did you mean"</h2><ul class="d-list">{rows}</ul> }
        })
    }
}

/// The heading under which a kind lists a page.
fn group(page: &Page) -> &'static str {
    let is_block = page.kind.is_some_and(|kind| kind.id == "blocks");
    match page.facts.split(':').next().unwrap_or_default() {
        "container" if is_block => "Containers",
        "display" if is_block => "Display",
        "input" if is_block => "Inputs",
        "list" if is_block => "Lists",
        _ => "",
    }
}
