//! Links: what the parameters of Link, Anchor and menus mean.

use engine::{Str, Value, js};

use crate::url;
use crate::{AppCx, Navigation};

/// Where a link goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Nowhere: it is disabled or says nothing.
    Inert,
    /// Somewhere; `input` is what the page gets.
    To {
        /// Where.
        to: Navigation,
        /// For `_input` of the page; undefined for none.
        input: Value,
    },
}

impl Target {
    /// The `href` that an anchor shows; none for an inert link and for back.
    pub fn href(&self) -> Option<&str> {
        match self {
            Target::To {
                to: Navigation::Page { href, .. } | Navigation::Address { href, .. },
                ..
            } => Some(href),
            _ => None,
        }
    }
}

/// Two or more of the ways to say where are given.
pub const AMBIGUOUS: &str = "Invalid Link: To avoid ambiguity, only one of 'back', 'home', 'href', 'pageId' or 'url' can be defined.";

/// Reads the parameters of a link: a page id, or `{pageId | url | href | home | back, urlQuery, hash,
/// input, newTab, replace, scroll}`.
///
/// # Errors
/// [`AMBIGUOUS`], or that nothing says where.
pub fn target(app: &AppCx, params: &Value) -> Result<Target, String> {
    if let Value::String(page_id) = params {
        return Ok(page(app, page_id, &Value::Undefined));
    }
    let flag = |key: &str| js::truthy(params.key(key));
    if flag("disabled") {
        return Ok(Target::Inert);
    }
    let ways = ["back", "home", "href", "pageId", "url"];
    if ways.iter().filter(|way| flag(way)).count() > 1 {
        return Err(AMBIGUOUS.to_owned());
    }
    let text = |key: &str| params.key(key).as_shared_str().filter(|s| !s.is_empty());
    if flag("back") {
        return Ok(Target::To {
            to: Navigation::Back,
            input: Value::Undefined,
        });
    }
    if flag("home") {
        return Ok(home(app, params));
    }
    if let Some(page_id) = text("pageId") {
        return Ok(page(app, &page_id, params));
    }
    if let Some(href) = text("href") {
        return Ok(address(href.to_string(), params));
    }
    if let Some(url) = text("url") {
        let absolute = if url.contains(':') || url.starts_with('/') {
            url.to_string()
        } else {
            format!("https://{url}")
        };
        return Ok(address(with_query(absolute, params), params));
    }
    Err(format!(
        "Invalid Link, check action params. Received \"{}\".",
        engine::json::stringify(params)
    ))
}

fn home(app: &AppCx, params: &Value) -> Target {
    let root = app.shared().root.clone();
    let page_id = root.home_page_id.unwrap_or_else(|| "404".into());
    match page(app, &page_id, params) {
        Target::To {
            to:
                Navigation::Page {
                    page_id,
                    new_tab,
                    replace,
                    scroll,
                    ..
                },
            input,
        } if root.home_configured => {
            let path = format!("{}/", root.base_path);
            let to = Navigation::Page {
                page_id,
                href: with_query(path, params),
                new_tab,
                replace,
                scroll,
            };
            Target::To { to, input }
        }
        target => target,
    }
}

fn page(app: &AppCx, page_id: &Str, params: &Value) -> Target {
    // An id that a caller gives must not become another host.
    let odd = |c: char| c == '/' || c == '\\' || c.is_control() || c.is_whitespace();
    let id = page_id.trim_start_matches(odd);
    let path = format!("{}/{id}", app.shared().root.base_path);
    Target::To {
        to: Navigation::Page {
            page_id: page_id.clone(),
            href: with_query(path, params),
            new_tab: js::truthy(params.key("newTab")),
            replace: js::truthy(params.key("replace")),
            scroll: *params.key("scroll") != Value::Bool(false),
        },
        input: params.key("input").clone(),
    }
}

fn address(href: String, params: &Value) -> Target {
    let to = Navigation::Address {
        href,
        new_tab: js::truthy(params.key("newTab")),
        replace: js::truthy(params.key("replace")),
    };
    Target::To {
        to,
        input: Value::Undefined,
    }
}

fn with_query(mut path: String, params: &Value) -> String {
    let query = url::stringify_query(params.key("urlQuery"));
    if !query.is_empty() {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(&query);
    }
    if let Some(hash) = params.key("hash").as_str() {
        path.push('#');
        path.push_str(hash.trim_start_matches('#'));
    }
    path
}

/// Follows a link.
pub fn follow(app: &AppCx, target: Target) {
    if let Target::To { to, input } = target {
        if let (Navigation::Page { page_id, .. }, false) = (&to, input.is_undefined()) {
            app.set_input(page_id, input);
        }
        app.backend().navigate(to);
    }
}
