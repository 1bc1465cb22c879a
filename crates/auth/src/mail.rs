//! Sending letters by SMTP.

mod text;

use std::time::Duration;

use engine::Value;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use crate::Letter;

/// How long sending one letter may take.
const LIMIT: Duration = Duration::from_secs(60);

/// What goes wrong with mail.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A property is missing or wrong.
    #[error("`{0}` of the mail server is missing or not valid")]
    Property(&'static str),
    /// The server did not take it.
    #[error("the mail server did not take the mail")]
    Server(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Sends letters. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Where a mail server is.
struct Server {
    host: String,
    port: Option<u16>,
    /// Encrypted from the beginning.
    secure: bool,
    /// Not without encryption.
    required: bool,
    credentials: Option<Credentials>,
}

impl Mailer {
    /// Of an e-mail provider's properties: `server` is an address such as
    /// `smtps://user:password@smtp.example.com` or `{ host, port, secure, requireTLS, auth: { user,
    /// pass } }`, `from` is the sender.
    ///
    /// # Errors
    /// One is missing or wrong.
    pub fn read(properties: &Value) -> Result<Mailer, MailError> {
        let (from, server) = read(properties)?;
        Ok(Mailer {
            transport: server.transport()?,
            from,
        })
    }

    /// Are the properties right? As [`Mailer::read`], which needs a runtime.
    ///
    /// # Errors
    /// One is missing or wrong.
    pub fn check(properties: &Value) -> Result<(), MailError> {
        read(properties).map(drop)
    }

    /// Sends a letter. `link` is what its reader follows, if it has a token; `app` is the app's name.
    ///
    /// # Errors
    /// The server does not take it.
    pub async fn send(
        &self,
        letter: &Letter,
        link: Option<&str>,
        app: &str,
    ) -> Result<(), MailError> {
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| MailError::Server(error);
        let written = text::write(letter.kind, link, app, letter.to.as_str());
        let to = letter.to.as_str().parse();
        let to = to.map_err(|_| MailError::Property("to"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(written.subject)
            .multipart(MultiPart::alternative_plain_html(
                written.plain,
                written.html,
            ))
            .map_err(|error| failed(error.into()))?;
        let sent = tokio::time::timeout(LIMIT, self.transport.send(message)).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failed(error.into())),
            Err(late) => Err(failed(late.into())),
        }
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer from {}", self.from.email)
    }
}

fn read(properties: &Value) -> Result<(Mailbox, Server), MailError> {
    let from = properties.key("from").as_str().unwrap_or_default();
    let from = from.parse().map_err(|_| MailError::Property("from"))?;
    let server = properties.key("server");
    let server = match server.as_str() {
        Some(address) => Server::of_address(address)?,
        None => Server::of_properties(server)?,
    };
    Ok((from, server))
}

impl Server {
    fn of_address(address: &str) -> Result<Server, MailError> {
        let wrong = || MailError::Property("server");
        let url = Url::parse(address).map_err(|_| wrong())?;
        let secure = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(wrong()),
        };
        let plain = |text: &str| {
            let text = percent_encoding::percent_decode_str(text).decode_utf8();
            text.map(|text| text.into_owned()).map_err(|_| wrong())
        };
        let credentials = match (url.username(), url.password()) {
            ("", _) => None,
            (user, pass) => Some(Credentials::new(
                plain(user)?,
                plain(pass.unwrap_or_default())?,
            )),
        };
        Ok(Server {
            host: url.host_str().ok_or_else(wrong)?.to_owned(),
            port: url.port(),
            secure: secure || url.port() == Some(465),
            required: url.query_pairs().any(|(key, _)| key == "requireTLS"),
            credentials,
        })
    }

    fn of_properties(server: &Value) -> Result<Server, MailError> {
        let host = server.key("host").as_str().filter(|host| !host.is_empty());
        let port = match server.key("port") {
            none if none.is_none() => None,
            // Apps take it from the environment, as a text.
            Value::String(text) => Some(text.parse().map_err(|_| MailError::Property("port"))?),
            number => {
                let number = number
                    .as_integer()
                    .and_then(|number| u16::try_from(number).ok());
                Some(number.ok_or(MailError::Property("port"))?)
            }
        };
        let auth = server.key("auth");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let credentials = auth
            .as_map()
            .map(|_| Credentials::new(text(auth.key("user")), text(auth.key("pass"))));
        Ok(Server {
            host: host.ok_or(MailError::Property("host"))?.to_owned(),
            port,
            secure: server.key("secure").as_bool().unwrap_or(port == Some(465)),
            required: server.key("requireTLS").as_bool() == Some(true),
            credentials,
        })
    }

    fn transport(self) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailError> {
        // Somebody else may have chosen a provider for the process; then that one it is.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let certificate = |store| {
            TlsParameters::builder(self.host.clone())
                .certificate_store(store)
                .build_rustls()
        };
        let certificate = certificate(CertificateStore::Default)
            .or_else(|_| certificate(CertificateStore::None))
            .map_err(|_| MailError::Property("host"))?;
        let tls = match (self.secure, self.required) {
            (true, _) => Tls::Wrapper(certificate),
            (false, true) => Tls::Required(certificate),
            (false, false) => Tls::Opportunistic(certificate),
        };
        let port = self.port.unwrap_or(if self.secure { 465 } else { 587 });
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.host)
            .port(port)
            .tls(tls)
            .timeout(Some(LIMIT / 2));
        if let Some(credentials) = self.credentials {
            builder = builder.credentials(credentials);
        }
        Ok(builder.build())
    }
}
