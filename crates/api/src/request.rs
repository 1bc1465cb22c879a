//! Requests of pages (specs: Lowdefy's callRequest).

use protocol::{Code, ErrorBody, RequestAnswer, RequestCall};

use crate::scope::{CallScope, RoutineScope};
use crate::work::{self, Work};
use crate::{ApiContext, Plan};

/// Runs a request for a caller.
///
/// # Errors
/// What is missing in the configuration, what an operator said, what was refused, what the driver
/// said.
pub async fn call(cx: &ApiContext<'_>, call: RequestCall) -> Result<RequestAnswer, ErrorBody> {
    let absent = || {
        let message = format!("Request \"{}\" does not exist.", call.request_id);
        ErrorBody::new(Code::Config, message)
    };
    let page = cx.app.pages.get(&call.page_id).ok_or_else(absent)?;
    let request = page.requests.get(&call.request_id).ok_or_else(absent)?;
    let scope = CallScope {
        cx: *cx,
        payload: &call.payload,
        routine: RoutineScope::default(),
    };
    let connection = work::connection(&scope, &request.id, request.connection_id.as_ref())?;
    if !request.auth.allows(cx.user) {
        return Err(absent());
    }
    let plan: Option<&Plan> = cx.plans.request(&request.page_id, &request.id);
    let rows = work::rows(
        connection,
        &request.kind,
        plan.and_then(|p| p.connection),
        plan.and_then(|p| p.request),
    )?;
    let work = Work {
        id: &request.id,
        kind: &request.kind,
        properties: &request.properties,
        table: cx.requests,
        indices: &[],
        page_id: Some(&request.page_id),
        block_id: Some(&call.block_id),
        endpoint_id: None,
        transactions: None,
    };
    let response = work::run(&scope, connection, rows, &work).await?;
    Ok(RequestAnswer {
        page_id: call.page_id,
        request_id: call.request_id,
        kind: request.kind.clone(),
        response,
    })
}
