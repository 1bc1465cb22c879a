//! Values on their way into JavaScript and out of it.

use std::fmt;
use std::sync::Arc;

use engine::script::{MAX_DEPTH, MAX_VALUES, refused};
use engine::{ErrorValue, Function as Callable, Map, Script, Str, Value};
use rquickjs::function::Rest;
use rquickjs::{Array, Ctx, Exception, Function, Object, Type};

/// A value of JavaScript.
type Js<'js> = rquickjs::Value<'js>;

/// A key of an object or an index of a list, on the way to a function within an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Key {
    Index(usize),
    Name(Str),
}

/// Why a value cannot cross.
pub(crate) enum Refusal {
    /// What the engine says: an exception is waiting.
    Engine(rquickjs::Error),
    /// Something that is no value of configuration.
    Kind(&'static str),
}

impl From<rquickjs::Error> for Refusal {
    fn from(error: rquickjs::Error) -> Refusal {
        Refusal::Engine(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Engine(error) => write!(f, "{error}"),
            Refusal::Kind(what) => f.write_str(what),
        }
    }
}

/// What `prelude.js` offers.
#[derive(Clone)]
pub(crate) struct Tools<'js> {
    pub(crate) start: Function<'js>,
    time_of: Function<'js>,
    make_date: Function<'js>,
    make_error: Function<'js>,
    well_formed: Function<'js>,
    is_plain: Function<'js>,
}

impl<'js> Tools<'js> {
    pub(crate) fn of(tools: &Object<'js>) -> rquickjs::Result<Tools<'js>> {
        Ok(Tools {
            start: tools.get("start")?,
            time_of: tools.get("timeOf")?,
            make_date: tools.get("makeDate")?,
            make_error: tools.get("makeError")?,
            well_formed: tools.get("wellFormed")?,
            is_plain: tools.get("isPlain")?,
        })
    }

    /// Text, with `�` in place of what is no Unicode.
    pub(crate) fn text(&self, text: &rquickjs::String<'js>) -> rquickjs::Result<String> {
        match text.to_string() {
            Err(rquickjs::Error::Utf8(_)) => {
                let formed: rquickjs::String<'js> = self.well_formed.call((text.clone(),))?;
                formed.to_string()
            }
            text => text,
        }
    }

    /// `value` as JavaScript has it.
    pub(crate) fn to_js(&self, ctx: &Ctx<'js>, value: &Value) -> rquickjs::Result<Js<'js>> {
        self.make(ctx, value, 0)
    }

    fn make(&self, ctx: &Ctx<'js>, value: &Value, depth: usize) -> rquickjs::Result<Js<'js>> {
        if depth > MAX_DEPTH {
            let message = "the value is nested too deeply for JavaScript";
            return Err(Exception::throw_range(ctx, message));
        }
        Ok(match value {
            Value::Undefined => Js::new_undefined(ctx.clone()),
            Value::Null => Js::new_null(ctx.clone()),
            Value::Bool(b) => Js::new_bool(ctx.clone(), *b),
            // A zero would lose its sign as a whole number.
            Value::Number(n) if *n == 0.0 => Js::new_float(ctx.clone(), *n),
            Value::Number(n) => Js::new_number(ctx.clone(), *n),
            Value::String(text) => rquickjs::String::from_str(ctx.clone(), text)?.into_value(),
            Value::Date(ms) => self.make_date.call((*ms,))?,
            Value::List(items) => {
                let list = Array::new(ctx.clone())?;
                for (i, item) in items.iter().enumerate() {
                    list.set(i, self.make(ctx, item, depth + 1)?)?;
                }
                list.into_value()
            }
            Value::Map(map) => self.object(ctx, map, depth)?.into_value(),
            Value::Function(function) => self.callable(ctx, function)?.into_value(),
            Value::Error(error) => {
                let extra = self.object(ctx, &error.extra, depth)?;
                self.make_error
                    .call((&*error.name, &*error.message, extra))?
            }
        })
    }

    fn object(&self, ctx: &Ctx<'js>, map: &Map, depth: usize) -> rquickjs::Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        for (key, value) in map.iter() {
            let value = self.make(ctx, value, depth + 1)?;
            if &**key == "__proto__" {
                // Setting it would change what the object inherits.
                continue;
            }
            object.set(&**key, value)?;
        }
        Ok(object)
    }

    /// A function of configuration, callable while the call that was given it runs.
    fn callable(
        &self,
        ctx: &Ctx<'js>,
        function: &Arc<Callable>,
    ) -> rquickjs::Result<Function<'js>> {
        let function = Arc::clone(function);
        let tools = self.clone();
        Function::new(ctx.clone(), move |ctx: Ctx<'js>, args: Rest<Js<'js>>| {
            let args: Result<Vec<Value>, Refusal> = args
                .0
                .into_iter()
                .map(|arg| tools.value_of(arg, None))
                .collect();
            let args = args.map_err(|refusal| thrown(&ctx, refusal))?;
            let answer = Script::current(|script| script.cx.call(&function, &args));
            match answer {
                Some(Ok(value)) => tools.to_js(&ctx, &value),
                Some(Err(error)) => Err(Exception::throw_message(&ctx, &error.message)),
                None => Err(Exception::throw_message(&ctx, "the call has ended")),
            }
        })
    }

    /// `value` as configuration has it. `to_function` makes a function of the place of one; without
    /// it, functions are refused.
    pub(crate) fn value_of(
        &self,
        value: Js<'js>,
        to_function: Option<&ToFunction<'_>>,
    ) -> Result<Value, Refusal> {
        let mut out = Out {
            tools: self,
            to_function,
            around: Vec::new(),
            place: Vec::new(),
            n_values: 0,
        };
        out.value(value)
    }
}

/// Makes a function of the place of one within an answer.
pub(crate) type ToFunction<'a> = dyn Fn(Vec<Key>) -> Value + 'a;

/// The refusal as an exception.
pub(crate) fn thrown(ctx: &Ctx<'_>, refusal: Refusal) -> rquickjs::Error {
    match refusal {
        Refusal::Engine(error) => error,
        Refusal::Kind(what) => Exception::throw_type(ctx, what),
    }
}

/// One value on its way out.
struct Out<'a, 'js> {
    tools: &'a Tools<'js>,
    to_function: Option<&'a ToFunction<'a>>,
    /// Lists and objects around.
    around: Vec<Js<'js>>,
    place: Vec<Key>,
    n_values: usize,
}

impl<'js> Out<'_, 'js> {
    fn value(&mut self, value: Js<'js>) -> Result<Value, Refusal> {
        self.n_values += 1;
        if self.n_values > MAX_VALUES {
            return Err(Refusal::Kind(refused::SIZE));
        }
        match value.type_of() {
            Type::Undefined | Type::Uninitialized => Ok(Value::Undefined),
            Type::Null => Ok(Value::Null),
            Type::Bool => Ok(Value::Bool(value.as_bool().unwrap_or_default())),
            Type::Int | Type::Float => Ok(Value::Number(value.as_number().unwrap_or(f64::NAN))),
            Type::String => {
                let text = value.as_string().map(|text| self.tools.text(text));
                Ok(Value::from(text.transpose()?.unwrap_or_default()))
            }
            Type::Symbol => Err(Refusal::Kind(refused::SYMBOL)),
            Type::BigInt => Err(Refusal::Kind(refused::BIG_INT)),
            Type::Promise => Err(Refusal::Kind(refused::PROMISE)),
            Type::Constructor | Type::Function => match self.to_function {
                Some(to_function) => Ok(to_function(self.place.clone())),
                None => Err(Refusal::Kind(refused::FUNCTION)),
            },
            Type::Module | Type::Unknown => Err(Refusal::Kind("something that is no value")),
            _ => self.within(value),
        }
    }

