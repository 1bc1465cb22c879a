use engine::{Map, Value, js};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::dialog::button_class;
use crate::{Block, css, html, icon_of, items};

/// A list whose items can be added and removed. In the ids of blocks within, `$` is the index.
///
/// ```yaml
/// type: ControlledList
/// id: guests
/// properties: { title: Guests, addItemButton: { title: Add a guest } }
/// blocks:
///   - { id: guests.$.name, type: TextInput }
/// ```
///
/// - `addItemButton`: the button that adds an item: an object with the properties of a `Button`.
/// - `addToFront`: true adds items at the start.
/// - `footerStyle`: CSS properties of the part with the button.
/// - `hideAddButton`: true leaves out the button that adds.
/// - `hideRemoveButton`: true leaves out the buttons that remove.
/// - `itemStyle`: CSS properties of an item.
/// - `noDataTitle`: what stands in a list without items. Default: `No Items`.
/// - `removeItemIcon`: the icon of the button that removes.
/// - `title`: what stands above the list; HTML in it is made safe.
pub struct ControlledList;

impl Block for ControlledList {
    const NAME: &'static str = "ControlledList";
    const META: BlockMeta = BlockMeta::list();
    const METHODS: &'static [&'static str] = &[
        "moveItemDown",
        "moveItemUp",
        "pushItem",
        "removeItem",
        "unshiftItem",
    ];
    const PROPERTIES: &'static [&'static str] = &[
        "addItemButton",
        "addToFront",
        "footerStyle",
        "headerStyle",
        "hideAddButton",
        "hideRemoveButton",
        "itemStyle",
        "noDataTitle",
        "removeItemIcon",
        "size",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let (look, head, foot, empty, one) =
            (cx.clone(), cx.clone(), cx.clone(), cx.clone(), cx.clone());
        let class = move || match look.text("size").as_str() {
            "small" => "l-clist l-clist-small",
            "large" => "l-clist l-clist-large",
            _ => "l-clist",
        };
        let rows = items(&cx, move |i, item| row(&one, i, item));
        view! {
            <div class=class>
                {move || header(&head)}
                {move || (empty.n_items() == 0).then(|| {
                    let text = empty.text_opt("noDataTitle").unwrap_or_else(|| "No Items".to_owned());
                    view! { <div class="l-clist-empty" inner_html=html::sanitize(&text)></div> }
                })}
                {rows}
                {move || footer(&foot)}
            </div>
        }
        .into_any()
    }
}

fn row(cx: &BlockCx, i: usize, item: AnyView) -> AnyView {
    let (place, shown, face, removed) = (cx.clone(), cx.clone(), cx.clone(), cx.clone());
    view! {
        <div class="l-clist-item" style=move || css::inline(&place.prop("itemStyle"))>
            <div class="l-clist-content">{item}</div>
            {move || (!shown.flag("hideRemoveButton", false)).then(|| {
                let removed = removed.clone();
                let icon = match face.prop("removeItemIcon") {
                    v if v.is_none() => view! { <span class="l-minus" aria-hidden="true"></span> }.into_any(),
                    v => icon_of(&face, &v),
                };
                view! {
                    <button
                        type="button"
                        class="l-clist-remove"
                        aria-label=format!("Remove item {}", i + 1)
                        on:click=move |_| drop(removed.call_method("removeItem", &[i.into()]))
                    >
                        {icon}
                    </button>
                }
            })}
        </div>
    }
    .into_any()
}

fn header(cx: &BlockCx) -> Option<AnyView> {
    let title = cx.text_opt("title");
    let add = add_button(cx, true);
    if title.is_none() && add.is_none() {
        return None;
    }
    let style = css::inline(&cx.prop("headerStyle"));
    let title = html::sanitize(&title.unwrap_or_default());
    Some(view! { <div class="l-clist-head" style=style><strong inner_html=title></strong>{add}</div> }.into_any())
}

fn footer(cx: &BlockCx) -> Option<AnyView> {
    let add = add_button(cx, false)?;
    let style = css::inline(&cx.prop("footerStyle"));
    Some(view! { <div class="l-clist-foot" style=style>{add}</div> }.into_any())
}

/// The button, at the end where it adds.
fn add_button(cx: &BlockCx, front: bool) -> Option<AnyView> {
    if cx.flag("hideAddButton", false) || cx.flag("addToFront", false) != front {
        return None;
    }
    let mut props = Map::new();
    props.insert("size", cx.prop("size"));
    for (key, value) in cx
        .prop("addItemButton")
        .as_map()
        .into_iter()
        .flat_map(|own| own.iter())
    {
        props.insert(key.clone(), value.clone());
    }
    let props = Value::map(props);
    let title = props.key("title").as_str().unwrap_or("Add Item").to_owned();
    let icon = match props.key("icon") {
        v if v.is_none() => view! { <span class="l-plus" aria-hidden="true"></span> }.into_any(),
        v => icon_of(cx, v),
    };
    let text = (!js::truthy(props.key("hideTitle")))
        .then(|| view! { <span inner_html=html::sanitize(&title)></span> });
    let class = button_class(&props, if front { "default" } else { "dashed" });
    let (method, cx) = (if front { "unshiftItem" } else { "pushItem" }, cx.clone());
    let press = move |_| drop(cx.call_method(method, &[]));
    let off = js::truthy(props.key("disabled"));
    let view = view! {
        <button type="button" class=class disabled=off aria-label=title on:click=press>{icon}{text}</button>
    };
    Some(view.into_any())
}
