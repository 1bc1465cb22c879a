//! The parameters of an operator, with getters that complain the way Lowdefy does.

use crate::{Map, OpError, Value};

/// What an operator was given: its name, the method after the dot, and evaluated parameters.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// Name without method, such as `_string`.
    pub name: &'a str,
    /// What follows the first dot, such as `concat`.
    pub method: Option<&'a str>,
    /// Evaluated parameters.
    pub params: &'a Value,
}

impl<'a> Args<'a> {
    /// `_name` or `_name.method`, as written.
    pub fn full_name(&self) -> String {
        match self.method {
            Some(method) => format!("{}.{method}", self.name),
            None => self.name.to_owned(),
        }
    }

    /// The parameters as a list.
    pub fn list(&self) -> Option<&'a [Value]> {
        self.params.as_list().map(|items| items.as_slice())
    }

    /// The parameters as an object.
    pub fn map(&self) -> Option<&'a Map> {
        self.params.as_map().map(|map| &**map)
    }

    /// The value of `key` of object parameters; undefined if there is none.
    pub fn get(&self, key: &str) -> &'a Value {
        self.params.key(key)
    }

    /// The parameters as a pair.
    ///
    /// # Errors
    /// `<name> takes an array type as input.`, `<name> takes an array of length 2 as input.`
    pub fn pair(&self) -> Result<(&'a Value, &'a Value), OpError> {
        match self.list() {
            Some([a, b]) => Ok((a, b)),
            Some(_) => Err(OpError::new(format!(
                "{} takes an array of length 2 as input.",
                self.name
            ))),
            None => Err(OpError::new(format!(
                "{} takes an array type as input.",
                self.name
            ))),
        }
    }
}
