//! GoogleSheet against a stand-in for Google's API that keeps a sheet.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::{Root, Scope, Value, json};
use percent_encoding::percent_decode_str;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject;

use super::stand_in::{Seen, StandIn, run, run_on};
use super::v;
use crate::{Clients, ConnectCx, Documents, Error, ErrorKind, find};

const KEY: &str = include_str!("tls/rsa.pem");

/// A world with nothing in it.
struct Nothing;

impl Scope for Nothing {
    fn read(&self, _: Root, _: &str) -> Value {
        Value::Undefined
    }

    fn now(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.5
    }
}

fn cx() -> ConnectCx {
    let mut cx = ConnectCx::new(".");
    cx.documents = Some(Documents {
        aggregate: |documents, pipeline| {
            operators::documents::aggregate(&Nothing, documents, pipeline)
        },
        date: |text| operators::documents::date(&Nothing, text),
    });
    cx
}

type Cells = Arc<Mutex<Vec<Vec<String>>>>;

fn sheet() -> Cells {
    let rows = [
        ["id", "name", "", "price", "paid", "ordered"],
        ["1", "A", "x", "10", "FALSE", "2020-01-26"],
        ["2", "B", "y", "20.5", "TRUE", "2020/01/27"],
        ["3", "C", "z", "30", "FALSE", ""],
    ];
    let rows = rows.map(|row| row.map(str::to_owned).to_vec());
    Arc::new(Mutex::new(rows.to_vec()))
}

fn number(range: &str) -> usize {
    let cell = range.split('!').nth(1).unwrap_or_default();
    let cell = cell.split(':').next().unwrap_or_default();
    cell.trim_start_matches(char::is_alphabetic)
        .parse()
        .expect("a cell")
}

/// What the API does with a call, as its reference says.
fn serve(cells: &Cells, seen: &Seen) -> (u16, String) {
    let line = percent_decode_str(&seen.line).decode_utf8_lossy();
    let body = json::parse(seen.body.as_bytes()).unwrap_or(Value::Undefined);
    let mut cells = cells.lock().expect("not poisoned");
    let texts = |row: &[String]| Value::list(row.iter().map(|it| it.as_str().into()).collect());
    let row = |values: &Value| -> Vec<String> {
        let items = values.items().iter();
        items
            .map(|it| it.as_str().unwrap_or_default().to_owned())
            .collect()
    };
    let answer = match line.strip_prefix("GET /v4/spreadsheets/sheet id") {
        Some(rest) if rest.starts_with('?') => v(
            r#"{"sheets":[{"properties":{"sheetId":0,"title":"Other","index":0}},
            {"properties":{"sheetId":7,"title":"It's","index":1,"gridProperties":{"rowCount":50,"columnCount":6}}}]}"#,
        ),
        Some(rest) => {
            let range = rest.strip_prefix("/values/").expect("values");
            assert!(range.starts_with("'It''s'!A"), "{range}");
            let last: String = range.rsplit(':').next().expect("an end").to_owned();
            let last: usize = last
                .trim_start_matches(char::is_alphabetic)
                .parse()
                .expect("a row");
            let first = number(range);
            let rows = cells.iter().skip(first - 1).take(last + 1 - first);
            Value::object([("values", Value::list(rows.map(|it| texts(it)).collect()))])
        }
        None if line.contains("/values/'It''s'!A1:append?") => {
            assert!(line.contains("insertDataOption=OVERWRITE"));
            let first = cells.len() + 1;
            cells.extend(body.key("values").items().iter().map(row));
            let values = body.key("values").clone();
            Value::object([(
                "updates",
                Value::object([
                    (
                        "updatedRange",
                        format!("'It''s'!A{first}:F{}", cells.len()).into(),
                    ),
                    ("updatedData", Value::object([("values", values)])),
                ]),
            )])
        }
        None if line.ends_with("/values:batchUpdate") => {
            let responses = body.key("data").items().iter().map(|data| {
                let at = number(data.key("range").as_str().expect("a range")) - 1;
                cells[at] = row(&data.key("values").items()[0]);
                Value::object([("updatedData", data.clone())])
            });
            Value::object([("responses", Value::list(responses.collect()))])
        }
        None if line.ends_with("/sheet id:batchUpdate") => {
            let range = body.key("requests").items()[0]
                .key("deleteRange")
                .key("range");
            assert_eq!(range.key("sheetId"), &Value::from(7));
            let at = range.key("startRowIndex").as_integer().expect("a row");
            cells.remove(at as usize);
            v("{}")
        }
        None => {
            return (
                404,
                r#"{"error":{"code":404,"message":"nothing here"}}"#.to_owned(),
            );
        }
    };
    (200, json::stringify(&answer))
}

