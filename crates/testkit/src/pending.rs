//! What Lowdefy has and Lath is still to get. Vectors that need it are counted as absent and not run.
//! An entry for something that has come has no effect and can go.

/// Operators.
pub const OPERATORS: &[&str] = &[];

/// Actions.
pub const ACTIONS: &[&str] = &["Login", "Logout"];
