//! What routes do, without HTTP.

pub mod page;
pub mod request;
