//! The functions that every expression can call, by families.

mod dates;
mod format_number;
mod higher;
mod lists;
mod matching;
mod numbers;
mod objects;
mod strings;
mod urls;

pub(super) use format_number::regular;

use std::rc::Rc;

use super::error::Res;
use super::eval::Interp;
use super::frame::Frame;
use super::signature::Signature;
use super::value::Val;

/// A function.
struct Native {
    name: &'static str,
    signature: &'static str,
    /// How many parameters it has.
    n_params: usize,
    run: fn(&Given<'_, '_>) -> Res<Val>,
}

const fn native(
    name: &'static str,
    signature: &'static str,
    n_params: usize,
    run: fn(&Given<'_, '_>) -> Res<Val>,
) -> Native {
    Native {
        name,
        signature,
        n_params,
        run,
    }
}

/// Sorted by name.
static ALL: &[Native] = &[
    native("abs", "<n-:n>", 1, numbers::abs),
    native("append", "<xx:a>", 2, lists::append),
    native("assert", "<bs?:x>", 2, objects::assert),
    native("average", "<a<n>:n>", 1, numbers::average),
    native("base64decode", "<s-:s>", 1, urls::base64_decode),
    native("base64encode", "<s-:s>", 1, urls::base64_encode),
    native("boolean", "<x-:b>", 1, objects::boolean),
    native("ceil", "<n-:n>", 1, numbers::ceil),
    native("clone", "<(oa)-:o>", 1, objects::clone),
    native("contains", "<s-(sf):b>", 2, matching::contains),
    native("count", "<a:n>", 1, lists::count),
    native("decodeUrl", "<s-:s>", 1, urls::decode_url),
    native(
        "decodeUrlComponent",
        "<s-:s>",
        1,
        urls::decode_url_component,
    ),
    native("distinct", "<x:x>", 1, lists::distinct),
    native("each", "<o-f:a>", 2, higher::each),
    native("encodeUrl", "<s-:s>", 1, urls::encode_url),
    native(
        "encodeUrlComponent",
        "<s-:s>",
        1,
        urls::encode_url_component,
    ),
    native("error", "<s?:x>", 1, objects::error),
    native("eval", "<sx?:x>", 2, objects::eval),
    native("exists", "<x:b>", 1, objects::exists),
    native("filter", "<af>", 2, higher::filter),
    native("floor", "<n-:n>", 1, numbers::floor),
    native("formatBase", "<n-n?:s>", 2, numbers::format_base),
    native("formatInteger", "<n-s:s>", 2, dates::format_integer),
    native("formatNumber", "<n-so?:s>", 3, format_number::format_number),
    native("fromMillis", "<n-s?s?:s>", 3, dates::from_millis),
    native("join", "<a<s>s?:s>", 2, strings::join),
    native("keys", "<x-:a<s>>", 1, objects::keys),
    native("length", "<s-:n>", 1, strings::length),
    native("lookup", "<x-s:x>", 2, objects::lookup),
    native("lowercase", "<s-:s>", 1, strings::lowercase),
    native("map", "<af>", 2, higher::map),
    native("match", "<s-f<s:o>n?:a<o>>", 3, matching::find_all),
    native("max", "<a<n>:n>", 1, numbers::max),
    native("merge", "<a<o>:o>", 1, objects::merge),
    native("millis", "<:n>", 0, dates::millis),
    native("min", "<a<n>:n>", 1, numbers::min),
    native("not", "<x-:b>", 1, objects::not),
    native("now", "<s?s?:s>", 2, dates::now),
    native("number", "<(nsb)-:n>", 1, numbers::number),
    native("pad", "<s-ns?:s>", 3, strings::pad),
    native("parseInteger", "<s-s:n>", 2, dates::parse_integer),
    native("power", "<n-n:n>", 2, numbers::power),
    native("random", "<:n>", 0, numbers::random),
    native("reduce", "<afj?:j>", 3, higher::reduce),
    native("replace", "<s-(sf)(sf)n?:s>", 4, matching::replace),
    native("reverse", "<a:a>", 1, lists::reverse),
    native("round", "<n-n?:n>", 2, numbers::round_to),
    native("shuffle", "<a:a>", 1, lists::shuffle),
    native("sift", "<o-f?:o>", 2, higher::sift),
    native("single", "<af?>", 2, higher::single),
    native("sort", "<af?:a>", 2, higher::sort),
    native("split", "<s-(sf)n?:a<s>>", 3, matching::split),
    native("spread", "<x-:a<o>>", 1, objects::spread),
    native("sqrt", "<n-:n>", 1, numbers::sqrt),
    native("string", "<x-b?:s>", 2, strings::string),
    native("substring", "<s-nn?:s>", 3, strings::substring),
    native("substringAfter", "<s-s:s>", 2, strings::substring_after),
    native("substringBefore", "<s-s:s>", 2, strings::substring_before),
    native("sum", "<a<n>:n>", 1, numbers::sum),
    native("toMillis", "<s-s?:n>", 2, dates::to_millis),
    native("trim", "<s-:s>", 1, strings::trim),
    native("type", "<x:s>", 1, objects::type_of),
    native("uppercase", "<s-:s>", 1, strings::uppercase),
    native("zip", "<a+>", 0, lists::zip),
];

