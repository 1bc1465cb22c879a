//! Requests of pages (specs: Lowdefy's callRequest).

use std::time::Duration;

use connections::RowStream;
use engine::{Str, Value};
use futures_util::stream::{self, Stream};
use model::server::{Connection, Request};
use protocol::{Code, ErrorBody, RequestAnswer, RequestCall};

use crate::scope::{CallScope, RoutineScope};
use crate::work::{self, Rows, Work};
use crate::{ApiContext, Plan, fault};

/// Runs a request for a caller.
///
/// # Errors
/// What is missing in the configuration, what an operator said, what was refused, what the driver
/// said.
pub async fn call(cx: &ApiContext<'_>, call: RequestCall) -> Result<RequestAnswer, ErrorBody> {
    let scope = scope(cx, &call);
    let (request, connection, rows) = find(&scope, &call)?;
    let work = work(cx, request, &call);
    let response = work::run(&scope, connection, rows, &work).await?;
    Ok(RequestAnswer {
        page_id: request.page_id.clone(),
        request_id: request.id.clone(),
        kind: request.kind.clone(),
        response,
    })
}

/// May the rows of this request be had as they come?
pub fn streams(cx: &ApiContext<'_>, page_id: &str, request_id: &str) -> bool {
    let page = cx.app.pages.get(page_id);
    let request = page.and_then(|page| page.requests.get(request_id));
    request.is_some_and(|request| request.stream)
}

/// Runs a request whose rows are to be had as they come.
///
/// # Errors
/// As [`call`]; what fails later is the last item.
pub async fn stream(
    cx: &ApiContext<'_>,
    call: &RequestCall,
) -> Result<impl Stream<Item = Result<Value, ErrorBody>> + Send + use<>, ErrorBody> {
    let scope = scope(cx, call);
    let (request, connection, rows) = find(&scope, call)?;
    let work = work(cx, request, call);
    let rows = work::stream(&scope, connection, rows, &work).await?;
    Ok(in_time(rows, request.id.clone(), work::limit(cx)))
}

/// The rows, each of which must come within the limit. An error is the last item.
fn in_time(
    rows: RowStream,
    id: Str,
    limit: Option<Duration>,
) -> impl Stream<Item = Result<Value, ErrorBody>> + Send {
    stream::unfold(Some(rows), move |rows| {
        let id = id.clone();
        async move {
            let mut rows = rows?;
            match work::next(&mut rows, &id, limit).await? {
                Ok(row) => Some((Ok(row), Some(rows))),
                Err(error) => {
                    tracing::warn!(request.id = %id, error = error.message(), "request failed");
                    let error = ErrorBody::new(fault::code(error.kind()), error.message());
                    Some((Err(error), None))
                }
            }
        }
    })
}

fn scope<'a>(cx: &ApiContext<'a>, call: &'a RequestCall) -> CallScope<'a> {
    CallScope {
        cx: *cx,
        payload: &call.payload,
        routine: RoutineScope::default(),
    }
}

/// The request, its connection and their types, in the order that decides which error wins.
fn find<'a>(
    scope: &CallScope<'a>,
    call: &RequestCall,
) -> Result<(&'a Request, &'a Connection, Rows), ErrorBody> {
    let absent = || {
        let message = format!("Request \"{}\" does not exist.", call.request_id);
        ErrorBody::new(Code::Config, message)
    };
    let cx = &scope.cx;
    let page = cx.app.pages.get(&call.page_id).ok_or_else(absent)?;
    let request = page.requests.get(&call.request_id).ok_or_else(absent)?;
    let connection = work::connection(scope, &request.id, request.connection_id.as_ref())?;
    if !cx.trusted && !request.auth.allows(cx.user) {
        return Err(absent());
    }
    let plan: Option<&Plan> = cx.plans.request(&request.page_id, &request.id);
    let rows = work::rows(
        connection,
        &request.kind,
        plan.and_then(|p| p.connection),
        plan.and_then(|p| p.request),
    )?;
    Ok((request, connection, rows))
}

fn work<'a>(cx: &ApiContext<'_>, request: &'a Request, call: &'a RequestCall) -> Work<'a> {
    Work {
        id: &request.id,
        kind: &request.kind,
        properties: &request.properties,
        table: cx.requests,
        indices: &[],
        page_id: Some(&request.page_id),
        block_id: Some(&call.block_id),
        endpoint_id: None,
        transactions: None,
    }
}
