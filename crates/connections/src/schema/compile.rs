//! From a schema to nodes, one for every place where a schema stands.

use std::collections::HashMap;

use engine::{Map, Value};

use super::message::{Messages, escape};
use super::pattern::Pattern;

type Result<T> = std::result::Result<T, String>;

/// A schema at its place.
pub(super) enum Node {
    /// Allows everything or nothing.
    Bool(bool, String),
    /// An object of keywords.
    Object(Box<Keywords>),
    /// Still being made: only seen while compiling.
    Pending,
}

/// The keywords of a schema in the order in which they are checked.
#[derive(Default)]
pub(super) struct Keywords {
    /// The path that its errors have.
    pub(super) path: String,
    /// It has no keyword but the reference.
    pub(super) only: Option<Ref>,
    pub(super) types: Vec<Type>,
    /// As the schema has it, for the message.
    pub(super) types_text: String,
    /// The schema has one type, and keywords for it: then its type is checked with those.
    pub(super) late: Option<Type>,
    /// For values of any kind.
    pub(super) any: Vec<Keyword>,
    pub(super) number: Vec<Keyword>,
    pub(super) string: Vec<Keyword>,
    pub(super) array: Vec<Keyword>,
    pub(super) object: Vec<Keyword>,
    pub(super) messages: Option<Messages>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Array,
    Boolean,
    Integer,
    Null,
    Number,
    Object,
    String,
}

/// Where a reference leads.
#[derive(Clone, Copy)]
pub(super) enum Ref {
    /// A copy of the schema, here.
    Inline(usize),
    /// A function: its errors are collected by themselves.
    Call(usize),
}

/// A keyword with its value. Schemas are indices of nodes; none for one that allows everything.
pub(super) enum Keyword {
    Ref(Ref),
    Const(Value),
    Enum(Vec<Value>),
    Not(Option<usize>),
    AnyOf(Vec<usize>),
    OneOf(Vec<Option<usize>>),
    AllOf(Vec<usize>),
    If {
        test: Option<usize>,
        then: Option<usize>,
        otherwise: Option<usize>,
    },
    Limit(Limit, f64),
    MultipleOf(f64),
    Pattern(Pattern),
    AdditionalItems(usize, Additional),
    Items(usize),
    Tuple(Vec<Option<usize>>),
    Contains(Option<usize>),
    UniqueItems {
        scalars: Vec<Type>,
    },
    Required(Vec<String>),
    PropertyNames(usize),
    AdditionalProperties {
        names: Vec<String>,
        patterns: Vec<Pattern>,
        then: Additional,
    },
    Dependencies {
        properties: Vec<(String, Vec<String>)>,
        schemas: Vec<(String, usize)>,
    },
    Properties(Vec<(String, usize)>),
    PatternProperties(Vec<(Pattern, usize)>),
}

/// What further properties or items must be.
#[derive(Clone, Copy)]
pub(super) enum Additional {
    Forbidden,
    Schema(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    Maximum,
    Minimum,
    ExclusiveMaximum,
    ExclusiveMinimum,
    MaxLength,
    MinLength,
    MaxItems,
    MinItems,
    MaxProperties,
    MinProperties,
}

/// Keywords that are checked. A schema without any allows everything.
const CHECKED: [&str; 38] = [
    "$comment",
    "$ref",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "dependencies",
    "else",
    "enum",
    "errorMessage",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "id",
    "if",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "propertyNames",
    "required",
    "then",
    "type",
    "uniqueItems",
];

/// The nodes of a schema, and which of them is the root.
pub(super) fn compile(schema: &Value) -> Result<(Vec<Node>, usize)> {
    let mut compiler = Compiler {
        root: schema,
        nodes: Vec::new(),
        functions: HashMap::new(),
        base: schema.key("$id").as_str().unwrap_or_default(),
    };
    let root = compiler.function(schema)?;
    Ok((compiler.nodes, root))
}

struct Compiler<'s> {
    root: &'s Value,
    nodes: Vec<Node>,
    /// By the address of the schema, which lives as long as this.
    functions: HashMap<*const Value, usize>,
    base: &'s str,
}

