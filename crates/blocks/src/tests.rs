//! Blocks drawn on the server.
