//! What a browser calls.

use engine::{Value, json};
use wasm_bindgen::prelude::*;

use crate::Case;
use crate::case::Place;

/// Runs a case, written as JSON, as pages do; gives the JSON of its outcome, and under `miss` what is wrong
/// with it.
///
/// # Errors
/// It is no case.
#[wasm_bindgen]
pub fn run(case: &str) -> Result<String, JsError> {
    let written = json::parse_wire(case.as_bytes())?;
    let case = Case::read(&written).map_err(|message| JsError::new(&message))?;
    let outcome = case.run(Place::Page);
    let miss = case.miss(&outcome).map_or(Value::Null, Value::from);
    let mut answer = outcome.to_value();
    answer.make_map().insert("miss", miss);
    Ok(json::to_wire(&answer))
}
