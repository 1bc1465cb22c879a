//! What benches of the server over HTTP share: servers as processes of their own, and load.

pub mod load;
pub mod server;
