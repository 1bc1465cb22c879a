//! Walking data and schema together.

use engine::{Map, Value, js};

use super::message::escape;
use super::node::{Keyword, Keywords, Limit, Node, Ref, Type};
use super::place::Place;
use super::unique::{duplicate, equal};
use super::{Schema, Violation};

/// Schemas within schemas, so that one that refers to itself without end does not exhaust the stack.
const MAX_DEPTH: usize = 300;

const TOO_DEEP: &str = "is nested too deeply";

/// Everything that `schema` does not allow in `data`.
pub(super) fn validate(schema: &Schema, data: &Value) -> Vec<Violation> {
    let mut run = Run {
        nodes: &schema.nodes,
        place: Place {
            path: String::new(),
            names: Vec::new(),
            values: vec![data],
            base: 0,
            dynamic: 0,
        },
        depth: 0,
        exhausted: false,
        silent: false,
    };
    let mut errors = Vec::new();
    run.node(schema.root, data, &mut errors);
    if run.exhausted {
        // What was found before means nothing: under `not` it would be the other way round.
        errors.clear();
        run.push(&mut errors, "$ref", "#".into(), TOO_DEEP.into(), NONE);
    }
    errors
}

/// One validation.
pub(super) struct Run<'d> {
    pub(super) nodes: &'d [Node],
    pub(super) place: Place<'d>,
    pub(super) depth: usize,
    /// It went too deep once: nothing is looked at any more.
    pub(super) exhausted: bool,
    /// Nobody will read the errors: only whether there are any counts.
    pub(super) silent: bool,
}

/// One step down into the data.
#[derive(Clone, Copy)]
pub(super) enum Step<'s> {
    /// Any item.
    Item(usize),
    /// The item that the schema names by its index.
    Place(usize),
    /// Any property.
    Key(&'s str),
    /// The property that the schema names.
    Property(&'s str),
}

/// Where an error of a keyword is put.
pub(super) struct Site<'s> {
    pub(super) keyword: &'static str,
    pub(super) schema: &'s Keywords,
}

impl<'d> Run<'d> {
    /// Says whether it added no error.
    pub(super) fn node(
        &mut self,
        node: usize,
        data: &'d Value,
        errors: &mut Vec<Violation>,
    ) -> bool {
        let before = errors.len();
        self.exhausted |= self.depth >= MAX_DEPTH;
        if self.exhausted {
            return false;
        }
        self.depth += 1;
        match &self.nodes[node] {
            Node::Bool(true, _) | Node::Pending => {}
            Node::Bool(false, path) => {
                let path = format!("{path}/false schema");
                self.push(
                    errors,
                    "false schema",
                    path,
                    "boolean schema is false".into(),
                    NONE,
                );
            }
            Node::Object(schema) => self.schema(schema, data, errors),
        }
        self.depth -= 1;
        errors.len() == before
    }

    fn schema(&mut self, schema: &'d Keywords, data: &'d Value, errors: &mut Vec<Violation>) {
        if let Some(reference) = schema.only {
            return self.reference(reference, data, errors);
        }
        let groups: [(&[Keyword], Option<Type>); 5] = [
            (&schema.any, None),
            (&schema.number, Some(Type::Number)),
            (&schema.string, Some(Type::String)),
            (&schema.array, Some(Type::Array)),
            (&schema.object, Some(Type::Object)),
        ];
        let wrong_type = !schema.types.is_empty() && !schema.types.iter().any(|t| t.is_of(data));
        if wrong_type && schema.late.is_none() {
            self.type_error(schema, errors);
        }
        for (group, t) in groups {
            if t.is_none_or(|t| t.is_of(data)) {
                for keyword in group {
                    self.keyword(schema, keyword, data, errors);
                }
            } else if t == schema.late {
                self.type_error(schema, errors);
            }
        }
        if let (Some(messages), false) = (&schema.messages, self.silent) {
            messages.apply(&schema.path, &self.place, data, errors);
        }
    }

    fn type_error(&self, schema: &'d Keywords, errors: &mut Vec<Violation>) {
        let params = Value::object([("type", schema.types_text.as_str().into())]);
        let message = format!("must be {}", schema.types_text);
        self.report(
            errors,
            Site {
                keyword: "type",
                schema,
            },
            message,
            params,
        );
    }

