//! Options as JavaScript reads them, and its complaints.

/// A value that was given for an option.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// `null`.
    Null,
    /// Text, and any value that is none of the others, as text.
    Text(String),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
}

/// The options of a formatter: what is given under a name.
pub type Settings<'a> = &'a dyn Fn(&str) -> Option<Setting>;

/// Reads the options of one class.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    class: &'static str,
    settings: Settings<'a>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(class: &'static str, settings: Settings<'a>) -> Reader<'a> {
        Reader { class, settings }
    }

    pub(crate) fn raw(&self, name: &str) -> Option<Setting> {
        (self.settings)(name)
    }

    /// The option as text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(|setting| match setting {
            Setting::Null => "null".to_owned(),
            Setting::Text(text) => text,
            Setting::Number(n) => n.to_string(),
            Setting::Bool(yes) => yes.to_string(),
        })
    }

    /// One of `allowed`, which are parted by spaces.
    pub(crate) fn one_of(&self, name: &str, allowed: &str) -> Result<Option<String>, String> {
        match self.text(name) {
            Some(text) if !allowed.split(' ').any(|known| known == text) => {
                Err(self.out_of_range(name, &text))
            }
            text => Ok(text),
        }
    }

    /// As `one_of`, with what holds where nothing is given: the first that is allowed.
    pub(crate) fn choice(&self, name: &str, allowed: &str) -> Result<String, String> {
        let first = allowed.split(' ').next().unwrap_or_default();
        let chosen = self.one_of(name, allowed)?;
        Ok(chosen.unwrap_or_else(|| first.to_owned()))
    }

    pub(crate) fn out_of_range(&self, name: &str, value: &str) -> String {
        let class = self.class;
        format!("Value {value} out of range for Intl.{class} options property {name}")
    }

    /// A truth value: anything but nothing, zero and false.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.raw(name).map(|setting| match setting {
            Setting::Null => false,
            Setting::Text(text) => !text.is_empty(),
            Setting::Number(n) => n != 0.0 && !n.is_nan(),
            Setting::Bool(yes) => yes,
        })
    }

    /// A whole number within `least` and `most`.
    pub(crate) fn number(&self, name: &str, least: u32, most: u32) -> Result<Option<u32>, String> {
        let number = match self.raw(name) {
            None => return Ok(None),
            Some(Setting::Null) => 0.0,
            Some(Setting::Number(n)) => n,
            Some(Setting::Bool(yes)) => f64::from(u8::from(yes)),
            Some(Setting::Text(text)) => match text.trim() {
                "" => 0.0,
                text => text.parse().unwrap_or(f64::NAN),
            },
        };
        if (f64::from(least)..=f64::from(most)).contains(&number) {
            Ok(Some(number.floor() as u32))
        } else {
            Err(format!("{name} value is out of range."))
        }
    }
}
