//! A call of Stripe.

use std::sync::LazyLock;
use std::time::Duration;

use engine::{Value, json};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, Response, Url};

use super::arguments::{self, Call};
use super::{Service, Stripe};
use crate::{Error, Request, RequestCx, Schema};
use crate::{http, limit};

/// The version of the API if the connection names none.
const VERSION: &str = "2023-10-16";

/// Times that a call is made again, at most.
const MOST_RETRIES: f64 = 10.0;

/// Seconds that Stripe may ask to wait before that.
const LONGEST_WAIT: u64 = 60;

/// Calls a method of Stripe's library for Node.
///
/// ```yaml
/// id: checkout
/// type: StripeRequest
/// connectionId: payments
/// payload: { price: { _state: price } }
/// properties:
///   checkout:
///     sessions:
///       create:
///         - mode: payment
///           success_url: https://shop.example/thanks
///           line_items:
///             - price: { _payload: price }
///               quantity: 1
/// ```
///
/// Its properties are one resource with one method and a list of its arguments, as the library has
/// them: ids first, then parameters, then options (`idempotencyKey`, `stripeAccount`, `apiVersion`,
/// `apiKey`, `timeout`, `maxNetworkRetries`). All methods of the versions 14 to 18 that call the API
/// `v1` are there, but for those that send or give files. Gives what Stripe answers; a list gives
/// one page, and `starting_after` the next.
pub(super) struct StripeRequest;

impl Request for StripeRequest {
    const NAME: &'static str = "StripeRequest";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = Stripe;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("request.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Service,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let call = arguments::read(request)?;
        limit::within(cx.timeout, send(client, connection, &call)).await
    }
}

async fn send(client: &Service, connection: &Value, call: &Call) -> Result<Value, Error> {
    let setting = |name| match call.options.key(name) {
        none if none.is_none() => connection.key(name).as_number(),
        own => own.as_number(),
    };
    let retries = setting("maxNetworkRetries").unwrap_or_default();
    let retries = retries.clamp(0.0, MOST_RETRIES) as u32;
    let limit = setting("timeout").filter(|ms| *ms > 0.0);
    let limit = Duration::from_secs_f64(limit.unwrap_or(80_000.0).min(3.6e6) / 1000.0);
    let headers = headers(connection, call, retries)?;
    let mut path = format!("v1/{}", call.path);
    if call.method != Method::POST && !call.data.is_empty() {
        path = format!("{path}?{}", call.data);
    }
    let url = http::at(&client.endpoint, &path);
    let mut attempt = 0;
    loop {
        let request = client.http.request(call.method.clone(), url.clone());
        let mut request = request.headers(headers.clone()).timeout(limit);
        if call.method == Method::POST {
            request = request.body(call.data.clone());
        }
        let sent = request.send().await;
        let again = sent.as_ref().map_or(true, wants_again);
        if !again || attempt >= retries {
            let response = sent.map_err(|error| http::failure(error, &url))?;
            return answer(response).await;
        }
        attempt += 1;
        tokio::time::sleep(pause(attempt, sent.ok())).await;
    }
}

fn headers(connection: &Value, call: &Call, retries: u32) -> Result<HeaderMap, Error> {
    let option = |name| call.options.key(name).as_str();
    let mut headers = HeaderMap::new();
    let key = option("apiKey").or_else(|| connection.key("secretKey").as_str());
    let key = format!("Bearer {}", key.unwrap_or_default());
    headers.insert(AUTHORIZATION, http::secret(&key)?);
    let json = http::secret("application/json")?;
    headers.insert(ACCEPT, json);
    let form = http::secret("application/x-www-form-urlencoded")?;
    headers.insert(CONTENT_TYPE, form);
    let version = option("apiVersion").or_else(|| connection.key("apiVersion").as_str());
    headers.insert("stripe-version", http::secret(version.unwrap_or(VERSION))?);
    if let Some(account) = option("stripeAccount") {
        headers.insert("stripe-account", http::secret(account)?);
    }
    let own = option("idempotencyKey").map(str::to_owned);
    let needed = call.method == Method::POST && retries > 0;
    let key = own.or_else(|| needed.then(|| format!("lath-retry-{}", uuid::Uuid::new_v4())));
    if let Some(key) = key {
        headers.insert("idempotency-key", http::secret(&key)?);
    }
    Ok(headers)
}

/// Does Stripe want the call to be made again?
fn wants_again(response: &Response) -> bool {
    let status = response.status();
    let told = response.headers().get("stripe-should-retry");
    match told.map(|told| told.as_bytes()) {
        Some(b"true") => true,
        Some(b"false") => false,
        _ => status.as_u16() == 409 || status.is_server_error(),
    }
}

/// How long to wait before a call is made again for the `attempt`th time.
fn pause(attempt: u32, response: Option<Response>) -> Duration {
    let asked = response.and_then(|response| {
        let asked = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
        asked.parse::<u64>().ok().filter(|it| *it <= LONGEST_WAIT)
    });
    let own = f64::from((attempt - 1).pow(2)) * 0.5;
    let own = Duration::from_secs_f64(own.clamp(0.5, 5.0));
    own.max(Duration::from_secs(asked.unwrap_or_default()))
}

async fn answer(response: Response) -> Result<Value, Error> {
    let status = response.status();
    let url: Url = response.url().clone();
    let bytes = http::read(response, http::MAX_CONTENT).await?;
    let body = json::parse(&bytes).unwrap_or(Value::Undefined);
    let error = body.key("error");
    if status.is_success() && body.as_map().is_some() && error.is_none() {
        return Ok(body);
    }
    let text = error.key("message").as_str();
    match (text, status.is_server_error()) {
        (Some(text), true) => Err(Error::service(text)),
        (Some(text), false) => Err(Error::request(text)),
        (None, _) => Err(Error::service(format!(
            "Invalid JSON received from the Stripe API at \"{}\" ({}).",
            url.host_str().unwrap_or_default(),
            status.as_u16()
        ))),
    }
}
