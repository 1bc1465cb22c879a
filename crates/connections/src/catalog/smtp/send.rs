//! Sends mail.

use std::sync::LazyLock;

use super::{Mailer, Smtp, attachments, message};
use crate::limit;
use crate::mail::Recipients;
use crate::{Error, Request, RequestCx, Schema};
use engine::Value;

/// Sends a mail, or several if its properties are a list.
///
/// ```yaml
/// id: confirm
/// type: SMTPMailSend
/// connectionId: mail
/// payload: { to: { _state: email }, name: { _state: name } }
/// properties:
///   to: { _payload: to }
///   subject: Your order
///   html:
///     _nunjucks:
///       template: <p>Thank you, {{ name }}.</p>
///       on: { name: { _payload: name } }
///   attachments:
///     - filename: terms.pdf
///       path: files/terms.pdf
/// ```
///
/// Gives `{ response, results }` with `{ messageId, accepted, rejected }` for each mail, or
/// `{ messageId: null, filtered: true }` if the connection's `filter` lets nobody have it. A mail
/// that the server refuses for one recipient goes to none. Mails go one after the other: when one
/// is refused, those before it have been sent.
///
/// - `attachments`: a list of `{ filename, content, encoding, path, contentType, cid }`. The content
///   is a text in an `encoding` (`utf8`, `base64`, `hex`, `latin1`), or what is at `path`: a file in
///   the build folder, or a public address of the web. HTML shows a file that has a `cid` as
///   `cid:…`. All files of a mail may have 50 MiB.
/// - `bcc`: addresses of blind copies.
/// - `cc`: addresses of copies.
/// - `html`: the text in HTML.
/// - `replyTo`: where answers go.
/// - `subject`: the subject.
/// - `text`: the text.
/// - `to`: one address or a list.
pub(super) struct SmtpMailSend;

impl Request for SmtpMailSend {
    const NAME: &'static str = "SMTPMailSend";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = Smtp;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("send.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mailer,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let mails = match request {
            Value::List(mails) => &mails[..],
            one => std::slice::from_ref(one),
        };
        let sending = async {
            let mut results = Vec::new();
            for mail in mails {
                results.push(send(client, connection, mail).await?);
            }
            Ok(Value::object([
                ("response", "Mail sent successfully".into()),
                ("results", results.into()),
            ]))
        };
        limit::within(cx.timeout, sending).await
    }
}

async fn send(client: &Mailer, connection: &Value, mail: &Value) -> Result<Value, Error> {
    let Some(to) = Recipients::read(mail, connection.key("filter"))? else {
        return Ok(Value::object([
            ("messageId", Value::Null),
            ("filtered", true.into()),
        ]));
    };
    let files = attachments::read(client, mail).await?;
    let ready = message::build(connection, mail, &to, files)?;
    let accepted = ready.message.envelope().to().iter();
    let accepted: Vec<Value> = accepted.map(|it| it.to_string().into()).collect();
    client.send(ready.message).await?;
    Ok(Value::object([
        ("messageId", ready.id.into()),
        ("accepted", accepted.into()),
        ("rejected", Vec::new().into()),
    ]))
}
