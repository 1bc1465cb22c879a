//! What Stripe's library can do, as data: each method with the call that it makes.

use reqwest::Method;

/// Every method of the library (versions 14 to 18) that calls `/v1` and gives JSON, sorted: its
/// name, the call's method, its path, and the path without an argument where there is one.
const METHODS: &str = include_str!("methods.txt");

/// A method.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) method: Method,
    /// With arguments in braces.
    pub(super) path: &'static str,
    /// The path if the first argument is no text.
    pub(super) without: Option<&'static str>,
}

/// A method by its name, such as `customers.create`.
pub(super) fn find(name: &str) -> Option<Found> {
    let row = METHODS.lines().find_map(|line| {
        let rest = line.strip_prefix(name)?;
        rest.strip_prefix(' ')
    })?;
    let mut words = row.split(' ');
    Some(Found {
        method: words.next()?.parse().ok()?,
        path: words.next()?,
        without: words.next(),
    })
}
