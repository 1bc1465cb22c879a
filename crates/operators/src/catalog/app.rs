use engine::{Args, Cx, OpResult, Operator, Reads, Root};

use crate::get_from_object;

/// A fact about the app: `slug`, `name`, `version`, …
///
/// ```yaml
/// _app: name
/// ```
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct App;

impl Operator for App {
    const NAME: &'static str = "_app";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        get_from_object::read(cx, &args, Root::App)
    }
}
