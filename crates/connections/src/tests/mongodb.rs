//! MongoDBCollection on a stand-in that speaks MongoDB's protocol. What it must be sent, and what
//! comes of its answers, was noted from Lowdefy's own connector: `vectors/mongodb.mjs`.

mod changes;
mod failures;
mod requests;
mod stand_in;

use std::time::Duration;

use engine::{Value, json};
use mongodb::bson::oid::ObjectId;
use mongodb::bson::spec::BinarySubtype;
use mongodb::bson::{self, Binary, Bson, DateTime, Document};

use crate::{Clients, ConnectCx, Error, RequestCx, RowStream, find};
use stand_in::{Answer, StandIn};

/// A collection on a stand-in, as a connection of an app.
struct Db {
    server: StandIn,
    clients: Clients,
    properties: Value,
}

impl Db {
    /// `more` are further properties as JSON members.
    async fn new(more: &str) -> Db {
        Db::at("/", more).await
    }

    /// `path` is the end of the connection string.
    async fn at(path: &str, more: &str) -> Db {
        let server = StandIn::start().await;
        let port = server.port;
        let text = format!(
            r#"{{"databaseUri":"mongodb://127.0.0.1:{port}{path}?replicaSet=rs",
                "collection":"orders","write":true{more}}}"#
        );
        Db {
            server,
            clients: Clients::new(ConnectCx::new(".")),
            properties: json::parse(text.as_bytes()).expect("properties"),
        }
    }

    /// Runs a request after telling the server what to say.
    async fn run(&self, kind: &str, request: &Value, says: &[Document]) -> Result<Value, Error> {
        self.server.says(says.iter().cloned().map(Answer::Reply));
        self.run_within(kind, request, None).await
    }

    async fn run_within(
        &self,
        kind: &str,
        request: &Value,
        timeout: Option<Duration>,
    ) -> Result<Value, Error> {
        let cx = cx(timeout);
        let entry = find("MongoDBCollection").expect("the connection");
        let client = self.clients.get(entry, "db", &self.properties).await?;
        let entry = entry.request(kind).expect("a request");
        (entry.schema)().validate(request).expect("a valid request");
        entry.run(&cx, &client, &self.properties, request).await
    }

    async fn stream(&self, kind: &str, request: &Value) -> Result<RowStream, Error> {
        let cx = cx(None);
        let entry = find("MongoDBCollection").expect("the connection");
        let client = self.clients.get(entry, "db", &self.properties).await?;
        let entry = entry.request(kind).expect("a request");
        entry.stream(&cx, &client, &self.properties, request).await
    }

    /// What the server was sent, without what is about sessions.
    fn commands(&self) -> Vec<Document> {
        let mut commands = self.server.commands();
        for command in &mut commands {
            for key in ["lsid", "txnNumber", "$clusterTime", "$readPreference"] {
                command.remove(key);
            }
        }
        commands
    }
}

fn cx(timeout: Option<Duration>) -> RequestCx<'static> {
    RequestCx {
        page_id: Some("page"),
        block_id: Some("button"),
        timeout,
        ..RequestCx::new("orders", "request")
    }
}

/// A document from extended JSON.
fn document(value: &Value) -> Document {
    match bson(value) {
        Bson::Document(document) => document,
        other => panic!("{other} is no document"),
    }
}

/// A value from extended JSON, with the order of its keys.
fn bson(value: &Value) -> Bson {
    let Some(map) = value.as_map() else {
        return match value {
            Value::List(items) => Bson::Array(items.iter().map(bson).collect()),
            Value::Number(n) => Bson::Int32(*n as i32),
            Value::String(text) => Bson::String(text.to_string()),
            Value::Bool(it) => Bson::Boolean(*it),
            _ => Bson::Null,
        };
    };
    let (key, inner) = map
        .at(0)
        .map_or(("", &Value::Null), |(key, it)| (&**key, it));
    let text = inner.as_str().unwrap_or_default();
    match key {
        "$oid" => Bson::ObjectId(ObjectId::parse_str(text).expect("an id")),
        "$date" => Bson::DateTime(DateTime::from_millis(
            bson(inner).as_i64().expect("milliseconds"),
        )),
        "$numberInt" => Bson::Int32(text.parse().expect(text)),
        "$numberLong" => Bson::Int64(text.parse().expect(text)),
        "$numberDouble" => Bson::Double(text.parse().expect(text)),
        "$numberDecimal" => Bson::Decimal128(text.parse().expect(text)),
        "$binary" => Bson::Binary(binary(inner)),
        "$regularExpression" => {
            let of = |key: &str| inner.key(key).as_str().expect("a text").to_owned();
            let regex = (of("pattern").try_into(), of("options").try_into());
            Bson::RegularExpression(bson::Regex {
                pattern: regex.0.expect("a pattern"),
                options: regex.1.expect("options"),
            })
        }
        "$timestamp" => {
            let of = |key: &str| inner.key(key).as_number().expect("a number") as u32;
            Bson::Timestamp(bson::Timestamp {
                time: of("t"),
                increment: of("i"),
            })
        }
        "$minKey" => Bson::MinKey,
        "$maxKey" => Bson::MaxKey,
        "$symbol" => Bson::Symbol(text.to_owned()),
        "$code" => match map.get("$scope") {
            Some(scope) => Bson::JavaScriptCodeWithScope(bson::JavaScriptCodeWithScope {
                code: text.to_owned(),
                scope: document(scope),
            }),
            None => Bson::JavaScriptCode(text.to_owned()),
        },
        _ => {
            let each = map.iter().map(|(key, it)| (key.to_string(), bson(it)));
            Bson::Document(each.collect())
        }
    }
}

fn binary(value: &Value) -> Binary {
    let subtype = value.key("subType").as_str().expect("a subtype");
    let subtype = u8::from_str_radix(subtype, 16).expect("a subtype");
    let text = value.key("base64").as_str().expect("base64");
    let subtype = Some(BinarySubtype::from(subtype));
    Binary::from_base64(text, subtype).expect("base64")
}
