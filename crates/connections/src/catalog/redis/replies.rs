//! Answers as node-redis gives them.

use ::redis::Value as Reply;
use engine::{Map, Value, js};

/// An answer by itself.
pub(super) fn decode(reply: Reply) -> Value {
    let text = |bytes: Vec<u8>| Value::text(String::from_utf8_lossy(&bytes));
    let list = |items: Vec<Reply>| Value::list(items.into_iter().map(decode).collect());
    match reply {
        Reply::Nil => Value::Null,
        Reply::Int(n) => Value::Number(n as f64),
        Reply::BulkString(bytes) | Reply::BigNumber(bytes) => text(bytes),
        Reply::SimpleString(text) | Reply::VerbatimString { text, .. } => Value::text(text),
        Reply::Okay => "OK".into(),
        Reply::Array(items) | Reply::Set(items) => list(items),
        Reply::Push { data, .. } => list(data),
        Reply::Map(pairs) => {
            let pairs = pairs.into_iter();
            Value::map(
                pairs
                    .map(|(key, it)| (js::to_text(&decode(key)), decode(it)))
                    .collect(),
            )
        }
        Reply::Double(n) => Value::Number(n),
        Reply::Boolean(it) => Value::Bool(it),
        Reply::Attribute { data, .. } => decode(*data),
        Reply::ServerError(error) => Value::error("Error", &error.to_string()),
        _ => Value::Null,
    }
}

/// What node-redis makes of the answer to a command.
pub(super) fn transform(name: &str, reply: Value) -> Value {
    match name {
        "COPY"
        | "EXPIRE"
        | "EXPIREAT"
        | "HEXISTS"
        | "HSETNX"
        | "MOVE"
        | "MSETNX"
        | "PERSIST"
        | "PEXPIRE"
        | "PEXPIREAT"
        | "PFADD"
        | "RENAMENX"
        | "SETNX"
        | "SISMEMBER"
        | "SMOVE"
        | "XGROUP_CREATECONSUMER"
        | "XGROUP_DESTROY" => flag(&reply),
        "SCRIPT_EXISTS" | "SMISMEMBER" => each(&reply, flag),
        "GEODIST" | "ZADD" | "ZINCRBY" | "ZSCORE" => number(&reply),
        "ZMSCORE" => each(&reply, number),
        "CONFIG_GET"
        | "HGETALL"
        | "HRANDFIELD_COUNT_WITHVALUES"
        | "PUBSUB_NUMSUB"
        | "PUBSUB_SHARDNUMSUB" => object(&reply),
        "ZPOPMAX" | "ZPOPMIN" => pairs(&reply, scored)
            .items()
            .first()
            .cloned()
            .unwrap_or_default(),
        "ZPOPMAX_COUNT" | "ZPOPMIN_COUNT" => pairs(&reply, scored),
        "BLPOP" | "BRPOP" => named(&reply, &["key", "element"]),
        "BZPOPMAX" | "BZPOPMIN" => match reply.items() {
            [key, value, score] => Value::object([
                ("key", key.clone()),
                ("value", value.clone()),
                ("score", number(score)),
            ]),
            _ => reply,
        },
        "BZMPOP" | "ZMPOP" => match reply.items() {
            [key, elements] => Value::object([
                ("key", key.clone()),
                (
                    "elements",
                    each(elements, |it| match it.items() {
                        [value, score] => scored(value, score),
                        _ => it.clone(),
                    }),
                ),
            ]),
            _ => reply,
        },
        "GEOPOS" => each(&reply, |it| named(it, &["longitude", "latitude"])),
        "SCAN" => page(&reply, "keys", Clone::clone),
        "SSCAN" => page(&reply, "members", Clone::clone),
        "HSCAN" => page(&reply, "tuples", |it| {
            pairs(it, |field, value| {
                Value::object([("field", field.clone()), ("value", value.clone())])
            })
        }),
        "ZSCAN" => page(&reply, "members", |it| pairs(it, scored)),
        "LASTSAVE" => reply.as_number().map_or(Value::Null, Value::Date),
        "TIME" => match (
            number(reply.items().first().unwrap_or(&Value::Null)),
            reply.items(),
        ) {
            (Value::Number(seconds), [_, micro]) => {
                let micro = number(micro).as_number().unwrap_or_default();
                Value::Date(seconds * 1000.0 + (micro / 1000.0).floor())
            }
            _ => reply,
        },
        _ if name.ends_with("_WITHSCORES") => pairs(&reply, scored),
        _ if name.starts_with('X') => streams(name, reply),
        _ => reply,
    }
}

