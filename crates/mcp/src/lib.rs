//! The Model Context Protocol over streamable HTTP, for tools that are given as data and a function:
//! a [`Toolbox`]. The protocol is the official SDK's; nothing else of Lath knows it, and it knows
//! nothing of Lath but values.

mod server;

use std::future::Future;
use std::pin::Pin;

use engine::Value;

pub use server::{Service, service};

/// A future on the heap that may move between threads.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What a coding agent may use.
pub trait Toolbox: Send + Sync + 'static {
    /// What an agent reads first.
    fn instructions(&self) -> String;

    /// All tools.
    fn tools(&self) -> &'static [&'static Tool];

    /// Uses one; `arguments` is an object. What goes wrong is told in words that help to do better.
    fn call(&self, tool: &'static Tool, arguments: Value) -> BoxFuture<Result<Answer, String>>;
}

/// A tool.
#[derive(Debug)]
pub struct Tool {
    /// What agents call it.
    pub name: &'static str,
    /// When to use it and what it gives.
    pub about: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// Using it changes nothing.
    pub only_reads: bool,
}

/// Something that a tool takes.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its type in JSON Schema; any value if empty.
    pub kind: &'static str,
    /// What it means.
    pub about: &'static str,
    /// It cannot be left out.
    pub required: bool,
}

/// What a tool gives.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Data.
    Data(Value),
    /// Text to read.
    Text(String),
    /// A picture.
    Png(Vec<u8>),
}
