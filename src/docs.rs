//! The reference for users as HTML, in development at `/docs`: what the crate `reference` has, with a way
//! around in it. No page needs a script; the one there is copies code and takes the key `/`.

mod markdown;
mod nav;
mod views;

use leptos::tachys::view::RenderHtml as _;
use reference::{Kind, Page};
use ui::prelude::*;

pub use views::Answer;

/// The style sheet, beside that of all pages.
pub const STYLE: &str = include_str!("../style/docs.css");

/// The script.
pub const SCRIPT: &str = include_str!("docs/script.js");

/// Where everything is, for links.
#[derive(Clone, Debug)]
pub struct Site {
    /// The app's base path.
    pub base: String,
    /// The address of the index, below the base path.
    pub home: &'static str,
    /// The style sheet of all pages.
    pub css: String,
    /// `dark`, `light` or `system`.
    pub theme: &'static str,
}

impl Site {
    /// The address of a page.
    fn at(&self, page: &Page) -> String {
        format!("{}/docs/{}", self.base, page.path())
    }

    /// The address of a kind.
    fn of(&self, kind: &Kind) -> String {
        format!("{}/docs/{}", self.base, kind.id)
    }

    /// The address of the index.
    fn home(&self) -> String {
        format!("{}{}", self.base, self.home)
    }

    /// The document around an answer.
    pub fn document(&self, answer: Answer) -> String {
        let Answer {
            title,
            main,
            place,
            query,
            ..
        } = answer;
        let base = &self.base;
        let title = match &*title {
            "" => "Lath reference".to_owned(),
            title => format!("{title} · Lath reference"),
        };
        let head = view! {
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{title}</title>
                <link rel="stylesheet" href=self.css.clone() />
                <link rel="stylesheet" href=format!("{base}/_lath/docs.css") />
                <script type="module" src=format!("{base}/_lath/docs.js")></script>
                <link rel="icon" href=format!("{base}/icon.svg") type="image/svg+xml" />
                <meta name="color-scheme" content="light dark" />
            </head>
        };
        let body = view! {
            <body class="d">
                <a class="d-skip" href="#main">"Skip to the text"</a>
                {self.header(&query)}
                <div class="d-body">
                    {self.nav(place)}
                    <main id="main" class="d-main">{main}</main>
                </div>
            </body>
        };
        let html = view! { <html lang="en" data-theme=self.theme>{head}{body}</html> };
        format!("<!DOCTYPE html>{}", html.to_html())
    }

    fn header(&self, query: &str) -> AnyView {
        view! {
            <header class="d-head">
                <button type="button" class="d-menu" popovertarget="contents" aria-label="Contents"></button>
                <a class="d-brand" href=self.home()>
                    <img src=format!("{}/icon.svg", self.base) alt="" width="24" height="24" />
                    <span>"Lath"</span>
                    <span class="d-brand-sub">"Reference"</span>
                </a>
                {self.search(query, "d-search")}
                <a class="d-app" href=format!("{}/", self.base)>"To the app"</a>
            </header>
        }
    }

    fn search(&self, query: &str, class: &'static str) -> AnyView {
        view! {
            <form class=class role="search" action=self.home() method="get">
                <input type="search" name="q" value=query.to_owned() placeholder="Search" aria-label="Search the reference" autocomplete="off" />
            </form>
        }
    }
}
