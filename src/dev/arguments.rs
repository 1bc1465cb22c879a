//! The arguments of `lath dev`, which are other names of settings.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::{Settings, settings};

/// What `lath dev` was told.
#[derive(Debug, Default, PartialEq)]
pub struct Arguments {
    /// The app's folder.
    pub dir: Option<PathBuf>,
    /// `--port`
    pub port: Option<u16>,
    /// `--watch`, each.
    pub watch: Vec<PathBuf>,
    /// `--watch-ignore`, each.
    pub watch_ignore: Vec<String>,
}

/// The arguments after `dev`.
///
/// # Errors
/// For what is none.
pub fn arguments(args: &[&str]) -> Result<Arguments, String> {
    let mut out = Arguments::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || match args.next() {
            Some(value) => Ok(*value),
            None => Err(format!("`{arg}` needs a value")),
        };
        match *arg {
            "--port" => {
                let port = value()?.parse();
                out.port = Some(port.map_err(|_| "`--port` is a number up to 65535".to_owned())?);
            }
            "--watch" => out.watch.push(value()?.into()),
            "--watch-ignore" => out.watch_ignore.push(value()?.to_owned()),
            arg if arg.starts_with('-') => return Err(format!("there is no option `{arg}`")),
            arg if out.dir.is_none() => out.dir = Some(arg.into()),
            arg => return Err(format!("one folder is served, not `{arg}` too")),
        }
    }
    Ok(out)
}

impl Arguments {
    /// The settings that they ask for, with the environment and the app's `.env`.
    pub fn settings(self) -> Settings {
        let own = settings::environment(None);
        let named = own.get("LATH_CONFIG_DIR").filter(|dir| !dir.is_empty());
        let dir = self.dir.or(named.map(Into::into));
        let dir = dir.unwrap_or_else(|| ".".into());
        let mut vars: BTreeMap<String, String> = settings::environment(Some(&dir));
        let mut set = |name: &str, value: String| vars.insert(name.to_owned(), value);
        set("LATH_DEV", "1".to_owned());
        set("LATH_CONFIG_DIR", dir.display().to_string());
        if let Some(port) = self.port {
            set("LATH_ADDR", format!("127.0.0.1:{port}"));
        }
        let mut settings = Settings::of(&vars);
        settings.watch.extend(self.watch);
        settings.watch_ignore.extend(self.watch_ignore);
        settings
    }
}
