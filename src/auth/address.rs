//! Who is at the other end of the connection, for limits and the log.

use std::net::IpAddr;

use crate::context::RequestContext;

/// The caller's address. Behind a proxy that is trusted it is the last one that the proxy added.
pub fn of(cx: &RequestContext) -> Option<IpAddr> {
    let forwarded = || {
        let lines = cx.request.headers.get_all("x-forwarded-for").iter();
        let last = lines.filter_map(|v| v.to_str().ok()).next_back()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    let forwarded = cx.state.settings.trust_proxy.then(forwarded).flatten();
    forwarded.or(cx.peer)
}

/// What counts as one caller: an IPv6 network of a customer is one.
pub fn key(address: Option<IpAddr>) -> IpAddr {
    match address {
        Some(address) => auth::network(address),
        None => IpAddr::from([0, 0, 0, 0]),
    }
}
