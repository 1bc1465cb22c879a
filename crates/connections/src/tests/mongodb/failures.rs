//! What goes wrong between a request and its database.
