//! A module of the build that exports functions.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use engine::{Function, Reader, Realm, Script, ScriptAnswer, Str, Value};

use crate::convert::Key;
use crate::{pool, vm::Vm};

/// What one call may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time.
    pub time: Duration,
    /// Memory beyond what the engine and the functions themselves take, bytes.
    pub memory: usize,
}

/// What is wrong with a module.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// A lowercase fragment.
    pub message: String,
    /// Line and column from 1, where they are known.
    pub position: Option<(usize, usize)>,
}

/// Functions by hash. Cheap to clone.
#[derive(Clone)]
pub struct Library(Arc<Inner>);

/// See [`Library`]: what its engines are made of.
pub(crate) struct Inner {
    pub(crate) file: String,
    pub(crate) source: Arc<str>,
    pub(crate) readers: &'static [Reader],
    pub(crate) realm: Realm,
    pub(crate) limits: Limits,
    hashes: BTreeSet<Str>,
}

/// The way from what a function gave to a function within it: a place, and what to call it with.
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) place: Arc<[Key]>,
    pub(crate) args: Arc<[Value]>,
}

impl Library {
    /// Compiles `source`, the text of an ES module whose default export is an object of functions.
    /// `file` names it in messages; `readers` is what functions are given.
    ///
    /// # Errors
    /// Where it cannot be parsed or run, or exports something else.
    pub fn load(
        file: &str,
        source: Arc<str>,
        realm: Realm,
        readers: &'static [Reader],
        limits: Limits,
    ) -> Result<Library, Fault> {
        let mut inner = Inner {
            file: file.to_owned(),
            source,
            readers,
            realm,
            limits,
            hashes: BTreeSet::new(),
        };
        let vm = Vm::new(&inner)?;
        inner.hashes = vm.hashes()?;
        let inner = Arc::new(inner);
        pool::keep(&inner, vm);
        Ok(Library(inner))
    }

    /// Has it a function of that hash?
    pub fn has(&self, hash: &str) -> bool {
        self.0.hashes.contains(hash)
    }

    /// Number of functions.
    pub fn len(&self) -> usize {
        self.0.hashes.len()
    }

    /// Has it no functions?
    pub fn is_empty(&self) -> bool {
        self.0.hashes.is_empty()
    }

    /// Calls a function.
    pub fn run(&self, script: &Script<'_>) -> ScriptAnswer {
        if !self.has(script.function) {
            return ScriptAnswer::not_found();
        }
        self.follow(script, &[])
    }

    /// Calls a function, then along `steps` the functions within what it gave. A function that was
    /// given as an answer is not kept: it is found anew when it is called.
    fn follow(&self, script: &Script<'_>, steps: &[Step]) -> ScriptAnswer {
        let to_function = |place: Vec<Key>| self.function(script, steps, place.into());
        pool::with(&self.0, |vm| vm.run(script, steps, &to_function))
    }

    fn function(&self, script: &Script<'_>, steps: &[Step], place: Arc<[Key]>) -> Value {
        let library = self.clone();
        let (hash, passed) = (Str::from(script.function), script.args.clone());
        let steps = steps.to_vec();
        Value::Function(Function::new(move |cx, args| {
            let mut steps = steps.clone();
            steps.push(Step {
                place: place.clone(),
                args: args.into(),
            });
            let script = Script {
                cx,
                function: &hash,
                args: &passed,
            };
            library.follow(&script, &steps).result
        }))
    }
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Library({}, {} functions)", self.0.file, self.len())
    }
}

impl Fault {
    /// Without a place.
    pub(crate) fn of(message: impl Into<String>) -> Fault {
        Fault {
            message: message.into(),
            position: None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}
