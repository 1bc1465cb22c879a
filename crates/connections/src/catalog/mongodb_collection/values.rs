//! Values and BSON.
//!
//! Lowdefy copies what goes to the driver and what comes from it through JSON, with dates kept and
//! `{ _oid }` for ids; so numbers that JSON has no text for are null, and `undefined` is nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::{Map, Value};
use mongodb::bson::oid::ObjectId;
use mongodb::bson::spec::BinarySubtype;
use mongodb::bson::{Bson, DateTime, Document, RawArray, RawBson, RawBsonRef, RawDocument, Uuid};

use crate::Error;

/// Documents and lists within each other; MongoDB itself allows 100.
const MAX_DEPTH: usize = 150;

/// Up to here every whole number is a double.
const SAFE: u64 = 1 << 53;

/// A value for the database.
///
/// # Errors
/// It has an `_oid` that is no id, or is nested too deeply.
pub(super) fn encode(value: &Value) -> Result<Bson, Error> {
    encode_at(value, 0)
}

/// An object for the database. Anything else is an empty one.
///
/// # Errors
/// See [`encode`]; or it is an id itself.
pub(super) fn document(value: &Value) -> Result<Document, Error> {
    match encode(value)? {
        Bson::Document(document) => Ok(document),
        Bson::ObjectId(_) => Err(Error::request(
            "An id stands where MongoDB needs a document.",
        )),
        _ => Ok(Document::new()),
    }
}

/// A list of objects for the database.
///
/// # Errors
/// See [`encode`]; or one of them is no object.
pub(super) fn documents(value: &Value, what: &str) -> Result<Vec<Document>, Error> {
    let each = value.items().iter().map(|item| match item {
        Value::Map(_) => document(item),
        _ => Err(Error::request(format!("{what} should be objects."))),
    });
    each.collect()
}

fn encode_at(value: &Value, depth: usize) -> Result<Bson, Error> {
    if depth > MAX_DEPTH {
        return Err(Error::request("The request is nested too deeply."));
    }
    Ok(match value {
        Value::Bool(it) => Bson::Boolean(*it),
        Value::Number(n) => number(*n),
        Value::String(text) => Bson::String(text.to_string()),
        Value::Date(ms) if ms.is_finite() => Bson::DateTime(DateTime::from_millis(*ms as i64)),
        Value::List(items) => {
            let items = items.iter().map(|item| encode_at(item, depth + 1));
            Bson::Array(items.collect::<Result<_, _>>()?)
        }
        Value::Map(map) => match map.get("_oid") {
            Some(id) if engine::js::truthy(id) => Bson::ObjectId(object_id(id)?),
            _ => Bson::Document(encode_map(map, depth)?),
        },
        Value::Error(error) => {
            let mut document = encode_map(&error.extra, depth)?;
            document.insert("name", &*error.name);
            document.insert("message", &*error.message);
            Bson::Document(document)
        }
        Value::Undefined | Value::Null | Value::Date(_) | Value::Function(_) => Bson::Null,
    })
}

fn encode_map(map: &Map, depth: usize) -> Result<Document, Error> {
    let mut document = Document::new();
    for (key, value) in map.iter() {
        if !matches!(value, Value::Undefined | Value::Function(_)) {
            document.insert(&**key, encode_at(value, depth + 1)?);
        }
    }
    Ok(document)
}

/// Whole numbers of 32 bits are integers, as the Node driver has it.
fn number(n: f64) -> Bson {
    let whole = n as i32;
    match f64::from(whole) == n {
        true => Bson::Int32(whole),
        false if n.is_finite() => Bson::Double(n),
        false => Bson::Null,
    }
}

fn object_id(id: &Value) -> Result<ObjectId, Error> {
    let id = id.as_str().and_then(|id| ObjectId::parse_str(id).ok());
    id.ok_or_else(|| Error::request("\"_oid\" should be a text of 24 hexadecimal digits."))
}

