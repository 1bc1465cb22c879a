use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// A part of the address: `basePath`, `hash`, `homePageId`, `host`, `hostname`, `href`, `origin`,
/// `pageId`, `pathname`, `port`, `protocol` or `search`.
///
/// ```yaml
/// _location: pageId
/// ```
///
/// The parameters are one of these names; anything else is an error.
pub struct Location;

const PARTS: [&str; 12] = [
    "basePath",
    "hash",
    "homePageId",
    "host",
    "hostname",
    "href",
    "origin",
    "pageId",
    "pathname",
    "port",
    "protocol",
    "search",
];

impl Operator for Location {
    const NAME: &'static str = "_location";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::ADDRESS
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.params.as_str() {
            Some(part) if PARTS.contains(&part) => get_from_object::read(cx, &args, Root::Location),
            _ => Err(OpError::new(format!(
                "_location only returns values for {}.",
                PARTS.join(", ")
            ))),
        }
    }
}
