//! Where parameters and modifiers stand in a command.

use engine::{Map, Value, js};

use crate::Error;

/// The arguments of a command, as they are put together.
pub(super) struct Arguments<'a> {
    /// As the configuration has it, for errors.
    command: &'a str,
    list: Vec<String>,
}

impl<'a> Arguments<'a> {
    /// The first words.
    pub(super) fn new(command: &'a str, words: Vec<&str>) -> Arguments<'a> {
        let list = words.into_iter().map(str::to_owned).collect();
        Arguments { command, list }
    }

    /// Further words.
    pub(super) fn words(&mut self, words: &[&str]) {
        self.list.extend(words.iter().map(|it| (*it).to_owned()));
    }

    /// All.
    pub(super) fn finish(self) -> Vec<String> {
        self.list
    }

    /// A value: of a list each, of an object what its shape says.
    fn value(&mut self, value: &Value) -> Result<(), Error> {
        match value {
            Value::List(items) => items.iter().try_for_each(|item| self.value(item)),
            Value::Map(map) => self.object(map),
            _ => {
                let text = text(value).ok_or_else(|| {
                    Error::request(format!(
                        "Parameters of Redis command \"{}\" should be texts, numbers, lists or \
                         objects.",
                        self.command
                    ))
                })?;
                self.list.push(text);
                Ok(())
            }
        }
    }

    fn values(&mut self, values: &[Value]) -> Result<(), Error> {
        values.iter().try_for_each(|value| self.value(value))
    }

    fn object(&mut self, map: &Map) -> Result<(), Error> {
        let members: &[&str] = match () {
            () if map.contains_key("score") => &["score", "value"],
            () if map.contains_key("longitude") => &["longitude", "latitude", "member"],
            () if map.contains_key("operation") => &[
                "operation",
                "encoding",
                "offset",
                "value",
                "increment",
                "behavior",
            ],
            () if map.contains_key("start") => &["start", "end", "mode"],
            () => &[],
        };
        let present = members.iter().filter_map(|member| map.get(member));
        for member in present {
            self.value(member)?;
        }
        if members.is_empty() {
            for (key, value) in map.iter() {
                self.list.push(key.to_string());
                self.value(value)?;
            }
        }
        Ok(())
    }

    /// Keys after their number.
    fn counted(&mut self, keys: &Value) -> Result<(), Error> {
        let at = self.list.len();
        self.value(keys)?;
        let count = self.list.len() - at;
        self.list.insert(at, count.to_string());
        Ok(())
    }

    fn modifiers(&mut self, name: &str, modifiers: &[(String, Value)]) -> Result<(), Error> {
        for (key, value) in modifiers {
            self.modifier(name, key, value)?;
        }
        Ok(())
    }

    fn modifier(&mut self, name: &str, key: &str, value: &Value) -> Result<(), Error> {
        match (key, value) {
            (_, Value::Undefined | Value::Null | Value::Bool(false)) => {}
            (_, Value::Bool(true)) => self.words(&[key]),
            ("BY", Value::String(by)) if name.starts_with("ZRANGE") => {
                self.list.push(format!("BY{}", by.to_uppercase()));
            }
            ("SORT", Value::String(_)) | ("DIRECTION" | "STRATEGYMODIFIER" | "MODE", _) => {
                self.value(value)?;
            }
            ("DESTINATIONDB", _) => {
                self.words(&["DB"]);
                self.value(value)?;
            }
            ("GET", Value::List(patterns)) => {
                for pattern in patterns.iter() {
                    self.words(&["GET"]);
                    self.value(pattern)?;
                }
            }
            ("LIMIT", Value::Map(limit)) => {
                self.words(&["LIMIT"]);
                self.members(limit, &["offset", "count"])?;
            }
            ("COUNT", Value::Map(count)) => {
                self.words(&["COUNT"]);
                self.members(count, &["value"])?;
                self.words(&["ANY"]);
            }
            ("TRIM", Value::Map(trim)) => {
                self.members(trim, &["strategy", "strategyModifier", "threshold"])?;
                if let Some(limit) = trim.get("limit") {
                    self.words(&["LIMIT"]);
                    self.value(limit)?;
                }
            }
            (_, Value::Date(ms)) => {
                let at = if key.starts_with('P') {
                    *ms
                } else {
                    (ms / 1000.0).floor()
                };
                self.words(&[key]);
                self.value(&Value::Number(at))?;
            }
            (_, Value::String(_) | Value::Number(_) | Value::List(_)) => {
                self.words(&[key]);
                self.value(value)?;
            }
            _ => {
                return Err(Error::request(format!(
                    "Modifier \"{key}\" of Redis command \"{}\" is not valid.",
                    self.command
                )));
            }
        }
        Ok(())
    }

    fn members(&mut self, map: &Map, names: &[&str]) -> Result<(), Error> {
        let mut present = names.iter().filter_map(|name| map.get(name));
        present.try_for_each(|member| self.value(member))
    }
}

/// Puts parameters and modifiers where the command wants them.
///
/// # Errors
/// One of them cannot be an argument.
pub(super) fn arrange(
    name: &str,
    arguments: &mut Arguments<'_>,
    parameters: &[Value],
    modifiers: &Value,
) -> Result<(), Error> {
    let (parameters, options) = options(name, parameters);
    let modifiers: Vec<(String, Value)> = [options, modifiers.as_map().map(|it| &**it)]
        .into_iter()
        .flatten()
        .flat_map(Map::iter)
        .map(|(key, value)| (key.to_uppercase(), value.clone()))
        .collect();
    let plain = name
        .strip_suffix("_WITHSCORES")
        .or(name.strip_suffix("_RO"))
        .unwrap_or(name);
    match plain {
        "ZADD" | "GEOADD" | "XADD" if !parameters.is_empty() => {
            arguments.value(&parameters[0])?;
            arguments.modifiers(name, &modifiers)?;
            arguments.values(&parameters[1..])
        }
        "XREAD" => streams(name, arguments, parameters, 0, &modifiers),
        "XREADGROUP" => streams(name, arguments, parameters, 2, &modifiers),
        "EVAL" | "EVALSHA" | "FCALL" => script(arguments, parameters, &modifiers),
        "ZUNION" | "ZINTER" | "ZDIFF" | "SINTERCARD" | "ZINTERCARD" | "LMPOP" | "ZMPOP" => {
            counted(name, arguments, parameters, 0)?;
            arguments.modifiers(name, &modifiers)
        }
        "ZUNIONSTORE" | "ZINTERSTORE" | "ZDIFFSTORE" | "BLMPOP" | "BZMPOP" => {
            counted(name, arguments, parameters, 1)?;
            arguments.modifiers(name, &modifiers)
        }
        "GEOSEARCH" | "GEOSEARCHSTORE" => {
            area(
                arguments,
                parameters,
                usize::from(plain == "GEOSEARCHSTORE"),
            )?;
            arguments.modifiers(name, &modifiers)
        }
        "EXPIREAT" | "PEXPIREAT" => {
            for parameter in parameters {
                match parameter {
                    Value::Date(ms) if plain == "EXPIREAT" => {
                        arguments.value(&Value::Number((ms / 1000.0).floor()))?;
                    }
                    Value::Date(ms) => arguments.value(&Value::Number(*ms))?,
                    other => arguments.value(other)?,
                }
            }
            arguments.modifiers(name, &modifiers)
        }
        _ => {
            arguments.values(parameters)?;
            arguments.modifiers(name, &modifiers)
        }
    }
}

/// An object at the end is options, unless it stands where the command takes objects.
fn options<'a>(name: &str, parameters: &'a [Value]) -> (&'a [Value], Option<&'a Map>) {
    let objects_until = match name {
        "HSET" | "HMSET" | "MSET" | "MSETNX" | "CONFIG_SET" | "CLIENT_KILL" => usize::MAX,
        "EVAL" | "EVALSHA" | "FCALL" | "EVAL_RO" | "EVALSHA_RO" | "FCALL_RO" => usize::MAX,
        "ZADD" | "GEOADD" | "BITFIELD" | "BITFIELD_RO" | "BITCOUNT" => 2,
        "XADD" | "XREADGROUP" | "GEOSEARCH" => 3,
        "GEOSEARCHSTORE" => 4,
        _ => 1,
    };
    match parameters.split_last() {
        Some((Value::Map(options), rest)) if rest.len() >= objects_until => (rest, Some(options)),
        _ => (parameters, None),
    }
}

