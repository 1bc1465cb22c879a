//! A mail as the service wants it (v3).

use engine::{Map, Value};

use crate::Error;
use crate::mail::{Address, Recipients, addresses};

/// Properties of a mail, and what the service calls them.
const SAME: [(&str, &str); 3] = [
    ("subject", "subject"),
    ("categories", "categories"),
    ("sendAt", "send_at"),
];

/// Properties of an attachment, and what the service calls them.
const ATTACHMENT: [(&str, &str); 5] = [
    ("content", "content"),
    ("filename", "filename"),
    ("type", "type"),
    ("disposition", "disposition"),
    ("contentId", "content_id"),
];

/// The body of the request that sends a mail.
///
/// # Errors
/// There is not one sender.
pub(super) fn body(connection: &Value, mail: &Value, to: &Recipients) -> Result<Value, Error> {
    let [from] = &addresses(connection.key("from"))[..] else {
        return Err(Error::config(
            "SendGridMail connection property \"from\" should be one email address.",
        ));
    };
    let mut personalization = Map::new();
    for (key, list) in [("to", &to.to), ("cc", &to.cc), ("bcc", &to.bcc)] {
        if !list.is_empty() {
            personalization.insert(key, list.iter().map(address).collect::<Vec<_>>().into());
        }
    }
    let data = mail.key("dynamicTemplateData");
    if !data.is_none() {
        personalization.insert("dynamic_template_data", data.clone());
    }
    let mut body = Map::new();
    body.insert(
        "personalizations",
        Value::list(vec![personalization.into()]),
    );
    body.insert("from", address(from));
    let reply = mail.key("replyTo").clone();
    let reply = addresses(if reply.is_none() {
        connection.key("replyTo")
    } else {
        &reply
    });
    match &reply[..] {
        [] => {}
        [one] => _ = body.insert("reply_to", address(one)),
        all => {
            let all = all.iter().map(address).collect::<Vec<_>>();
            body.insert("reply_to_list", all.into());
        }
    }
    renamed(mail, &SAME, &mut body);
    let content: Vec<Value> = [("text", "text/plain"), ("html", "text/html")]
        .into_iter()
        .filter_map(|(key, kind)| {
            let text = mail.key(key).as_str().filter(|text| !text.is_empty())?;
            Some(Value::object([
                ("type", kind.into()),
                ("value", text.into()),
            ]))
        })
        .collect();
    if !content.is_empty() {
        body.insert("content", content.into());
    }
    let attachments = mail.key("attachments").items().iter().map(|attachment| {
        let mut map = Map::new();
        renamed(attachment, &ATTACHMENT, &mut map);
        Value::from(map)
    });
    let attachments: Vec<Value> = attachments.collect();
    if !attachments.is_empty() {
        body.insert("attachments", attachments.into());
    }
    let templates = [connection, mail].map(|it| it.key("templateId"));
    if let Some(template) = templates.into_iter().find(|it| !it.is_none()) {
        body.insert("template_id", template.clone());
    }
    let settings = connection.key("mailSettings");
    if settings.as_map().is_some() {
        body.insert("mail_settings", snake_case(settings));
    }
    Ok(body.into())
}

fn address(address: &Address) -> Value {
    let mut map = Map::new();
    map.insert("email", address.email.as_str().into());
    if let Some(name) = &address.name {
        map.insert("name", name.as_str().into());
    }
    map.into()
}

fn renamed(from: &Value, names: &[(&str, &str)], to: &mut Map) {
    for (name, theirs) in names {
        let value = from.key(name);
        if !value.is_none() {
            to.insert(*theirs, value.clone());
        }
    }
}

/// The same with keys such as `sandbox_mode` in place of `sandboxMode`.
fn snake_case(value: &Value) -> Value {
    let Some(map) = value.as_map() else {
        return value.clone();
    };
    let mut out = Map::new();
    for (key, value) in map.iter() {
        let mut name = String::new();
        for c in key.chars() {
            if c.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(c.to_ascii_lowercase());
        }
        out.insert(name, snake_case(value));
    }
    out.into()
}
