//! One engine: a QuickJS runtime with the functions of a library, compiled.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use engine::platform::Intl;
use engine::{OpError, OpResult, Realm, Script, ScriptAnswer, Str, Value, Varies, script};
use rquickjs::context::EvalOptions;
use rquickjs::function::{Opt, Rest};
use rquickjs::{Context, Ctx, Exception, Function, Module, Object, Persistent, Runtime};

use crate::Fault;
use crate::convert::{self, Key, Refusal, ToFunction, Tools};
use crate::library::{Inner, Limits, Step};

const PRELUDE: &str = include_str!("prelude.js");

/// Stack of one engine, bytes. Threads of the server have 2 MiB.
const STACK: usize = 256 << 10;

/// What compiling a library may take: its limits are for calls.
const LOADING: Duration = Duration::from_secs(2);

/// A value of JavaScript.
type Js<'js> = rquickjs::Value<'js>;

/// See the module. The order of the fields is the order in which they go: what they hold belongs to
/// the runtime.
pub(crate) struct Vm {
    functions: Persistent<Object<'static>>,
    tools: Persistent<Object<'static>>,
    context: Context,
    runtime: Runtime,
    watch: Arc<Watch>,
    limits: Limits,
}

/// Can the engine be used again?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    Good,
    /// It was stopped in the middle of something.
    Stopped,
}

/// What is noted while code runs.
struct Watch {
    /// Times are counted from here, in microseconds.
    origin: Instant,
    /// When the time is over; never for the largest number.
    deadline: AtomicU64,
    /// [`Varies`] as a number.
    varies: AtomicU8,
}

impl Watch {
    fn new() -> Watch {
        Watch {
            origin: Instant::now(),
            deadline: AtomicU64::new(u64::MAX),
            varies: AtomicU8::new(0),
        }
    }

    fn start(&self, time: Duration) {
        let time = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let deadline = self.passed().saturating_add(time);
        self.deadline.store(deadline, Ordering::Relaxed);
        self.varies.store(0, Ordering::Relaxed);
    }

    fn stop(&self) {
        self.deadline.store(u64::MAX, Ordering::Relaxed);
    }

    fn passed(&self) -> u64 {
        u64::try_from(self.origin.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Is the time over? The engine asks every some ten thousand steps.
    fn is_late(&self) -> bool {
        self.passed() >= self.deadline.load(Ordering::Relaxed)
    }

    fn mark(&self, level: u8) {
        self.varies.fetch_max(level, Ordering::Relaxed);
    }

    fn varies(&self) -> Varies {
        match self.varies.load(Ordering::Relaxed) {
            0 => Varies::Never,
            1 => Varies::ByCall,
            _ => Varies::ByPlace,
        }
    }
}

impl Vm {
    /// An engine with the functions of `library`.
    ///
    /// # Errors
    /// Where the library is broken.
    pub(crate) fn new(library: &Inner) -> Result<Vm, Fault> {
        let none = |_| fault("the JavaScript engine does not start");
        let runtime = Runtime::new().map_err(none)?;
        runtime.set_max_stack_size(STACK);
        let watch = Arc::new(Watch::new());
        let asked = Arc::clone(&watch);
        runtime.set_interrupt_handler(Some(Box::new(move || asked.is_late())));
        let context = Context::full(&runtime).map_err(none)?;
        watch.start(LOADING);
        let made = context.with(|ctx| {
            let tools = prelude(&ctx, library, &watch);
            let tools = tools.map_err(|e| broken(&ctx, e, "prelude.js"))?;
            let functions = functions(&ctx, library);
            let functions = functions.map_err(|e| broken(&ctx, e, &library.file))?;
            let Some(functions) = functions else {
                return Err(fault("the default export is not an object of functions"));
            };
            Ok((
                Persistent::save(&ctx, functions),
                Persistent::save(&ctx, tools),
            ))
        });
        let (functions, tools) = made?;
        watch.stop();
        let used = usize::try_from(runtime.memory_usage().malloc_size).unwrap_or_default();
        runtime.set_memory_limit(used.saturating_add(library.limits.memory));
        Ok(Vm {
            functions,
            tools,
            context,
            runtime,
            watch,
            limits: library.limits,
        })
    }

    /// The hashes of its functions.
    ///
    /// # Errors
    /// For an export that is no function.
    pub(crate) fn hashes(&self) -> Result<BTreeSet<Str>, Fault> {
        self.context.with(|ctx| {
            let functions = self.functions.clone().restore(&ctx);
            let functions = functions.map_err(|e| fault(e.to_string()))?;
            let mut hashes = BTreeSet::new();
            for entry in functions.props::<String, Js<'_>>() {
                let (hash, function) = entry.map_err(|e| fault(e.to_string()))?;
                if !function.is_function() {
                    return Err(fault(format!("`{hash}` is not a function")));
                }
                hashes.insert(hash.into());
            }
            Ok(hashes)
        })
    }

    /// Calls a function, and along `steps` those within what it gives.
    pub(crate) fn run(
        &self,
        script: &Script<'_>,
        steps: &[Step],
        to_function: &ToFunction<'_>,
    ) -> (ScriptAnswer, Health) {
        self.watch.start(self.limits.time);
        let (result, mut health) = self.context.with(|ctx| {
            script.enter(|| {
                let tools = self.tools.clone().restore(&ctx);
                let tools = match tools.and_then(|tools| Tools::of(&tools)) {
                    Ok(tools) => tools,
                    Err(e) => return (Err(OpError::new(e.to_string())), Health::Stopped),
                };
                match self.call(&ctx, &tools, script, steps, to_function) {
                    Ok(value) => (Ok(value), Health::Good),
                    Err(refusal) => self.complaint(&ctx, &tools, refusal),
                }
            })
        });
        // What a function put off is nobody's to wait for, but it must not wait for the next call.
        while health == Health::Good && self.runtime.is_job_pending() {
            // What it throws is nobody's to catch either.
            self.runtime.execute_pending_job().ok();
            if self.watch.is_late() {
                health = Health::Stopped;
            }
        }
        let varies = match &result {
            Ok(_) => self.watch.varies(),
            Err(_) => Varies::ByPlace,
        };
        self.watch.stop();
        (ScriptAnswer { result, varies }, health)
    }

    fn call<'js>(
        &self,
        ctx: &Ctx<'js>,
        tools: &Tools<'js>,
        script: &Script<'_>,
        steps: &[Step],
        to_function: &ToFunction<'_>,
    ) -> Result<Value, Refusal> {
        let functions = self.functions.clone().restore(ctx)?;
        let function: Function<'js> = functions.get(script.function)?;
        let args = tools.to_js(ctx, script.args)?;
        let mut value: Js<'js> = tools.start.call((function, args))?;
        for step in steps {
            for key in step.place.iter() {
                let object = value.into_object().ok_or(Refusal::Kind(MOVED))?;
                value = match key {
                    Key::Index(i) => object.get(*i as u32)?,
                    Key::Name(name) => object.get(&**name)?,
                };
            }
            let function = value.into_function().ok_or(Refusal::Kind(MOVED))?;
            let args: rquickjs::Result<Vec<Js<'js>>> =
                step.args.iter().map(|arg| tools.to_js(ctx, arg)).collect();
            value = function.call((Rest(args?),))?;
        }
        tools.value_of(value, Some(to_function))
    }

