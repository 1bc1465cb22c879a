//! Who calls: what only the author's own machine may see or do asks here.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

use crate::Settings;
use crate::listen::Peer;
use crate::middleware::is_foreign;

/// Does the call come from this machine, by a name of it, and from no page but its own? A page of
/// another site that makes its name lead here comes from this machine as well, but names itself.
pub fn is_local(peer: Option<&Peer>, headers: &HeaderMap) -> bool {
    peer.is_some_and(is_near) && names_loopback(host_of(headers)) && !is_foreign(headers)
}

/// The host that a caller of this machine asks for, where that is none of the server's names. Who calls
/// from elsewhere sees what everybody may, by whatever name.
pub fn stranger<'h>(
    peer: Option<&Peer>,
    headers: &'h HeaderMap,
    settings: &Settings,
) -> Option<&'h str> {
    let host = host_of(headers);
    let bare = bare(host);
    let is = |name: &str| name.eq_ignore_ascii_case(bare);
    let url = settings.url.as_ref().and_then(|url| url.host_str());
    let is_known = names_loopback(host)
        || url.is_some_and(|url| is(self::bare(url)))
        || settings.hosts.iter().any(|name| is(name));
    (peer.is_some_and(is_near) && !is_known).then_some(host)
}

fn is_near(Peer(addr): &Peer) -> bool {
    addr.ip().to_canonical().is_loopback()
}

fn host_of(headers: &HeaderMap) -> &str {
    let host = headers.get(header::HOST);
    host.and_then(|host| host.to_str().ok()).unwrap_or_default()
}

/// A host without its port.
fn bare(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// Is the host, with a port or without, a name of this machine?
fn names_loopback(host: &str) -> bool {
    let bare = bare(host).to_ascii_lowercase();
    let is_name = bare == "localhost" || bare.ends_with(".localhost");
    is_name || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        for host in [
            "localhost:3000",
            "127.0.0.1",
            "[::1]:80",
            "a.localhost",
            "LocalHost",
        ] {
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