/// The number of the function `name`.
pub(super) fn find(name: &str) -> Option<usize> {
    ALL.binary_search_by(|native| native.name.cmp(name)).ok()
}

/// How many arguments other functions pass to it.
pub(super) fn arity(id: usize) -> usize {
    match ALL[id].name {
        // Its second parameter has a default.
        "string" => 1,
        _ => ALL[id].n_params,
    }
}

/// How many parameters it has.
pub(super) fn n_params(id: usize) -> usize {
    ALL[id].n_params
}

/// Calls a function with arguments that are checked first.
pub(super) fn call(
    interp: &Interp<'_>,
    id: usize,
    args: Vec<Val>,
    input: &Val,
    frame: &Rc<Frame>,
) -> Res<Val> {
    let checked = interp
        .signature(id, ALL[id].signature)
        .and_then(|signature| signature.check(&args, input));
    checked.and_then(|args| run(interp, id, args, input, frame))
}

/// Calls a function with arguments as they are.
pub(super) fn run(
    interp: &Interp<'_>,
    id: usize,
    args: Vec<Val>,
    input: &Val,
    frame: &Rc<Frame>,
) -> Res<Val> {
    (ALL[id].run)(&Given {
        interp,
        args,
        input,
        frame,
    })
}

/// `args` as a function with `signature` takes them.
pub(super) fn check(signature: &str, args: &[Val], input: &Val) -> Res<Vec<Val>> {
    Signature::parse(signature)?.check(args, input)
}

/// What a function was given.
struct Given<'a, 'b> {
    interp: &'a Interp<'b>,
    args: Vec<Val>,
    /// The context of the call.
    input: &'a Val,
    frame: &'a Rc<Frame>,
}

impl Given<'_, '_> {
    /// Argument `i`; undefined where there is none.
    fn arg(&self, i: usize) -> &Val {
        self.args.get(i).unwrap_or(&Val::Undefined)
    }

    fn text(&self, i: usize) -> Option<&str> {
        self.arg(i).as_str()
    }

    fn number(&self, i: usize) -> Option<f64> {
        match self.arg(i) {
            Val::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// The items of argument `i`.
    fn items(&self, i: usize) -> Vec<Val> {
        self.arg(i).to_items()
    }

    /// Calls `function` with as many of `args` as it takes, the first at least.
    fn invoke(&self, function: &Val, args: &[&Val]) -> Res<Val> {
        let n = self.interp.arity(function).clamp(1, args.len());
        let args = args[..n].iter().map(|arg| (*arg).clone()).collect();
        self.apply(function, args)
    }

    fn apply(&self, function: &Val, args: Vec<Val>) -> Res<Val> {
        self.interp.work(1)?;
        self.interp.apply(function, args, &Val::Null, self.frame)
    }

    fn is_true(&self, value: &Val) -> Res<bool> {
        Ok(self.interp.truth(value)? == Some(true))
    }
}
