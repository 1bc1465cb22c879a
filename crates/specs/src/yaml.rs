//! Reading YAML as configuration is read.

use anyhow::Result;
use engine::Value;

/// The value of a document of YAML 1.2; `n` and `yes` are text. Markers of the wire are revived.
///
/// # Errors
/// It is no YAML, with line and column.
pub(crate) fn read(text: &str) -> Result<Value> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        underscored_numbers_as_strings: true,
    };
    Ok(serde_saphyr::from_str_with_options(text, options)?)
}
