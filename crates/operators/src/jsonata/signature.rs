//! Signatures of functions, such as `<s-nn?:s>`: they check arguments, take the context for a missing
//! one, and make lists of single values.

use super::error::{Fault, Res, fail};
use super::value::Val;

/// A signature.
pub(super) struct Signature {
    params: Vec<Param>,
}

#[derive(Default)]
struct Param {
    /// Letters of the types that fit.
    fits: String,
    is_array: bool,
    subtype: Option<String>,
    optional: bool,
    many: bool,
    context: bool,
}

impl Signature {
    /// # Errors
    /// For parameters of types that cannot have them.
    pub(super) fn parse(text: &str) -> Res<Signature> {
        let mut params: Vec<Param> = Vec::new();
        let mut last = ' ';
        let mut rest = text.strip_prefix('<').unwrap_or(text);
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            let fits = match c {
                ':' => break,
                's' | 'n' | 'b' | 'l' | 'o' => format!("{c}m"),
                'a' | 'x' => "asnblfom".to_owned(),
                'j' => "asnblom".to_owned(),
                'f' => "f".to_owned(),
                '(' => {
                    let (choice, tail) = closing(rest, '(', ')');
                    rest = tail;
                    if choice.contains('<') {
                        return fail("S0402");
                    }
                    format!("{choice}m")
                }
                '<' => {
                    let (subtype, tail) = closing(rest, '<', '>');
                    rest = tail;
                    match params.last_mut() {
                        Some(param) if matches!(last, 'a' | 'f') => {
                            param.subtype = Some(subtype.to_owned());
                        }
                        _ => return fail("S0401"),
                    }
                    continue;
                }
                c => {
                    if let Some(param) = params.last_mut() {
                        param.context |= c == '-';
                        param.optional |= matches!(c, '-' | '?');
                        param.many |= c == '+';
                    }
                    continue;
                }
            };
            last = c;
            params.push(Param {
                fits,
                is_array: c == 'a',
                ..Param::default()
            });
        }
        Ok(Signature { params })
    }

    /// `args` as the function takes them.
    ///
    /// # Errors
    /// Where they do not fit.
    pub(super) fn check(&self, args: &[Val], context: &Val) -> Res<Vec<Val>> {
        let given: Vec<u8> = args.iter().map(symbol).collect();
        let mut counts = Vec::with_capacity(self.params.len());
        if !fit(&self.params, &given, &mut counts, &mut 10_000) {
            return Err(self.misfit(&given));
        }
        let mut out = Vec::with_capacity(args.len().max(self.params.len()));
        let mut at = 0;
        for (param, n) in self.params.iter().zip(counts) {
            if n == 0 && param.context {
                if !param.fits.as_bytes().contains(&symbol(context)) {
                    return Err(Fault::new("T0411").value(context).index(at + 1));
                }
                out.push(context.clone());
                continue;
            }
            if n == 0 {
                out.push(args.get(at).cloned().unwrap_or_default());
                at += 1;
                continue;
            }
            for arg in &args[at..at + n] {
                out.push(match param.is_array {
                    true => param.array(arg, at)?,
                    false => arg.clone(),
                });
                at += 1;
            }
        }
        Ok(out)
    }

    /// The fault about the first argument that does not fit.
    fn misfit(&self, given: &[u8]) -> Box<Fault> {
        let mut good = 0;
        for n in 1..=self.params.len() {
            match longest(&self.params[..n], given, &mut 10_000) {
                Some(len) => good = len,
                None => break,
            }
        }
        Fault::new("T0410").index(good + 1)
    }
}

impl Param {
    fn array(&self, arg: &Val, at: usize) -> Res<Val> {
        if arg.is_undefined() {
            return Ok(Val::Undefined);
        }
        let wanted = self.subtype.as_deref();
        let fits = match (arg, wanted) {
            (_, None) => true,
            (Val::List(list), Some(wanted)) => {
                let wanted = wanted.bytes().next();
                list.iter().all(|item| Some(symbol(&item)) == wanted)
            }
            (arg, Some(wanted)) => wanted.as_bytes() == [symbol(arg)],
        };
        if !fits {
            let kind = match wanted.unwrap_or_default() {
                "a" => "arrays",
                "b" => "booleans",
                "f" => "functions",
                "n" => "numbers",
                "o" => "objects",
                "s" => "strings",
                _ => "undefined",
            };
            return Err(Fault::new("T0412")
                .value(arg)
                .index(at + 1)
                .text(format!("\"{kind}\"")));
        }
        Ok(match arg {
            Val::List(_) => arg.clone(),
            arg => Val::array(vec![arg.clone()]),
        })
    }
}

/// Up to the bracket that closes, and what follows it.
fn closing(text: &str, open: char, close: char) -> (&str, &str) {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        if c == close {
            depth -= 1;
            if depth == 0 {
                return (&text[..at], &text[at + c.len_utf8()..]);
            }
        } else if c == open {
            depth += 1;
        }
    }
    (text, "")
}

/// The letter of a value's type.
fn symbol(value: &Val) -> u8 {
    match value {
        Val::Undefined => b'm',
        Val::Null => b'l',
        Val::Bool(_) => b'b',
        Val::Number(_) => b'n',
        Val::Text(_) => b's',
        Val::List(_) => b'a',
        Val::Map(_) | Val::Date(_) => b'o',
        Val::Func(_) => b'f',
    }
}

/// How many arguments each parameter takes, so that all are taken: as many as possible, the first
/// parameters first.
fn fit(params: &[Param], given: &[u8], counts: &mut Vec<usize>, tries: &mut u32) -> bool {
    let Some((param, rest)) = params.split_first() else {
        return given.is_empty();
    };
    let (min, max) = param.range(given);
    for n in (min..=max).rev() {
        *tries = tries.saturating_sub(1);
        if *tries == 0 {
            return false;
        }
        counts.push(n);
        if fit(rest, &given[n..], counts, tries) {
            return true;
        }
        counts.pop();
    }
    false
}

/// How many arguments `params` take of the first of `given`.
fn longest(params: &[Param], given: &[u8], tries: &mut u32) -> Option<usize> {
    *tries = tries.checked_sub(1)?;
    let Some((param, rest)) = params.split_first() else {
        return Some(0);
    };
    let (min, max) = param.range(given);
    let mut counts = (min..=max).rev();
    counts.find_map(|n| Some(n + longest(rest, &given[n..], tries)?))
}

impl Param {
    /// The fewest and the most arguments that it can take of the first of `given`; the fewest is more
    /// than the most where it can take none and must.
    fn range(&self, given: &[u8]) -> (usize, usize) {
        let fits = given
            .iter()
            .take_while(|b| self.fits.as_bytes().contains(b));
        let most = fits.take(if self.many { usize::MAX } else { 1 }).count();
        (usize::from(!self.optional), most)
    }
}
