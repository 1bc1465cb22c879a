//! Requests and endpoints: the way of a call from its artifact to its answer.
//!
//! [`request::call`] runs a request of a page, [`endpoint::run`] the routine of an endpoint. Both work
//! on an [`ApiContext`], which has the app, the open connections, the caller and a port to the rest of
//! the process ([`Host`]). Nothing here knows HTTP; errors are [`protocol::ErrorBody`]s.

mod context;
pub mod endpoint;
mod fault;
pub mod openapi;
pub mod page;
mod plans;
mod ready;
pub mod request;
mod routine;
mod scope;
mod taker;
#[cfg(test)]
mod tests;
mod transactions;
mod work;

pub use context::{ApiContext, Catalog, Host, Measured};
pub use fault::Fault;
pub use plans::{Plan, Plans};
pub use taker::{PATIENCE, Taker};