    fn reference(&mut self, reference: Ref, data: &'d Value, errors: &mut Vec<Violation>) {
        match reference {
            Ref::Inline(node) => {
                self.node(node, data, errors);
            }
            Ref::Call(node) => {
                let place = &mut self.place;
                let base = std::mem::replace(&mut place.base, place.path.len());
                let dynamic = std::mem::take(&mut place.dynamic);
                let mut own = Vec::new();
                self.node(node, data, &mut own);
                errors.append(&mut own);
                self.place.base = base;
                self.place.dynamic = dynamic;
            }
        }
    }

    fn keyword(
        &mut self,
        schema: &'d Keywords,
        keyword: &'d Keyword,
        data: &'d Value,
        errors: &mut Vec<Violation>,
    ) {
        let site = |keyword| Site { keyword, schema };
        match keyword {
            Keyword::Ref(reference) => self.reference(*reference, data, errors),
            Keyword::Const(value) => {
                if !equal(data, value) {
                    let params = Value::object([("allowedValue", value.clone())]);
                    let message = "must be equal to constant".into();
                    self.report(errors, site("const"), message, params);
                }
            }
            Keyword::Enum(values) => {
                if !values.iter().any(|value| equal(data, value)) {
                    let allowed = Value::list(values.clone());
                    let params = Value::object([("allowedValues", allowed)]);
                    let message = "must be equal to one of the allowed values".into();
                    self.report(errors, site("enum"), message, params);
                }
            }
            Keyword::Not(node) => {
                if node.is_none_or(|node| self.is_valid(node, data)) {
                    self.report(errors, site("not"), "must NOT be valid".into(), NONE);
                }
            }
            Keyword::AnyOf(nodes) => self.any_of(nodes, data, site("anyOf"), errors),
            Keyword::OneOf(nodes) => self.one_of(nodes, data, site("oneOf"), errors),
            Keyword::AllOf(nodes) => {
                for node in nodes {
                    self.node(*node, data, errors);
                }
            }
            Keyword::If {
                test,
                then,
                otherwise,
            } => {
                let holds = test.is_none_or(|test| self.is_valid(test, data));
                let (name, branch) = match holds {
                    true => ("then", then),
                    false => ("else", otherwise),
                };
                if let Some(branch) = branch
                    && !self.node(*branch, data, errors)
                {
                    let params = Value::object([("failingKeyword", name.into())]);
                    let message = format!("must match \"{name}\" schema");
                    self.report(errors, site("if"), message, params);
                }
            }
            Keyword::Limit(limit, n) => self.limit(*limit, *n, data, schema, errors),
            Keyword::MultipleOf(n) => {
                let ratio = js::to_number(data) / n;
                if *n == 0.0 || ratio.trunc() != ratio || ratio.abs() >= 1e21 {
                    let params = Value::object([("multipleOf", (*n).into())]);
                    let message = format!("must be multiple of {}", js::number_to_text(*n));
                    self.report(errors, site("multipleOf"), message, params);
                }
            }
            Keyword::Pattern(pattern) => {
                if !pattern.is_match(data.as_str().unwrap_or_default()) {
                    let source = pattern.source.as_str();
                    let params = Value::object([("pattern", source.into())]);
                    let message = format!("must match pattern \"{source}\"");
                    self.report(errors, site("pattern"), message, params);
                }
            }
            Keyword::AdditionalItems(n, further) => {
                self.additional_items(*n, *further, data.items(), site("additionalItems"), errors);
            }
            Keyword::Items(node) => self.items(*node, data.items(), 0, errors),
            Keyword::Tuple(nodes) => {
                let items = data.items().iter().zip(nodes).enumerate();
                for (i, (item, node)) in items {
                    if let Some(node) = node {
                        self.child(*node, Step::Place(i), item, errors);
                    }
                }
            }
            Keyword::Contains(node) => self.contains(*node, data.items(), site("contains"), errors),
            Keyword::UniqueItems { scalars } => {
                if let Some((i, j)) = duplicate(data.items(), scalars) {
                    let params = Value::object([("i", i.into()), ("j", j.into())]);
                    let message = format!(
                        "must NOT have duplicate items (items ## {j} and {i} are identical)"
                    );
                    self.report(errors, site("uniqueItems"), message, params);
                }
            }
            _ => self.object(schema, keyword, data, errors),
        }
    }

