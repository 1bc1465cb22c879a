use std::fmt;

/// Why a login at a provider failed. What it prints is for the log: it holds no tokens, but may hold what
/// the provider said.
#[derive(Clone, Debug)]
pub enum Error {
    /// The app's configuration of the provider.
    Config(String),
    /// The provider cannot be reached, or answers with what it should not.
    Service(String),
    /// The provider refused, by its error's name: usually the user did.
    Refused(String),
    /// The state is not that of the browser: the login was forged, or is not of this browser.
    State,
    /// There is neither a code nor an error.
    NoCode,
    /// The answer is of another provider.
    Mixed(&'static str),
    /// The code was not exchanged: it was used, or is not of this login.
    Exchange(String),
    /// The ID token is not what it should be.
    IdToken(String),
    /// The provider does not tell who the user is.
    Profile(&'static str),
}

impl Error {
    /// NextAuth's name for it, which the error page knows.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Config(_) => "Configuration",
            Error::Refused(name) if name == "access_denied" => "AccessDenied",
            Error::Service(_) => "OAuthSignin",
            _ => "OAuthCallback",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Config(what) | Error::Service(what) => f.write_str(what),
            Error::Refused(name) => write!(f, "the provider refused: {name:?}"),
            Error::State => f.write_str("the state is not that of the browser"),
            Error::NoCode => f.write_str("the answer has no code"),
            Error::Mixed(what) => f.write_str(what),
            Error::Exchange(what) => write!(f, "the code was not exchanged: {what}"),
            Error::IdToken(what) => write!(f, "the ID token is not accepted: {what}"),
            Error::Profile(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}
