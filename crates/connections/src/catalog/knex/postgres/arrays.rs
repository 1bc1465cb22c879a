//! Arrays: as text to the server, from bytes back.

use engine::Value;

use super::values::Reader;

/// A list as `{1,"a",NULL,{…}}`.
pub(super) fn literal(items: &[Value]) -> String {
    let mut text = "{".to_owned();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        match item {
            Value::Undefined | Value::Null => text.push_str("NULL"),
            Value::List(inner) => text.push_str(&literal(inner)),
            value => {
                text.push('"');
                for c in super::params::plain(value).chars() {
                    if c == '"' || c == '\\' {
                        text.push('\\');
                    }
                    text.push(c);
                }
                text.push('"');
            }
        }
    }
    text.push('}');
    text
}

/// The lists of an array whose elements `element` reads. Nothing if the bytes are no array.
pub(super) fn decode(bytes: &[u8], element: &dyn Fn(&[u8]) -> Value) -> Option<Value> {
    let mut reader = Reader(bytes);
    let dimensions = usize::try_from(reader.i32()?).ok().filter(|n| *n <= 6)?;
    // Whether there are nulls, and the type of the elements.
    reader.take(8)?;
    let mut sizes = Vec::with_capacity(dimensions);
    for _ in 0..dimensions {
        sizes.push(usize::try_from(reader.i32()?).ok()?);
        reader.i32()?;
    }
    // Each element takes four bytes at least.
    let elements = sizes
        .iter()
        .try_fold(1_usize, |n, size| n.checked_mul(*size))?;
    match elements {
        _ if sizes.is_empty() || elements == 0 => Some(Value::list(Vec::new())),
        n if n > bytes.len() / 4 => None,
        _ => level(&mut reader, &sizes, element),
    }
}

fn level(
    reader: &mut Reader<'_>,
    sizes: &[usize],
    element: &dyn Fn(&[u8]) -> Value,
) -> Option<Value> {
    let (size, inner) = sizes.split_first()?;
    let mut items = Vec::new();
    for _ in 0..*size {
        items.push(match inner.is_empty() {
            false => level(reader, inner, element)?,
            true => match usize::try_from(reader.i32()?) {
                Ok(length) => element(reader.take(length)?),
                Err(_) => Value::Null,
            },
        });
    }
    Some(Value::list(items))
}