    pub(super) fn child(
        &mut self,
        node: usize,
        step: Step<'_>,
        data: &'d Value,
        errors: &mut Vec<Violation>,
    ) -> bool {
        let length = self.place.path.len();
        let (segment, name, dynamic) = match step {
            Step::Item(i) => (i.to_string(), i.into(), true),
            Step::Place(i) => (i.to_string(), i.into(), false),
            Step::Key(key) => (escape(key), key.into(), true),
            Step::Property(key) => (escape(key), key.into(), false),
        };
        self.place.path.push('/');
        self.place.path.push_str(&segment);
        self.place.names.push(name);
        self.place.values.push(data);
        self.place.dynamic += usize::from(dynamic);
        let valid = self.node(node, data, errors);
        self.place.dynamic -= usize::from(dynamic);
        self.place.values.pop();
        self.place.names.pop();
        self.place.path.truncate(length);
        valid
    }

    /// Only whether it is valid: errors are dropped, messages not made.
    fn is_valid(&mut self, node: usize, data: &'d Value) -> bool {
        let silent = std::mem::replace(&mut self.silent, true);
        let valid = self.node(node, data, &mut Vec::new());
        self.silent = silent;
        valid
    }

    /// A property name is data that is nowhere in the data, so it is checked by itself.
    fn any_of(
        &mut self,
        nodes: &[usize],
        data: &'d Value,
        site: Site<'_>,
        errors: &mut Vec<Violation>,
    ) {
        let before = errors.len();
        for node in nodes {
            if self.node(*node, data, errors) {
                return errors.truncate(before);
            }
        }
        self.report(errors, site, "must match a schema in anyOf".into(), NONE);
    }

    fn one_of(
        &mut self,
        nodes: &[Option<usize>],
        data: &'d Value,
        site: Site<'_>,
        errors: &mut Vec<Violation>,
    ) {
        let before = errors.len();
        let mut passing: Option<usize> = None;
        let mut params = Value::object([("passingSchemas", Value::Null)]);
        for (i, node) in nodes.iter().enumerate() {
            if !node.is_none_or(|node| self.node(node, data, errors)) {
                continue;
            }
            if let Some(first) = passing.replace(i) {
                let both = Value::list(vec![first.into(), i.into()]);
                params = Value::object([("passingSchemas", both)]);
                passing = None;
                break;
            }
        }
        if passing.is_some() {
            return errors.truncate(before);
        }
        let message = "must match exactly one schema in oneOf".into();
        self.report(errors, site, message, params);
    }

    fn limit(
        &self,
        limit: Limit,
        n: f64,
        data: &Value,
        schema: &'d Keywords,
        errors: &mut Vec<Violation>,
    ) {
        let size = match data {
            Value::String(text) => text.chars().count() as f64,
            Value::List(items) => items.len() as f64,
            Value::Map(map) => map.len() as f64,
            Value::Number(number) => *number,
            _ => 0.0,
        };
        let (ok, wording) = match limit {
            Limit::Maximum => (size <= n, "<="),
            Limit::Minimum => (size >= n, ">="),
            Limit::ExclusiveMaximum => (size < n, "<"),
            Limit::ExclusiveMinimum => (size > n, ">"),
            Limit::MaxLength => (size <= n, "more characters"),
            Limit::MinLength => (size >= n, "fewer characters"),
            Limit::MaxItems => (size <= n, "more items"),
            Limit::MinItems => (size >= n, "fewer items"),
            Limit::MaxProperties => (size <= n, "more properties"),
            Limit::MinProperties => (size >= n, "fewer properties"),
        };
        if ok {
            return;
        }
        let n_text = js::number_to_text(n);
        let (message, params) = match wording.split_once(' ') {
            Some((comparison, things)) => (
                format!("must NOT have {comparison} than {n_text} {things}"),
                Value::object([("limit", n.into())]),
            ),
            None => (
                format!("must be {wording} {n_text}"),
                Value::object([("comparison", wording.into()), ("limit", n.into())]),
            ),
        };
        let keyword = limit.name();
        self.report(errors, Site { keyword, schema }, message, params);
    }

    pub(super) fn report(
        &self,
        errors: &mut Vec<Violation>,
        site: Site<'_>,
        message: String,
        params: Value,
    ) {
        let path = format!("{}/{}", site.schema.path, site.keyword);
        self.push(errors, site.keyword, path, message, params);
    }

    fn push(
        &self,
        errors: &mut Vec<Violation>,
        keyword: &'static str,
        schema_path: String,
        message: String,
        params: Value,
    ) {
        errors.push(Violation {
            keyword,
            instance_path: self.place.path.clone(),
            schema_path,
            message,
            params: match params {
                Value::Undefined => Value::map(Map::new()),
                params => params,
            },
            replaced: false,
        });
    }
}

/// No parameters.
const NONE: Value = Value::Undefined;