    /// Why there is no answer, in words.
    fn complaint<'js>(
        &self,
        ctx: &Ctx<'js>,
        tools: &Tools<'js>,
        refusal: Refusal,
    ) -> (OpResult, Health) {
        let said = |message: String, health| (Err(OpError::new(message)), health);
        let thrown = match refusal {
            Refusal::Kind(what) => return said(format!("_js gave {what}."), Health::Good),
            Refusal::Engine(rquickjs::Error::Exception) => ctx.catch(),
            Refusal::Engine(rquickjs::Error::Allocation) => Js::new_null(ctx.clone()),
            Refusal::Engine(error) => {
                return (Err(script::thrown(&error.to_string())), Health::Good);
            }
        };
        if self.watch.is_late() {
            let ms = self.limits.time.as_millis();
            let message = format!("_js took longer than {ms} ms and was stopped.");
            return said(message, Health::Stopped);
        }
        let text = match thrown.as_object().filter(|_| thrown.is_error()) {
            Some(error) => convert::described(tools, error)
                .map(|(name, message)| format!("{name}: {message}"))
                .unwrap_or_else(|_| "Error".to_owned()),
            None => match tools.value_of(thrown, None) {
                Ok(Value::String(text)) => text.to_string(),
                Ok(value) => engine::json::stringify(&value),
                Err(refusal) => refusal.to_string(),
            },
        };
        // The engine has no memory left to say so, or says it like this.
        if text == "null" || text == "InternalError: out of memory" {
            let mb = self.limits.memory >> 20;
            let message = format!("_js took more than {mb} MB and was stopped.");
            return said(message, Health::Stopped);
        }
        (Err(script::thrown(&text)), Health::Good)
    }
}

/// A function that was part of an answer is looked for anew when it is called.
const MOVED: &str = "no function where it gave one before";

