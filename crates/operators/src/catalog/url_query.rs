use engine::{Args, Cx, OpResult, Operator, Reads, Realm, Root};

use crate::get_from_object;

/// A value of the query of the address. Values are read as JSON where they can be: `?id=5` is the
/// number 5, `?id=abc` the text `abc`.
///
/// ```yaml
/// _url_query: id
/// _url_query: { key: tab, default: main }
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct UrlQuery;

impl Operator for UrlQuery {
    const NAME: &'static str = "_url_query";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::ADDRESS
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        get_from_object::read(cx, &args, Root::UrlQuery)
    }
}
