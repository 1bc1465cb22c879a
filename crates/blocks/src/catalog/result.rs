use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, element, icon_of};

/// The outcome of something, or an error page: `success`, `error`, `info`, `warning`, `404`, `403` or
/// `500`. The area `extra` is below the text, `content` below that.
///
/// ```yaml
/// type: Result
/// properties: { status: success, title: Paid, subTitle: A receipt is on its way. }
/// areas: { extra: { blocks: [] } }
/// ```
///
/// - `icon`: another icon than that of its status.
/// - `status`: `success`, `error`, `info`, `warning`, `404`, `403` or `500`. Default: `info`.
/// - `subTitle`: the text below the title; HTML in it is made safe.
pub struct Result;

impl Block for Result {
    const NAME: &'static str = "Result";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &["icon", "status", "style", "subTitle", "title"];

    fn render(cx: BlockCx) -> AnyView {
        let look = cx.clone();
        view! {
            <div id=cx.id().to_string() class=move || format!("l-result l-result-{}", status(&look).0) style=element::style(&cx)>
                <div class="l-result-icon">
                    {element::part(&cx, |cx| cx.prop("icon").or(status(cx).1), |cx, icon: Value| icon_of(cx, &icon))}
                </div>
                {element::slot(&cx, "title", "l-result-title")}
                {element::slot(&cx, "subTitle", "l-result-sub")}
                {cx.has_area("extra").then(|| view! { <div class="l-result-extra l-fit">{area(&cx, "extra")}</div> })}
                {cx.has_area("content").then(|| view! { <div class="l-result-content">{area(&cx, "content")}</div> })}
            </div>
        }
        .into_any()
    }
}

/// Class and icon.
fn status(cx: &BlockCx) -> (&'static str, &'static str) {
    match cx.text("status").as_str() {
        "success" => ("success", "AiFillCheckCircle"),
        "error" => ("error", "AiFillCloseCircle"),
        "warning" => ("warning", "AiFillWarning"),
        "404" => ("page", "AiOutlineFileSearch"),
        "403" => ("page", "AiOutlineLock"),
        "500" => ("page", "AiOutlineCloudServer"),
        _ => ("info", "AiFillInfoCircle"),
    }
}
