//! Documents in memory, for connections whose services know no queries.

use engine::{Cx, ErrorSink, Scope, Value};

use crate::{SERVER, moment, mql};

/// The documents that `pipeline` makes of `documents`, in the query language of MongoDB. Of `scope`
/// only the clock and random numbers are used.
///
/// # Errors
/// What a stage complains about; too much work.
pub fn aggregate(scope: &dyn Scope, documents: &Value, pipeline: &Value) -> Result<Value, String> {
    let errors = ErrorSink::default();
    let cx = Cx::new(scope, &SERVER, "", &errors);
    mql::aggregate(&cx, documents, pipeline).map_err(|error| error.message.to_string())
}

/// The time that a text says, as Moment.js reads it in UTC; NaN if it says none.
pub fn date(scope: &dyn Scope, text: &str) -> f64 {
    moment::parse(text, scope)
}
