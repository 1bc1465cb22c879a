//! What letters say.

use crate::LetterKind;

/// A letter in both forms.
pub(super) struct Written {
    pub(super) subject: String,
    pub(super) plain: String,
    pub(super) html: String,
}

/// Writes a letter to someone about their account with an app.
pub(super) fn write(kind: LetterKind, link: Option<&str>, app: &str, to: &str) -> Written {
    let app: String = app.chars().filter(|c| !c.is_control()).collect();
    let (subject, lines, button) = words(kind, &app, to);
    let mut plain = lines.join("\n\n");
    if let Some(link) = link {
        plain.push_str("\n\n");
        plain.push_str(link);
    }
    plain.push_str("\n\n");
    plain.push_str(ending(kind));
    plain.push('\n');
    let paragraph = |text: &str| format!("<p>{}</p>", escaped(text));
    let mut html: String = lines.iter().map(|line| paragraph(line)).collect();
    if let Some(link) = link {
        let style = "display:inline-block;padding:10px 18px;border-radius:6px;background:#1677ff;\
                     color:#fff;text-decoration:none";
        html.push_str(&format!(
            "<p><a href=\"{0}\" style=\"{style}\">{button}</a></p>\
             <p style=\"color:#666;font-size:13px\">{0}</p>",
            escaped(link)
        ));
    }
    html.push_str(&paragraph(ending(kind)));
    Written {
        subject,
        plain,
        html: format!(
            "<!doctype html><html><body style=\"font-family:sans-serif;line-height:1.5\">\
             {html}</body></html>"
        ),
    }
}

fn words(kind: LetterKind, app: &str, to: &str) -> (String, Vec<String>, &'static str) {
    match kind {
        LetterKind::Magic => (
            format!("Log in to {app}"),
            vec![format!("Follow this link to log in to {app} as {to}.")],
            "Log in",
        ),
        LetterKind::Verify => (
            format!("Confirm your e-mail address for {app}"),
            vec![format!(
                "Follow this link to confirm that {to} is your address and that you want to use it \
                 with {app}."
            )],
            "Confirm",
        ),
        LetterKind::Reset => (
            format!("Set a new password for {app}"),
            vec![format!(
                "Follow this link to set a new password for {to} at {app}. All devices will have to \
                 log in again."
            )],
            "Set a new password",
        ),
        LetterKind::Known => (
            format!("You have an account with {app}"),
            vec![format!(
                "Someone wanted to register {to} with {app}. You have an account with this address \
                 already; log in, or set a new password if you have forgotten yours."
            )],
            "",
        ),
    }
}

fn ending(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Known => "If it was not you, there is nothing to do.",
        _ => {
            "The link works once and for a limited time. If you did not ask for this, do not follow \
             it; there is nothing else to do."
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
