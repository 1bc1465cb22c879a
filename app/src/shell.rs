//! The HTML document around a page.

use leptos::prelude::*;
use runtime::{AppCx, PageCx, locale};

use crate::view;

/// Addresses of the app's own files, with the version that lets browsers keep them for ever.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// JavaScript side of the wasm module.
    pub js: String,
    /// The wasm module.
    pub wasm: String,
    /// The sanitizer of HTML.
    pub purify: String,
    /// The script that starts it all.
    pub start: String,
}

/// A document to be written.
#[derive(Clone)]
pub struct Document {
    /// The visit.
    pub app: AppCx,
    /// The page, initialised.
    pub page: PageCx,
    /// `<title>`.
    pub title: String,
    /// `dark`, `light` or `system`.
    pub theme: &'static str,
    /// The language of the app that is shown, if the app has languages.
    pub locale: Option<engine::Str>,
    /// Files.
    pub assets: std::sync::Arc<Assets>,
    /// Addresses of the wasm files of the parts that the page needs.
    pub parts: Vec<String>,
    /// Address of the app's functions, if the page calls any.
    pub scripts: Option<engine::Str>,
    /// What all pages share, as JSON for a script element.
    pub root_json: String,
    /// The page artifact, likewise.
    pub config_json: std::sync::Arc<str>,
    /// The rest of the payload, likewise.
    pub data_json: String,
    /// Raw HTML of the app for the end of the head.
    pub append_head: std::sync::Arc<str>,
    /// Raw HTML of the app for the end of the body.
    pub append_body: std::sync::Arc<str>,
    /// Under `cargo leptos watch`: what reloads the page after a rebuild.
    pub watch: Option<LeptosOptions>,
}

/// The document as a view.
pub fn shell(document: Document) -> AnyView {
    let Document {
        app,
        page,
        title,
        theme,
        assets,
        root_json,
        config_json,
        data_json,
        ..
    } = document;
    let base = app.shared().root.base_path.clone();
    let head = document.append_head;
    let parts = document.parts.into_iter().map(|href| {
        view! { <link rel="preload" href=href r#as="fetch" r#type="application/wasm" crossorigin="anonymous" /> }
    });
    let parts = parts.collect_view();
    let scripts = document
        .scripts
        .map(|href| view! { <link rel="modulepreload" href=href.to_string() /> });
    let body = document.append_body;
    let watch = document
        .watch
        .map(|options| view! { <AutoReload options=options /> });
    let lang = document.locale.unwrap_or_else(|| "en".into());
    let dir = (locale::direction(&lang) == "rtl").then_some("rtl");
    let current = ArcRwSignal::new(Some(page));
    let head = view! {
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{title}</title>
                <link rel="stylesheet" id="lath-css" href=assets.css.clone() />
                <link rel="modulepreload" id="lath-js" href=assets.js.clone() />
                <link rel="preload" id="lath-wasm" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                {parts}
                {scripts}
                <link rel="prefetch" r#as="script" id="lath-purify" href=assets.purify.clone() />
                <link rel="icon" href=format!("{base}/favicon.ico") sizes="32x32" />
                <link rel="icon" href=format!("{base}/icon.svg") r#type="image/svg+xml" />
                <link rel="manifest" href=format!("{base}/manifest.webmanifest") />
                <meta name="color-scheme" content="light dark" />
                {watch}
                <Raw html=head.to_string() />
            </head>
    }
    .into_any();
    let body = view! {
            <body>
                <div id="root">
                    {view::app(app, current)}
                </div>
                <script id="__LATH_ROOT__" type="application/json" inner_html=root_json></script>
                <script id="__LATH_PAGE__" type="application/json" inner_html=config_json.to_string()></script>
                <script id="__LATH_DATA__" type="application/json" inner_html=data_json></script>
                <script type="module" src=assets.start.clone()></script>
                <Raw html=body.to_string() />
            </body>
    }
    .into_any();
    view! {
        <!DOCTYPE html>
        <html lang=lang.to_string() dir=dir data-theme=theme>{head}{body}</html>
    }
    .into_any()
}

/// Raw HTML of the app's author, as it is.
#[component]
fn Raw(html: String) -> impl IntoView {
    leptos::tachys::html::InertElement::new(html)
}