/// What the driver gives for an id, a count and the like.
pub(super) fn decode(value: &Bson) -> Result<Value, Error> {
    let raw = RawBson::try_from(value.clone()).map_err(|_| invalid())?;
    decode_at(raw.as_raw_bson_ref(), 0)
}

/// A document of the database.
///
/// # Errors
/// Its bytes are no document.
pub(super) fn decode_document(document: &RawDocument) -> Result<Value, Error> {
    decode_map(document, 0)
}

fn decode_at(value: RawBsonRef<'_>, depth: usize) -> Result<Value, Error> {
    if depth > MAX_DEPTH {
        return Err(invalid());
    }
    Ok(match value {
        RawBsonRef::Double(n) => match n.is_finite() {
            // Without a negative zero, which JSON does not tell from zero.
            true => Value::Number(n + 0.0),
            false => Value::Null,
        },
        RawBsonRef::Int32(n) => Value::Number(f64::from(n)),
        RawBsonRef::Int64(n) => long(n),
        RawBsonRef::String(text) | RawBsonRef::Symbol(text) => Value::text(text),
        RawBsonRef::Boolean(it) => Value::Bool(it),
        RawBsonRef::Null => Value::Null,
        RawBsonRef::Undefined => Value::Undefined,
        RawBsonRef::DateTime(at) => Value::Date(at.timestamp_millis() as f64),
        RawBsonRef::ObjectId(id) => oid(id),
        RawBsonRef::Document(document) => decode_map(document, depth)?,
        RawBsonRef::Array(items) => decode_list(items, depth)?,
        RawBsonRef::Decimal128(n) => {
            Value::object([("$numberDecimal", Value::text(n.to_string()))])
        }
        RawBsonRef::Binary(binary) => bytes(binary.subtype, binary.bytes),
        RawBsonRef::Timestamp(at) => {
            let whole = (u64::from(at.time) << 32) | u64::from(at.increment);
            Value::object([("$timestamp", Value::text(whole.to_string()))])
        }
        RawBsonRef::JavaScriptCode(code) => Value::object([("code", code.into())]),
        RawBsonRef::JavaScriptCodeWithScope(it) => Value::object([
            ("code", it.code.into()),
            ("scope", decode_map(it.scope, depth + 1)?),
        ]),
        RawBsonRef::RegularExpression(_)
        | RawBsonRef::MinKey
        | RawBsonRef::MaxKey
        | RawBsonRef::DbPointer(_) => Value::map(Map::new()),
    })
}

fn decode_map(document: &RawDocument, depth: usize) -> Result<Value, Error> {
    let mut map = Map::new();
    for element in document {
        let (key, value) = element.map_err(|_| invalid())?;
        map.insert(key.as_str(), decode_at(value, depth + 1)?);
    }
    Ok(Value::map(map))
}

fn decode_list(items: &RawArray, depth: usize) -> Result<Value, Error> {
    let items = items.into_iter().map(|item| {
        let item = item.map_err(|_| invalid())?;
        Ok(decode_at(item, depth + 1)?.or_null())
    });
    Ok(Value::list(items.collect::<Result<_, Error>>()?))
}

/// An id as requests have it.
fn oid(id: ObjectId) -> Value {
    Value::object([("_oid", Value::text(id.to_hex()))])
}

/// Beyond what a double can tell apart, the two halves.
fn long(n: i64) -> Value {
    if n.unsigned_abs() <= SAFE {
        return Value::Number(n as f64);
    }
    Value::object([
        ("low", Value::Number(f64::from(n as i32))),
        ("high", Value::Number(f64::from((n >> 32) as i32))),
        ("unsigned", false.into()),
    ])
}

fn bytes(subtype: BinarySubtype, bytes: &[u8]) -> Value {
    match (subtype, <[u8; 16]>::try_from(bytes)) {
        (BinarySubtype::Uuid, Ok(uuid)) => Value::text(Uuid::from_bytes(uuid).to_string()),
        _ => Value::text(STANDARD.encode(bytes)),
    }
}

fn invalid() -> Error {
    Error::service("The database gave an answer that is not valid.")
}
