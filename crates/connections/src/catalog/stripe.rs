//! Payments with Stripe.

mod arguments;
mod form;
mod methods;
mod request;

use std::sync::LazyLock;

use engine::Value;
use reqwest::{Client, Url};

use crate::http;
use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};

/// Where the service is if `endpoint` does not say otherwise.
const ENDPOINT: &str = "https://api.stripe.com";

/// Payments with Stripe. Tested with stand-ins of its service, not with the service itself.
///
/// ```yaml
/// id: payments
/// type: Stripe
/// properties:
///   secretKey: { _secret: STRIPE_KEY }
///   maxNetworkRetries: 2
/// ```
///
/// - `apiVersion`: the version of Stripe's API. Default: `2023-10-16`.
/// - `endpoint`: where the service is, for a stand-in of it in tests. Default:
///   `https://api.stripe.com`. Lowdefy does not have it.
/// - `maxNetworkRetries`: how often a call is made again when Stripe cannot be reached or asks for
///   it; a key makes sure that it counts once. Default: 0.
/// - `secretKey`: the secret key.
/// - `telemetry`: has no effect: nothing is told to Stripe about other calls.
/// - `timeout`: how many milliseconds a call may take. Default: 80000.
pub(crate) struct Stripe;

/// What calls are made with.
pub(crate) struct Service {
    http: Client,
    endpoint: Url,
}

impl Connection for Stripe {
    const NAME: &'static str = "Stripe";
    const REQUESTS: &'static [RequestEntry] = &[RequestEntry::of::<request::StripeRequest>()];
    type Client = Service;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("stripe/connection.schema.json")));
        &SCHEMA
    }

    fn identity(properties: &Value) -> Value {
        properties.key("endpoint").clone()
    }

    async fn connect(cx: &ConnectCx, properties: &Value) -> Result<Service, Error> {
        let (endpoint, guard) = http::endpoint(cx, Self::NAME, properties, ENDPOINT)?;
        Ok(Service {
            http: http::client(guard)?,
            endpoint,
        })
    }
}

#[cfg(test)]
mod tests;
