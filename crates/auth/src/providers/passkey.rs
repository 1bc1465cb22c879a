use crate::providers::{Provider, Row};

/// Passkeys: a key that a telephone, a computer or a password manager keeps. Whoever is signed in makes
/// one at `/api/auth/passkeys`; from then on the device signs them in, without a name and without a
/// password. It asks for a PIN or a finger itself, so no second factor is asked for.
///
/// ```yaml
/// - id: passkey
///   type: PasskeyProvider
///   properties:
///     name: Passkey
/// ```
///
/// Browsers want https and a name for it, or `localhost`. A passkey is good for the name under which it
/// was made, so set `LATH_URL` in production.
///
/// - `name`: what the button of the sign-in page says.
pub struct PasskeyProvider;

impl Provider for PasskeyProvider {
    const NAME: &'static str = "PasskeyProvider";
    const ROW: Row = Row::Passkey;
}
