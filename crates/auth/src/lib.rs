//! Who people are: the providers that they log in with, and the way to one and back.
//!
//! [`providers`] is a table with a row per provider; [`oauth`] walks OAuth 2 and OpenID Connect by such
//! a row and the app's properties. Nothing here knows HTTP servers, cookies or pages: the way to a
//! provider gives an address and a [`oauth::Pending`], the way back takes them and gives an
//! [`oauth::Identity`].

pub mod bearer;
pub mod oauth;
pub mod providers;
