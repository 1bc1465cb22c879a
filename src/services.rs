//! What routes do, without HTTP.

pub mod endpoint;
pub mod page;
pub mod pdf;
pub mod request;
