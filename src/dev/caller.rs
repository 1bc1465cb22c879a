//! Who calls: what only the author's own machine may see or do asks here.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

use crate::listen::Peer;

/// Does the call come from this machine, and by a name of it? A page of another site that makes its
/// name lead here comes from this machine as well, but names itself.
pub fn is_local(peer: Option<&Peer>, headers: &HeaderMap) -> bool {
    let is_near = peer.is_some_and(|Peer(addr)| addr.ip().to_canonical().is_loopback());
    let text = |name| headers.get(name).map(|v| v.to_str().unwrap_or_default());
    let host = text(header::HOST).unwrap_or_default();
    let origin = text(header::ORIGIN).map(|origin| match origin.split_once("://") {
        Some((_, host)) => host,
        None => "",
    });
    is_near && names_loopback(host) && origin.is_none_or(names_loopback)
}

/// Is the host, with a port or without, a name of this machine?
fn names_loopback(host: &str) -> bool {
    let bare = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    let is_name = bare == "localhost" || bare.ends_with(".localhost");
    is_name || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        for host in ["localhost:3000", "127.0.0.1", "[::1]:80", "a.localhost"] {
            assert!(names_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.test",
            "127.0.0.1.evil.test",
            "localhost.evil.test",
            "10.0.0.1",
        ] {
            assert!(!names_loopback(host), "{host}");
        }
    }
}
