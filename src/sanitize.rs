//! HTML of configuration made safe on the server, by ammonia; in the browser DOMPurify does the same.

use std::sync::OnceLock;

use ammonia::{Builder, UrlRelative};

/// Elements beyond ammonia's defaults that DOMPurify lets through and apps use.
const MORE_TAGS: &[&str] = &[
    "address",
    "audio",
    "big",
    "button",
    "center",
    "font",
    "form",
    "input",
    "label",
    "main",
    "meter",
    "nobr",
    "option",
    "picture",
    "progress",
    "section",
    "select",
    "source",
    "style",
    "textarea",
    "tt",
    "video",
    "fieldset",
    "legend",
    "svg",
    "g",
    "path",
    "circle",
    "ellipse",
    "line",
    "polygon",
    "polyline",
    "rect",
    "text",
    "tspan",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "title",
    "desc",
    "symbol",
    "marker",
    "mask",
    "pattern",
];

/// Attributes of any element.
const ATTRIBUTES: &[&str] = &[
    "align",
    "alt",
    "class",
    "color",
    "dir",
    "height",
    "hidden",
    "id",
    "lang",
    "name",
    "role",
    "style",
    "tabindex",
    "title",
    "valign",
    "width",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "colspan",
    "rowspan",
    "face",
    "size",
    "src",
    "srcset",
    "sizes",
    "loading",
    "decoding",
    "controls",
    "loop",
    "muted",
    "poster",
    "preload",
    "autoplay",
    "playsinline",
    "type",
    "value",
    "checked",
    "disabled",
    "placeholder",
    "min",
    "max",
    "step",
    "for",
    "open",
    "start",
    "reversed",
    "d",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-dasharray",
    "opacity",
    "transform",
    "viewBox",
    "xmlns",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
    "points",
    "offset",
    "stop-color",
    "stop-opacity",
    "text-anchor",
    "font-size",
    "font-family",
    "font-weight",
    "clip-path",
    "clip-rule",
    "preserveAspectRatio",
    "gradientUnits",
    "target",
    "rel",
    "download",
    "href",
    "hreflang",
];

/// `html` without anything that could run or deceive.
pub fn sanitize(html: &str) -> String {
    static BUILDER: OnceLock<Builder<'static>> = OnceLock::new();
    BUILDER.get_or_init(builder).clean(html).to_string()
}

fn builder() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .add_tags(MORE_TAGS)
        .rm_clean_content_tags(["style"])
        .rm_tags(["style"])
        .add_generic_attributes(ATTRIBUTES)
        .add_generic_attribute_prefixes(["aria-", "data-"])
        .add_url_schemes(["data"])
        .link_rel(None)
        .url_relative(UrlRelative::PassThrough)
        .strip_comments(true);
    builder.add_clean_content_tags(["style"]);
    builder.attribute_filter(|element, attribute, value| {
        let url = matches!(attribute, "href" | "src" | "poster" | "srcset");
        let data = value
            .trim_start()
            .get(..5)
            .is_some_and(|s| s.eq_ignore_ascii_case("data:"));
        let image = value
            .trim_start()
            .get(..11)
            .is_some_and(|s| s.eq_ignore_ascii_case("data:image/"));
        let media = matches!(element, "img" | "source" | "video" | "audio");
        // Data addresses are for pictures only: elsewhere they can hold documents.
        (!url || !data || (image && media)).then(|| value.into())
    });
    builder
}
