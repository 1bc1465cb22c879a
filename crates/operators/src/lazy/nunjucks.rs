use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Realm, Root, Value};

use crate::nunjucks;

/// Text from a Nunjucks template. What is written is escaped for HTML, except through the filter
/// `safe`. Beside the filters of Nunjucks there are `date` with a format of moment.js, `unique` and
/// `urlQuery`.
///
/// ```yaml
/// _nunjucks: "Hello {{ name }}!"
/// _nunjucks:
///   template: "{% for item in items %}{{ item.name }}: {{ item.at | date('D MMM YYYY') }}\n{% endfor %}"
///   on: { items: { _request: get_items } }
/// ```
///
/// A template has to run without any data, too: `{{ name.trim() }}` fails, since there is no `name`
/// then; `{% if name %}{{ name.trim() }}{% endif %}` does not.
///
/// - `template`: the template. A text in place of the parameters is the same.
/// - `on`: an object with the names that the template reads. Default: the state of the page; on the
///   server the payload.
pub struct Nunjucks;

impl Operator for Nunjucks {
    const NAME: &'static str = "_nunjucks";

    /// Dates are in local time, and random choice is a filter.
    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE | Reads::SERVER | Reads::CLOCK
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (template, data) = match (args.params, args.get("template"), args.get("on")) {
            (Value::String(template), ..) => (template, names(cx)),
            (_, Value::String(template), on @ Value::Map(_)) => (template, on.clone()),
            (_, Value::String(template), _) => (template, Value::Undefined),
            _ => return Ok(Value::Null),
        };
        if template.is_empty() {
            return Ok(Value::Null);
        }
        let answer = nunjucks::render(cx, template, &data);
        answer
            .map(Value::from)
            .map_err(|_| OpError::new("_nunjucks failed to parse nunjucks template."))
    }
}

/// What a template without `on` sees.
fn names(cx: &Cx<'_>) -> Value {
    match cx.table.realm() {
        Realm::Server => cx.read(Root::Payload, ""),
        _ => cx.read(Root::State, ""),
    }
}
