use engine::{Args, Cx, OpResult, Operator, Realm};

use crate::{digest, run_class};

/// The hash of a text in hexadecimal digits. The method is the kind of hash.
///
/// | method | digits |
/// | --- | --- |
/// | `md5` | 32 |
/// | `ripemd160` | 40 |
/// | `sha1` | 40 |
/// | `sha256` | 64 |
/// | `sha512` | 128 |
///
/// ```yaml
/// _hash.sha256: { _payload: token }
/// ```
///
/// The parameters are the text; anything else is an error.
pub struct Hash;

impl Operator for Hash {
    const NAME: &'static str = "_hash";
    const REALM: Realm = Realm::Server;

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let Some(hash) = args.method.and_then(digest::by_name) else {
            return Err(run_class::unknown_method(cx, &args, &digest::NAMES));
        };
        match args.params.as_str() {
            Some(text) => Ok(digest::to_hex(&hash(text.as_bytes())).into()),
            None => Err(run_class::wrong_type(cx, &args, "string")),
        }
    }
}
