//! Mail by SMTP.

mod attachments;
mod failure;
mod message;
mod send;
mod transport;

use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use engine::Value;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::http::{self, guard::Guard};
use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};

/// A mail server.
///
/// ```yaml
/// id: mail
/// type: SMTP
/// properties:
///   host: smtp.example.org
///   port: 587
///   requireTLS: true
///   auth:
///     user: shop
///     pass: { _secret: SMTP_PASSWORD }
///   from: Orders <orders@shop.example>
/// ```
///
/// An address is a text such as `someone@example.org` or `Some One <someone@example.org>`, or
/// `{ name, email }`. Connections to the server stay open for the next mail.
///
/// - `auth`: who sends, as `{ user, pass }`.
/// - `connectionTimeout`: how many milliseconds connecting may take. Default: 60000.
/// - `filter`: who may get mail, for tests: `allowlist` is a list of domains, `regex` is matched
///   with the address, `replaceAddress` gets everything instead. `false` for no filter.
/// - `from`: the sender's address, or a list of them.
/// - `host`: where the server is. Default: `localhost`.
/// - `ignoreTLS`: never encrypt, even if the server can.
/// - `maxConnections`: how many connections to the server there are at most. Default: 5.
/// - `name`: how this machine calls itself to the server. Default: its name.
/// - `pool`: has no effect: connections are kept always.
/// - `port`: the port. Default: 465 if `secure`, else 587.
/// - `replyTo`: where answers go, unless the mail says otherwise.
/// - `requireTLS`: refuse a server that cannot encrypt. Without it (and without `secure`) mail and
///   password go unencrypted to such a server.
/// - `secure`: encrypt from the beginning, not only when the server offers it.
/// - `service`: a well-known server by its name, in place of `host`, `port` and `secure`: `Gmail`,
///   `Outlook365`, `SendGrid`, `Mailgun`, `Postmark`, `SES`, `FastMail`, `iCloud`, `Yahoo`, `Zoho`.
/// - `socketTimeout`: how many milliseconds sending one mail may take. Default: 120000.
/// - `tls`: `{ rejectUnauthorized: false }` accepts any certificate; `servername` is the name that
///   it must have.
pub(crate) struct Smtp;

/// What mail is sent with.
pub(crate) struct Mailer {
    transport: Mutex<AsyncSmtpTransport<Tokio1Executor>>,
    /// What to make the transport of.
    properties: Value,
    /// For attachments that are somewhere else.
    http: reqwest::Client,
    guard: Guard,
    build_dir: PathBuf,
}

impl Mailer {
    /// The transport as it is now.
    fn transport(&self) -> AsyncSmtpTransport<Tokio1Executor> {
        let transport = self.transport.lock();
        transport.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends a message, within `socketTimeout`.
    async fn send(&self, message: Message) -> Result<(), Error> {
        let mut sending = Sending {
            mailer: self,
            is_done: false,
        };
        let limit = self.properties.key("socketTimeout").as_number();
        let limit = limit.filter(|ms| *ms > 0.0).unwrap_or(120_000.0);
        let limit = Duration::from_secs_f64(limit.min(3.6e6) / 1000.0);
        let transport = self.transport();
        let sent = tokio::time::timeout(limit, transport.send(message)).await;
        let sent = sent.map_err(|_| Error::service("The mail server did not answer in time."))?;
        sending.is_done = true;
        sent.map(drop).map_err(failure::of)
    }
}

/// A mail on its way. If it is given up, its connection stands in the middle of a conversation;
/// the next mail would take an answer to this one for its own. So all connections are left.
struct Sending<'a> {
    mailer: &'a Mailer,
    is_done: bool,
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        if let Ok(fresh) = transport::open(&self.mailer.properties) {
            let transport = self.mailer.transport.lock();
            *transport.unwrap_or_else(PoisonError::into_inner) = fresh;
        }
    }
}

impl Connection for Smtp {
    const NAME: &'static str = "SMTP";
    const REQUESTS: &'static [RequestEntry] = &[RequestEntry::of::<send::SmtpMailSend>()];
    type Client = Mailer;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("smtp/connection.schema.json")));
        &SCHEMA
    }

    /// What is read for each mail does not matter to the connection.
    fn identity(properties: &Value) -> Value {
        let mut properties = properties.clone();
        properties
            .make_map()
            .retain(|key, _| !["filter", "from", "replyTo"].contains(&key));
        properties
    }

    async fn connect(cx: &ConnectCx, properties: &Value) -> Result<Mailer, Error> {
        let guard = Guard {
            allow_private: cx.allow_private_http,
        };
        Ok(Mailer {
            transport: Mutex::new(transport::open(properties)?),
            properties: properties.clone(),
            http: http::client(guard)?,
            guard,
            build_dir: cx.build_dir.clone(),
        })
    }

    async fn close(client: &Mailer) {
        client.transport().shutdown().await;
    }
}
