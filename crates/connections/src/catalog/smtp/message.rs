//! A mail as it goes over the wire.

use engine::Value;
use lettre::Message;
use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::attachments::File;
use crate::Error;
use crate::mail::{Address, Recipients, addresses, on_one_line};

/// A mail that is ready, and its id.
pub(super) struct Ready {
    pub(super) message: Message,
    pub(super) id: String,
}

/// Makes a mail.
///
/// # Errors
/// An address is none, or there is no sender.
pub(super) fn build(
    connection: &Value,
    mail: &Value,
    to: &Recipients,
    files: Vec<File>,
) -> Result<Ready, Error> {
    let from = mailboxes("from", &addresses(connection.key("from")))?;
    let sender = from.first();
    let sender = sender.ok_or_else(|| {
        Error::config("SMTP connection property \"from\" should have an email address.")
    })?;
    let domain = sender.email.domain();
    let id = format!("<{}@{domain}>", uuid::Uuid::new_v4());
    let mut builder = Message::builder().message_id(Some(id.clone())).date_now();
    if from.len() > 1 {
        builder = builder.sender(sender.clone());
    }
    let mut everyone = Vec::new();
    for mailbox in mailboxes("to", &to.to)? {
        everyone.push(mailbox.email.clone());
        builder = builder.to(mailbox);
    }
    for mailbox in mailboxes("cc", &to.cc)? {
        everyone.push(mailbox.email.clone());
        builder = builder.cc(mailbox);
    }
    let blind = mailboxes("bcc", &to.bcc)?;
    everyone.extend(blind.into_iter().map(|mailbox| mailbox.email));
    let reply = match addresses(mail.key("replyTo")) {
        own if own.is_empty() => addresses(connection.key("replyTo")),
        own => own,
    };
    for mailbox in mailboxes("replyTo", &reply)? {
        builder = builder.reply_to(mailbox);
    }
    let envelope = Envelope::new(Some(sender.email.clone()), everyone)
        .map_err(|_| Error::request("SMTPMailSend: the mail has no recipients."))?;
    for mailbox in from {
        builder = builder.from(mailbox);
    }
    if let Some(subject) = mail.key("subject").as_str() {
        builder = builder.subject(on_one_line(subject));
    }
    let builder = builder.envelope(envelope);
    let message = match body(mail, files)? {
        Body::Single(part) => builder.singlepart(part),
        Body::Multi(part) => builder.multipart(part),
    };
    let message = message.map_err(|error| {
        Error::request("SMTPMailSend: the mail can not be written.").with_source(error)
    })?;
    Ok(Ready { message, id })
}

fn mailboxes(property: &str, addresses: &[Address]) -> Result<Vec<Mailbox>, Error> {
    let mailbox = |address: &Address| {
        let email = address.email.parse().map_err(|_| {
            Error::request(format!(
                "SMTPMailSend: \"{property}\" has an invalid email address."
            ))
        })?;
        Ok(Mailbox::new(address.name.clone(), email))
    };
    addresses.iter().map(mailbox).collect()
}

enum Body {
    Single(SinglePart),
    Multi(MultiPart),
}

/// Text and HTML as alternatives; what the HTML shows beside it; files after both.
fn body(mail: &Value, files: Vec<File>) -> Result<Body, Error> {
    let text = |key| mail.key(key).as_str().filter(|text| !text.is_empty());
    let (shown, attached): (Vec<File>, Vec<File>) =
        files.into_iter().partition(|file| file.cid.is_some());
    let html = text("html").map(|html| SinglePart::html(html.to_owned()));
    let html = match html {
        Some(html) if !shown.is_empty() => {
            let related = MultiPart::related().singlepart(html);
            Some(Body::Multi(all(related, shown)?))
        }
        Some(html) => Some(Body::Single(html)),
        None if !shown.is_empty() => {
            let plain = SinglePart::plain(text("text").unwrap_or_default().to_owned());
            let mixed = MultiPart::mixed().singlepart(plain);
            return Ok(Body::Multi(all(all(mixed, shown)?, attached)?));
        }
        None => None,
    };
    let plain = text("text").map(|text| SinglePart::plain(text.to_owned()));
    let body = match (plain, html) {
        (Some(plain), Some(html)) => {
            Body::Multi(add(MultiPart::alternative().singlepart(plain), html))
        }
        (None, Some(html)) => html,
        (Some(plain), None) => Body::Single(plain),
        (None, None) => Body::Single(SinglePart::plain(String::new())),
    };
    if attached.is_empty() {
        return Ok(body);
    }
    let mixed = match body {
        Body::Single(part) => MultiPart::mixed().singlepart(part),
        Body::Multi(part) => MultiPart::mixed().multipart(part),
    };
    Ok(Body::Multi(all(mixed, attached)?))
}

fn add(to: MultiPart, body: Body) -> MultiPart {
    match body {
        Body::Single(part) => to.singlepart(part),
        Body::Multi(part) => to.multipart(part),
    }
}

fn all(mut to: MultiPart, files: Vec<File>) -> Result<MultiPart, Error> {
    for file in files {
        let kind = ContentType::parse(&file.kind).map_err(|_| {
            Error::request("SMTPMailSend request property \"contentType\" is not a content type.")
        })?;
        let part = match (file.cid, file.name) {
            (Some(cid), Some(name)) => Attachment::new_inline_with_name(cid, name),
            (Some(cid), None) => Attachment::new_inline(cid),
            (None, name) => Attachment::new(name.unwrap_or_else(|| "attachment".to_owned())),
        };
        to = to.singlepart(part.body(file.content, kind));
    }
    Ok(to)
}
