//! Markdown as HTML: CommonMark with tables, strikethrough and task lists.

use engine::Value;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html::push_html};
use runtime::BlockCx;
use ui::prelude::*;

use crate::element::{self, some};
use crate::highlight::highlight;
use crate::html;

/// What becomes of HTML within the text.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Raw {
    /// It is shown as text.
    Escaped,
    /// It is left out.
    Dropped,
    /// It stays; whoever draws the result must make it safe.
    Kept,
}

/// The HTML of a text, with colours in its code if they are wanted. Without raw HTML in it, it is safe
/// as it is.
pub(crate) fn to_html(text: &str, raw: Raw, coloured: bool) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut events = Vec::new();
    let mut code: Option<(String, String)> = None;
    for event in Parser::new_ext(text, options) {
        match (event, &mut code) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                code = Some((language(&kind), String::new()))
            }
            (Event::End(TagEnd::CodeBlock), _) => {
                if let Some((language, text)) = code.take() {
                    events.push(Event::Html(code_block(&language, &text, coloured).into()));
                }
            }
            (Event::Text(text), Some((_, code))) => code.push_str(&text),
            (event, _) => push(event, raw, &mut events),
        }
    }
    let mut out = String::with_capacity(text.len() * 3 / 2);
    push_html(&mut out, events.into_iter());
    out
}

fn push<'t>(event: Event<'t>, raw: Raw, events: &mut Vec<Event<'t>>) {
    match event {
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let dest_url: CowStr<'t> = html::safe_url(&dest_url).into();
            events.push(Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }));
        }
        Event::Start(Tag::Table(_)) => {
            events.push(Event::Html("<div class=\"l-md-table\">".into()));
            events.push(event);
        }
        Event::End(TagEnd::Table) => {
            events.push(event);
            events.push(Event::Html("</div>".into()));
        }
        Event::Html(text) | Event::InlineHtml(text) if raw != Raw::Kept => {
            if raw == Raw::Escaped {
                events.push(Event::Text(text));
            }
        }
        Event::Start(Tag::HtmlBlock) if raw == Raw::Escaped => {
            events.push(Event::Start(Tag::Paragraph))
        }
        Event::End(TagEnd::HtmlBlock) if raw == Raw::Escaped => {
            events.push(Event::End(TagEnd::Paragraph))
        }
        event => events.push(event),
    }
}

/// The first word after the fence.
fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(info) => {
            let word = info.split([' ', ',', '{']).next().unwrap_or_default();
            word.chars()
                .filter(|c| c.is_ascii_alphanumeric() || "+#-_".contains(*c))
                .collect()
        }
        CodeBlockKind::Indented => String::new(),
    }
}

fn code_block(language: &str, text: &str, coloured: bool) -> String {
    let class = if language.is_empty() {
        String::new()
    } else {
        format!(" class=\"language-{language}\"")
    };
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = if coloured {
        highlight(language, text)
    } else {
        html::escape(text)
    };
    format!("<pre tabindex=\"0\"><code{class}>{text}</code></pre>\n")
}

/// A block of Markdown; `with_code` gives code blocks colours, and a button that copies them.
pub(crate) fn draw(cx: &BlockCx, class: &'static str, with_code: bool) -> AnyView {
    let (text, copied) = (cx.clone(), cx.clone());
    let source = Memo::new(move |_| (text.text("content"), text.flag("skipHtml", false)));
    let inner = move || {
        source.with(|(text, skip)| {
            let html = to_html(
                text,
                if *skip { Raw::Dropped } else { Raw::Escaped },
                with_code,
            );
            if with_code { with_buttons(&html) } else { html }
        })
    };
    view! {
        <div id=cx.id().to_string() class=class style=element::style(cx) inner_html=inner on:click=move |ev| copy(&copied, &ev)></div>
    }
    .into_any()
}

fn with_buttons(html: &str) -> String {
    const BUTTON: &str = "<div class=\"l-code\"><button type=\"button\" class=\"l-code-copy\" aria-label=\"Copy code\"></button><pre ";
    html.replace("<pre ", BUTTON)
        .replace("</pre>", "</pre></div>")
}

/// Copies the code beside the button that was clicked.
fn copy(cx: &BlockCx, ev: &leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast as _;
    let Some(target) = ev
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Ok(Some(button)) = target.closest(".l-code-copy") else {
        return;
    };
    let code = button
        .next_element_sibling()
        .and_then(|pre| pre.text_content())
        .and_then(some);
    if let Some(code) = code {
        button.set_attribute("data-done", "").ok();
        let copied = cx.app().backend().copy(code);
        let rest = cx.app().backend().sleep(1500.0);
        leptos::task::spawn_local(async move {
            copied.await.ok();
            rest.await;
            button.remove_attribute("data-done").ok();
        });
    }
}

/// The HTML of a DangerousMarkdown.
pub(crate) fn dangerous(text: &str, options: &Value) -> String {
    crate::dangerous::sanitize(&to_html(text, Raw::Kept, false), options)
}