impl<'s> Compiler<'s> {
    fn function(&mut self, schema: &'s Value) -> Result<usize> {
        let address = std::ptr::from_ref(schema);
        if let Some(node) = self.functions.get(&address) {
            return Ok(*node);
        }
        // It is known before it is made, so that it can refer to itself.
        let node = self.nodes.len();
        self.nodes.push(Node::Pending);
        self.functions.insert(address, node);
        self.nodes[node] = self.make(schema, "#")?;
        Ok(node)
    }

    fn node(&mut self, schema: &'s Value, path: &str) -> Result<usize> {
        let made = self.make(schema, path)?;
        self.nodes.push(made);
        Ok(self.nodes.len() - 1)
    }

    /// A node, or none if the schema allows everything.
    fn node_unless_empty(&mut self, schema: &'s Value, path: &str) -> Result<Option<usize>> {
        match allows_everything(schema) {
            true => Ok(None),
            false => self.node(schema, path).map(Some),
        }
    }

    fn make(&mut self, schema: &'s Value, path: &str) -> Result<Node> {
        let map = match schema {
            Value::Bool(allowed) => return Ok(Node::Bool(*allowed, path.to_owned())),
            Value::Map(map) => map,
            _ => return Err(wrong(path, "object or boolean")),
        };
        let has_more = map.keys().any(|key| &**key != "$ref" && is_checked(key));
        let reference = match map.get("$ref") {
            Some(Value::String(reference)) => Some(self.reference(reference)?),
            Some(_) => return Err(wrong(&format!("{path}/$ref"), "string")),
            None => None,
        };
        let mut keywords = Keywords {
            path: path.to_owned(),
            ..Keywords::default()
        };
        match reference {
            Some(reference) if !has_more => keywords.only = Some(reference),
            _ => {
                keywords.any.extend(reference.map(Keyword::Ref));
                Fill {
                    compiler: self,
                    map,
                    path,
                    keywords: &mut keywords,
                }
                .fill()?;
            }
        }
        Ok(Node::Object(Box::new(keywords)))
    }

    /// Where `reference` leads, at most so many references further.
    fn reference(&mut self, reference: &str) -> Result<Ref> {
        let mut target = self.resolve(reference)?;
        for _ in 0..100 {
            let Value::Map(map) = target else { break };
            let next = map.get("$ref").and_then(Value::as_str);
            let more = map.keys().any(|key| &**key != "$ref" && is_checked(key));
            match next {
                Some(next) if !more && !std::ptr::eq(target, self.root) => {
                    target = self.resolve(next)?;
                }
                _ => break,
            }
        }
        if std::ptr::eq(target, self.root) || refers(target) {
            self.function(target).map(Ref::Call)
        } else {
            self.node(target, reference).map(Ref::Inline)
        }
    }

    fn resolve(&self, reference: &str) -> Result<&'s Value> {
        let lost = || format!("can't resolve reference {reference} from id {}", self.base);
        let base = self.base.trim_end_matches('#');
        let fragment = match reference.split_once('#') {
            Some((file, fragment)) if file.is_empty() || file == base => fragment,
            None if reference == base => "",
            _ => return Err(lost()),
        };
        if fragment.is_empty() || fragment == "/" {
            return Ok(self.root);
        }
        if !fragment.starts_with('/') {
            return anchor(self.root, reference).ok_or_else(lost);
        }
        let segments = fragment[1..].split('/');
        segments
            .map(|segment| decode(segment).replace("~1", "/").replace("~0", "~"))
            .try_fold(self.root, |schema, segment| match schema {
                Value::Map(map) => map.get(&segment),
                Value::List(items) => items.get(engine::path::index(&segment)?),
                _ => None,
            })
            .ok_or_else(lost)
    }
}

