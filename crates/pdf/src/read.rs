//! Reading of the definition: a value, where it stands, and what it must be.

use engine::{Map, Value, json};

use crate::PdfError;
use crate::place::Place;

/// Lengths beyond this are mistakes: two hundred metres.
const LONGEST: f64 = 600_000.0;

/// A value of the definition and its place.
#[derive(Clone)]
pub(crate) struct Read<'a> {
    pub(crate) value: &'a Value,
    pub(crate) at: Place,
}

impl<'a> Read<'a> {
    pub(crate) fn new(value: &'a Value, at: Place) -> Read<'a> {
        Read { value, at }
    }

    /// The value of a key; undefined where there is none.
    pub(crate) fn key(&self, key: &str) -> Read<'a> {
        Read::new(self.value.key(key), self.at.key(key))
    }

    /// The value of a key, if it is there and not null.
    pub(crate) fn some(&self, key: &str) -> Option<Read<'a>> {
        let read = self.value.key(key);
        (!read.is_none()).then(|| Read::new(read, self.at.key(key)))
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> PdfError {
        PdfError::new(&self.at, message)
    }

    /// What is here is not what it must be.
    pub(crate) fn not(&self, wanted: &str) -> PdfError {
        let mut text = match self.value {
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "an object".to_owned(),
            Value::Function(_) => "a function".to_owned(),
            value => json::stringify(value),
        };
        if let Some((end, _)) = text.char_indices().nth(60) {
            text.truncate(end);
            text.push('…');
        }
        self.error(format!("must be {wanted}, but is {text}"))
    }

    pub(crate) fn map(&self) -> Result<&'a Map, PdfError> {
        let map = self.value.as_map();
        map.map(|map| &**map).ok_or_else(|| self.not("an object"))
    }

    pub(crate) fn list(&self) -> Result<Vec<Read<'a>>, PdfError> {
        match self.value {
            Value::List(items) => {
                let items = items.iter().enumerate();
                Ok(items
                    .map(|(i, item)| Read::new(item, self.at.index(i)))
                    .collect())
            }
            _ => Err(self.not("a list")),
        }
    }

    /// The items of a list, or the value alone.
    pub(crate) fn list_or_one(&self) -> Result<Vec<Read<'a>>, PdfError> {
        match self.value {
            Value::List(_) => self.list(),
            _ => Ok(vec![self.clone()]),
        }
    }

    pub(crate) fn text(&self) -> Result<&'a str, PdfError> {
        self.value.as_str().ok_or_else(|| self.not("text"))
    }

    pub(crate) fn number(&self) -> Result<f64, PdfError> {
        // Text that is a number is one, as in JavaScript's arithmetic.
        let number = match self.value {
            Value::String(text) if !text.trim().is_empty() => {
                Some(engine::js::text_to_number(text)).filter(|number| number.is_finite())
            }
            value => value.as_number(),
        };
        match number {
            Some(number) if number.abs() <= LONGEST => Ok(number),
            Some(_) => Err(self.not(&format!("a number from -{LONGEST} to {LONGEST}"))),
            None => Err(self.not("a number")),
        }
    }

    pub(crate) fn length(&self) -> Result<f64, PdfError> {
        match self.number()? {
            number if number >= 0.0 => Ok(number),
            _ => Err(self.not("a number that is not negative")),
        }
    }

    pub(crate) fn count(&self) -> Result<usize, PdfError> {
        match self.value.as_integer() {
            Some(number) if (0..=1_000_000_000).contains(&number) => Ok(number as usize),
            _ => Err(self.not("a whole number")),
        }
    }

    /// Truth as JavaScript has it.
    pub(crate) fn flag(&self) -> bool {
        engine::js::truthy(self.value)
    }

    /// A share from 0 to 1.
    pub(crate) fn share(&self) -> Result<f64, PdfError> {
        match self.number()? {
            number if (0.0..=1.0).contains(&number) => Ok(number),
            _ => Err(self.not("a number from 0 to 1")),
        }
    }

    /// The number of a key, if it is there.
    pub(crate) fn number_of(&self, key: &str) -> Result<Option<f64>, PdfError> {
        self.some(key).map(|read| read.number()).transpose()
    }

    /// See [`Read::length`].
    pub(crate) fn length_of(&self, key: &str) -> Result<Option<f64>, PdfError> {
        self.some(key).map(|read| read.length()).transpose()
    }

    /// The text of a key, if it is there.
    pub(crate) fn text_of(&self, key: &str) -> Result<Option<&'a str>, PdfError> {
        self.some(key).map(|read| read.text()).transpose()
    }

    pub(crate) fn flag_of(&self, key: &str) -> bool {
        self.key(key).flag()
    }
}
