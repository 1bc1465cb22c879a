//! Queries over documents in memory, lent to the connections that need them.

use connections::Documents;
use engine::{Root, Scope, Value};

/// The language of the operators.
pub(crate) const DOCUMENTS: Documents = Documents {
    aggregate: |documents, pipeline| operators::documents::aggregate(&Now, documents, pipeline),
    date: |text| operators::documents::date(&Now, text),
};

/// A world that has a clock and nothing to read.
struct Now;

impl Scope for Now {
    fn read(&self, _: Root, _: &str) -> Value {
        Value::Undefined
    }

    fn now(&self) -> f64 {
        crate::ssr::now_ms()
    }

    fn random(&self) -> f64 {
        crate::ssr::random()
    }
}
