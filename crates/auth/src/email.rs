//! E-mail addresses: which are taken, and which are the same.

use std::fmt;

/// The longest address that mail servers take.
const LONGEST: usize = 254;

/// An e-mail address in the one form in which it is kept and compared: small letters, the domain in
/// ASCII.
///
/// Two addresses that a person takes for the same must not be two ways into one account, so nothing
/// is folded but the case of ASCII letters: an address with any other letter before the `@`, with a
/// quoted part, a comment or a control character is refused. Mail always goes to the address that is
/// kept and never to what was typed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Email(String);

/// An address that is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is not an e-mail address")]
pub struct EmailError;

impl Email {
    /// Reads what someone typed.
    ///
    /// # Errors
    /// It is not an address, or not one that we take.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
        if text.len() > LONGEST {
            return Err(EmailError);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError)?;
        if !is_local(local) {
            return Err(EmailError);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| EmailError)?;
        if !is_domain(&domain) {
            return Err(EmailError);
        }
        let address = format!("{}@{domain}", local.to_ascii_lowercase());
        match address.len() {
            0..=LONGEST => Ok(Email(address)),
            _ => Err(EmailError),
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Is this a name before the `@`, without quotes?
fn is_local(local: &str) -> bool {
    let is_atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-.".contains(c);
    let has_empty_part = local.split('.').any(str::is_empty);
    local.len() <= 64 && !has_empty_part && local.chars().all(is_atom)
}

/// Is this a domain of letters, digits and hyphens?
fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        let is_plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (1..=63).contains(&label.len())
            && is_plain
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_number = |label: &str| label.chars().all(|c| c.is_ascii_digit());
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.split('.').all(is_label) && !is_number(last)
}
