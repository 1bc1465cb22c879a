//! What callers see when a database fails, is full or is asked for what it should not do: a real
//! PostgreSQL, through the router.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::http::StatusCode;
use engine::{Value, json};
use servers::{Kind, Server};

use super::TestApp;

/// A request of the page `p` on the connection `db`.
fn request(id: &str, rest: &str) -> (String, String) {
    let text = format!(
        r#"{{"id":"request:p:{id}","requestId":"{id}","pageId":"p","connectionId":"db","auth":{{"public":true}},{rest}}}"#
    );
    (format!("pages/p/requests/{id}.json"), text)
}

/// An app whose connection `db` has two places on `server`.
fn app(server: &Server, config: &str, requests: &[(String, String)]) -> Arc<TestApp> {
    let connection = format!(
        r#"{{"connectionId":"db","type":"Knex","properties":{{"client":"pg","connection":{{"host":"127.0.0.1","port":{},"user":"postgres","database":"postgres","password":"hunter2"}},"pool":{{"max":2}},"acquireConnectionTimeout":700}}}}"#,
        server.port()
    );
    let page = r#"{"id":"page:p","pageId":"p","blockId":"p","type":"Box","auth":{"public":true}}"#;
    let mut files = vec![
        ("config.json", config),
        ("connections/db.json", &connection),
        ("pages/p/p.json", page),
    ];
    files.extend(requests.iter().map(|(path, text)| (&**path, &**text)));
    Arc::new(TestApp::with(&files))
}

