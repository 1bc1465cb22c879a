//! `view!` for `ui`.

mod node;

use proc_macro::TokenStream;

/// Leptos' syntax for views as a `ui::Node`: elements, text in quotes, `{expression}`, `<For />`; attributes
/// `name=value`, `class:name=`, `prop:name=`, `on:event=`, `node_ref=`, `inner_html=` and `{..attributes}`.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    let parser = rstml::Parser::new(rstml::ParserConfig::default().recover_block(true));
    let (nodes, errors) = parser.parse_recoverable(tokens).split_vec();
    let errors = errors.into_iter().map(|error| error.emit_as_expr_tokens());
    let view = node::all(&nodes);
    quote::quote! { { #(#errors;)* #view } }.into()
}
