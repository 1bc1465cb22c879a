//! `required` and `validate`: their outcome, and for which blocks it is shown.

use engine::{Cx, Expr, Root, Str, Value, js, messages};
use model::Block;

use crate::instance::Validation;
use crate::slots::Slots;
use crate::{InstanceId, PageCx};

/// The message where a required value is missing and the app gives none.
const REQUIRED: &str = "This field is required";

/// Runs the tests of a block. Status is left out; see [`status`].
pub(crate) fn run(block: &Block, required: &Value, cx: &Cx<'_>) -> Validation {
    let mut out = Validation::default();
    // Whatever is computed requires a value, unless it is false.
    let none = block.required.as_const().is_some_and(Value::is_none);
    let message = match required {
        Value::Bool(false) => None,
        Value::String(message) => Some(message.clone()),
        _ => (!none).then(|| {
            let i18n = cx.scope.read(Root::I18n, "");
            let own = messages::find(&i18n, None, "engine.validation.fieldRequired");
            own.and_then(|own| own.as_shared_str())
                .unwrap_or_else(|| REQUIRED.into())
        }),
    };
    if let Some(message) = message {
        out.tested = true;
        if cx.scope.read(Root::State, cx.location).is_none() {
            out.errors.push(message);
        }
    }
    if !block.validate.is_undefined() {
        tests(&block.validate, cx, &mut out);
    }
    out
}

fn tests(validate: &Expr, cx: &Cx<'_>, out: &mut Validation) {
    for test in validate.eval(cx).items() {
        out.tested = true;
        if js::truthy(test.key("pass")) {
            continue;
        }
        let message: Str = match test.key("message") {
            Value::String(message) => message.clone(),
            _ => "Validation failed".into(),
        };
        match test.key("status").as_str() {
            Some("warning") => out.warnings.push(message),
            _ => out.errors.push(message),
        }
    }
}

/// What is shown of it.
pub(crate) fn status(validation: &Validation, shown: bool) -> Option<&'static str> {
    if !shown || !validation.tested {
        None
    } else if !validation.errors.is_empty() {
        Some("error")
    } else if !validation.warnings.is_empty() {
        Some("warning")
    } else {
        Some("success")
    }
}

impl PageCx {
    /// Shows the outcome of the tests of blocks and gives the number of those with an error. `params`
    /// as the Validate action has them.
    ///
    /// # Errors
    /// The parameters name no blocks.
    pub fn validate(&self, params: &Value) -> Result<usize, &'static str> {
        let ids = self.show_validation(params, true)?;
        // What is hidden has no errors; its outcome is shown when it appears.
        let failed = |id: &&InstanceId| {
            self.with_store(|s| !s.instances[**id].now.validation.errors.is_empty())
        };
        Ok(ids.iter().filter(failed).count())
    }

    /// Shows or hides the outcome of the tests of blocks, and gives the blocks.
    ///
    /// # Errors
    /// As [`PageCx::validate`].
    pub(crate) fn show_validation(
        &self,
        params: &Value,
        shown: bool,
    ) -> Result<Vec<InstanceId>, &'static str> {
        let ids = self.matching(params)?;
        self.mutate(|store| {
            for id in &ids {
                store.instances[*id].show_validation = shown;
                store.mark(*id, Slots::VALIDATION);
            }
        });
        Ok(ids)
    }

    /// Blocks that `params` of Validate or ResetValidation name: all for none or true, ids, or
    /// `{blockIds, regex}`.
    fn matching(&self, params: &Value) -> Result<Vec<InstanceId>, &'static str> {
        let (ids, patterns) = match params {
            Value::Undefined | Value::Null | Value::Bool(true) => {
                (Value::Bool(true), &Value::Undefined)
            }
            Value::String(_) | Value::List(_) => (params.clone(), &Value::Undefined),
            Value::Map(_) => (params.key("blockIds").clone(), params.key("regex")),
            _ => return Err("Invalid validate params."),
        };
        let all = ids == Value::Bool(true) || (ids.is_none() && patterns.is_none());
        let (ids, patterns) = (texts(&ids), texts(patterns));
        let patterns: Vec<_> = patterns
            .iter()
            .filter_map(|p| engine::platform::Regex::new(p, "").ok())
            .collect();
        Ok(self.with_store(|store| {
            let live = store.instances.iter().enumerate().filter(|(_, i)| !i.gone);
            let named = live.filter(|(_, i)| {
                all || ids.iter().any(|id| **id == *i.id)
                    || patterns.iter().any(|p| p.is_match(&i.id) == Ok(true))
            });
            named.map(|(id, _)| id).collect()
        }))
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().map(js::to_text).collect(),
        Value::String(s) => vec![s.to_string()],
        _ => Vec::new(),
    }
}
