//! Calls of requests and endpoints: each is noted, newest first, so that `_request` and `_api` follow
//! it.

use engine::{Map, Root, Str, Value, path};
use protocol::{Code, EndpointAnswer, EndpointCall, EndpointStatus, ErrorBody, RequestCall};

use crate::actions::ActionCx;
use crate::store::World;
use crate::{PageCx, RowsFn};

impl PageCx {
    /// Calls a request of the page and gives its response.
    ///
    /// # Errors
    /// The page has no such request, its payload cannot be evaluated, or it failed.
    pub(crate) async fn call_request(&self, cx: &ActionCx, id: &str) -> Result<Value, ErrorBody> {
        let Some(stub) = self.0.page.request(id) else {
            let message = format!("Configuration Error: Request {id} not defined on page.");
            return Err(ErrorBody::new(Code::Config, message));
        };
        let (payload, errors) = self.eval(
            cx.instance,
            &stub.payload,
            cx.event.as_ref(),
            Some(&cx.actions),
        );
        if let Some(error) = errors.first() {
            return Err(ErrorBody::new(Code::Request, error.message.clone()));
        }
        let call = RequestCall {
            page_id: self.id(),
            request_id: id.into(),
            block_id: cx.block_id.clone(),
            action_id: Some(cx.action_id.clone()),
            payload: payload.clone(),
        };
        let number = self.begin_call(&call, stub.stream);
        let answer = match stub.stream {
            true => self.stream_request(call, number).await,
            false => self.0.app.backend().request(call).await,
        };
        self.end_call(id, number, &answer);
        answer
    }

    /// Calls a request whose rows are added to its response as they come.
    async fn stream_request(&self, call: RequestCall, number: usize) -> Result<Value, ErrorBody> {
        let id = call.request_id.clone();
        let rows = self.take_rows(Root::Requests, id.clone(), number);
        self.app().backend().stream(call, rows).await?;
        Ok(self.rows_of(Root::Requests, &id, number))
    }

    /// What adds rows to the response of a call, which then can be read while more come.
    fn take_rows(&self, root: Root, id: Str, number: usize) -> RowsFn {
        let page = self.clone();
        Box::new(move |rows| {
            page.note_end(root, &id, number, |entry| {
                if !matches!(
                    entry.insert("stream", Value::Bool(true)),
                    Some(Value::Bool(true))
                ) {
                    entry.insert("response", Value::list(Vec::new()));
                }
                if let Some(response) = entry.get_mut("response") {
                    response.make_list().extend(rows);
                }
            });
        })
    }

    /// The rows that a call gave; null if it is none that gives rows.
    fn rows_of(&self, root: Root, id: &str, number: usize) -> Value {
        self.mutate(|store| {
            let calls = path::get(calls(&mut store.world, root), id);
            let at = calls.items().len().checked_sub(number);
            let entry = at.and_then(|at| calls.items().get(at));
            let entry = entry.filter(|entry| *entry.key("stream") == Value::Bool(true));
            entry.map_or(Value::Null, |entry| entry.key("response").clone())
        })
    }

