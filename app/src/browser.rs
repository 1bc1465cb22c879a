//! The browser's half: hydration, fetch, navigation, the development connection.

mod backend;
mod boot;
mod dev;
mod device;
mod dom;
mod fetch;
mod locale;
mod navigate;
mod purify;
mod scripts;
mod session;
mod typed;
mod window;

pub(crate) use boot::Client;
