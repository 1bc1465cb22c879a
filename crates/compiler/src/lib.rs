//! The compiler: an app as its author writes it (`lowdefy.yaml` and the files that it refers to) made
//! into the artifacts that the server loads.
//!
//! Every value keeps the place where it was written ([`Node`], [`Place`]), so whatever is wrong is said
//! with file, line and column. The way of an app: files are read and parsed once each (`sources`),
//! references and variables are put in and `_build` operators evaluated (`resolve`), then each part is
//! checked and brought into its form (`steps`), at last every object gets its marker (`keys`).
//!
//! All cores build: the references of a long list, such as the pages, and the pages themselves are
//! followed and built by helpers (`spread`). A helper writes down what it did besides, and the build
//! does that in the order of the app (`recall`), so what it says and refers to (`journal`) does not
//! depend on who was faster.
//!
//! A [`Session`] builds an app again and again: a reference whose files stay the same is not followed
//! again (`memo`), a page that stays the same not built again (`units`). Both write down what they did
//! besides, and do that again, so such a build gives and says what a first one would.
//!
//! The crate knows no types of blocks, actions or connections: who calls it passes them ([`Known`]). It
//! does not know pages as the server has them, HTTP or the environment either.

mod build;
mod fields;
mod files;
mod finding;
mod journal;
mod keys;
mod known;
mod maps;
mod memo;
mod node;
mod output;
mod parse;
mod recall;
mod resolve;
mod scripts;
mod session;
mod sources;
mod spread;
mod steps;
mod units;

pub use build::{Built, Javascript, Options, build, is_app};
pub use files::{Disk, Folder, Stamp, real};
pub use finding::{Finding, Level};
pub use known::Known;
pub use maps::Maps;
pub use node::{FileId, Kind, List, Node, Object, Place};
pub use output::{Artifacts, copy_folder, refusal, write, write_changes};
pub use session::Session;
pub use steps::{APP_KEYS, BLOCK_KEYS};

#[cfg(test)]
mod tests;
