//! Loading of build folders.
