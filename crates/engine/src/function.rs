//! Functions as values: what `_function` returns and `_array.map` and friends call.

use std::fmt;
use std::sync::Arc;

use crate::{Cx, OpResult, Value};

type Call = dyn Fn(&Cx<'_>, &[Value]) -> OpResult + Send + Sync;

/// A callable value. It is given the context of its caller, so that operators in its body read what
/// the caller may read.
pub struct Function(Box<Call>);

impl Function {
    /// A function that runs `call`.
    pub fn new(
        call: impl Fn(&Cx<'_>, &[Value]) -> OpResult + Send + Sync + 'static,
    ) -> Arc<Function> {
        Arc::new(Function(Box::new(call)))
    }

    /// Calls it.
    ///
    /// # Errors
    /// Only where the function itself cannot run; errors of operators in its body are collected in
    /// `cx` and leave null, as everywhere.
    pub fn call(&self, cx: &Cx<'_>, args: &[Value]) -> OpResult {
        (self.0)(cx, args)
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("function")
    }
}
