//! Calls of requests: each is noted, newest first, so that `_request` follows it.

use engine::{Map, Root, Str, Value, path};
use protocol::{Code, ErrorBody, RequestCall};

use crate::PageCx;
use crate::actions::ActionCx;

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
        let number = self.begin_call(&call);
        let answer = self.0.app.backend().request(call).await;
        self.end_call(id, number, &answer);
        answer
    }

    /// Notes a call that begins and gives its number among the calls of that request.
    fn begin_call(&self, call: &RequestCall) -> usize {
        let entry = Value::object([
            ("blockId", Value::String(call.block_id.clone())),
            ("loading", Value::Bool(true)),
            ("payload", call.payload.clone()),
            ("requestId", Value::String(call.request_id.clone())),
            ("response", Value::Null),
        ]);
        self.mutate(|store| {
            let key: &Str = &call.request_id;
            let calls = store.world.requests.make_map();
            let mut list = calls
                .get(key)
                .map(|v| v.items().to_vec())
                .unwrap_or_default();
            list.insert(0, entry);
            let number = list.len();
            calls.insert(key.clone(), Value::list(list));
            store.touch(Root::Requests, key);
            number
        })
    }

    /// Notes how it ended.
    fn end_call(&self, id: &str, number: usize, answer: &Result<Value, ErrorBody>) {
        self.mutate(|store| {
            let calls = store.world.requests.make_map();
            let Some(list) = calls.get_mut(id) else {
                return;
            };
            let list = list.make_list();
            // The newest call is in front, so the oldest has the highest place.
            let at = list.len() - number;
            let Some(entry) = list.get_mut(at) else {
                return;
            };
            let entry: &mut Map = entry.make_map();
            entry.insert("loading", Value::Bool(false));
            match answer {
                Ok(response) => entry.insert("response", response.clone().or_null()),
                Err(error) => entry.insert("error", error.to_value()),
            };
            store.touch(Root::Requests, id);
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