    /// Calls an API endpoint and gives what its routine returned. `hold` keeps the answer of the call
    /// before readable until this one has answered.
    ///
    /// # Errors
    /// There is no such endpoint, or its routine failed or refused.
    pub(crate) async fn call_api(
        &self,
        cx: &ActionCx,
        id: Str,
        payload: Value,
        hold: bool,
    ) -> Result<Value, ErrorBody> {
        let entry = Value::object([
            ("blockId", Value::String(cx.block_id.clone())),
            ("endpointId", Value::String(id.clone())),
            ("error", Value::Null),
            ("holdValue", Value::Bool(hold)),
            ("loading", Value::Bool(true)),
            ("payload", payload.clone()),
            ("response", Value::Null),
            ("status", Value::Null),
            ("success", Value::Null),
        ]);
        let number = self.note_call(Root::Endpoints, &id, entry, hold);
        let start = self.app().backend().now();
        let call = EndpointCall {
            endpoint_id: id.clone(),
            page_id: self.id(),
            block_id: cx.block_id.clone(),
            payload,
        };
        let rows = self.take_rows(Root::Endpoints, id.clone(), number);
        let answer = self.app().backend().call_api(call, rows).await;
        let time = self.app().backend().now() - start;
        let answer = answer.unwrap_or_else(|error| EndpointAnswer {
            status: EndpointStatus::Error,
            response: Value::Undefined,
            error: Some(error),
        });
        let response = match &answer.response {
            // Rows that came are the response of a routine that returned nothing.
            Value::Undefined => self.rows_of(Root::Endpoints, &id, number),
            response => response.clone(),
        };
        self.note_end(Root::Endpoints, &id, number, |entry| {
            entry.insert("loading", Value::Bool(false));
            entry.insert("response", response.clone());
            entry.insert("responseTime", Value::Number(time));
            entry.insert("status", answer.status.name().into());
            entry.insert("success", Value::Bool(answer.status.is_success()));
            if let Some(error) = &answer.error {
                entry.insert("error", error.to_value());
            }
        });
        match answer.error {
            None if answer.status.is_success() => Ok(response),
            Some(error) => Err(error),
            None => Err(ErrorBody::new(
                Code::Service,
                format!("API Endpoint \"{id}\" failed."),
            )),
        }
    }

    /// Notes a call that begins and gives its number among the calls of that request.
    fn begin_call(&self, call: &RequestCall, stream: bool) -> usize {
        let response = if stream {
            Value::list(Vec::new())
        } else {
            Value::Null
        };
        let mut entry = Value::object([
            ("blockId", Value::String(call.block_id.clone())),
            ("loading", Value::Bool(true)),
            ("payload", call.payload.clone()),
            ("requestId", Value::String(call.request_id.clone())),
            ("response", response),
        ]);
        if stream {
            entry.make_map().insert("stream", Value::Bool(true));
        }
        self.note_call(Root::Requests, &call.request_id, entry, false)
    }

    /// Notes how it ended.
    fn end_call(&self, id: &str, number: usize, answer: &Result<Value, ErrorBody>) {
        self.note_end(Root::Requests, id, number, |entry| {
            entry.insert("loading", Value::Bool(false));
            match answer {
                Ok(response) => entry.insert("response", response.clone().or_null()),
                Err(error) => entry.insert("error", error.to_value()),
            };
        });
    }

    /// Puts an entry in front of the calls of `id` and gives its number, from 1 for the oldest. With
    /// `hold` it begins with the answer of the call before.
    fn note_call(&self, root: Root, id: &Str, mut entry: Value, hold: bool) -> usize {
        self.mutate(|store| {
            let calls = calls(&mut store.world, root).make_map();
            let mut list = calls
                .get(id)
                .map(|v| v.items().to_vec())
                .unwrap_or_default();
            if let Some(before) = list.first().filter(|_| hold) {
                let response = before.key("response").clone();
                entry.make_map().insert("response", response);
            }
            list.insert(0, entry);
            let number = list.len();
            calls.insert(id.clone(), Value::list(list));
            store.touch(root, id);
            number
        })
    }

    /// Changes the entry of that number.
    fn note_end(&self, root: Root, id: &str, number: usize, change: impl FnOnce(&mut Map)) {
        self.mutate(|store| {
            let calls = calls(&mut store.world, root).make_map();
            let Some(list) = calls.get_mut(id) else {
                return;
            };
            let list = list.make_list();
            // The newest call is in front, so the oldest has the highest place.
            let Some(at) = list.len().checked_sub(number) else {
                return;
            };
            if let Some(entry) = list.get_mut(at) {
                change(entry.make_map());
            }
            store.touch(root, id);
        });
    }

    /// Ids of all requests of the page.
    pub(crate) fn request_ids(&self) -> Vec<Str> {
        self.0.page.requests.iter().map(|r| r.id.clone()).collect()
    }

    /// The newest response of a request; null while there is none.
    pub fn response(&self, id: &str) -> Value {
        self.with_store(|store| {
            path::get(&store.world.requests, &format!("{id}.0.response")).or_null()
        })
    }
}

/// The calls of all requests, or of all endpoints.
fn calls(world: &mut World, root: Root) -> &mut Value {
    match root {
        Root::Endpoints => &mut world.endpoints,
        _ => &mut world.requests,
    }
}