/// Fills the keywords of one schema.
struct Fill<'c, 's> {
    compiler: &'c mut Compiler<'s>,
    map: &'s Map,
    path: &'c str,
    keywords: &'c mut Keywords,
}

impl<'s> Fill<'_, 's> {
    fn fill(&mut self) -> Result<()> {
        self.types()?;
        self.any()?;
        self.numbers()?;
        self.strings()?;
        self.arrays()?;
        self.objects()?;
        if let Some(value) = self.map.get("errorMessage") {
            let messages = Messages::read(value);
            let messages = messages.map_err(|kind| self.wrong("errorMessage", kind))?;
            self.keywords.messages = Some(messages);
        }
        Ok(())
    }

    fn types(&mut self) -> Result<()> {
        let names = match self.map.get("type") {
            None => &[],
            Some(Value::List(names)) => names.as_slice(),
            Some(name) => std::slice::from_ref(name),
        };
        for name in names {
            let name = name.as_str().and_then(Type::named);
            let name = name.ok_or_else(|| self.wrong("type", "a type or a list of types"))?;
            self.keywords.types.push(name);
        }
        let mut texts: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
        let null = self.keywords.types.contains(&Type::Null);
        match self.map.get("nullable") {
            Some(Value::Bool(true)) if !null => {
                self.keywords.types.push(Type::Null);
                // Ajv adds it to the list itself, if it is a list.
                if matches!(self.map.get("type"), Some(Value::List(_))) {
                    texts.push("null");
                }
            }
            Some(Value::Bool(_)) | None => {}
            Some(_) => return Err(self.wrong("nullable", "boolean")),
        }
        self.keywords.types_text = texts.join(",");
        self.keywords.late = match self.keywords.types.as_slice() {
            [only] if self.map.keys().any(|key| only.keywords().contains(&&**key)) => Some(*only),
            _ => None,
        };
        Ok(())
    }

    fn any(&mut self) -> Result<()> {
        if let Some(value) = self.map.get("const") {
            self.keywords.any.push(Keyword::Const(value.clone()));
        }
        if let Some(values) = self.list("enum")? {
            if values.is_empty() {
                return Err(self.wrong("enum", "a list that is not empty"));
            }
            self.keywords.any.push(Keyword::Enum(values.to_vec()));
        }
        if let Some(schema) = self.map.get("not") {
            let node = self.schema_unless_empty("not", schema)?;
            self.keywords.any.push(Keyword::Not(node));
        }
        if let Some(schemas) = self.list("anyOf")?
            && !schemas.iter().any(allows_everything)
        {
            let nodes = self.numbered("anyOf", schemas)?;
            self.keywords.any.push(Keyword::AnyOf(nodes));
        }
        if let Some(schemas) = self.list("oneOf")? {
            let nodes = self.numbered_unless_empty("oneOf", schemas)?;
            self.keywords.any.push(Keyword::OneOf(nodes));
        }
        if let Some(schemas) = self.list("allOf")? {
            let nodes = self.numbered_unless_empty("allOf", schemas)?;
            let nodes = nodes.into_iter().flatten().collect();
            self.keywords.any.push(Keyword::AllOf(nodes));
        }
        if let Some(test) = self.map.get("if") {
            let mut branch = |name| match self.map.get(name) {
                Some(schema) => self.schema_unless_empty(name, schema),
                None => Ok(None),
            };
            let (then, otherwise) = (branch("then")?, branch("else")?);
            if then.is_some() || otherwise.is_some() {
                let test = self.schema_unless_empty("if", test)?;
                self.keywords.any.push(Keyword::If {
                    test,
                    then,
                    otherwise,
                });
            }
        }
        Ok(())
    }

    fn numbers(&mut self) -> Result<()> {
        for limit in [
            Limit::Maximum,
            Limit::Minimum,
            Limit::ExclusiveMaximum,
            Limit::ExclusiveMinimum,
        ] {
            let keyword = self.limit(limit)?;
            self.keywords.number.extend(keyword);
        }
        if let Some(n) = self.number("multipleOf")? {
            self.keywords.number.push(Keyword::MultipleOf(n));
        }
        Ok(())
    }

    fn strings(&mut self) -> Result<()> {
        for limit in [Limit::MaxLength, Limit::MinLength] {
            let keyword = self.limit(limit)?;
            self.keywords.string.extend(keyword);
        }
        match self.map.get("pattern") {
            Some(Value::String(source)) => {
                let pattern = self.pattern("pattern", source)?;
                self.keywords.string.push(Keyword::Pattern(pattern));
            }
            Some(_) => return Err(self.wrong("pattern", "string")),
            None => {}
        }
        Ok(())
    }

    fn arrays(&mut self) -> Result<()> {
        for limit in [Limit::MaxItems, Limit::MinItems] {
            let keyword = self.limit(limit)?;
            self.keywords.array.extend(keyword);
        }
        let items = self.map.get("items");
        if let Some(Value::List(tuple)) = items {
            if let Some(further) = self.additional("additionalItems")? {
                let keyword = Keyword::AdditionalItems(tuple.len(), further);
                self.keywords.array.push(keyword);
            }
            let nodes = self.numbered_unless_empty("items", tuple)?;
            self.keywords.array.push(Keyword::Tuple(nodes));
        } else if let Some(schema) = items
            && let Some(node) = self.schema_unless_empty("items", schema)?
        {
            self.keywords.array.push(Keyword::Items(node));
        }
        if let Some(schema) = self.map.get("contains") {
            let node = self.schema_unless_empty("contains", schema)?;
            self.keywords.array.push(Keyword::Contains(node));
        }
        match self.map.get("uniqueItems") {
            Some(Value::Bool(true)) => {
                let scalars = scalar_types(items.unwrap_or(&Value::Undefined));
                self.keywords.array.push(Keyword::UniqueItems { scalars });
            }
            Some(Value::Bool(false)) | None => {}
            Some(_) => return Err(self.wrong("uniqueItems", "boolean")),
        }
        Ok(())
    }

    fn objects(&mut self) -> Result<()> {
        for limit in [Limit::MaxProperties, Limit::MinProperties] {
            let keyword = self.limit(limit)?;
            self.keywords.object.extend(keyword);
        }
        if let Some(names) = self.list("required")? {
            let names = self.names("required", names)?;
            self.keywords.object.push(Keyword::Required(names));
        }
        if let Some(schema) = self.map.get("propertyNames")
            && let Some(node) = self.schema_unless_empty("propertyNames", schema)?
        {
            self.keywords.object.push(Keyword::PropertyNames(node));
        }
        let (properties, patterns) = (self.object("properties")?, self.object("patternProperties")?);
        if let Some(then) = self.additional("additionalProperties")? {
            let names = properties.into_iter().flat_map(Map::keys);
            let names = names.map(|name| name.to_string()).collect();
            let sources = patterns.into_iter().flat_map(Map::keys);
            let patterns: Result<_> = sources
                .map(|source| self.pattern("patternProperties", source))
                .collect();
            self.keywords.object.push(Keyword::AdditionalProperties {
                names,
                patterns: patterns?,
                then,
            });
        }
        if let Some(dependencies) = self.object("dependencies")? {
            let keyword = self.dependencies(dependencies)?;
            self.keywords.object.push(keyword);
        }
        if let Some(properties) = properties {
            let nodes = self.named("properties", properties)?;
            self.keywords.object.push(Keyword::Properties(nodes));
        }
        if let Some(patterns) = patterns {
            let nodes = self.named("patternProperties", patterns)?;
            let nodes: Result<_> = nodes
                .into_iter()
                .map(|(source, node)| Ok((self.pattern("patternProperties", &source)?, node)))
                .collect();
            self.keywords.object.push(Keyword::PatternProperties(nodes?));
        }
        Ok(())
    }

    fn dependencies(&mut self, dependencies: &'s Map) -> Result<Keyword> {
        let (mut properties, mut schemas) = (Vec::new(), Vec::new());
        for (name, dependency) in dependencies.iter() {
            if let Value::List(names) = dependency {
                let names = self.names("dependencies", names)?;
                properties.push((name.to_string(), names));
            } else {
                let path = self.below("dependencies", name);
                let node = self.compiler.node_unless_empty(dependency, &path)?;
                schemas.extend(node.map(|node| (name.to_string(), node)));
            }
        }
        Ok(Keyword::Dependencies {
            properties,
            schemas,
        })
    }

    fn additional(&mut self, name: &str) -> Result<Option<Additional>> {
        match self.map.get(name) {
            None => Ok(None),
            Some(Value::Bool(false)) => Ok(Some(Additional::Forbidden)),
            Some(schema) => {
                let node = self.schema_unless_empty(name, schema)?;
                Ok(node.map(Additional::Schema))
            }
        }
    }

    fn schema_unless_empty(&mut self, name: &str, schema: &'s Value) -> Result<Option<usize>> {
        let path = format!("{}/{name}", self.path);
        self.compiler.node_unless_empty(schema, &path)
    }

    fn numbered(&mut self, name: &str, schemas: &'s [Value]) -> Result<Vec<usize>> {
        let schemas = schemas.iter().enumerate();
        schemas
            .map(|(i, schema)| {
                let path = format!("{}/{name}/{i}", self.path);
                self.compiler.node(schema, &path)
            })
            .collect()
    }

    fn numbered_unless_empty(
        &mut self,
        name: &str,
        schemas: &'s [Value],
    ) -> Result<Vec<Option<usize>>> {
        let schemas = schemas.iter().enumerate();
        schemas
            .map(|(i, schema)| {
                let path = format!("{}/{name}/{i}", self.path);
                self.compiler.node_unless_empty(schema, &path)
            })
            .collect()
    }

    fn named(&mut self, name: &str, schemas: &'s Map) -> Result<Vec<(String, usize)>> {
        let mut nodes = Vec::new();
        for (property, schema) in schemas.iter() {
            let path = self.below(name, property);
            let node = self.compiler.node_unless_empty(schema, &path)?;
            nodes.extend(node.map(|node| (property.to_string(), node)));
        }
        Ok(nodes)
    }

    fn below(&self, name: &str, property: &str) -> String {
        format!("{}/{name}/{}", self.path, encode(&escape(property)))
    }

    fn limit(&self, limit: Limit) -> Result<Option<Keyword>> {
        let n = self.number(limit.name())?;
        Ok(n.map(|n| Keyword::Limit(limit, n)))
    }

    fn number(&self, name: &str) -> Result<Option<f64>> {
        match self.map.get(name) {
            None => Ok(None),
            Some(Value::Number(n)) => Ok(Some(*n)),
            Some(_) => Err(self.wrong(name, "number")),
        }
    }

    fn list(&self, name: &str) -> Result<Option<&'s [Value]>> {
        match self.map.get(name) {
            None => Ok(None),
            Some(Value::List(items)) => Ok(Some(items)),
            Some(_) => Err(self.wrong(name, "array")),
        }
    }

    fn object(&self, name: &str) -> Result<Option<&'s Map>> {
        match self.map.get(name) {
            None => Ok(None),
            Some(Value::Map(map)) => Ok(Some(map)),
            Some(_) => Err(self.wrong(name, "object")),
        }
    }

    fn names(&self, name: &str, names: &[Value]) -> Result<Vec<String>> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let names: Option<_> = names.iter().map(text).collect();
        names.ok_or_else(|| self.wrong(name, "array of strings"))
    }

    fn pattern(&self, name: &str, source: &str) -> Result<Pattern> {
        Pattern::read(source).ok_or_else(|| self.wrong(name, "a regular expression"))
    }

    fn wrong(&self, name: &str, kind: &str) -> String {
        wrong(&format!("{}/{name}", self.path), kind)
    }
}

