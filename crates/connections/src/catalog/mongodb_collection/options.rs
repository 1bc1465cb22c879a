//! Options of requests, as the Node driver takes them.

use std::time::Duration;

use engine::Value;
use mongodb::bson::{Bson, Document, deserialize_from_document};
use mongodb::options::{ReadConcern, SelectionCriteria, WriteConcern};
use serde::de::DeserializeOwned;

use super::values;
use crate::Error;

/// The options of one request.
#[derive(Clone)]
pub(super) struct Options {
    request: &'static str,
    given: Document,
}

impl Options {
    /// Those of a request of type `request`.
    ///
    /// # Errors
    /// They have something that is not for a database.
    pub(super) fn new(request: &'static str, options: &Value) -> Result<Options, Error> {
        let mut given = values::document(options)?;
        if let Some(sort) = given.remove("sort") {
            let sort = self::sort(sort).ok_or_else(|| wrong(request, "sort"))?;
            if !sort.is_empty() {
                given.insert("sort", sort);
            }
        }
        Ok(Options { request, given })
    }

    /// As they were given.
    pub(super) fn document(&self) -> &Document {
        &self.given
    }

    /// A flag; false if it is missing.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.given.get_bool(name).unwrap_or(false)
    }

    /// How long the server may work on it; as long as the request may take if nothing is said.
    ///
    /// # Errors
    /// It is no number of milliseconds.
    pub(super) fn max_time(
        &mut self,
        request: Option<Duration>,
    ) -> Result<Option<Duration>, Error> {
        match self.given.remove("maxTimeMS") {
            None | Some(Bson::Null) => Ok(request),
            Some(Bson::Int32(ms)) if ms >= 0 => Ok(Some(Duration::from_millis(ms as u64))),
            Some(_) => Err(wrong(self.request, "maxTimeMS")),
        }
    }

    /// Which servers may answer.
    ///
    /// # Errors
    /// There is no such preference.
    pub(super) fn read_preference(&mut self) -> Result<Option<SelectionCriteria>, Error> {
        self.part("readPreference", "mode")
    }

    /// How sure what is read must be.
    ///
    /// # Errors
    /// There is no such level.
    pub(super) fn read_concern(&mut self) -> Result<Option<ReadConcern>, Error> {
        self.part("readConcern", "level")
    }

    /// How sure what is written must be.
    ///
    /// # Errors
    /// It is none.
    pub(super) fn write_concern(&mut self) -> Result<Option<WriteConcern>, Error> {
        self.part("writeConcern", "w")
    }

    /// The rest, as the driver has it. What the driver does not know has no effect.
    ///
    /// # Errors
    /// Names the option that is wrong.
    pub(super) fn rest<T: DeserializeOwned>(&self) -> Result<T, Error> {
        deserialize_from_document(self.given.clone()).map_err(|_| {
            let culprit = self.given.iter().find(|(name, value)| {
                let alone = Document::from_iter([(name.to_string(), (*value).clone())]);
                deserialize_from_document::<T>(alone).is_err()
            });
            wrong(self.request, culprit.map_or("options", |(name, _)| name))
        })
    }

    /// An option that is an object, or the value of its member `short`.
    fn part<T: DeserializeOwned>(&mut self, name: &str, short: &str) -> Result<Option<T>, Error> {
        let document = match self.given.remove(name) {
            None | Some(Bson::Null) => return Ok(None),
            Some(Bson::Document(document)) => document,
            Some(value) => Document::from_iter([(short.to_owned(), value)]),
        };
        let part = deserialize_from_document(document);
        part.map(Some).map_err(|_| wrong(self.request, name))
    }
}

fn wrong(request: &str, option: &str) -> Error {
    Error::request(format!("{request} option \"{option}\" is not valid."))
}

/// The order in one of the forms that the Node driver takes: a name, names, pairs, an object.
fn sort(sort: Bson) -> Option<Document> {
    match sort {
        Bson::Null => Some(Document::new()),
        Bson::String(name) => Some(Document::from_iter([(name, Bson::Int32(1))])),
        Bson::Document(sort) => {
            let each = sort.into_iter();
            each.map(|(name, way)| Some((name, direction(way)?)))
                .collect()
        }
        Bson::Array(items) => match <[Bson; 2]>::try_from(items) {
            // A single pair.
            Ok([Bson::String(name), way]) if direction(way.clone()).is_some() => {
                Some(Document::from_iter([(name, direction(way)?)]))
            }
            Ok(items) => items.into_iter().map(sort_item).collect(),
            Err(items) => items.into_iter().map(sort_item).collect(),
        },
        _ => None,
    }
}

fn sort_item(item: Bson) -> Option<(String, Bson)> {
    match item {
        Bson::String(name) => Some((name, Bson::Int32(1))),
        Bson::Array(pair) => match <[Bson; 2]>::try_from(pair) {
            Ok([Bson::String(name), way]) => Some((name, direction(way)?)),
            _ => None,
        },
        _ => None,
    }
}

fn direction(way: Bson) -> Option<Bson> {
    match way {
        Bson::Document(ref meta) => meta.contains_key("$meta").then_some(way),
        Bson::Int32(1 | -1) => Some(way),
        Bson::String(text) => match text.to_lowercase().as_str() {
            "1" | "asc" | "ascending" => Some(Bson::Int32(1)),
            "-1" | "desc" | "descending" => Some(Bson::Int32(-1)),
            _ => None,
        },
        _ => None,
    }
}
