use engine::{Args, Cx, OpResult, Operator, Reads, Value, js, platform};

use crate::instance::{Call, Method, Takes, as_given, method};

/// JavaScript's `Math`: functions of one number, of some numbers, and constants.
///
/// ```yaml
/// _math.round: { _state: price }
/// _math.max: [{ _state: a }, { _state: b }]
/// _math.pow: { base: 2, exponent: { _state: bits } }
/// _math.PI: true
/// ```
///
/// Angles are in radians.
///
/// - `abs`: the number without its sign.
/// - `acos`, `asin`, `atan`: the angle whose cosine, sine or tangent the number is.
/// - `acosh`, `asinh`, `atanh`: the inverse of the hyperbolic function.
/// - `atan2`: the angle of a point.
/// - `cbrt`: the cube root.
/// - `ceil`: the next whole number that is not less.
/// - `clz32`: how many zeros a 32-bit number begins with.
/// - `cos`, `sin`, `tan`: cosine, sine and tangent.
/// - `cosh`, `sinh`, `tanh`: the hyperbolic functions.
/// - `exp`: e to the power of the number.
/// - `expm1`: the same less 1.
/// - `floor`: the next whole number that is not greater.
/// - `fround`: the nearest number of 32 bits.
/// - `hypot`: the square root of the sum of squares.
/// - `imul`: the product of two 32-bit numbers.
/// - `log`: the natural logarithm.
/// - `log10`, `log2`: the logarithm to base 10 or 2.
/// - `log1p`: the natural logarithm of 1 more.
/// - `max`, `min`: the greatest or the least number.
/// - `pow`: `base` to the power of `exponent`.
/// - `random`: a random number from 0 to below 1.
/// - `round`: the nearest whole number; halves go up.
/// - `sign`: -1, 0 or 1.
/// - `sqrt`: the square root.
/// - `trunc`: the number without its fraction.
/// - `E`, `LN10`, `LN2`, `LOG10E`, `LOG2E`, `PI`, `SQRT1_2`, `SQRT2`: the constant.
pub struct Math;

const NUMBER: &str = "number";
const OBJECT_ARRAY: &str = "object, array";

const METHODS: &[Method] = &[
    method("abs", Takes::One, NUMBER),
    method("acos", Takes::One, NUMBER),
    method("acosh", Takes::One, NUMBER),
    method("asin", Takes::One, NUMBER),
    method("asinh", Takes::One, NUMBER),
    method("atan", Takes::One, NUMBER),
    method("atan2", Takes::Named("x y"), OBJECT_ARRAY),
    method("atanh", Takes::One, NUMBER),
    method("cbrt", Takes::One, NUMBER),
    method("ceil", Takes::One, NUMBER),
    method("clz32", Takes::One, NUMBER),
    method("cos", Takes::One, NUMBER),
    method("cosh", Takes::One, NUMBER),
    method("exp", Takes::One, NUMBER),
    method("expm1", Takes::One, NUMBER),
    method("floor", Takes::One, NUMBER),
    method("fround", Takes::One, NUMBER),
    method("hypot", Takes::List, "array"),
    method("imul", Takes::Named("a b"), OBJECT_ARRAY),
    method("log", Takes::One, NUMBER),
    method("log10", Takes::One, NUMBER),
    method("log1p", Takes::One, NUMBER),
    method("log2", Takes::One, NUMBER),
    method("max", Takes::List, "array"),
    method("min", Takes::List, "array"),
    method("pow", Takes::Named("base exponent"), OBJECT_ARRAY),
    method("random", Takes::Nothing, ""),
    method("round", Takes::One, NUMBER),
    method("sign", Takes::One, NUMBER),
    method("sin", Takes::One, NUMBER),
    method("sinh", Takes::One, NUMBER),
    method("sqrt", Takes::One, NUMBER),
    method("tan", Takes::One, NUMBER),
    method("tanh", Takes::One, NUMBER),
    method("trunc", Takes::One, NUMBER),
    method("E", Takes::One, ""),
    method("LN10", Takes::One, ""),
    method("LN2", Takes::One, ""),
    method("LOG10E", Takes::One, ""),
    method("LOG2E", Takes::One, ""),
    method("PI", Takes::One, ""),
    method("SQRT1_2", Takes::One, ""),
    method("SQRT2", Takes::One, ""),
];

impl Operator for Math {
    const NAME: &'static str = "_math";

    fn reads(method: Option<&str>) -> Reads {
        // `_math: random` names the method in its parameters.
        if matches!(method, None | Some("" | "random")) {
            Reads::CLOCK
        } else {
            Reads::NONE
        }
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
    use std::f64::consts;
    let numbers: Vec<f64> = args.iter().map(js::to_number).collect();
    let x = numbers.first().copied().unwrap_or(f64::NAN);
    let y = numbers.get(1).copied().unwrap_or(f64::NAN);
    Ok(Value::Number(match method {
        "abs" => x.abs(),
        "ceil" => x.ceil(),
        "clz32" => f64::from(to_int32(x).leading_zeros()),
        "floor" => x.floor(),
        "fround" => f64::from(x as f32),
        "hypot" => hypot(&numbers),
        "imul" => f64::from(to_int32(x).wrapping_mul(to_int32(y))),
        "max" => numbers.iter().copied().fold(f64::NEG_INFINITY, max),
        "min" => -numbers.iter().map(|n| -n).fold(f64::NEG_INFINITY, max),
        "random" => cx.scope.random(),
        "round" => round(x),
        "sign" if x == 0.0 || x.is_nan() => x,
        "sign" => x.signum(),
        "sqrt" => x.sqrt(),
        "trunc" => x.trunc(),
        "E" => consts::E,
        "LN10" => consts::LN_10,
        "LN2" => consts::LN_2,
        "LOG10E" => consts::LOG10_E,
        "LOG2E" => consts::LOG2_E,
        "PI" => consts::PI,
        "SQRT1_2" => consts::FRAC_1_SQRT_2,
        "SQRT2" => consts::SQRT_2,
        "atan2" | "pow" => platform::math(method, &[x, y]),
        method => platform::math(method, &[x]),
    }))
}

/// JavaScript's `ToInt32`.
fn to_int32(n: f64) -> i32 {
    if n.is_finite() {
        n.trunc().rem_euclid(4_294_967_296.0) as u32 as i32
    } else {
        0
    }
}

/// NaN if there is one; 0 is more than -0.
fn max(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a > b || (a == b && b.is_sign_negative()) {
        a
    } else {
        b
    }
}

/// Halves go up, and what rounds to 0 from below is -0.
fn round(x: f64) -> f64 {
    let floor = x.floor();
    let rounded = if x - floor >= 0.5 { floor + 1.0 } else { floor };
    if rounded == 0.0 {
        rounded.copysign(x)
    } else {
        rounded
    }
}

/// Scaled by the largest and summed with compensation, as V8 does, so that the last digit agrees.
fn hypot(numbers: &[f64]) -> f64 {
    if numbers.iter().any(|n| n.is_infinite()) {
        return f64::INFINITY;
    }
    let largest = numbers.iter().map(|n| n.abs()).fold(0.0, max);
    if largest == 0.0 || largest.is_nan() {
        return largest;
    }
    let (mut sum, mut compensation) = (0.0, 0.0);
    for n in numbers {
        let scaled = n.abs() / largest;
        let summand = scaled * scaled - compensation;
        let next = sum + summand;
        compensation = (next - sum) - summand;
        sum = next;
    }
    f64::sqrt(sum) * largest
}
