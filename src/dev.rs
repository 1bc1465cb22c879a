//! The development server: builds the app of an author in process, says what is wrong with it, and
//! starts over whenever something changes. Start with `builder` for what a change does.

mod arguments;
mod builder;
mod caller;
mod looked;
mod problem;
mod start;
mod status;

pub use arguments::{Arguments, arguments};
pub use builder::{Builder, Made};
pub use caller::{is_local, stranger};
pub use looked::{Looked, is_file, nearest};
pub use problem::Problem;
pub use start::placeholder;
pub use status::{State, Status};
