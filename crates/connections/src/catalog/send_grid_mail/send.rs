//! Sends mail.

use std::sync::LazyLock;

use engine::{Value, json};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};

use super::{SendGridMail, Service, message};
use crate::mail::Recipients;
use crate::{Error, Request, RequestCx, Schema};
use crate::{http, limit};

/// Sends a mail, or several if its properties are a list.
///
/// ```yaml
/// id: confirm
/// type: SendGridMailSend
/// connectionId: mail
/// payload: { to: { _state: email }, name: { _state: name } }
/// properties:
///   to: { _payload: to }
///   subject: Your order
///   text:
///     _nunjucks:
///       template: Thank you, {{ name }}.
///       on: { name: { _payload: name } }
/// ```
///
/// Gives `{ response, results }` with `{ messageId }` for each mail, or
/// `{ messageId: null, filtered: true }` if the connection's `filter` lets nobody have it. Mails go
/// one after the other: when one is refused, those before it have been sent.
///
/// - `attachments`: a list of `{ content, filename, type, disposition, contentId }`, the content in
///   base64.
/// - `bcc`: addresses of blind copies.
/// - `categories`: a list of texts for the statistics of the service.
/// - `cc`: addresses of copies.
/// - `dynamicTemplateData`: data for the template.
/// - `html`: the text in HTML.
/// - `replyTo`: where answers go.
/// - `sendAt`: when to send it, in seconds since 1970, at most 72 hours ahead.
/// - `subject`: the subject.
/// - `templateId`: a template of the service, if the connection has none.
/// - `text`: the text.
/// - `to`: one address or a list.
pub(super) struct SendGridMailSend;

impl Request for SendGridMailSend {
    const NAME: &'static str = "SendGridMailSend";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = SendGridMail;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("send.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Service,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let mails = match request {
            Value::List(mails) => &mails[..],
            one => std::slice::from_ref(one),
        };
        // All of them are read before the first is sent.
        let mut bodies = Vec::new();
        for mail in mails {
            let recipients = Recipients::read(mail, connection.key("filter"))?;
            let body = recipients.map(|to| message::body(connection, mail, &to));
            bodies.push(body.transpose()?);
        }
        let sending = async {
            let mut results = Vec::new();
            for body in bodies {
                results.push(send(client, connection, body.as_ref()).await?);
            }
            Ok(Value::object([
                ("response", "Mail sent successfully".into()),
                ("results", results.into()),
            ]))
        };
        limit::within(cx.timeout, sending).await
    }
}

async fn send(client: &Service, connection: &Value, body: Option<&Value>) -> Result<Value, Error> {
    let Some(body) = body else {
        return Ok(Value::object([
            ("messageId", Value::Null),
            ("filtered", true.into()),
        ]));
    };
    let url = http::at(&client.endpoint, "v3/mail/send");
    let key = connection.key("apiKey").as_str().unwrap_or_default();
    let request = client
        .http
        .post(url.clone())
        .timeout(http::PATIENCE)
        .header(AUTHORIZATION, http::secret(&format!("Bearer {key}"))?)
        .header(CONTENT_TYPE, "application/json")
        .body(json::stringify(body));
    let sent = request.send().await;
    let response = sent.map_err(|error| http::failure(error, &url))?;
    let status = response.status();
    let id = response.headers().get("x-message-id");
    let id = id.and_then(|id| id.to_str().ok()).map(Value::from);
    if status.is_success() {
        return Ok(Value::object([("messageId", id.unwrap_or(Value::Null))]));
    }
    let reasons = http::read(response, http::MAX_ERROR).await?;
    let reasons = json::parse(&reasons).unwrap_or(Value::Undefined);
    let reasons = reasons.key("errors").items().iter();
    let reasons: Vec<&str> = reasons
        .filter_map(|it| it.key("message").as_str())
        .collect();
    let source = format!("{status}: {}", reasons.join("; "));
    let text = "SendGrid request failed.";
    let error = match status.is_server_error() {
        true => Error::service(text),
        false => Error::request(text),
    };
    Err(error.with_source(source))
}
