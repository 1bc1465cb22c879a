//! HTTP scenarios through the router, without a socket. Each test has an app of its own in a temporary
//! folder.

mod auth;
mod author;
mod build;
mod docs;
mod endpoints;
mod faults;
mod languages;
#[cfg(feature = "mcp")]
mod mcp;
mod pages;
mod pdf;
mod requests;
mod scripts;
mod security;
mod system;
mod test_app;
mod watching;

use test_app::TestApp;
