//! Nodes of the syntax as expressions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::spanned::Spanned;
use syn::{Expr, Lit, Stmt};

type Element = NodeElement<rstml::Infallible>;

/// Several nodes as one.
pub(crate) fn all(nodes: &[Node]) -> TokenStream {
    match nodes {
        [] => quote! { ::ui::Node::Empty },
        [node] => one(node, true),
        nodes => {
            let nodes = nodes.iter().map(|node| one(node, false));
            quote! { ::ui::Node::Many(::std::vec![#(#nodes),*]) }
        }
    }
}

/// An expression of type `ui::Node`. An element that is all of a view has its classes last, as any that
/// changes; within a view one that never changes is written as it stands.
fn one(node: &Node, top: bool) -> TokenStream {
    match node {
        Node::Text(text) => literal(&text.value_string()),
        Node::RawText(text) => literal(&text.to_string_best()),
        Node::Block(block) => {
            let inner = match block.try_block().map(|block| block.stmts.as_slice()) {
                Some([Stmt::Expr(inner, None)]) => quote!(#inner),
                _ => quote!(#block),
            };
            quote_spanned! { block.span()=> ::ui::IntoNode::into_node(#inner) }
        }
        Node::Fragment(fragment) => all(&fragment.children),
        Node::Comment(_) | Node::Doctype(_) => quote! { ::ui::Node::Empty },
        Node::Element(element) => match name(element).chars().next() {
            Some(c) if c.is_ascii_uppercase() => component(element),
            _ => {
                let mut html = String::new();
                match inert(element, top, &mut html) {
                    true => quote! { ::ui::Node::Inert(#html) },
                    false => dynamic(element),
                }
            }
        },
        Node::Custom(_) => quote! { ::ui::Node::Empty },
    }
}

fn literal(text: &str) -> TokenStream {
    quote! { ::ui::Node::Text(::std::borrow::Cow::Borrowed(#text)) }
}

fn name(element: &Element) -> String {
    element.name().to_string()
}

fn component(element: &Element) -> TokenStream {
    let value = |name: &str| {
        element
            .attributes()
            .iter()
            .find_map(|attribute| match attribute {
                NodeAttribute::Attribute(attribute) if attribute.key.to_string() == name => {
                    attribute.value()
                }
                _ => None,
            })
    };
    match (
        name(element).as_str(),
        value("each"),
        value("key"),
        value("children"),
    ) {
        ("For", Some(each), Some(key), Some(children)) => {
            quote! { ::ui::each(#each, #key, #children) }
        }
        _ => quote_spanned! { element.name().span()=>
            ::std::compile_error!("the only component is `<For each=… key=… children=… />`; call functions instead")
        },
    }
}

const SVG: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "symbol",
    "text",
    "tspan",
    "use",
];

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

fn dynamic(element: &Element) -> TokenStream {
    let tag = name(element);
    let new = if SVG.contains(&tag.as_str()) {
        quote!(svg)
    } else {
        quote!(new)
    };
    let attributes = element
        .attributes()
        .iter()
        .map(|attribute| match attribute {
            NodeAttribute::Block(block) => spread(block),
            NodeAttribute::Attribute(attribute) => set(attribute),
        });
    let children = element.children.iter().map(|child| match child {
        Node::Text(text) => {
            let text = text.value_string();
            quote! { .text(#text) }
        }
        child => {
            let child = one(child, false);
            quote! { .child(#child) }
        }
    });
    quote! { ::ui::Element::#new(#tag) #(#attributes)* #(#children)* .end() }
}

/// Events that Leptos has no type for.
const UNTYPED: &[&str] = &["cancel"];

fn spread(block: &NodeBlock) -> TokenStream {
    let range = block
        .try_block()
        .and_then(|block| match block.stmts.as_slice() {
            [Stmt::Expr(Expr::Range(range), None)] => range.end.as_ref(),
            _ => None,
        });
    match range {
        Some(attributes) => quote! { .spread(#attributes) },
        None => {
            quote_spanned! { block.span()=> .spread(::std::compile_error!("expected `{..attributes}`")) }
        }
    }
}

fn set(attribute: &KeyedAttribute) -> TokenStream {
    let key = attribute.key.to_string();
    let key = key.trim_start_matches("r#");
    let span = attribute.key.span();
    let Some(value) = attribute.value() else {
        return quote_spanned! { span=> .attr(#key, ::ui::Value::Bool(true)) };
    };
    match key.split_once(':') {
        Some(("class", name)) => quote_spanned! { span=> .class(#name, #value) },
        Some(("prop", name)) => quote_spanned! { span=> .prop(#name, #value) },
        Some(("on", name)) if UNTYPED.contains(&name) => {
            quote_spanned! { span=> .on(::ui::ev::Custom::<::ui::ev::Event>::new(#name), #name, #value) }
        }
        Some(("on", name)) => {
            let event = format_ident!("{name}", span = span);
            quote_spanned! { span=> .on(::ui::ev::#event, #name, #value) }
        }
        Some(_) => {
            quote_spanned! { span=> .attr(#key, ::std::compile_error!("unknown kind of attribute")) }
        }
        None => match (key, text(attribute)) {
            ("node_ref", _) => quote_spanned! { span=> .node_ref(#value) },
            ("inner_html", _) => quote_spanned! { span=> .inner_html(#value) },
            (_, Some(text)) => quote! { .text_attr(#key, #text) },
            _ => quote_spanned! { span=> .attr(#key, ::ui::IntoValue::into_value(#value)) },
        },
    }
}

/// The value, if it is text in quotes.
fn text(attribute: &KeyedAttribute) -> Option<String> {
    match attribute.value() {
        Some(Expr::Lit(literal)) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Writes an element that never changes. False if it is none.
fn inert(element: &Element, top: bool, out: &mut String) -> bool {
    let tag = name(element);
    if SVG.contains(&tag.as_str()) && tag != "svg" && out.is_empty()
        || matches!(tag.as_str(), "script" | "style" | "textarea")
    {
        return false;
    }
    out.push_str(&format!("<{tag}"));
    let (mut class, mut style) = (String::new(), String::new());
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return false;
        };
        let key = attribute.key.to_string();
        if key.contains(':') || key == "node_ref" || key == "inner_html" {
            return false;
        }
        let written = match (text(attribute), attribute.value()) {
            (Some(text), _) => format!(" {}=\"{}\"", key.trim_start_matches("r#"), escape(&text)),
            (None, None) => format!(" {key}"),
            _ => return false,
        };
        match key.as_str() {
            "class" if top => class = written,
            "style" if top => style = written,
            _ => out.push_str(&written),
        }
    }
    out.push_str(&format!("{class}{style}>"));
    if VOID.contains(&tag.as_str()) {
        return true;
    }
    for child in &element.children {
        match child {
            Node::Text(text) => out.push_str(&escape(&text.value_string())),
            Node::Element(child) if !name(child).starts_with(|c: char| c.is_ascii_uppercase()) => {
                if !inert(child, false, out) {
                    return false;
                }
            }
            _ => return false,
        }
    }
    out.push_str(&format!("</{tag}>"));
    true
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