    /// A list, an object, or an instance of a class.
    fn within(&mut self, value: Js<'js>) -> Result<Value, Refusal> {
        if self.around.len() >= MAX_DEPTH {
            return Err(Refusal::Kind(refused::DEPTH));
        }
        if self.around.contains(&value) {
            return Err(Refusal::Kind(refused::CYCLE));
        }
        self.around.push(value.clone());
        let out = match (value.as_array(), value.as_object()) {
            (Some(list), _) => self.list(list),
            (None, Some(object)) => self.object(object),
            (None, None) => Err(Refusal::Kind("something that is no value")),
        };
        self.around.pop();
        out
    }

    fn list(&mut self, list: &Array<'js>) -> Result<Value, Refusal> {
        let len: f64 = list.as_object().get("length")?;
        if len > MAX_VALUES as f64 {
            return Err(Refusal::Kind(refused::SIZE));
        }
        let mut items = Vec::new();
        for i in 0..len as usize {
            self.place.push(Key::Index(i));
            items.push(self.value(list.get(i)?)?);
            self.place.pop();
        }
        Ok(items.into())
    }

    fn object(&mut self, object: &Object<'js>) -> Result<Value, Refusal> {
        if !self.tools.is_plain.call::<_, bool>((object.clone(),))? {
            let ms: Option<f64> = self.tools.time_of.call((object.clone(),))?;
            if let Some(ms) = ms {
                return Ok(Value::Date(ms));
            }
            if object.as_value().is_error() {
                return self.error(object);
            }
        }
        Ok(self.entries(object)?.into())
    }

    fn entries(&mut self, object: &Object<'js>) -> Result<Map, Refusal> {
        let mut map = Map::new();
        for entry in object.props::<rquickjs::String<'js>, Js<'js>>() {
            let (key, value) = entry?;
            let key = Str::from(self.tools.text(&key)?);
            self.place.push(Key::Name(Str::clone(&key)));
            map.insert(key, self.value(value)?);
            self.place.pop();
        }
        Ok(map)
    }

    fn error(&mut self, object: &Object<'js>) -> Result<Value, Refusal> {
        let (name, message) = described(self.tools, object)?;
        let mut extra = self.entries(object)?;
        extra.remove("name");
        extra.remove("message");
        Ok(Value::Error(Arc::new(ErrorValue {
            name: name.into(),
            message: message.into(),
            extra,
        })))
    }
}

/// Class and message of an error.
pub(crate) fn described<'js>(
    tools: &Tools<'js>,
    error: &Object<'js>,
) -> rquickjs::Result<(String, String)> {
    let text = |key: &str| -> rquickjs::Result<String> {
        let value: Js<'js> = error.get(key)?;
        let text = value.as_string().map(|text| tools.text(text));
        Ok(text.transpose()?.unwrap_or_default())
    };
    Ok((text("name")?, text("message")?))
}