fn streams(name: &str, reply: Value) -> Value {
    match name {
        "XCLAIM" | "XRANGE" | "XREVRANGE" => each(&reply, message),
        "XREAD" | "XREADGROUP" => each(&reply, |stream| match stream.items() {
            [name, messages] => Value::object([
                ("name", name.clone()),
                ("messages", each(messages, message)),
            ]),
            _ => stream.clone(),
        }),
        "XAUTOCLAIM" | "XAUTOCLAIM_JUSTID" => match reply.items() {
            [next, messages, ..] => Value::object([
                ("nextId", next.clone()),
                ("messages", each(messages, message)),
            ]),
            _ => reply,
        },
        "XPENDING" => match reply.items() {
            [pending, first, last, consumers] => Value::object([
                ("pending", pending.clone()),
                ("firstId", first.clone()),
                ("lastId", last.clone()),
                (
                    "consumers",
                    each(consumers, |it| match it.items() {
                        [name, count] => Value::object([
                            ("name", name.clone()),
                            ("deliveriesCounter", number(count)),
                        ]),
                        _ => it.clone(),
                    }),
                ),
            ]),
            _ => reply,
        },
        "XPENDING_RANGE" => {
            let names = [
                "id",
                "owner",
                "millisecondsSinceLastDelivery",
                "deliveriesCounter",
            ];
            each(&reply, |it| named(it, &names))
        }
        "XINFO_CONSUMERS" | "XINFO_GROUPS" => each(&reply, object),
        "XINFO_STREAM" => object(&reply),
        _ => reply,
    }
}

fn flag(reply: &Value) -> Value {
    match reply {
        Value::Bool(it) => Value::Bool(*it),
        other => Value::Bool(other.as_number() == Some(1.0)),
    }
}

/// Of a text the number in it.
fn number(reply: &Value) -> Value {
    match reply {
        Value::String(text) => Value::Number(match &**text {
            "inf" | "+inf" => f64::INFINITY,
            "-inf" => f64::NEG_INFINITY,
            text => js::text_to_number(text),
        }),
        other => other.clone(),
    }
}

/// Of a list each, of anything else itself.
fn each(reply: &Value, change: impl Fn(&Value) -> Value) -> Value {
    match reply {
        Value::List(items) => Value::list(items.iter().map(change).collect()),
        other => other.clone(),
    }
}

/// Of a list every two.
fn pairs(reply: &Value, pair: impl Fn(&Value, &Value) -> Value) -> Value {
    let pairs = reply.items().chunks_exact(2);
    Value::list(pairs.map(|it| pair(&it[0], &it[1])).collect())
}

fn scored(value: &Value, score: &Value) -> Value {
    Value::object([("value", value.clone()), ("score", number(score))])
}

/// Of a list of keys and values an object.
fn object(reply: &Value) -> Value {
    match reply {
        Value::List(items) => {
            let pairs = items.chunks_exact(2);
            let map: Map = pairs
                .map(|it| (js::to_text(&it[0]), it[1].clone()))
                .collect();
            Value::map(map)
        }
        other => other.clone(),
    }
}

/// Of a list an object with these names.
fn named(reply: &Value, names: &[&str]) -> Value {
    match reply {
        Value::List(items) => {
            let members = names.iter().zip(items.iter());
            Value::map(members.map(|(name, it)| (*name, it.clone())).collect())
        }
        other => other.clone(),
    }
}

/// Where to go on, and what was found so far.
fn page(reply: &Value, name: &str, found: impl Fn(&Value) -> Value) -> Value {
    match reply.items() {
        [cursor, items] => Value::object([("cursor", number(cursor)), (name, found(items))]),
        _ => reply.clone(),
    }
}

fn message(entry: &Value) -> Value {
    match entry.items() {
        [id, fields] => Value::object([("id", id.clone()), ("message", object(fields))]),
        _ => entry.clone(),
    }
}
