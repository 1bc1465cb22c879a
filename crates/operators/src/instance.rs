//! The operators that are a JavaScript class: a table of methods, and what all of them do before a
//! method runs and when it fails.

use engine::{Args, Cx, ErrorSink, OpError, OpResult, Value, js};

/// How a method takes its parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// No parameters: they are ignored.
    Nothing,
    /// The parameters are the one argument.
    One,
    /// A list of arguments.
    List,
    /// A list of arguments, or an object with these keys, parted by spaces.
    Named(&'static str),
    /// As `Named`; the object must have a list of further arguments under the second name.
    Spread(&'static str, &'static str),
}

/// A method of a family.
#[derive(Clone, Copy)]
pub(crate) struct Method {
    /// Its name, as after the dot.
    pub(crate) name: &'static str,
    /// How it takes its parameters.
    pub(crate) takes: Takes,
    /// The kinds that the parameters may be, as error texts list them; empty for any.
    pub(crate) accepts: &'static str,
}

/// A row of a table of methods.
pub(crate) const fn method(name: &'static str, takes: Takes, accepts: &'static str) -> Method {
    Method {
        name,
        takes,
        accepts,
    }
}

/// What most methods accept.
pub(crate) const ARRAY_OBJECT: &str = "array, object";

/// What runs a method: its arguments are ready, the first is the instance. Its complaint gets the
/// name of the method put in front, unless it is whole.
pub(crate) type Run = fn(&Cx<'_>, &str, Vec<Value>) -> OpResult;

/// What fills in a missing first argument before a method runs.
pub(crate) type Prepare = fn(&Cx<'_>, &str, &mut Vec<Value>) -> Result<(), OpError>;

/// A call of an operator of this kind.
pub(crate) struct Call<'a> {
    /// The context.
    pub(crate) cx: &'a Cx<'a>,
    /// Name, method and parameters.
    pub(crate) args: Args<'a>,
    /// The methods.
    pub(crate) methods: &'static [Method],
}

impl<'a> Call<'a> {
    /// The methods of an instance: the first argument must be of kind `kind`.
    ///
    /// # Errors
    /// Lowdefy's texts for an unknown method, parameters of another kind, and another instance.
    pub(crate) fn instance(&self, kind: &str, prepare: Prepare, run: Run) -> OpResult {
        let label = self.args.method.unwrap_or("undefined");
        let row = self.row(label)?;
        let mut args = self.arguments(row, label)?;
        if args.is_empty() {
            args.push(Value::Undefined);
        }
        prepare(self.cx, row.name, &mut args)?;
        if type_of(&args[0]) != kind {
            return Err(self.fail(
                label,
                format!(
                    "{}.{label} must be evaluated on an {kind} instance. For named args provide an \
                     {kind} instance to the \"on\" property, for listed args provide and {kind} \
                     instance as the first element in the operator argument array.",
                    self.args.name
                ),
                None,
            ));
        }
        run(self.cx, row.name, args).map_err(|e| self.failed(label, e))
    }

    /// The functions of a class. Without a method the parameters may name it; else it is `default`.
    ///
    /// # Errors
    /// Lowdefy's texts for a missing or unknown method, and parameters of another kind.
    pub(crate) fn class(
        &self,
        default: Option<&'static str>,
        prepare: Prepare,
        run: Run,
    ) -> OpResult {
        let named;
        let label = match self.args.method.filter(|m| !m.is_empty()) {
            Some(method) => method,
            None => {
                named = js::to_text(self.args.params);
                match default {
                    _ if self.methods.iter().any(|m| m.name == named) => &named,
                    Some(method) => method,
                    None => return Err(self.no_method()),
                }
            }
        };
        let row = self.row(label)?;
        let mut args = self.arguments(row, label)?;
        prepare(self.cx, row.name, &mut args)?;
        run(self.cx, row.name, args).map_err(|e| self.failed(label, e))
    }

    /// The complaint that there is no method.
    pub(crate) fn no_method(&self) -> OpError {
        let message = format!(
            "{} requires a valid method name, use one of the following: {}.",
            self.args.name,
            self.names()
        );
        self.fail(self.args.method.unwrap_or("undefined"), message, None)
    }

    fn names(&self) -> String {
        self.methods
            .iter()
            .map(|m| m.name)
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn row(&self, label: &str) -> Result<&'static Method, OpError> {
        let name = self.args.name;
        let Some(row) = self.methods.iter().find(|m| m.name == label) else {
            let names = self.names();
            let message =
                format!("{name}.{label} is not supported, use one of the following: {names}.");
            return Err(self.fail(label, message, None));
        };
        let kind = type_of(self.args.params);
        if row.accepts.is_empty() || row.accepts.split(", ").any(|k| k == kind) {
            return Ok(row);
        }
        let message = format!(
            "{name}.{label} accepts one of the following types: {}.",
            row.accepts
        );
        Err(self.fail(label, message, None))
    }

    fn arguments(&self, row: &Method, label: &str) -> Result<Vec<Value>, OpError> {
        let params = self.args.params;
        let (names, spread) = match row.takes {
            Takes::Nothing => return Ok(Vec::new()),
            Takes::One => return Ok(vec![params.clone()]),
            Takes::List => ("", None),
            Takes::Named(names) => (names, None),
            Takes::Spread(names, spread) => (names, Some(spread)),
        };
        if let Value::List(items) = params {
            return Ok(items.to_vec());
        }
        let mut args: Vec<Value> = names
            .split(' ')
            .map(|name| params.key(name).clone())
            .collect();
        if let Some(key) = spread {
            let Value::List(items) = params.key(key) else {
                let name = self.args.name;
                let message = format!("{name}.{label} takes an array as input argument for {key}.");
                return Err(self.fail(label, message, None));
            };
            args.extend(items.iter().cloned());
        }
        Ok(args)
    }

    fn failed(&self, label: &str, error: OpError) -> OpError {
        if error.whole {
            return error;
        }
        let named = |message: &str| format!("{}.{label} - {message}", self.args.name);
        let (message, told) = (named(&error.message), named(error.complaint()));
        self.fail(label, message, error.received).without(told)
    }

    /// A complaint that shows what was received as Lowdefy does: `{"_string.trim":[…]}`.
    fn fail(&self, label: &str, message: String, received: Option<Value>) -> OpError {
        let full = format!("{}.{label}", self.args.name);
        let params = received.unwrap_or_else(|| self.args.params.clone());
        if matches!(params, Value::Undefined | Value::Function(_)) {
            // In an object JSON would drop it; Lowdefy pastes it.
            let at = self.cx.location;
            let whole = format!("{message} Received: {{\"{full}\":undefined}} at {at}.");
            return OpError::whole(whole).without(message);
        }
        OpError::new(message).received(Value::object([(&*full, params)]))
    }
}

/// A [`Prepare`] that does nothing.
pub(crate) fn as_given(_: &Cx<'_>, _: &str, _: &mut Vec<Value>) -> Result<(), OpError> {
    Ok(())
}

/// Sets the first argument where it is missing or null.
pub(crate) fn fill_first(args: &mut Vec<Value>, value: impl FnOnce() -> Value) {
    match args.first_mut() {
        Some(first) if first.is_none() => *first = value(),
        Some(_) => {}
        None => args.push(value()),
    }
}

/// A complaint of a method; a short constructor for the many.
pub(crate) fn fail<T>(message: impl Into<std::borrow::Cow<'static, str>>) -> Result<T, OpError> {
    Err(OpError::new(message))
}

/// Lowdefy's `type.typeOf`.
pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Undefined => "undefined",
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Date(_) => "date",
        Value::List(_) => "array",
        Value::Map(_) => "object",
        Value::Function(_) => "function",
        Value::Error(_) => "error",
    }
}

