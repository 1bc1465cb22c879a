//! Around every block: is it shown, where in the grid, with which style, and what if it cannot be
//! drawn.

use model::Skeleton;
use runtime::BlockCx;
use ui::prelude::*;

use crate::{css, element, find, layout, skeletons};

/// Draws a block with everything around it.
pub fn render(cx: BlockCx) -> AnyView {
    let id = cx.id();
    let shown = Memo::new({
        let cx = cx.clone();
        move |_| cx.visible()
    });
    // What a block reads while it is drawn must not have it drawn again: what changes is in closures.
    (move || {
        if shown.get() {
            untrack(|| cell(cx.clone()))
        } else {
            view! { <div id=format!("vs-{id}") class="l-hidden"></div> }.into_any()
        }
    })
    .into_any()
}

/// The block's cell in the grid of the area it is in.
fn cell(cx: BlockCx) -> AnyView {
    let id = format!("bl-{}", cx.id());
    let inner = body(cx.clone());
    if cx.app().is_reactive() {
        let cx = cx.clone();
        Effect::new(move |_| {
            let cx = cx.clone();
            leptos::task::spawn_local(async move { cx.mount().await });
        });
    }
    let rules = css::media_rules(&cx.now().style, &format!("#{}", css::escape_id(&id)));
    let rules = (!rules.is_empty()).then(|| view! { <style inner_html=rules></style> });
    let class = {
        let cx = cx.clone();
        move || {
            let now = cx.now();
            let place = layout::cell(&now.layout).map_or("l-nocell", |(class, _)| class);
            match css::classes(&now.class) {
                own if own.is_empty() => place.to_owned(),
                own => format!("{place} {own}"),
            }
        }
    };
    let style = move || {
        let now = cx.now();
        let mut style = layout::cell(&now.layout)
            .map(|(_, style)| style)
            .unwrap_or_default();
        style.push_str(&css::inline(&now.style));
        style.push_str(&css::slot(&now.style, ".block"));
        element::some(style)
    };
    view! { <div id=id class=class style=style>{inner}{rules}</div> }.into_any()
}

/// The block itself, its skeleton while it loads, or a note that its type does not exist.
fn body(cx: BlockCx) -> AnyView {
    let block = cx.block();
    let Some(entry) = find(&block.kind) else {
        return unknown(&cx);
    };
    let Some(skeleton) = block.skeleton.clone() else {
        return (entry.render)(cx);
    };
    let loading = Memo::new({
        let cx = cx.clone();
        move |_| cx.loading()
    });
    (move || {
        if loading.get() {
            bones(&skeleton)
        } else {
            untrack(|| (entry.render)(cx.clone()))
        }
    })
    .into_any()
}

/// What stands in for a block of a type that does not exist, with what is in it.
fn unknown(cx: &BlockCx) -> AnyView {
    let block = cx.block();
    let areas: Vec<AnyView> = block
        .areas
        .iter()
        .map(|area| {
            let blocks: Vec<AnyView> = cx
                .area_blocks(0, &area.name)
                .into_iter()
                .map(render)
                .collect();
            let id = format!("ar-{}-{}", cx.id(), area.name);
            view! { <div class="l-area" id=id>{blocks}</div> }.into_any()
        })
        .collect();
    let text = format!(
        "Block type “{}” is not available (block “{}”).",
        block.kind,
        cx.id()
    );
    view! {
        <div class="l-unknown">
            <p class="l-unknown-note" role="note">{text}</p>
            {areas}
        </div>
    }
    .into_any()
}

/// The shapes that stand in for a block while it loads.
fn bones(skeleton: &Skeleton) -> AnyView {
    let properties = skeleton.properties.as_const().cloned().unwrap_or_default();
    if let Some(shape) = skeletons::shape(&skeleton.kind) {
        return view! { <div class="l-skeleton-block" aria-hidden="true">{shape(&properties)}</div> }.into_any();
    }
    let size = |key: &str| {
        css::length(properties.key(key))
            .map(|l| format!("{key}:{l};"))
            .unwrap_or_default()
    };
    let style = element::some(size("width") + &size("height"));
    let within: Vec<AnyView> = skeleton
        .areas
        .iter()
        .flat_map(|(_, blocks)| blocks)
        .map(bones)
        .collect();
    let class = if within.is_empty() {
        "l-skeleton"
    } else {
        "l-skeleton-group"
    };
    view! { <div class=class style=style aria-hidden="true">{within}</div> }.into_any()
}
