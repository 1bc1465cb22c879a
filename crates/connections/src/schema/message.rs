//! `errorMessage`: a schema's own words in place of the errors below it (ajv-errors).

use engine::{Map, Value, js};

use super::Violation;
use super::place::Place;

/// The value of an `errorMessage` keyword.
#[derive(Default)]
pub(super) struct Messages {
    /// For errors of a keyword of this schema.
    pub(super) keywords: Vec<(String, String)>,
    /// For errors of a keyword about one property (`required`, `dependencies`).
    pub(super) by_property: Vec<(String, Vec<(String, String)>)>,
    /// For all errors at or below a property.
    pub(super) properties: Option<Vec<(String, String)>>,
    /// For all errors at or below an item.
    pub(super) items: Option<Vec<(String, String)>>,
    /// For all that are left.
    pub(super) all: Option<String>,
}

impl Messages {
    /// Reads the keyword's value; says what is wrong with it.
    pub(super) fn read(value: &Value) -> Result<Messages, &'static str> {
        let mut messages = Messages::default();
        let map = match value {
            Value::String(text) => {
                messages.all = Some(text.to_string()).filter(|text| !text.is_empty());
                return Ok(messages);
            }
            Value::Map(map) => map,
            _ => return Err("string or object"),
        };
        for (key, value) in map.iter() {
            match (&**key, value) {
                ("properties", Value::Map(texts)) => messages.properties = Some(texts_of(texts)?),
                ("items", Value::List(texts)) => {
                    let texts = texts.iter().enumerate();
                    let texts = texts.map(|(i, text)| (i.to_string(), text.clone()));
                    messages.items = Some(texts_of(&texts.collect())?);
                }
                ("properties" | "items", _) => return Err("object or array of strings"),
                (_, Value::Map(texts)) => {
                    let texts = texts_of(texts)?;
                    messages.by_property.push((key.to_string(), texts));
                }
                (_, Value::String(text)) => {
                    if &**key == "_" && !text.is_empty() {
                        messages.all = Some(text.to_string());
                    }
                    messages.keywords.push((key.to_string(), text.to_string()));
                }
                _ => return Err("object of strings"),
            }
        }
        Ok(messages)
    }

    /// Replaces errors by messages. `schema_path` and `place` are those of the schema that has the
    /// keyword.
    pub(super) fn apply(
        &self,
        schema_path: &str,
        place: &Place<'_>,
        data: &Value,
        errors: &mut Vec<Violation>,
    ) {
        if errors.is_empty() {
            return;
        }
        let site = Site { schema_path, place };
        site.by_keyword(&self.keywords, errors);
        site.by_property(&self.by_property, errors);
        match data {
            Value::List(_) => site.by_child(self.items.as_deref(), errors),
            Value::Map(_) => site.by_child(self.properties.as_deref(), errors),
            _ => {}
        }
        if let Some(text) = &self.all {
            let mut taken = false;
            for error in errors.iter_mut().filter(|error| site.is_at_or_below(error)) {
                error.replaced = true;
                taken = true;
            }
            if taken {
                errors.push(site.violation(text));
            }
        }
        errors.retain(|error| !error.replaced);
    }
}

/// The schema that has the keyword, at one place of the data.
struct Site<'s> {
    schema_path: &'s str,
    place: &'s Place<'s>,
}

