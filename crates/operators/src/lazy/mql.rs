use engine::{Args, Cx, OpResult, Operator, Reads, Value};

use crate::instance::{ARRAY_OBJECT, Call, Method, Takes, arg, as_given, fail, method};
use crate::mql;

/// Queries and aggregations over data that is at hand, in the language of MongoDB.
///
/// - `aggregate` sends the documents `on` through the stages of `pipeline` and gives documents.
/// - `expr` computes the expression `expr` for one document.
/// - `test` says whether one document is as the filter `test` says.
///
/// ```yaml
/// _mql.aggregate:
///   on: { _request: get_orders }
///   pipeline:
///     - $match: { status: open, total: { $gte: 100 } }
///     - $group: { _id: $customer, total: { $sum: $total }, orders: { $push: $number } }
///     - $sort: { total: -1 }
/// _mql.expr:
///   on: { _state: order }
///   expr: { $concat: [$customer.name, ", ", { $toString: $total }] }
/// _mql.test:
///   on: { _user: true }
///   test: { roles: { $in: [admin, editor] } }
/// ```
///
/// Without `on` (null) there are no documents, or an empty one. Stages: `$addFields`, `$bucket`,
/// `$bucketAuto`, `$count`, `$facet`, `$fill`, `$group`, `$limit`, `$lookup`, `$match`, `$project`,
/// `$redact`, `$replaceRoot`, `$replaceWith`, `$sample`, `$set`, `$setWindowFields`, `$skip`, `$sort`,
/// `$sortByCount`, `$unionWith`, `$unset`, `$unwind`. `$lookup` and `$unionWith` take a list where
/// MongoDB takes the name of a collection. `$where`, `$function` and `$accumulator` run code and are an
/// error. Dates are in UTC, a `timezone` is an offset such as `+02:00`.
///
/// The language is forgiving: null counts as 0 in a sum, and a path that leads nowhere gives no value.
/// An unknown operator is an error, and so is a call that takes too much work, for example a `$range`
/// of more than a million numbers.
pub struct Mql;

const METHODS: &[Method] = &[
    method("aggregate", Takes::Named("on pipeline"), ARRAY_OBJECT),
    method("expr", Takes::Named("on expr"), ARRAY_OBJECT),
    method("test", Takes::Named("on test"), ARRAY_OBJECT),
];

impl Operator for Mql {
    const NAME: &'static str = "_mql";

    /// `$$NOW`, `$rand` and `$sample` may be anywhere in the parameters.
    fn reads(_: Option<&str>) -> Reads {
        Reads::CLOCK
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        Call {
            cx,
            args,
            methods: METHODS,
        }
        .class(None, as_given, run)
    }
}

fn run(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let (on, what) = (arg(&args, 0), arg(&args, 1));
    match method {
        "aggregate" => mql::aggregate(cx, on, what),
        "expr" => mql::expr(cx, on, what),
        "test" => mql::test(cx, on, what),
        _ => fail("functions[methodName] is not a function"),
    }
}
