//! Redis on a real server. What node-redis and Lowdefy's connector give for the same requests was
//! noted by `vectors/redis.mjs`.

mod failures;

use std::time::Duration;

use engine::{Value, json};
use servers::Server;

use super::v;
use crate::{Clients, ConnectCx, Error, RequestCx, find};

/// A server, as a connection of an app.
struct Db {
    clients: Clients,
    properties: Value,
}

impl Db {
    /// A database of a server; tests that run at the same time have different ones.
    fn new(server: &Server, database: u8) -> Db {
        let port = server.port();
        Db::of(format!("redis://127.0.0.1:{port}/{database}").into())
    }

    /// `connection` is the property.
    fn of(connection: Value) -> Db {
        Db {
            clients: Clients::new(ConnectCx::new(".")),
            properties: Value::object([("connection", connection)]),
        }
    }

    async fn run(&self, command: &str, parameters: &str, modifiers: &str) -> Result<Value, Error> {
        let request = Value::object([
            ("command", command.into()),
            ("parameters", v(parameters)),
            ("modifiers", v(modifiers)),
        ]);
        self.request(&request, None).await
    }

    async fn request(&self, request: &Value, timeout: Option<Duration>) -> Result<Value, Error> {
        let cx = RequestCx {
            timeout,
            ..RequestCx::new("db", "request")
        };
        let entry = find("Redis").expect("the connection");
        let client = self.clients.get(entry, "db", &self.properties).await?;
        let entry = entry.request("Redis").expect("the request");
        entry.run(&cx, &client, &self.properties, request).await
    }
}

#[tokio::test]
async fn answers_are_those_of_lowdefy() {
    let Some(server) = servers::redis() else {
        return;
    };
    let db = Db::new(server, 1);
    let vectors = include_str!("../../vectors/redis.jsonl");
    let mut failures = Vec::new();
    for line in vectors.lines() {
        let vector = v(line);
        let answer = match db.request(&vector, None).await {
            Ok(answer) => sorted(&vector, &answer),
            Err(error) => error.to_string(),
        };
        let expected = match (differently(&vector), vector.key("error").as_str()) {
            (Some(text), _) | (None, Some(text)) => text.to_owned(),
            _ => sorted(&vector, vector.key("result")),
        };
        if answer != expected {
            failures.push(format!("{line}\n    gave {answer}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(vectors.lines().count(), 166);
}

/// Keys and members have no order; how many commands there are is not for us to say.
fn sorted(vector: &Value, answer: &Value) -> String {
    match (vector.key("command").as_str(), answer) {
        (Some("keys"), Value::List(items)) => {
            let mut keys: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            keys.sort_unstable();
            keys.join(" ")
        }
        (Some("sscan"), Value::Map(page)) => {
            let members = page.get("members").map(Value::items).unwrap_or_default();
            let mut members: Vec<_> = members.iter().filter_map(Value::as_str).collect();
            members.sort_unstable();
            format!("{:?} {}", page.get("cursor"), members.join(" "))
        }
        (Some("command_count"), Value::Number(_)) => "a number".to_owned(),
        _ => json::to_wire(answer),
    }
}

/// Where Lowdefy gives the modifiers, which are empty, to a command that takes none there.
fn differently(vector: &Value) -> Option<&'static str> {
    let command = vector.key("command").as_str()?;
    let parameters = vector.key("parameters").items();
    match (command, parameters) {
        ("flushdb", []) => Some("\"OK\""),
        ("sintercard", [_]) => Some("1"),
        ("set", [_]) => Some("ERR wrong number of arguments for 'set' command"),
        _ => None,
    }
}

#[tokio::test]
async fn commands_take_the_words_of_redis_too() {
    let Some(server) = servers::redis() else {
        return;
    };
    let db = Db::new(server, 2);
    let cases = [
        ("ZADD", r#"["z","NX",1,"one","2","two"]"#, "{}", "2"),
        (
            "zrange",
            r#"["z",0,-1,"WITHSCORES"]"#,
            "{}",
            r#"["one","1","two","2"]"#,
        ),
        ("del", r#"["none","nothing"]"#, "{}", "0"),
        (
            "set",
            r#"["at","x"]"#,
            r#"{"exat":{"~d":32503680000000}}"#,
            r#""OK""#,
        ),
        ("expireat", r#"["at",{"~d":32503680000000}]"#, "{}", "true"),
        ("expiretime", r#"["at"]"#, "{}", "32503680000"),
        ("expire", r#"["at",100,"NX"]"#, "{}", "false"),
        ("eval", r#"["return ARGV[1]",0,"v"]"#, "{}", r#""v""#),
        (
            "eval",
            r#"["return KEYS[1]"]"#,
            r#"{"keys":["k"]}"#,
            r#""k""#,
        ),
        ("lmpop", r#"[1,"none","LEFT"]"#, "{}", "null"),
        (
            "config get",
            r#"["databases"]"#,
            "{}",
            r#"{"databases":"16"}"#,
        ),
        ("xread", r#"["COUNT",1,"STREAMS","none","0"]"#, "{}", "null"),
        (
            "zunion",
            r#"[["z"]]"#,
            r#"{"weights":[2]}"#,
            r#"["one","two"]"#,
        ),
        (
            "copy",
            r#"["z","zz"]"#,
            r#"{"destinationDb":3,"replace":true}"#,
            "true",
        ),
        (
            "zadd",
            r#"["z",{"score":5,"value":"one"},{"xx":true,"ch":true}]"#,
            "{}",
            "1",
        ),
        (
            "zadd",
            r#"["z",{"score":1,"value":"one"}]"#,
            r#"{"incr":true}"#,
            "6",
        ),
        // What a command is never changes with what parameters have in them.
        ("set", r#"["a\r\nFLUSHALL","b\r\n"]"#, "{}", r#""OK""#),
        ("get", r#"["a\r\nFLUSHALL"]"#, "{}", r#""b\r\n""#),
    ];
    db.run("flushdb", "[]", "{}")
        .await
        .expect("an empty database");
    for (command, parameters, modifiers, expected) in cases {
        let answer = db.run(command, parameters, modifiers).await;
        let answer = answer.map(|it| json::to_wire(&it));
        let answer = answer.unwrap_or_else(|error| error.to_string());
        assert_eq!(answer, expected, "{command} {parameters} {modifiers}");
    }
}