/// Prepares the world of the functions; gives what `prelude.js` offers.
fn prelude<'js>(
    ctx: &Ctx<'js>,
    library: &Inner,
    watch: &Arc<Watch>,
) -> rquickjs::Result<Object<'js>> {
    let mut options = EvalOptions::default();
    options.filename = Some("prelude.js".to_owned());
    let set_up: Function<'js> = ctx.eval_with_options(PRELUDE, options)?;
    let natives = Object::new(ctx.clone())?;
    let readers = library.readers;
    let read = move |ctx: Ctx<'js>, tools: Object<'js>, i: usize, params: Opt<Js<'js>>| {
        let tools = Tools::of(&tools)?;
        let params = match params.0 {
            Some(params) => tools.value_of(params, None),
            None => Ok(Value::Undefined),
        };
        let params = params.map_err(|refusal| convert::thrown(&ctx, refusal))?;
        let operator = readers.get(i).map_or("", |(_, operator)| operator);
        match Script::current(|script| script.read(operator, &params)) {
            Some(Ok(value)) => tools.to_js(&ctx, &value),
            Some(Err(error)) => Err(Exception::throw_message(&ctx, &error.message)),
            None => Err(Exception::throw_message(&ctx, "the call has ended")),
        }
    };
    natives.set("read", Function::new(ctx.clone(), read)?)?;
    let marked = Arc::clone(watch);
    natives.set(
        "mark",
        Function::new(ctx.clone(), move |level| marked.mark(level))?,
    )?;
    let now = || Script::current(|script| script.cx.scope.now()).unwrap_or_default();
    natives.set("now", Function::new(ctx.clone(), now)?)?;
    let random = || Script::current(|script| script.cx.scope.random()).unwrap_or_default();
    natives.set("random", Function::new(ctx.clone(), random)?)?;
    let log = |tools: Object<'js>, value: Js<'js>| -> rquickjs::Result<()> {
        // What is no value is still worth a line.
        let value = Tools::of(&tools)?.value_of(value, Some(&|_| "function".into()));
        let value = value.unwrap_or_else(|refusal| refusal.to_string().into());
        Script::current(|script| script.cx.scope.log(&value));
        Ok(())
    };
    natives.set("log", Function::new(ctx.clone(), log)?)?;
    natives.set("intl", Function::new(ctx.clone(), intl)?)?;
    let names: Vec<&str> = readers.iter().map(|(name, _)| *name).collect();
    let strict = library.realm == Realm::Server;
    set_up.call((names, strict, natives))
}

/// A date or number as `class` of `Intl` writes it.
fn intl<'js>(
    ctx: Ctx<'js>,
    tools: Object<'js>,
    class: String,
    amount: f64,
    locales: Js<'js>,
    options: Js<'js>,
) -> rquickjs::Result<String> {
    let tools = Tools::of(&tools)?;
    let value_of = |value| {
        let value = tools.value_of(value, None);
        value.map_err(|refusal| convert::thrown(&ctx, refusal))
    };
    let intl = Intl {
        class: match &*class {
            "DateTimeFormat" => "DateTimeFormat",
            _ => "NumberFormat",
        },
        locales: &value_of(locales)?,
        options: &value_of(options)?,
        default: &Script::current(|script| script.cx.scope.locale())
            .unwrap_or_else(|| "en-US".into()),
    };
    let text = intl.format(&[amount.into()]);
    text.map_err(|message| {
        let is_range = message.contains("nvalid ")
            || message.contains("out of range")
            || message.starts_with("Incorrect");
        match is_range {
            true => Exception::throw_range(&ctx, &message),
            false => Exception::throw_type(&ctx, &message),
        }
    })
}

/// The functions that the library exports; none where it exports something else.
fn functions<'js>(ctx: &Ctx<'js>, library: &Inner) -> rquickjs::Result<Option<Object<'js>>> {
    let module = Module::declare(ctx.clone(), library.file.as_str(), &*library.source)?;
    let (module, done) = module.eval()?;
    done.finish::<()>()?;
    let exported: Js<'js> = module.get("default")?;
    Ok(exported
        .into_object()
        .filter(|object| !object.is_function()))
}

fn fault(message: impl Into<String>) -> Fault {
    Fault {
        message: message.into(),
        position: None,
    }
}

/// What the engine says of `file`.
fn broken(ctx: &Ctx<'_>, error: rquickjs::Error, file: &str) -> Fault {
    if !error.is_exception() {
        return fault(format!("it does not run: {error}"));
    }
    let thrown = ctx.catch();
    let Some(error) = thrown.as_exception() else {
        return fault("it throws something that is no error");
    };
    let message = error.message().unwrap_or_default();
    let stack = error.stack().unwrap_or_default();
    Fault {
        position: position(&stack, file),
        message: match message.strip_prefix("could not load module ") {
            Some(module) => {
                format!("it imports {module}, and functions cannot be in modules of their own")
            }
            None => message,
        },
    }
}

/// Line and column of the first place in `file` that a stack names.
fn position(stack: &str, file: &str) -> Option<(usize, usize)> {
    let (_, rest) = stack.split_once(&format!("{file}:"))?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':');
    let (line, column) = rest[..end.unwrap_or(rest.len())].split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?))
}
