use engine::{Args, Cx, Map, OpResult, Operator, Reads, Value};

use crate::instance::{self, ARRAY_OBJECT, Call, Method, Takes, arg, as_given, method};
use crate::jsonata;

/// Queries and transforms data with a JSONata expression.
///
/// ```yaml
/// _jsonata:
///   on: { _request: get_orders }
///   expr: $sum(orders[status = 'paid'].(price * quantity))
/// _jsonata:
///   on: { _state: invoice }
///   expr: "lines{ product: $sum($.(amount * $$.rate)) }"
///   bindings: { rate: 1.5 }
/// _jsonata: [{ _state: form }, "$uppercase(name) & ' ' & $fromMillis(at, '[D1o] [MNn] [Y]')"]
/// ```
///
/// `on` is the input, `bindings` are added to its fields. The language is that of JSONata 2: paths
/// (`a.b[0].c`), filters (`orders[price > 10]`), wildcards (`*`, `**`), parents (`%`), variables of
/// steps (`@$o`, `#$i`), sorting (`^(>price)`), grouping (`{ key: value }`), conditions (`? :`, `?:`,
/// `??`), functions (`function($x) { … }`), chains (`~>`), transformations (`| where | update |`) and
/// all of its functions (`$sum`, `$map`, `$match`, `$formatNumber`, `$toMillis`, …). What is missing
/// gives nothing, and no error.
///
/// An error says `JSONata evaluation error:` and JSONata's sentence. An expression that runs too long
/// (three million steps) or too deep, and lists of more than a million items, are errors too.
pub struct Jsonata;

const METHODS: &[Method] = &[method(
    "evaluate",
    Takes::Named("on expr bindings"),
    ARRAY_OBJECT,
)];

impl Operator for Jsonata {
    const NAME: &'static str = "_jsonata";

    /// `$now`, `$millis`, `$random`, `$shuffle`, and `$toMillis` of a date without year.
    fn reads(_: Option<&str>) -> Reads {
        Reads::CLOCK
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let call = Call {
            cx,
            args,
            methods: METHODS,
        };
        call.class(Some("evaluate"), as_given, run)
    }
}

fn run(cx: &Cx<'_>, _: &str, args: Vec<Value>) -> OpResult {
    let Value::String(expression) = arg(&args, 1) else {
        return instance::fail("Expression must be a string.");
    };
    let mut data = arg(&args, 0).clone();
    if matches!(data, Value::Null) {
        data = Value::map(Map::new());
    }
    if let Value::Map(bindings) = arg(&args, 2) {
        let mut fields = match &data {
            Value::Map(map) => (**map).clone(),
            Value::List(items) => items
                .iter()
                .enumerate()
                .map(|(i, item)| (i.to_string(), item.clone()))
                .collect(),
            _ => Map::new(),
        };
        for (name, value) in bindings.iter() {
            fields.insert(name.clone(), value.clone());
        }
        data = Value::map(fields);
    }
    match jsonata::evaluate(cx, expression, &data) {
        Ok(value) => Ok(value),
        Err(message) => instance::fail(format!("JSONata evaluation error: {message}")),
    }
}
