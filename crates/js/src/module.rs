//! A module whose default export is one function, called once: what references of an app name as
//! resolver or transformer.

use std::time::Instant;

use engine::{Value, json};
use rquickjs::function::Rest;
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Module, Runtime};

use crate::library::{Fault, Limits};

/// A value of JavaScript.
type Js<'js> = rquickjs::Value<'js>;

/// Stack of the engine, bytes.
const STACK: usize = 256 << 10;

/// What the default export of the ES module `source` gives for `args`; a promise is waited for. The
/// module reaches nothing: no files, no network, no other modules. Values travel as JSON.
///
/// # Errors
/// Where it cannot be parsed, throws, takes more than `limits`, or exports no function.
pub fn call_default(
    file: &str,
    source: &str,
    args: &[Value],
    limits: Limits,
) -> Result<Value, Fault> {
    let none = |_| Fault::of("the JavaScript engine does not start");
    let runtime = Runtime::new().map_err(none)?;
    runtime.set_max_stack_size(STACK);
    runtime.set_memory_limit(limits.memory);
    let (started, time) = (Instant::now(), limits.time);
    runtime.set_interrupt_handler(Some(Box::new(move || started.elapsed() > time)));
    let context = Context::full(&runtime).map_err(none)?;
    let text = context.with(|ctx| {
        let result = call(&ctx, file, source, args);
        result.catch(&ctx).map_err(|error| described(&error))
    });
    match text {
        Ok(Some(text)) => json::parse(text.as_bytes()).map_err(|e| Fault::of(e.to_string())),
        Ok(None) => Ok(Value::Undefined),
        Err(_) if started.elapsed() > time => {
            let ms = time.as_millis();
            Err(Fault::of(format!(
                "it took longer than {ms} ms and was stopped"
            )))
        }
        Err(message) => Err(Fault::of(message)),
    }
}

/// The answer as JSON; none where it is undefined.
fn call<'js>(
    ctx: &Ctx<'js>,
    file: &str,
    source: &str,
    args: &[Value],
) -> rquickjs::Result<Option<String>> {
    let (module, done) = Module::declare(ctx.clone(), file, source)?.eval()?;
    done.finish::<()>()?;
    let function: Function<'js> = module.get("default")?;
    let args = args.iter().map(|arg| ctx.json_parse(json::stringify(arg)));
    let args: rquickjs::Result<Vec<Js<'js>>> = args.collect();
    let mut answer: Js<'js> = function.call((Rest(args?),))?;
    if let Some(promise) = answer.as_promise().cloned() {
        answer = promise.finish()?;
    }
    ctx.json_stringify(answer)?
        .map(|text| text.to_string())
        .transpose()
}

fn described(error: &CaughtError<'_>) -> String {
    match error {
        CaughtError::Exception(thrown) => {
            let message = thrown.message().unwrap_or_default();
            match message.strip_prefix("could not load module ") {
                Some(module) => format!("it imports {module}, and no module is given any other"),
                None => message,
            }
        }
        CaughtError::Error(rquickjs::Error::WouldBlock) => {
            "it gave a promise that is never kept".to_owned()
        }
        CaughtError::Error(error) if error.is_from_js() => {
            "the default export is not a function".to_owned()
        }
        CaughtError::Error(error) => error.to_string(),
        CaughtError::Value(value) => match value.as_string().map(rquickjs::String::to_string) {
            Some(Ok(text)) => text,
            _ => "it throws something that is no error".to_owned(),
        },
    }
}