impl Site<'_> {
    fn by_keyword(&self, texts: &[(String, String)], errors: &mut Vec<Violation>) {
        let mut taken = vec![false; texts.len()];
        for error in errors.iter_mut().filter(|error| self.is_here(error)) {
            if let Some(i) = position(texts, error.keyword) {
                error.replaced = true;
                taken[i] = true;
            }
        }
        self.push(texts, &taken, errors);
    }

    fn by_property(
        &self,
        by_keyword: &[(String, Vec<(String, String)>)],
        errors: &mut Vec<Violation>,
    ) {
        for (keyword, texts) in by_keyword {
            let param = match keyword.as_str() {
                "required" => "missingProperty",
                "dependencies" => "property",
                _ => continue,
            };
            let mut taken = vec![false; texts.len()];
            let here = |error: &&mut Violation| error.keyword == keyword && self.is_here(error);
            for error in errors.iter_mut().filter(here) {
                let property = error.params.key(param).as_str().map(str::to_owned);
                if let Some(i) = property.and_then(|property| position(texts, &property)) {
                    error.replaced = true;
                    taken[i] = true;
                }
            }
            self.push(texts, &taken, errors);
        }
    }

    fn by_child(&self, texts: Option<&[(String, String)]>, errors: &mut Vec<Violation>) {
        let Some(texts) = texts else { return };
        let mut taken = vec![false; texts.len()];
        for error in errors.iter_mut().filter(|error| is_original(error)) {
            let rest = error.instance_path.strip_prefix(self.place.path());
            let rest = rest.map(|rest| match self.place.has_length() {
                true => rest,
                false => error.instance_path.as_str(),
            });
            let child = rest.and_then(|rest| rest.strip_prefix('/'));
            let child = child.map(|child| child.split('/').next().unwrap_or_default());
            let child = child.map(|child| child.replace("~1", "/").replace("~0", "~"));
            if let Some(i) = child.and_then(|child| position(texts, &child)) {
                error.replaced = true;
                taken[i] = true;
            }
        }
        for ((child, text), _) in texts.iter().zip(taken).filter(|(_, taken)| *taken) {
            let mut violation = self.violation(text);
            violation.instance_path.push('/');
            violation.instance_path.push_str(&escape(child));
            errors.push(violation);
        }
    }

    fn push(&self, texts: &[(String, String)], taken: &[bool], errors: &mut Vec<Violation>) {
        for ((_, text), _) in texts.iter().zip(taken).filter(|(_, taken)| **taken) {
            errors.push(self.violation(text));
        }
    }

    fn violation(&self, text: &str) -> Violation {
        Violation {
            keyword: "errorMessage",
            instance_path: self.place.path().to_owned(),
            schema_path: format!("{}/errorMessage", self.schema_path),
            message: interpolate(text, self.place),
            params: Value::map(Map::new()),
            replaced: false,
        }
    }

    /// Is it an error of a keyword of this very schema, about this very value?
    fn is_here(&self, error: &Violation) -> bool {
        let rest = error.schema_path.strip_prefix(self.schema_path);
        let keyword = rest.and_then(|rest| rest.strip_prefix('/'));
        is_original(error)
            && error.instance_path == self.place.path()
            && keyword.is_some_and(|keyword| !keyword.contains('/'))
    }

    fn is_at_or_below(&self, error: &Violation) -> bool {
        let below = |path: &str, base: &str| {
            let rest = path.strip_prefix(base);
            rest.map(|rest| (rest.is_empty(), rest.starts_with('/')))
        };
        is_original(error)
            && below(&error.instance_path, self.place.path())
                .is_some_and(|(same, deeper)| same || deeper && self.place.has_length())
            && below(&error.schema_path, self.schema_path).is_some_and(|(_, deeper)| deeper)
    }
}

fn is_original(error: &Violation) -> bool {
    error.keyword != "errorMessage" && !error.replaced
}

fn position(texts: &[(String, String)], key: &str) -> Option<usize> {
    texts.iter().position(|(name, _)| name == key)
}

fn texts_of(map: &Map) -> Result<Vec<(String, String)>, &'static str> {
    let text = |(key, value): (&engine::Str, &Value)| {
        let text = value.as_str().ok_or("object of strings")?;
        Ok((key.to_string(), text.to_owned()))
    };
    map.iter().map(text).collect()
}

/// A segment of a JSON pointer.
pub(super) fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}

/// Fills in `${/pointer}` and `${1/relative}` with JSON of the data there.
fn interpolate(text: &str, place: &Place<'_>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let Some(end) = rest[start..].find('}').filter(|end| *end > 2) else {
            break;
        };
        out.push_str(&rest[..start]);
        out.push_str(&place.lookup(&rest[start + 2..start + end]));
        rest = &rest[start + end + 1..];
    }
    out + rest
}

impl Violation {
    /// The message with `{{ instancePath }}` and the like filled in.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let mut rest = self.message.as_str();
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((name, after)) = after.split_once("}}") else {
                break;
            };
            out.push_str(before);
            out.push_str(&self.variable(name.trim_matches(['-', ' ', '\n', '\t'])));
            rest = after;
        }
        out + rest
    }

    fn variable(&self, name: &str) -> String {
        match name {
            "keyword" => self.keyword.to_owned(),
            "instancePath" => self.instance_path.clone(),
            "schemaPath" => self.schema_path.clone(),
            "message" => self.message.clone(),
            _ => match name.strip_prefix("params.") {
                Some(path) => match engine::path::get(&self.params, path) {
                    Value::Undefined | Value::Null => String::new(),
                    value => js::to_text(&value),
                },
                None => String::new(),
            },
        }
    }
}
