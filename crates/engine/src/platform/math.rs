//! Functions of `Math` that browsers round differently, from one version to the next: a page would show
//! another last digit than the server drew. So this is the same code everywhere.

/// A function of JavaScript's `Math` that computes with logarithms, powers or angles; NaN for any
/// other `name`.
pub fn math(name: &str, args: &[f64]) -> f64 {
    match (name, args) {
        ("acos", [x]) => libm::acos(*x),
        ("acosh", [x]) if *x < 1.0 => f64::NAN,
        ("acosh", [x]) => libm::acosh(*x),
        ("asin", [x]) => libm::asin(*x),
        ("asinh", [x]) => libm::asinh(*x),
        ("atan", [x]) => libm::atan(*x),
        ("atan2", [y, x]) => libm::atan2(*y, *x),
        ("atanh", [x]) => libm::atanh(*x),
        ("cbrt", [x]) => cbrt(*x),
        ("cos", [x]) => libm::cos(*x),
        ("cosh", [x]) if (0.35..22.0).contains(&x.abs()) => {
            let e = math("exp", &[x.abs()]);
            0.5 * e + 0.5 / e
        }
        ("cosh", [x]) => libm::cosh(*x),
        // V8 answers exactly here, where the algorithm does not.
        ("exp", [1.0]) => std::f64::consts::E,
        ("exp", [x]) => libm::exp(*x),
        ("expm1", [x]) => libm::expm1(*x),
        ("log", [x]) => libm::log(*x),
        ("log10", [x]) => libm::log10(*x),
        ("log1p", [x]) => libm::log1p(*x),
        ("log2", [x]) => libm::log2(*x),
        ("pow", [x, y]) => pow(*x, *y),
        ("sin", [x]) => libm::sin(*x),
        ("sinh", [x]) => libm::sinh(*x),
        ("tan", [x]) => libm::tan(*x),
        ("tanh", [x]) => libm::tanh(*x),
        _ => f64::NAN,
    }
}

/// `base` to the power of `exponent`; by itself, since it is all of `Math` that some parts of the
/// browser's side have.
pub fn pow(base: f64, exponent: f64) -> f64 {
    // C says 1 where JavaScript says NaN: an unknown or infinite power of ±1.
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        f64::NAN
    } else {
        libm::pow(base, exponent)
    }
}

/// V8's cube root, which is FreeBSD's: the crate's is rounded better, and so differs.
fn cbrt(x: f64) -> f64 {
    const P: [f64; 5] = [
        1.875_951_824_271_77,
        -1.884_979_795_433_771_7,
        1.621_429_720_105_354_5,
        -0.758_397_934_778_766,
        0.145_996_192_886_612_45,
    ];
    if x == 0.0 || !x.is_normal() {
        return libm::cbrt(x);
    }
    // A first guess divides the exponent by three; a polynomial makes 23 bits of it, Newton the rest.
    let high = ((x.abs().to_bits() >> 32) as u32) / 3 + 715_094_163;
    let mut t = f64::from_bits(u64::from(high) << 32).copysign(x);
    let r = (t * t) * (t / x);
    t *= (P[0] + r * (P[1] + r * P[2])) + ((r * r) * r) * (P[3] + r * P[4]);
    t = f64::from_bits((t.to_bits() + 0x8000_0000) & 0xffff_ffff_c000_0000);
    let r = x / (t * t);
    t + t * ((r - t) / (t + t + r))
}