impl Type {
    fn named(name: &str) -> Option<Type> {
        Some(match name {
            "array" => Type::Array,
            "boolean" => Type::Boolean,
            "integer" => Type::Integer,
            "null" => Type::Null,
            "number" => Type::Number,
            "object" => Type::Object,
            "string" => Type::String,
            _ => return None,
        })
    }

    /// The keywords that are only about values of this type.
    fn keywords(self) -> &'static [&'static str] {
        match self {
            Type::Number => &[
                "maximum",
                "minimum",
                "exclusiveMaximum",
                "exclusiveMinimum",
                "multipleOf",
                "format",
            ],
            Type::String => &["maxLength", "minLength", "pattern", "format"],
            Type::Array => &[
                "maxItems",
                "minItems",
                "additionalItems",
                "items",
                "contains",
                "uniqueItems",
            ],
            Type::Object => &[
                "maxProperties",
                "minProperties",
                "required",
                "propertyNames",
                "additionalProperties",
                "dependencies",
                "properties",
                "patternProperties",
            ],
            Type::Boolean | Type::Integer | Type::Null => &[],
        }
    }
}

impl Limit {
    pub(super) fn name(self) -> &'static str {
        match self {
            Limit::Maximum => "maximum",
            Limit::Minimum => "minimum",
            Limit::ExclusiveMaximum => "exclusiveMaximum",
            Limit::ExclusiveMinimum => "exclusiveMinimum",
            Limit::MaxLength => "maxLength",
            Limit::MinLength => "minLength",
            Limit::MaxItems => "maxItems",
            Limit::MinItems => "minItems",
            Limit::MaxProperties => "maxProperties",
            Limit::MinProperties => "minProperties",
        }
    }
}