fn raw(query: &str) -> String {
    format!(r#""type":"KnexRaw","properties":{{"query":"{query}"}}"#)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_dies_under_load_is_used_again_when_it_is_back() {
    let Some(server) = servers::start(Kind::Postgres) else {
        return;
    };
    let app = app(&server, "{}", &[request("one", &raw("select 1 as one"))]);
    let ends = Arc::new(AtomicBool::new(false));
    let callers = (0..8).map(|_| {
        let (app, ends) = (app.clone(), ends.clone());
        tokio::spawn(async move {
            let (mut good, mut failed) = (0, Vec::new());
            while !ends.load(Ordering::Relaxed) {
                let answer = app.post("/api/request/p/one", "{}").await;
                match answer.status {
                    StatusCode::OK => good += 1,
                    _ => failed.push(answer.error()),
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            (good, failed)
        })
    });
    let callers: Vec<_> = callers.collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    tokio::task::block_in_place(|| server.kill());
    tokio::time::sleep(Duration::from_millis(500)).await;
    tokio::task::block_in_place(|| server.restart()).expect("it starts again");
    // From now on every caller is served again, by the same app.
    let until = tokio::time::Instant::now() + Duration::from_secs(20);
    loop {
        let answer = app.post("/api/request/p/one", "{}").await;
        if answer.status == StatusCode::OK {
            break;
        }
        assert!(tokio::time::Instant::now() < until, "{}", answer.text);
    }
    ends.store(true, Ordering::Relaxed);
    let mut failures = 0;
    for caller in callers {
        let (good, failed) = caller.await.expect("a caller");
        assert!(good > 0);
        failures += failed.len();
        for (name, message) in failed {
            assert_eq!(name, "ServiceError", "{message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
    }
    assert!(failures > 0, "nobody saw that it was gone");
    for _ in 0..20 {
        let answer = app.post("/api/request/p/one", "{}").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_finds_no_place_or_no_time_is_told_and_others_go_on() {
    let Some(server) = servers::postgres() else {
        return;
    };
    let requests = [
        request("one", &raw("select 1 as one")),
        request("slow", &raw("select pg_sleep(2)")),
    ];
    let full = app(server, "{}", &requests);
    let slow = (0..2).map(|_| {
        let app = full.clone();
        tokio::spawn(async move { app.post("/api/request/p/slow", "{}").await.status })
    });
    let slow: Vec<_> = slow.collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (name, message) = full.post("/api/request/p/one", "{}").await.error();
    assert_eq!(name, "ServiceError", "{message}");
    for slow in slow {
        assert_eq!(slow.await.expect("a caller"), StatusCode::OK);
    }
    let answer = full.post("/api/request/p/one", "{}").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    // A limit of time ends the statement, and its place is free again.
    let hasty = app(server, r#"{"requestTimeout":200}"#, &requests);
    for _ in 0..3 {
        let (name, message) = hasty.post("/api/request/p/slow", "{}").await.error();
        assert_eq!(name, "ServiceError");
        assert_eq!(message, "Request \"slow\" timed out after 200 ms.");
    }
    let answer = hasty.post("/api/request/p/one", "{}").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

/// Texts that would do harm if they became a part of a statement.
const HOSTILE: [&str; 8] = [
    "'; drop table kept; --",
    "\" ; drop table kept; --",
    "1); delete from kept; --",
    "kept; truncate kept",
    "\\'; drop table kept; --",
    "$$; drop table kept; $$",
    "a\u{0}b'; drop table kept; --",
    "name\" = '' or 1=1; drop table kept; --",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_of_callers_is_never_sql() {
    let Some(server) = servers::start(Kind::Postgres) else {
        return;
    };
    let builder = |query: &str| {
        format!(r#""type":"KnexBuilder","properties":{{"tableName":"kept","query":{query}}}"#)
    };
    let payload = r#"{"_payload":"text"}"#;
    let named = format!(
        r#""type":"KnexRaw","properties":{{"query":"select count(*)::int as n from kept where name = :name or name = :other","parameters":{{"name":{payload},"other":{payload}}}}}"#
    );
    let identifier = format!(
        r#""type":"KnexRaw","properties":{{"query":"select ?? from kept","parameters":[{payload}]}}"#
    );
    let mut requests = vec![
        request("make", &raw("create table kept (id int, name text)")),
        request("fill", &raw("insert into kept values (1, 'a'), (2, 'b')")),
        request("count", &raw("select count(*)::int as n from kept")),
        request("named", &named),
        request("identifier", &identifier),
    ];
    let queries = [
        format!(r#"[{{"where":["name",{payload}]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"where":[{payload},"a"]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"where":["name",{payload},"a"]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"select":[{payload}]}}]"#),
        format!(r#"[{{"from":[{payload}]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"orderBy":["id",{payload}]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"orderBy":[{payload}]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"limit":[{payload}]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"groupBy":[{payload}]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"join":[{payload},"kept.id","kept.id"]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"whereIn":["name",[{payload}]]}},{{"select":["id"]}}]"#),
        format!(r#"[{{"as":[{payload}]}},{{"select":["id"]}}]"#),
    ];
    let builders = queries.iter().enumerate();
    requests.extend(builders.map(|(i, query)| request(&format!("b{i}"), &builder(query))));
    let app = app(&server, "{}", &requests);
    for id in ["make", "fill"] {
        let answer = app.post(&format!("/api/request/p/{id}"), "{}").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
    for text in HOSTILE {
        let body = json::to_wire(&Value::object([(
            "payload",
            Value::object([("text", text.into())]),
        )]));
        let ids = (0..queries.len()).map(|i| format!("b{i}"));
        for id in ids.chain(["named".to_owned(), "identifier".to_owned()]) {
            let answer = app.post(&format!("/api/request/p/{id}"), &body).await;
            // It is data, or it is refused; the server does not fail over it.
            if answer.status != StatusCode::OK {
                let (name, message) = answer.error();
                assert!(
                    matches!(&*name, "RequestError" | "ConfigError"),
                    "{id}: {name} {message}"
                );
                assert!(!message.contains("hunter2"), "{message}");
            }
            let count = app.post("/api/request/p/count", "{}").await.json();
            let rows = count.key("response").key("rows").clone();
            let n = rows.items().first().map(|row| row.key("n").clone());
            assert_eq!(n, Some(Value::Number(2.0)), "{id} with {text:?}");
        }
    }
}
