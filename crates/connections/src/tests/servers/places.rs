//! Where a database is, in all the ways to say it.

use engine::{Map, Value, json};
use servers::Kind;

use super::super::v;
use super::{Db, all};
use crate::{Clients, ConnectCx};

/// The same database by another `connection` and further properties.
fn by(db: &Db, connection: Value, more: &str) -> Db {
    let mut properties: Map = (**v(more).as_map().expect("an object")).clone();
    properties.insert("client", db.properties.key("client").clone());
    properties.insert("connection", connection);
    Db {
        kind: db.kind,
        clients: Clients::new(ConnectCx::new(".")),
        properties: Value::map(properties),
    }
}

#[tokio::test]
async fn urls_and_sockets_lead_there() {
    for db in all().await {
        let connection = db.properties.key("connection");
        let text = |key: &str| engine::js::to_text(connection.key(key));
        let (port, user, name) = (text("port"), text("user"), text("database"));
        let (scheme, server) = match db.kind {
            Kind::Postgres => ("postgresql", servers::postgres()),
            _ => ("mysql", servers::mariadb()),
        };
        let folder = server.expect("a server").folder().display().to_string();
        let url = format!("{scheme}://{user}:any@127.0.0.1:{port}/{name}");
        let by_socket = match db.kind {
            Kind::Postgres => format!(
                r#"{{"host":"{folder}","port":{port},"user":"{user}","database":"{name}"}}"#
            ),
            _ => {
                format!(r#"{{"socketPath":"{folder}/m.sock","user":"{user}","database":"{name}"}}"#)
            }
        };
        let wrong_name = Value::object([
            ("connectionString", url.replace(&name, "nope").into()),
            ("database", name.as_str().into()),
            ("password", Value::Null),
        ]);
        let mut places = vec![json::parse(by_socket.as_bytes()).expect("JSON"), wrong_name];
        if db.kind == Kind::Postgres {
            // This server asks nobody for a password.
            places.push(url.as_str().into());
            places.push(format!("{url}?sslmode=disable&application_name=x").into());
        } else {
            places.push(url.replace(":any", "").into());
        }
        for place in places {
            let other = by(&db, place.clone(), "{}");
            let rows = other.build("posts", r#"[{"count":["* as n"]}]"#);
            let n = rows.await.expect("rows").items()[0].key("n").clone();
            assert_eq!(engine::js::to_number(&n), 3.0, "{place:?}");
        }
    }
}

#[tokio::test]
async fn schemas_and_time_zones_are_kept_to() {
    for db in all().await {
        let mut connection = db.properties.key("connection").clone();
        match db.kind {
            Kind::Postgres => {
                db.raw("create schema \"my \"\"own\"")
                    .await
                    .expect("a schema");
                let own = by(&db, connection, r#"{"searchPath":"my \"own"}"#);
                own.raw("create table only_here (a int)")
                    .await
                    .expect("a table");
                db.raw("select * from only_here")
                    .await
                    .expect_err("not in public");
                let columns = own.build("only_here", r#"[{"columnInfo":["a"]}]"#).await;
                assert_eq!(
                    columns.expect("columns").key("type").as_str(),
                    Some("integer")
                );
            }
            _ => {
                connection.make_map().insert("timezone", "+02:00".into());
                let ahead = by(&db, connection, "{}");
                let date = v(r#"[{"~d":1577836800000}]"#);
                let query = "select cast(? as datetime) as d, cast(? as char) as t, \
                             cast(now() as datetime) < utc_timestamp() + interval 3 hour as near";
                let values = vec![date.items()[0].clone(), date.items()[0].clone()];
                let rows = ahead.rows(query, values.into()).await.expect("rows");
                let row = &rows.items()[0];
                assert_eq!(*row.key("d"), date.items()[0]);
                assert_eq!(row.key("t").as_str(), Some("2020-01-01 02:00:00.000"));
            }
        }
    }
}
