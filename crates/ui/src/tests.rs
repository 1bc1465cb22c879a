use leptos::tachys::view::RenderHtml;

use crate::prelude::*;

fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

#[test]
fn texts_stay_apart_and_nothing_has_a_place() {
    let view = || view! { <p>"a" {1} {|| "b"} {None::<String>} "c"</p> };
    assert_eq!(html(view), "<p>a<!>1<!>b<!>c</p>");
    assert_eq!(html(|| view! { <p>{""}</p> }), "<p> </p>");
    assert_eq!(
        html(|| view! { <p>{Vec::<String>::new()}</p> }),
        "<p><!></p>"
    );
}

#[test]
fn attributes_are_left_out_or_escaped() {
    let view = || {
        let none = None::<String>;
        view! {
            <input class="a" id=Some("\"<") title=none disabled=true hidden=|| false class:b=true class:c=false
                prop:value="x" on:click=|_| () style="x:y" data-n=3 />
        }
    };
    assert_eq!(
        html(view),
        r#"<input id="&quot;&lt;" disabled data-n="3" class="a b" style="x:y;">"#
    );
}

#[test]
fn html_within_is_as_it_is_and_text_is_not() {
    assert_eq!(html(|| view! { <b inner_html="<i>"></b> }), "<b><i></b>");
    assert_eq!(html(|| view! { <b>{"<i>"}</b> }), "<b>&lt;i&gt;</b>");
    assert_eq!(
        html(|| view! { <style>{"a>b{}"}</style> }),
        "<style>a>b{}</style>"
    );
}

#[test]
fn what_never_changes_is_written_as_it_stands() {
    let view = || view! { <div id="a".to_owned()><br /><span class="x" aria-hidden="true">"<"</span></div> };
    assert_eq!(
        html(view),
        r#"<div id="a"><br><span class="x" aria-hidden="true">&lt;</span></div>"#
    );
}

#[test]
fn lists_are_drawn_with_their_end() {
    let view =
        || view! { <ul><For each=|| 0..2 key=|i| *i children=|i| view! { <li>{i}</li> } /></ul> };
    assert_eq!(html(view), "<ul><li>0</li><li>1</li><!></ul>");
}

#[test]
fn attributes_can_be_made_elsewhere() {
    let more = vec![
        AnyAttribute::new("role", "note"),
        AnyAttribute::new("lang", None::<String>),
    ];
    assert_eq!(
        html(|| view! { <p {..more} id="x"></p> }),
        r#"<p role="note" id="x"></p>"#
    );
}
