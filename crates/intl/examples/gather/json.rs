//! CLDR's JSON.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// The folder that has the packages.
pub(crate) struct Source {
    root: PathBuf,
}

impl Source {
    pub(crate) fn new(root: &str) -> Source {
        Source { root: root.into() }
    }

    /// Every locale that has dates.
    pub(crate) fn locales(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let folder = self.root.join("cldr-dates-full/main");
        let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
        let names: Result<Vec<_>, std::io::Error> = names.collect();
        Ok(names?
            .into_iter()
            .map(|name| name.to_string_lossy().into_owned())
            .collect())
    }

    /// What a file of a locale says under `key`.
    pub(crate) fn main(
        &self,
        package: &str,
        locale: &str,
        file: &str,
        key: &str,
    ) -> Result<Value, Box<dyn Error>> {
        let path = format!("cldr-{package}-full/main/{locale}/{file}.json");
        let mut value = self.read(&path)?;
        Ok(value["main"][locale][key].take())
    }

    /// What a file about the world says under `key`.
    pub(crate) fn world(&self, file: &str, key: &str) -> Result<Value, Box<dyn Error>> {
        let mut value = self.read(&format!("cldr-core/supplemental/{file}.json"))?;
        Ok(value["supplemental"][key].take())
    }

    /// What the names of time zones are aliases of.
    pub(crate) fn time_zones(&self) -> Result<Value, Box<dyn Error>> {
        let mut value = self.read("cldr-bcp47/bcp47/timezone.json")?;
        Ok(value["keyword"]["u"]["tz"].take())
    }

    fn read(&self, path: &str) -> Result<Value, Box<dyn Error>> {
        let path = self.root.join(path);
        let text = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(serde_json::from_slice(&text)?)
    }
}

/// The text, or none.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The entries of an object.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Texts at `keys`, parted by `|`, without empty ones at the end.
pub(crate) fn list(value: &Value, keys: &[&str]) -> String {
    let texts: Vec<&str> = keys.iter().map(|key| text(&value[*key])).collect();
    texts.join("|").trim_end_matches('|').to_owned()
}

/// The forms of `prefix`, such as `unitPattern-count-`: `one:…~other:…`, or one text for all.
pub(crate) fn forms(value: &Value, prefix: &str) -> String {
    let forms =
        entries(value).filter_map(|(key, form)| Some((key.strip_prefix(prefix)?, text(form))));
    let forms: Vec<_> = forms
        .filter(|(count, _)| !count.contains("-alt-"))
        .collect();
    let other = forms.iter().find(|(count, _)| *count == "other");
    let Some((_, other)) = other else {
        return String::new();
    };
    let mut parts: Vec<String> = forms
        .iter()
        .filter(|(count, form)| *count != "other" && form != other)
        .map(|(count, form)| format!("{count}:{form}"))
        .collect();
    parts.push((*other).to_owned());
    parts.join("~")
}
