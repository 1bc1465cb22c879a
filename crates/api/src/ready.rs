//! Connections as requests find them: their properties evaluated and checked, and which client they
//! have. Where nothing of a call is read for that, it is found out once.

use std::sync::{Arc, Mutex, PoisonError};

use connections::{ClientKey, Clients, ConnectionEntry};
use engine::{Cx, ErrorSink, Expr, Reads, Value, js};
use model::server::Connection;
use protocol::{Code, ErrorBody};

use crate::scope::CallScope;
use crate::work::complaint;

/// A connection's evaluated properties, and what follows from them.
pub(crate) struct Ready {
    pub(crate) properties: Value,
    /// What its schema does not allow.
    pub(crate) complaint: Option<String>,
    /// Its client.
    pub(crate) key: ClientKey,
}

/// The [`Ready`] of a connection that is the same for all calls.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Option<(Value, Arc<Ready>)>>);

impl Kept {
    /// A place for that of these properties; none where they depend on the call.
    pub(crate) fn of(properties: &Expr) -> Option<Kept> {
        let fixed = properties.reads().is_within(Reads::SECRET);
        fixed.then(Kept::default)
    }

    /// What was found out with these secrets.
    fn get(&self, secrets: &Value) -> Option<Arc<Ready>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref();
        let same = kept.filter(|(with, _)| js::strict_eq(with, secrets));
        same.map(|(_, ready)| ready.clone())
    }

    fn set(&self, secrets: &Value, ready: &Arc<Ready>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((secrets.clone(), ready.clone()));
    }
}

/// The connection for a call.
///
/// # Errors
/// What the first operator says that fails.
pub(crate) fn ready(
    scope: &CallScope<'_>,
    connection: &Connection,
    entry: &ConnectionEntry,
) -> Result<Arc<Ready>, ErrorBody> {
    let secrets = scope.cx.secrets;
    let known = scope.cx.plans.connection(&connection.id);
    let kept = known.and_then(|known| known.kept.as_ref());
    if let Some(ready) = kept.and_then(|kept| kept.get(secrets)) {
        return Ok(ready);
    }
    let properties = evaluated(scope, &connection.properties, &connection.id)?;
    let ready = Arc::new(Ready {
        complaint: (entry.schema)().validate(&properties).err(),
        key: Clients::key(entry, &connection.id, &properties),
        properties,
    });
    if let Some(kept) = kept {
        kept.set(secrets, &ready);
    }
    Ok(ready)
}

fn evaluated(scope: &CallScope<'_>, properties: &Expr, id: &str) -> Result<Value, ErrorBody> {
    let errors = ErrorSink::default();
    let properties = properties.eval(&Cx::new(scope, scope.cx.requests, id, &errors));
    match errors.take().into_iter().next() {
        Some(error) => Err(ErrorBody::new(Code::Request, complaint(scope, &error))),
        None if properties.is_undefined() => Ok(Value::object([])),
        None => Ok(properties),
    }
}
