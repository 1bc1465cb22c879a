//! Where requests may not go: into the network that the server itself stands in.
//!
//! An address in a request can come from a caller. Were it followed to `localhost`, to a private
//! address or to the metadata service of a cloud, the caller would stand behind the firewall. Names
//! are judged by the addresses that they lead to, at the moment of connecting to them, so a name
//! that changes its mind in between does not help.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::Error;

/// Lets requests go to public addresses, or anywhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard {
    pub(crate) allow_private: bool,
}

/// The host leads to where requests may not go.
#[derive(Debug)]
pub(crate) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address is not public")
    }
}

impl std::error::Error for Refused {}

impl Guard {
    /// May a request go there? Names are not looked up here but when connecting.
    pub(crate) fn admits(self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        match host.parse() {
            Ok(address) => self.allow_private || is_public(address),
            Err(_) => true,
        }
    }
}

impl Guard {
    /// Looks up the host of an address that something else will look up again.
    ///
    /// # Errors
    /// It leads to where requests may not go, or nowhere.
    pub(crate) async fn look_up(self, url: &Url) -> Result<(), Error> {
        let host = url.host_str().unwrap_or_default();
        let is_address = host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
        if self.allow_private || is_address {
            return Ok(());
        }
        let found = tokio::net::lookup_host((host, 0)).await.map_err(|error| {
            let text = format!("The host \"{host}\" could not be reached.");
            Error::service(text).with_source(error)
        })?;
        for address in found {
            if !is_public(address.ip()) {
                return Err(super::refused(host));
            }
        }
        Ok(())
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = *self;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let all: Vec<SocketAddr> = found.collect();
            let admitted = all.iter().copied();
            let admitted = admitted.filter(|it| guard.allow_private || is_public(it.ip()));
            let admitted: Vec<SocketAddr> = admitted.collect();
            if admitted.is_empty() && !all.is_empty() {
                return Err(Refused.into());
            }
            let addresses: Addrs = Box::new(admitted.into_iter());
            Ok(addresses)
        })
    }
}

/// Is it an address of the public internet?
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        // This network, private, loopback.
        (0 | 10 | 127, _, _)
            // Shared by providers (CGNAT).
            | (100, 64..=127, _)
            // Link-local, where clouds have their metadata.
            | (169, 254, _)
            | (172, 16..=31, _)
            // Protocol assignments, documentation, the old 6to4 relay.
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            // Benchmarks, documentation.
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            // Multicast, reserved, broadcast.
            | (224..=255, _, _)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // Unspecified, loopback, and the old way to write an IPv4 address.
        [0, 0, 0, 0, 0, 0, _, _] => false,
        // An IPv4 address, mapped or translated.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        // 6to4 has it further up.
        | [0x2002, high, low, ..] => embedded(high, low),
        // Teredo and the like, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Nothing else but 2000::/3 is given out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}