async fn service(cells: &Cells) -> StandIn {
    let cells = cells.clone();
    StandIn::start(move |seen| serve(&cells, seen)).await
}

fn connection(service: &StandIn) -> Value {
    let mut connection = v(
        r#"{"apiKey":"s3cret","spreadsheetId":"sheet id","sheetIndex":1,
        "columnTypes":{"price":"number","paid":"boolean","ordered":"date"}}"#,
    );
    connection
        .make_map()
        .insert("endpoint", service.url().into());
    connection
}

async fn ask(service: &StandIn, kind: &str, request: &str) -> Result<Value, Error> {
    let connection = connection(service);
    run(cx(), ("GoogleSheet", &connection), (kind, request)).await
}

#[tokio::test]
async fn rows_are_documents() {
    let service = service(&sheet()).await;
    let filter = r#"{"filter":{"paid":false,"price":{"$gte":10}}}"#;
    let rows = ask(&service, "GoogleSheetGetMany", filter).await;
    let rows = rows.expect("rows");
    let [first, second] = rows.items() else {
        panic!("{rows:?}");
    };
    assert_eq!(first.key("price"), &Value::from(10));
    assert_eq!(first.key("ordered"), &v(r#"{"~d":1579996800000}"#));
    assert_eq!(first.key("_rowNumber"), &Value::from(2));
    assert_eq!(first.key("_rawData").items().len(), 6);
    assert_eq!(second.key("ordered"), &Value::Null);
    let seen = service.take();
    assert!(
        seen.iter()
            .all(|it| it.header("x-goog-api-key") == "s3cret")
    );
    assert!(seen.iter().all(|it| !it.line.contains("s3cret")));

    let pipeline = r#"{"pipeline":[{"$group":{"_id":null,"sum":{"$sum":"$price"}}}]}"#;
    let rows = ask(&service, "GoogleSheetGetMany", pipeline).await;
    assert_eq!(rows.expect("a sum").items()[0].key("sum"), &v("60.5"));
    let window = r#"{"options":{"skip":1,"limit":1}}"#;
    let rows = ask(&service, "GoogleSheetGetMany", window)
        .await
        .expect("rows");
    assert_eq!(rows.items().len(), 1);
    assert_eq!(rows.items()[0].key("name").as_str(), Some("B"));
    let one = ask(&service, "GoogleSheetGetOne", r#"{"filter":{"id":"9"}}"#).await;
    assert_eq!(one.expect("none"), Value::Null);
}

#[tokio::test]
async fn rows_are_written() {
    let cells = sheet();
    let service = service(&cells).await;
    let add = r#"{"row":{"id":"4","price":5,"paid":true,"ordered":{"~d":0},"more":1},"options":{"raw":true}}"#;
    let added = ask(&service, "GoogleSheetAppendOne", add)
        .await
        .expect("a row");
    assert_eq!(added.key("insertedCount"), &Value::from(1));
    assert_eq!(added.key("row").key("_rowNumber"), &Value::from(5));
    let line = service.take().pop().expect("a call").line;
    assert!(line.contains("valueInputOption=RAW"), "{line}");
    assert_eq!(
        cells.lock().expect("not poisoned")[4],
        ["4", "", "", "5", "TRUE", "1970-01-01T00:00:00.000Z"]
    );

    let change = r#"{"filter":{"id":"2"},"update":{"price":21}}"#;
    let changed = ask(&service, "GoogleSheetUpdateOne", change)
        .await
        .expect("a row");
    assert_eq!(changed.key("modifiedCount"), &Value::from(1));
    assert_eq!(changed.key("row").key("price").as_str(), Some("21"));
    // What is not changed stays as it was written, dates as well.
    assert_eq!(
        cells.lock().expect("not poisoned")[2],
        ["2", "B", "y", "21", "TRUE", "2020/01/27"]
    );

    let none = r#"{"filter":{"id":"9"},"update":{"id":"9"}}"#;
    let none = ask(&service, "GoogleSheetUpdateOne", none)
        .await
        .expect("none");
    assert_eq!(none, v(r#"{"modifiedCount":0,"upserted":false}"#));
    let upsert = r#"{"filter":{"id":"9"},"update":{"id":"9"},"options":{"upsert":true}}"#;
    let upserted = ask(&service, "GoogleSheetUpdateOne", upsert).await;
    assert_eq!(upserted.expect("a row").key("upserted"), &Value::from(true));

    let many = r#"{"filter":{"paid":false},"update":{"name":"n"}}"#;
    let many = ask(&service, "GoogleSheetUpdateMany", many)
        .await
        .expect("rows");
    assert_eq!(many, v(r#"{"modifiedCount":3}"#));
    let delete = r#"{"filter":{"id":"1"}}"#;
    let deleted = ask(&service, "GoogleSheetDeleteOne", delete)
        .await
        .expect("a row");
    assert_eq!(deleted.key("row").key("name").as_str(), Some("n"));
    let rows = r#"{"rows":[{"id":"a"},{"id":"b"}]}"#;
    let rows = ask(&service, "GoogleSheetAppendMany", rows)
        .await
        .expect("rows");
    assert_eq!(rows, v(r#"{"insertedCount":2}"#));
    let ids: Vec<String> = cells
        .lock()
        .expect("not poisoned")
        .iter()
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(ids, ["id", "2", "3", "4", "9", "a", "b"]);
}

#[tokio::test]
async fn a_service_account_logs_in_once() {
    let pem = PrivatePkcs8KeyDer::from_pem_slice(KEY.as_bytes()).expect("a key");
    let key = RsaKeyPair::from_pkcs8(pem.secret_pkcs8_der()).expect("a key");
    let public = key.public().as_ref().to_vec();
    let n = Mutex::new(0);
    let tokens = StandIn::start(move |seen| {
        let (_, claim) = seen.body.split_once("&assertion=").expect("a claim");
        let (text, signature) = claim.rsplit_once('.').expect("a signature");
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64");
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &public)
            .verify(text.as_bytes(), &decode(signature))
            .expect("a signature of the account");
        let claims = decode(text.split('.').nth(1).expect("claims"));
        let claims = json::parse(&claims).expect("JSON");
        assert_eq!(claims.key("iss").as_str(), Some("shop@example.org"));
        let seconds = |key| claims.key(key).as_number().expect("a time");
        assert!((seconds("exp") - seconds("iat") - 3600.0).abs() < 1.0);
        let mut n = n.lock().expect("not poisoned");
        *n += 1;
        (
            200,
            format!(r#"{{"access_token":"t{n}","expires_in":3600}}"#),
        )
    })
    .await;
    let cells = sheet();
    let service = StandIn::start(move |seen| match seen.header("authorization") {
        // The first token is not accepted for long.
        "Bearer t1" if seen.line.contains("A2") => (401, "{}".to_owned()),
        "Bearer t1" | "Bearer t2" => serve(&cells, seen),
        other => panic!("{other}"),
    })
    .await;
    let mut connection = connection(&service);
    let map = connection.make_map();
    map.remove("apiKey");
    map.insert("client_email", "shop@example.org".into());
    map.insert("private_key", KEY.replace('\n', "\\n").into());
    map.insert("tokenEndpoint", tokens.url().into());
    let clients = Clients::new(cx());
    let entry = find("GoogleSheet").expect("GoogleSheet");
    for _ in 0..2 {
        let rows = run_on(&clients, entry, &connection, ("GoogleSheetGetMany", "{}")).await;
        assert_eq!(rows.expect("rows").items().len(), 3);
    }
    assert_eq!(tokens.take().len(), 2);
}

#[tokio::test]
async fn failures_are_told_without_secrets() {
    let service = service(&sheet()).await;
    let with = |more: &str| {
        let mut connection = connection(&service);
        for (key, value) in v(more).as_map().expect("an object").iter() {
            connection.make_map().insert(key.clone(), value.clone());
        }
        connection
    };
    for (more, request, kind, message) in [
        (
            r#"{"sheetIndex":4}"#,
            "{}",
            ErrorKind::Config,
            "Could not find sheet with sheetIndex 4",
        ),
        (
            r#"{"sheetId":"8"}"#,
            "{}",
            ErrorKind::Config,
            "Could not find sheet with sheetId \"8\"",
        ),
        (
            r#"{"spreadsheetId":"nope"}"#,
            "{}",
            ErrorKind::Request,
            "Google API error - [404] nothing here",
        ),
        (
            r#"{"apiKey":""}"#,
            "{}",
            ErrorKind::Config,
            "GoogleSheet connection should have property \"apiKey\", or \"client_email\" and \"private_key\".",
        ),
        (
            r#"{"apiKey":"","client_email":"a","private_key":"s3cret"}"#,
            "{}",
            ErrorKind::Config,
            "GoogleSheet connection property \"private_key\" should be an RSA key in PEM.",
        ),
        (
            "{}",
            r#"{"filter":{"a":{"$nope":1}}}"#,
            ErrorKind::Request,
            "unknown operator $nope",
        ),
    ] {
        let connection = with(more);
        let asked = ("GoogleSheetGetMany", request);
        let error = run(cx(), ("GoogleSheet", &connection), asked).await;
        let error = error.expect_err(message);
        assert_eq!((error.kind(), error.message()), (kind, message));
    }
}
