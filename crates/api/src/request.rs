//! Requests of pages (specs: Lowdefy's callRequest).

use std::pin::pin;
use std::time::Duration;

use connections::RowStream;
use engine::{Str, Value};
use futures_util::future::{Either, select};
use model::server::{Connection, Request};
use protocol::{Code, ErrorBody, RequestAnswer, RequestCall};

use crate::scope::{CallScope, RoutineScope};
use crate::work::{self, Rows, Work};
use crate::{ApiContext, Plan, Taker, fault};

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

/// Begins a request whose rows are to be had as they come.
///
/// # Errors
/// As [`call`]; what fails later is the last that [`Streaming::send`] gives.
pub async fn stream(cx: &ApiContext<'_>, call: &RequestCall) -> Result<Streaming, ErrorBody> {
    let scope = scope(cx, call);
    let (request, connection, rows) = find(&scope, call)?;
    let work = work(cx, request, call);
    Ok(Streaming {
        rows: work::stream(&scope, connection, rows, &work).await?,
        id: request.id.clone(),
        limit: work::limit(cx),
    })
}

/// A request that has begun to give its rows. It has a connection until it is dropped.
pub struct Streaming {
    rows: RowStream,
    id: Str,
    limit: Option<Duration>,
}

impl Streaming {
    /// Gives the rows to `taker`, each of which must come within the limit of requests and be taken
    /// in time. An error is the last item. Ends when the rows do, or nobody takes them any more.
    ///
    /// It runs by itself, and not while somebody reads: who stops reading is noticed.
    pub async fn send(self, taker: Taker<Result<Value, ErrorBody>>) {
        let Streaming {
            mut rows,
            id,
            limit,
        } = self;
        let Some(last) = taker.last().await else {
            return;
        };
        let failure = loop {
            let row = {
                let next = pin!(work::next(&mut rows, &id, limit));
                match select(next, pin!(taker.gone())).await {
                    Either::Left((row, _)) => row,
                    Either::Right(((), _)) => return,
                }
            };
            let given = match row {
                None => return,
                Some(Ok(row)) => taker.give(Ok(row)).await,
                Some(Err(error)) => Err(error),
            };
            match given {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => break error,
            }
        };
        // Its connection is free before anybody reads why.
        drop(rows);
        tracing::warn!(request.id = %id, error = failure.message(), "request failed");
        let body = ErrorBody::new(fault::code(failure.kind()), failure.message());
        last.send(Err(body));
    }
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
    if let (false, Err(denied)) = (cx.trusted, cx.check(&request.auth)) {
        return Err(denied.unwrap_or_else(absent));
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
