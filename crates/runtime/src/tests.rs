//! Behaviour of pages.
