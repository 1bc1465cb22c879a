//! API endpoints: routines that are called by name.

use engine::{Str, Table, Value, serializer};

use crate::server::{Routine, Rule};
use crate::{Diagnostics, read};

/// An API endpoint.
pub struct Endpoint {
    /// Id.
    pub id: Str,
    /// Who may call it at all.
    pub kind: EndpointKind,
    /// Which users may call it.
    pub auth: Rule,
    /// What it does.
    pub routine: Routine,
    /// JSON Schema of the payload; undefined if anything may be sent.
    pub payload_schema: Value,
    /// Callers are answered at once, and it runs on.
    pub background: bool,
    /// It takes the request of another system as it is.
    pub webhook: bool,
    /// Its SQL steps on one connection, and those of endpoints that it calls, succeed together or not
    /// at all.
    pub transaction: bool,
    /// Rows of some of its steps go to the caller as they come.
    pub streams: bool,
    /// When it runs by itself.
    pub schedules: Vec<Schedule>,
    /// What a person is told that it does.
    pub description: Str,
    /// Place marker.
    pub key: Option<Str>,
}

/// Who may call an endpoint at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointKind {
    /// Pages, other systems, and other endpoints.
    Api,
    /// Other endpoints, and its schedules.
    Internal,
}

/// When an endpoint runs by itself.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// A cron pattern of five fields, or six with seconds first.
    pub cron: Str,
    /// The IANA time zone that the pattern is meant in; UTC if absent. Lowdefy does not have it.
    pub timezone: Option<Str>,
    /// What the routine gets as its payload.
    pub payload: Value,
}

impl Endpoint {
    /// Reads an artifact of `api/`.
    pub(crate) fn read(
        value: &Value,
        table: &'static Table,
        d: &mut Diagnostics,
    ) -> Option<Endpoint> {
        let fields = read::Fields::of(value, table, "an endpoint", d)?;
        let kind = fields.required_text("type", d)?;
        let kind = match &*kind {
            "Api" => EndpointKind::Api,
            "InternalApi" => EndpointKind::Internal,
            other => {
                d.within("type", |d| {
                    d.error(format!(
                        "an endpoint is an \"Api\" or an \"InternalApi\", not \"{other}\""
                    ));
                });
                return None;
            }
        };
        let flag = |key: &str| *fields.get(key) == Value::Bool(true);
        let schema =
            serializer::deserialize(&serializer::without_places(fields.get("payloadSchema")));
        let webhook = flag("webhook");
        if webhook && !schema.is_none() {
            d.within("payloadSchema", |d| {
                d.error("a webhook's payload is `body`, `query` and `headers`: it has no schema");
            });
        }
        if webhook && kind == EndpointKind::Internal {
            d.within("webhook", |d| {
                d.error("an \"InternalApi\" is called by the app alone: a webhook is an \"Api\"");
            });
        }
        let routine = d.within("routine", |d| {
            Routine::read(fields.get("routine"), table, d)
        });
        Some(Endpoint {
            id: fields.required_text("endpointId", d)?,
            kind,
            auth: Rule::read(fields.get("auth")),
            streams: routine.streams(),
            routine,
            payload_schema: schema,
            background: flag("async"),
            webhook,
            transaction: flag("transaction"),
            schedules: schedules(&fields, d),
            description: fields.text("description", d).unwrap_or_else(|| "".into()),
            key: fields.key(),
        })
    }
}

fn schedules(fields: &read::Fields<'_>, d: &mut Diagnostics) -> Vec<Schedule> {
    let items = fields.list("schedules", d);
    let read =
        |(i, item): (usize, &Value)| d.within("schedules", |d| d.within(i, |d| schedule(item, d)));
    items.iter().enumerate().filter_map(read).collect()
}

fn schedule(item: &Value, d: &mut Diagnostics) -> Option<Schedule> {
    let Some(cron) = item.key("cron").as_shared_str() else {
        d.error("a schedule needs a `cron` that is a string");
        return None;
    };
    let payload = serializer::deserialize(&serializer::without_places(item.key("payload")));
    if !payload.is_none() && payload.as_map().is_none() {
        d.within("payload", |d| d.error("expected an object"));
        return None;
    }
    Some(Schedule {
        cron,
        timezone: item.key("timezone").as_shared_str(),
        payload: payload.or(Value::object([])),
    })
}
