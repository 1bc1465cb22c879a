//! Events: lists of actions, run one after the other, with catch, debounce and messages.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::{Map, Root, Str, Value};
use model::{Action, Debounce, Event};

use crate::actions::{self, ActionCx, ActionError};
use crate::ahead::Ahead;
use crate::app::lock;
use crate::{InstanceId, PageCx, ToastStatus};

/// Events that are kept in the log.
const LOG_LIMIT: usize = 100;

/// Seconds that the toast of a failed action stays.
const ERROR_SECONDS: f64 = 6.0;
/// Seconds that other toasts stay.
const TOAST_SECONDS: f64 = 5.0;

/// How an event went.
#[derive(Clone, Debug, PartialEq)]
pub struct EventResult {
    /// The block.
    pub block_id: Str,
    /// The event.
    pub event_name: Str,
    /// What the block sent along.
    pub event: Value,
    /// Responses by action id: `{type, index, response | error, skipped?}`.
    pub responses: Value,
    /// No action failed.
    pub success: bool,
    /// A later call took its place, or an earlier one is recent.
    pub bounced: bool,
    /// Clock, milliseconds.
    pub start: f64,
    /// Clock, milliseconds.
    pub end: f64,
    /// The failure: `{error: {type, error, index}, action: {id, type}}`.
    pub error: Value,
}

impl EventResult {
    /// As the event log has it.
    pub fn to_value(&self) -> Value {
        Value::object([
            ("blockId", Value::String(self.block_id.clone())),
            ("bounced", Value::Bool(self.bounced)),
            ("endTimestamp", Value::Date(self.end)),
            ("error", self.error.clone()),
            ("event", self.event.clone()),
            ("eventName", Value::String(self.event_name.clone())),
            ("responses", self.responses.clone()),
            ("startTimestamp", Value::Date(self.start)),
            ("success", Value::Bool(self.success)),
        ])
    }
}

/// Which calls wait for calm: per block and event the number of the newest call, and until when
/// calls are dropped.
#[derive(Default)]
pub(crate) struct Debouncer(BTreeMap<(InstanceId, Str), Waiting>);

#[derive(Default, Clone, Copy)]
struct Waiting {
    newest: u64,
    until: f64,
}

/// How one action went; none says that it was skipped.
pub(crate) type Outcome = Result<Option<Value>, ActionError>;

/// The end of a list of actions.
struct Run {
    responses: Map,
    failed: Option<Value>,
}

impl PageCx {
    /// Runs an event of a block and gives its result, which is also put into the event log.
    pub async fn trigger_event(&self, id: InstanceId, name: &str, event: Value) -> EventResult {
        let (block, block_id) = self.with_store(|store| {
            let instance = &store.instances[id];
            (Arc::clone(&instance.block), instance.id.clone())
        });
        let app = self.0.app.clone();
        let mut result = EventResult {
            block_id: block_id.clone(),
            event_name: name.into(),
            event: event.clone(),
            responses: Value::object([]),
            success: true,
            bounced: false,
            start: app.now(),
            end: app.now(),
            error: Value::Undefined,
        };
        let Some(found) = block.event(name).filter(|e| !e.actions.is_empty()) else {
            return result;
        };
        if !self.calm(id, name, found.debounce).await {
            result.bounced = true;
            self.log_event(&result);
            return result;
        }
        self.set_running(id, name, true);
        app.add_progress();
        let cx = ActionCx::new(
            self,
            id,
            &block_id,
            Some(event).filter(|e| !e.is_undefined()),
        );
        let run = self.run_event(found, &cx).await;
        app.end_progress();
        self.set_running(id, name, false);
        result.end = app.now();
        result.success = run.failed.is_none();
        result.error = run.failed.unwrap_or(Value::Undefined);
        result.responses = Value::map(run.responses);
        self.log_event(&result);
        result
    }

    async fn run_event(&self, event: &Event, cx: &ActionCx) -> Run {
        let mut run = self.run_actions(&event.actions, cx, Map::new()).await;
        if run.failed.is_some() {
            let caught = self.run_actions(&event.catch, cx, run.responses).await;
            run.responses = caught.responses;
        }
        run
    }

    async fn run_actions(&self, list: &[Action], cx: &ActionCx, mut responses: Map) -> Run {
        let mut ahead = Ahead::default();
        for (index, action) in list.iter().enumerate() {
            if !ahead.covers(index) {
                ahead = self.run_ahead(list, index, cx).await;
            }
            let cx = cx.for_action(action, Value::map(responses.clone()));
            let (is_async, errors) = self.eval(
                cx.instance,
                &action.is_async,
                cx.event.as_ref(),
                Some(&cx.actions),
            );
            if is_async == Value::Bool(true) && errors.is_empty() {
                let (page, action) = (self.clone(), action.clone());
                self.0.app.backend().spawn(Box::pin(async move {
                    page.run_action(&action, &cx).await.ok();
                }));
                continue;
            }
            let outcome = match ahead.take(index) {
                Some(outcome) => outcome,
                None => self.run_action(action, &cx).await,
            };
            let failed = outcome.is_err();
            let response = response_of(action, index, outcome);
            responses.insert(action.id.clone(), response.clone());
            if failed {
                let action = [
                    ("id", action.id.clone().into()),
                    ("type", action.kind.clone().into()),
                ];
                let failure =
                    Value::object([("error", response), ("action", Value::object(action))]);
                return Run {
                    responses,
                    failed: Some(failure),
                };
            }
        }
        Run {
            responses,
            failed: None,
        }
    }