/// `{ key, id }`, one or many, after the options.
fn streams(
    name: &str,
    arguments: &mut Arguments<'_>,
    parameters: &[Value],
    at: usize,
    modifiers: &[(String, Value)],
) -> Result<(), Error> {
    let streams = match parameters.get(at) {
        Some(stream @ Value::Map(_)) => std::slice::from_ref(stream),
        Some(Value::List(streams)) => streams.as_slice(),
        // The words of Redis itself.
        _ => return arguments.values(parameters),
    };
    if at > 0 {
        arguments.words(&["GROUP"]);
        arguments.values(&parameters[..at])?;
    }
    arguments.modifiers(name, modifiers)?;
    arguments.words(&["STREAMS"]);
    for member in ["key", "id"] {
        for stream in streams {
            arguments.value(stream.key(member))?;
        }
    }
    Ok(())
}

/// A script and `{ keys, arguments }`, which modifiers can have too.
fn script(
    arguments: &mut Arguments<'_>,
    parameters: &[Value],
    modifiers: &[(String, Value)],
) -> Result<(), Error> {
    let (script, rest) = parameters.split_at(parameters.len().min(1));
    arguments.values(script)?;
    let of = |name: &str| {
        let named = modifiers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        let named = named.map(|(_, value)| value.clone());
        let given = rest.first().map(|it| it.key(name).clone());
        let value = given.filter(|it| !it.is_none()).or(named);
        value.unwrap_or_else(|| Value::list(Vec::new()))
    };
    match rest.first() {
        None | Some(Value::Map(_)) => {
            arguments.counted(&of("keys"))?;
            arguments.value(&of("arguments"))
        }
        // The words of Redis itself.
        Some(_) => arguments.values(rest),
    }
}

