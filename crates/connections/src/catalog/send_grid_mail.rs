//! Mail through SendGrid.

mod message;
mod send;

use std::sync::LazyLock;

use engine::Value;
use reqwest::{Client, Url};

use crate::http;
use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};

/// Where the service is if `endpoint` does not say otherwise.
const ENDPOINT: &str = "https://api.sendgrid.com";

/// Mail through the service SendGrid. Tested with a stand-in of the service, not with the service
/// itself.
///
/// ```yaml
/// id: mail
/// type: SendGridMail
/// properties:
///   apiKey: { _secret: SENDGRID_KEY }
///   from: Orders <orders@shop.example>
///   templateId: d-f43daeeaef504760851f727007e0b5d0
/// ```
///
/// An address is a text such as `someone@example.org` or `Some One <someone@example.org>`, or
/// `{ name, email }`.
///
/// - `apiKey`: the key of the service.
/// - `endpoint`: where the service is, for accounts in another region
///   (`https://api.eu.sendgrid.com`). Default: `https://api.sendgrid.com`. Lowdefy does not have it.
/// - `filter`: who may get mail, for tests: `allowlist` is a list of domains, `regex` is matched
///   with the address, `replaceAddress` gets everything instead.
/// - `from`: the sender's address.
/// - `mailSettings`: settings of the service, such as `{ sandboxMode: { enable: true } }`: mail is
///   checked but not sent.
/// - `replyTo`: where answers go, unless the mail says otherwise.
/// - `templateId`: a template of the service that makes the mail. It goes before one of the mail.
pub(crate) struct SendGridMail;

/// What mail is sent with.
pub(crate) struct Service {
    http: Client,
    endpoint: Url,
}

impl Connection for SendGridMail {
    const NAME: &'static str = "SendGridMail";
    const REQUESTS: &'static [RequestEntry] = &[RequestEntry::of::<send::SendGridMailSend>()];
    type Client = Service;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            Schema::builtin(include_str!("send_grid_mail/connection.schema.json"))
        });
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
