//! The way to a mail server.

use std::time::Duration;

use engine::{Value, js};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, Tokio1Executor};

use crate::Error;

/// Well-known servers: name, host, port, encrypted from the beginning.
const SERVICES: [(&str, &str, u16, bool); 10] = [
    ("fastmail", "smtp.fastmail.com", 465, true),
    ("gmail", "smtp.gmail.com", 465, true),
    ("icloud", "smtp.mail.me.com", 587, false),
    ("mailgun", "smtp.mailgun.org", 465, true),
    ("outlook365", "smtp.office365.com", 587, false),
    ("postmark", "smtp.postmarkapp.com", 2525, false),
    ("sendgrid", "smtp.sendgrid.net", 587, false),
    ("ses", "email-smtp.us-east-1.amazonaws.com", 465, true),
    ("yahoo", "smtp.mail.yahoo.com", 465, true),
    ("zoho", "smtp.zoho.com", 465, true),
];

/// Options that lead elsewhere than they say if they were not honoured.
const UNAVAILABLE: [&str; 6] = ["dkim", "localAddress", "proxy", "sendmail", "socket", "url"];

/// Makes a transport. Nothing is sent yet.
///
/// # Errors
/// A property asks for what is not there, or is no value that can be used.
pub(super) fn open(properties: &Value) -> Result<AsyncSmtpTransport<Tokio1Executor>, Error> {
    for name in UNAVAILABLE {
        if js::truthy(properties.key(name)) {
            return Err(unavailable(name));
        }
    }
    let flag = |name| properties.key(name).as_bool() == Some(true);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (mut host, mut port, mut secure) = (text(properties.key("host")), None, flag("secure"));
    if let Some(service) = properties.key("service").as_str() {
        let wanted = service.to_ascii_lowercase();
        let found = SERVICES.iter().find(|(name, ..)| *name == wanted);
        let (_, theirs, number, encrypted) = found.ok_or_else(|| unavailable("service"))?;
        (host, port, secure) = ((*theirs).to_owned(), Some(*number), *encrypted);
    }
    if host.is_empty() {
        host = "localhost".to_owned();
    }
    if let Some(own) = properties.key("port").as_integer() {
        port = Some(u16::try_from(own).map_err(|_| wrong("port"))?);
    }
    let tls = if secure {
        Tls::Wrapper(certificate(properties, &host)?)
    } else if flag("ignoreTLS") {
        Tls::None
    } else if flag("requireTLS") {
        Tls::Required(certificate(properties, &host)?)
    } else {
        Tls::Opportunistic(certificate(properties, &host)?)
    };
    let timeout = properties.key("connectionTimeout").as_number();
    let timeout = timeout.filter(|ms| *ms > 0.0).unwrap_or(60_000.0);
    let most = properties.key("maxConnections").as_integer().unwrap_or(5);
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(port.unwrap_or(if secure { 465 } else { 587 }))
        .tls(tls)
        .timeout(Some(Duration::from_secs_f64(timeout.min(3.6e6) / 1000.0)))
        .pool_config(PoolConfig::new().max_size(most.clamp(1, 64) as u32));
    if let Some(name) = properties.key("name").as_str() {
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(wrong("name"));
        }
        builder = builder.hello_name(ClientId::Domain(name.to_owned()));
    }
    let auth = properties.key("auth");
    if auth.as_map().is_some() {
        let credentials = Credentials::new(text(auth.key("user")), text(auth.key("pass")));
        builder = builder.credentials(credentials);
    }
    Ok(builder.build())
}

/// What certificate the server must have.
fn certificate(properties: &Value, host: &str) -> Result<TlsParameters, Error> {
    // Somebody else may have chosen a provider for the process; then that one it is.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = properties.key("tls");
    let name = options.key("servername").as_str().unwrap_or(host);
    let trusts_all = options.key("rejectUnauthorized").as_bool() == Some(false);
    let builder = |store| {
        TlsParameters::builder(name.to_owned())
            .certificate_store(store)
            .dangerous_accept_invalid_certs(trusts_all)
            .build_rustls()
    };
    // A machine without certificates of authorities can still send unencrypted.
    let made = builder(CertificateStore::Default).or_else(|_| builder(CertificateStore::None));
    made.map_err(|error| Error::config("SMTP: TLS can not be used.").with_source(error))
}

fn unavailable(name: &str) -> Error {
    Error::config(format!(
        "SMTP connection property \"{name}\" is not available in this build."
    ))
}

fn wrong(name: &str) -> Error {
    Error::config(format!(
        "SMTP connection property \"{name}\" is not a valid value."
    ))
}