/// A value as V8 prints it within an error text.
pub(crate) fn label(value: &Value) -> String {
    match value {
        Value::List(_) => "[object Array]".to_owned(),
        Value::Map(_) => "#<Object>".to_owned(),
        Value::Date(_) => "[object Date]".to_owned(),
        v => js::to_text(v),
    }
}

/// The complaint about what should be a function.
pub(crate) fn no_function(value: &Value) -> OpError {
    let error = OpError::new(format!("{} is not a function", label(value)));
    error.without("The callback is not a function")
}

/// What is told of a regular expression that is none: it may be somebody's data.
pub(crate) const NO_REGEX: &str = "The regular expression is not valid.";

/// Argument `i`; undefined where there are fewer.
pub(crate) fn arg(args: &[Value], i: usize) -> &Value {
    static UNDEFINED: Value = Value::Undefined;
    args.get(i).unwrap_or(&UNDEFINED)
}

/// JavaScript's `ToIntegerOrInfinity`.
pub(crate) fn to_integer(value: &Value) -> f64 {
    let n = js::to_number(value);
    if n.is_nan() { 0.0 } else { n.trunc() + 0.0 }
}

/// An index counted from the end where it is negative, within 0 and `len`; `default` for undefined.
pub(crate) fn relative_index(value: &Value, len: usize, default: usize) -> usize {
    if value.is_undefined() {
        return default;
    }
    let n = to_integer(value);
    let from_start = if n < 0.0 { len as f64 + n } else { n };
    from_start.clamp(0.0, len as f64) as usize
}

/// Calls `function`. An error in its body fails the call, as JavaScript's exceptions do.
pub(crate) fn call(cx: &Cx<'_>, function: &engine::Function, args: &[Value]) -> OpResult {
    let errors = ErrorSink::default();
    let value = Cx {
        errors: &errors,
        ..*cx
    }
    .call(function, args)?;
    match errors.take().into_iter().next() {
        None => Ok(value),
        Some(error) => {
            let named = |message: &str| format!("Error: Operator Error: {message}");
            Err(OpError::new(named(&error.message)).without(named(&error.complaint)))
        }
    }
}

/// Bytes of text that an operator makes at most.
const MAX_TEXT: usize = 16 << 20;

/// Items of a list that an operator makes at most.
const MAX_ITEMS: usize = 1_000_000;

/// # Errors
/// For text of more than 16 MiB.
pub(crate) fn check_text(len: f64) -> Result<(), OpError> {
    if len > MAX_TEXT as f64 {
        fail("Invalid string length")
    } else {
        Ok(())
    }
}

/// # Errors
/// For a value that takes more than 16 MiB when it is written.
pub(crate) fn check_value(value: &Value) -> Result<(), OpError> {
    if value.exceeds(MAX_TEXT) {
        fail("Invalid string length")
    } else {
        Ok(())
    }
}

/// What a value that is made step by step may weigh, in bytes.
const MAX_MADE: usize = 64 << 20;

/// Steps after which it is looked at again.
const STEPS: usize = 16;

/// Looks at what step `i` of a loop has made of the steps before; a loop over what comes from outside
/// must not make what nobody can hold.
///
/// # Errors
/// For a value that is too large or too deep.
pub(crate) fn check_step(i: usize, value: &Value) -> Result<(), OpError> {
    if i % STEPS == STEPS - 1 && value.exceeds(MAX_MADE) {
        fail("The value is too large or nested too deeply.")
    } else {
        Ok(())
    }
}

/// # Errors
/// For more than a million items.
pub(crate) fn check_items(len: usize) -> Result<(), OpError> {
    if len > MAX_ITEMS {
        fail("Invalid array length")
    } else {
        Ok(())
    }
}
