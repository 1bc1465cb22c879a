//! Which operations go to the server together.

use mongodb::bson::{Document, serialize_to_vec};

use crate::Error;

/// What a batch may have at most. A command is a document, which has 16 MiB at most.
const MAX_BYTES: usize = 12 * 1024 * 1024;
const MAX_STATEMENTS: usize = 10_000;

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Insert,
    Update,
    Delete,
}

/// An operation.
pub(super) struct Statement {
    /// Its place among all.
    pub(super) at: usize,
    pub(super) kind: Kind,
    pub(super) body: Document,
}

/// Operations of a kind.
pub(super) struct Batch {
    pub(super) kind: Kind,
    pub(super) statements: Vec<Statement>,
}

/// In order, each batch is what follows each other; else all of a kind are together.
///
/// # Errors
/// Something cannot be stored.
pub(super) fn batches(mut statements: Vec<Statement>, ordered: bool) -> Result<Vec<Batch>, Error> {
    if !ordered {
        // This keeps the order within a kind.
        statements.sort_by_key(|it| it.kind);
    }
    let mut batches: Vec<Batch> = Vec::new();
    let mut bytes = 0;
    for statement in statements {
        let size = serialize_to_vec(&statement.body)
            .map_err(|_| Error::request("The request has something that MongoDB cannot store."))?;
        bytes += size.len();
        match batches.last_mut() {
            Some(batch)
                if batch.kind == statement.kind
                    && bytes <= MAX_BYTES
                    && batch.statements.len() < MAX_STATEMENTS =>
            {
                batch.statements.push(statement);
            }
            _ => {
                bytes = size.len();
                batches.push(Batch {
                    kind: statement.kind,
                    statements: vec![statement],
                });
            }
        }
    }
    Ok(batches)
}
