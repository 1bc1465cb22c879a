//! What is kept about who tried what: lines of the log with the target `audit`. They name users and
//! addresses, never tokens, codes or passwords.

use crate::auth::address;
use crate::context::RequestContext;

/// Something that worked.
pub fn done(cx: &RequestContext, event: &str, provider: &str, user: &str) {
    let address = address::of(cx).map(tracing::field::display);
    tracing::info!(target: "audit", event, provider, user.id = user, address, "{event}");
}

/// Something that was refused, and why.
pub fn refused(cx: &RequestContext, event: &str, provider: &str, why: &str) {
    let address = address::of(cx).map(tracing::field::display);
    crate::metrics::refused(event);
    tracing::warn!(target: "audit", event, provider, why, address, "{event} refused: {why}");
}