    /// Runs one action with its messages. None says that it was skipped.
    pub(crate) async fn run_action(&self, action: &Action, cx: &ActionCx) -> Outcome {
        let app = &self.0.app;
        let eval =
            |expr, actions: &Value| self.eval(cx.instance, expr, cx.event.as_ref(), Some(actions));
        let (messages, _) = eval(&action.messages, &cx.actions);
        let evaluated = [
            eval(&action.skip, &cx.actions),
            eval(&action.params, &cx.actions),
        ];
        let failure = evaluated
            .iter()
            .flat_map(|(_, errors)| errors)
            .next()
            .cloned();
        let outcome = match (failure, evaluated) {
            (None, [(Value::Bool(true), _), _]) => return Ok(None),
            (None, [_, (params, _)]) => {
                let loading = self.show_message(
                    messages.key("loading"),
                    &app.say("engine.action.loading", "Loading"),
                    ToastStatus::Loading,
                    false,
                    0.0,
                );
                let outcome = match actions::find(&action.kind) {
                    Some(entry) => (entry.run)(cx.clone(), params).await,
                    None => Err(unknown(action, cx)),
                };
                if let Some(toast) = loading {
                    app.close_toast(toast);
                }
                outcome
            }
            (Some(error), _) => Err(ActionError::of_eval(&error)),
        };
        match outcome {
            Ok(response) => {
                self.show_message(
                    messages.key("success"),
                    &app.say("engine.action.success", "Success"),
                    ToastStatus::Success,
                    false,
                    TOAST_SECONDS,
                );
                Ok(Some(response))
            }
            Err(error) => {
                // Evaluated again: the message may tell of the failure through `_actions`.
                let mut actions = cx.actions.clone();
                let entry = [
                    ("error", error.to_value()),
                    ("type", action.kind.clone().into()),
                ];
                actions
                    .make_map()
                    .insert(action.id.clone(), Value::object(entry));
                let (messages, _) = eval(&action.messages, &actions);
                let default = if error.message.is_empty() {
                    "Action unsuccessful"
                } else {
                    &error.message
                };
                self.show_message(
                    messages.key("error"),
                    default,
                    ToastStatus::Error,
                    true,
                    ERROR_SECONDS,
                );
                app.backend()
                    .report(&error.message, &cx.block_id, action.key.as_deref());
                Err(error)
            }
        }
    }

    /// Shows a message of an action: text or true shows it, false hides it, and where there is none
    /// `by_default` decides.
    fn show_message(
        &self,
        message: &Value,
        default: &str,
        status: ToastStatus,
        by_default: bool,
        seconds: f64,
    ) -> Option<u64> {
        let shown = match message {
            Value::String(_) | Value::Bool(true) => true,
            Value::Bool(false) => false,
            _ => by_default,
        };
        shown.then(|| {
            let content = message.as_str().unwrap_or(default).to_owned();
            self.0
                .app
                .show_toast(content, status, Value::Undefined, seconds)
        })
    }

    /// Waits as `debounce` says. False: this call does not run.
    async fn calm(&self, id: InstanceId, name: &str, debounce: Option<Debounce>) -> bool {
        let Some(Debounce { ms, immediate }) = debounce else {
            return true;
        };
        let key = (id, Str::from(name));
        let now = self.0.app.backend().now();
        let mine = {
            let mut debouncer = lock(&self.0.debouncer);
            let waiting = debouncer.0.entry(key.clone()).or_default();
            if immediate {
                let run = now >= waiting.until;
                waiting.until = if run { now + ms } else { waiting.until };
                return run;
            }
            waiting.newest += 1;
            waiting.newest
        };
        self.0.app.backend().sleep(ms).await;
        lock(&self.0.debouncer)
            .0
            .get(&key)
            .is_some_and(|w| w.newest == mine)
    }

    fn set_running(&self, id: InstanceId, name: &str, running: bool) {
        let signal = self.with_store(|store| {
            let instance = &mut store.instances[id];
            match instance.running.iter().position(|n| &**n == name) {
                Some(at) if !running => {
                    instance.running.remove(at);
                }
                _ if running => instance.running.push(name.into()),
                _ => {}
            }
            instance.changed.clone()
        });
        signal.notify();
    }

    fn log_event(&self, result: &EventResult) {
        let entry = result.to_value();
        self.mutate(|store| {
            let log = store.world.event_log.make_list();
            log.insert(0, entry);
            log.truncate(LOG_LIMIT);
            store.touch(Root::EventLog, "");
        });
    }
}

fn response_of(action: &Action, index: usize, outcome: Outcome) -> Value {
    let mut entry = Map::new();
    entry.insert("type", action.kind.clone().into());
    match outcome {
        Ok(Some(response)) => entry.insert("response", response),
        Ok(None) => entry.insert("skipped", Value::Bool(true)),
        Err(error) => entry.insert("error", error.to_value()),
    };
    entry.insert("index", index.into());
    Value::map(entry)
}

fn unknown(action: &Action, cx: &ActionCx) -> ActionError {
    ActionError::new(format!(
        "Invalid action type \"{}\" at \"{}\".",
        action.kind, cx.block_id
    ))
}

impl ActionError {
    fn of_eval(error: &engine::EvalError) -> ActionError {
        ActionError::new(error.message.clone())
    }
}
