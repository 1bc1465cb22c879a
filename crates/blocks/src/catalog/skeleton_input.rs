use engine::{js, Value};
use leptos::prelude::*;
use runtime::{BlockCx, BlockMeta, Category};

use crate::{skeletons, Block};

/// Grey shapes in place of an input and its label.
///
/// ```yaml
/// type: SkeletonInput
/// properties: { labelWidth: 80, size: small }
/// ```
pub struct SkeletonInput;

impl Block for SkeletonInput {
    const NAME: &'static str = "SkeletonInput";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const PROPERTIES: &'static [&'static str] = &[
        "inputHeight", "inputStyle", "label", "labelHeight", "labelStyle", "labelWidth", "size", "width",
    ];

    fn render(cx: BlockCx) -> AnyView {
        skeletons::draw(&cx, |p| {
            let get = |key: &str, default: Value| p.key(key).clone().or(default);
            let label = (p.key("label").is_none() || js::truthy(p.key("label"))).then(|| {
                let width = get("labelWidth", get("width", "30%".into()));
                skeletons::bone("", &width, &get("labelHeight", 20.into()), p.key("labelStyle"))
            });
            let height = get("inputHeight", skeletons::height(p).into());
            let input = skeletons::bone("", &get("width", "100%".into()), &height, p.key("inputStyle"));
            view! { <div class="l-skeleton-group">{label}{input}</div> }.into_any()
        })
    }
}
