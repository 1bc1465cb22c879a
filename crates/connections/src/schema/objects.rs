//! The keywords of objects.

use engine::{Map, Value};

use super::Violation;
use super::node::{Additional, Keyword, Keywords};
use super::place::Place;
use super::validate::{Run, Site, Step};

impl<'d> Run<'d> {
    pub(super) fn object(
        &mut self,
        schema: &'d Keywords,
        keyword: &'d Keyword,
        data: &'d Value,
        errors: &mut Vec<Violation>,
    ) {
        let site = |keyword| Site { keyword, schema };
        let map: &Map = match data {
            Value::Map(map) => map,
            // A date or an error is an object without properties of its own.
            _ => empty(),
        };
        match keyword {
            Keyword::Required(names) => {
                for name in names.iter().filter(|name| !has(map, name)) {
                    let params = Value::object([("missingProperty", name.as_str().into())]);
                    let message = format!("must have required property '{name}'");
                    self.report(errors, site("required"), message, params);
                }
            }
            Keyword::PropertyNames(node) => {
                self.each(map.iter(), errors, |run, (name, _), errors| {
                    if !run.is_valid_name(*node, name, errors) {
                        let params = Value::object([("propertyName", name.clone().into())]);
                        let message = "property name must be valid".into();
                        run.report(errors, site("propertyNames"), message, params);
                    }
                });
            }
            Keyword::AdditionalProperties {
                names,
                patterns,
                then,
            } => {
                self.each(map.iter(), errors, |run, (name, value), errors| {
                    let known = names.iter().any(|known| **known == **name)
                        || patterns.iter().any(|pattern| pattern.is_match(name));
                    match then {
                        _ if known => {}
                        Additional::Forbidden => {
                            let name = name.clone().into();
                            let params = Value::object([("additionalProperty", name)]);
                            let message = "must NOT have additional properties".into();
                            run.report(errors, site("additionalProperties"), message, params);
                        }
                        Additional::Schema(node) => {
                            run.child(*node, Step::Key(name), value, errors);
                        }
                    }
                });
            }
            Keyword::Dependencies {
                properties,
                schemas,
            } => {
                for (name, needed) in properties.iter().filter(|(name, _)| has(map, name)) {
                    for missing in needed.iter().filter(|needed| !has(map, needed)) {
                        let (message, params) = dependency(name, missing, needed);
                        self.report(errors, site("dependencies"), message, params);
                    }
                }
                for (_, node) in schemas.iter().filter(|(name, _)| has(map, name)) {
                    self.node(*node, data, errors);
                }
            }
            Keyword::Properties(nodes) => {
                for (name, node) in nodes {
                    if let Some(value) = map.get(name).filter(|value| !value.is_undefined()) {
                        self.child(*node, Step::Property(name), value, errors);
                    }
                }
            }
            Keyword::PatternProperties(nodes) => {
                for (pattern, node) in nodes {
                    let named = map.iter().filter(|(name, _)| pattern.is_match(name));
                    self.each(named, errors, |run, (name, value), errors| {
                        run.child(*node, Step::Key(name), value, errors);
                    });
                }
            }
            _ => unreachable!("keywords of other kinds are not in this group"),
        }
    }

    fn is_valid_name(&mut self, node: usize, name: &str, errors: &mut Vec<Violation>) -> bool {
        let name = Value::text(name);
        let mut run = Run {
            nodes: self.nodes,
            place: Place {
                path: self.place.path.clone(),
                names: Vec::new(),
                values: vec![&name],
                base: self.place.base,
                dynamic: self.place.dynamic,
            },
            depth: self.depth,
            exhausted: self.exhausted,
            silent: self.silent,
        };
        let valid = run.node(node, &name, errors);
        let exhausted = run.exhausted;
        self.exhausted |= exhausted;
        valid
    }
}

fn dependency(name: &str, missing: &str, needed: &[String]) -> (String, Value) {
    let properties = match needed.len() {
        1 => "property",
        _ => "properties",
    };
    let all = needed.join(", ");
    let message = format!("must have {properties} {all} when property {name} is present");
    let params = Value::object([
        ("property", name.into()),
        ("missingProperty", missing.into()),
        ("depsCount", needed.len().into()),
        ("deps", all.into()),
    ]);
    (message, params)
}

fn has(map: &Map, name: &str) -> bool {
    map.get(name).is_some_and(|value| !value.is_undefined())
}

fn empty() -> &'static Map {
    static EMPTY: std::sync::LazyLock<Map> = std::sync::LazyLock::new(Map::new);
    &EMPTY
}
