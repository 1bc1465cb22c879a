//! From the keywords of one schema to those of a node, in the order in which they are checked.

use engine::{Map, Value};

use super::compile::{Compiler, Result, allows_everything, wrong};
use super::message::{Messages, escape};
use super::node::{Additional, Keyword, Keywords, Limit, Type};
use super::pattern::Pattern;

/// Fills the keywords of one schema.
pub(super) struct Fill<'c, 's> {
    pub(super) compiler: &'c mut Compiler<'s>,
    pub(super) map: &'s Map,
    pub(super) path: &'c str,
    pub(super) keywords: &'c mut Keywords,
}

impl<'s> Fill<'_, 's> {
    pub(super) fn fill(&mut self) -> Result<()> {
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
        let (properties, patterns) = (
            self.object("properties")?,
            self.object("patternProperties")?,
        );
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
            self.keywords
                .object
                .push(Keyword::PatternProperties(nodes?));
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

/// The types of items that are all scalar; none if they need not be.
fn scalar_types(items: &Value) -> Vec<Type> {
    let names = match items.key("type") {
        Value::List(names) => names.as_slice(),
        name @ Value::String(_) => std::slice::from_ref(name),
        _ => &[],
    };
    let types: Vec<Type> = names
        .iter()
        .filter_map(|name| Type::named(name.as_str()?))
        .collect();
    if types
        .iter()
        .any(|t| matches!(t, Type::Array | Type::Object))
    {
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