fn wrong(path: &str, kind: &str) -> String {
    format!("schema is invalid: {path} must be {kind}")
}

fn is_checked(key: &str) -> bool {
    CHECKED.contains(&key)
}

fn allows_everything(schema: &Value) -> bool {
    match schema {
        Value::Bool(allowed) => *allowed,
        Value::Map(map) => !map.keys().any(|key| is_checked(key)),
        _ => false,
    }
}

/// Is there a reference in it, however deep?
fn refers(schema: &Value) -> bool {
    match schema {
        Value::Map(map) => map.iter().any(|(key, value)| &**key == "$ref" || refers(value)),
        Value::List(items) => items.iter().any(refers),
        _ => false,
    }
}

/// The schema with the given `$id`.
fn anchor<'s>(schema: &'s Value, id: &str) -> Option<&'s Value> {
    match schema {
        Value::Map(map) if map.get("$id").and_then(Value::as_str) == Some(id) => Some(schema),
        Value::Map(map) => map.values().find_map(|value| anchor(value, id)),
        Value::List(items) => items.iter().find_map(|item| anchor(item, id)),
        _ => None,
    }
}

/// The types of items that are all scalar; none if they need not be.
fn scalar_types(items: &Value) -> Vec<Type> {
    let names = match items.key("type") {
        Value::List(names) => names.as_slice(),
        name @ Value::String(_) => std::slice::from_ref(name),
        _ => &[],
    };
    let types: Vec<Type> = names.iter().filter_map(|name| Type::named(name.as_str()?)).collect();
    if types.iter().any(|t| matches!(t, Type::Array | Type::Object)) {
        return Vec::new();
    }
    types
}

/// `encodeURIComponent`.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `decodeURIComponent`, leaving alone what is not encoded.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