/// Keys, which Redis wants to know the number of.
fn counted(
    name: &str,
    arguments: &mut Arguments<'_>,
    parameters: &[Value],
    at: usize,
) -> Result<(), Error> {
    let Some(keys) = parameters.get(at).filter(|it| it.as_number().is_none()) else {
        // The words of Redis itself.
        return arguments.values(parameters);
    };
    arguments.values(&parameters[..at])?;
    arguments.counted(keys)?;
    let rest = &parameters[at + 1..];
    if name.ends_with("INTERCARD") && rest.first().is_some_and(|it| it.as_number().is_some()) {
        arguments.words(&["LIMIT"]);
    }
    arguments.values(rest)
}

/// Where to search: from a member or a point, in a circle or a box.
fn area(arguments: &mut Arguments<'_>, parameters: &[Value], at: usize) -> Result<(), Error> {
    let [from, by] = match parameters.get(at + 1..) {
        Some([from, by @ Value::Map(_)]) => [from, by],
        // The words of Redis itself.
        _ => return arguments.values(parameters),
    };
    arguments.values(&parameters[..=at])?;
    match from {
        Value::Map(_) => arguments.words(&["FROMLONLAT"]),
        _ => arguments.words(&["FROMMEMBER"]),
    }
    arguments.value(from)?;
    let members: &[&str] = match by.key("radius").is_none() {
        true => &["width", "height", "unit"],
        false => &["radius", "unit"],
    };
    arguments.words(&[if members.len() == 2 {
        "BYRADIUS"
    } else {
        "BYBOX"
    }]);
    members
        .iter()
        .try_for_each(|it| arguments.value(by.key(it)))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Number(n) if *n == f64::INFINITY => Some("+inf".to_owned()),
        Value::Number(n) if *n == f64::NEG_INFINITY => Some("-inf".to_owned()),
        Value::Number(n) if !n.is_nan() => Some(js::number_to_text(*n)),
        _ => None,
    }
}
