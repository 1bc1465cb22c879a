//! Values of every type, there and back.

use engine::{Value, json};
use servers::Kind;

use super::super::v;
use super::all;

/// An expression, and what a column of it gives.
const POSTGRES: [(&str, &str); 50] = [
    ("null::int", "null"),
    ("true", "true"),
    ("1::int2", "1"),
    ("(-2147483648)::int4", "-2147483648"),
    ("9007199254740993::int8", r#""9007199254740993""#),
    ("1.1::float4", "1.1"),
    ("1e300::float8", "1e300"),
    ("'NaN'::float8::text", r#""NaN""#),
    ("12.50::numeric", r#""12.50""#),
    ("-0.00012::numeric(10,5)", r#""-0.00012""#),
    (
        "123456789012345678901234567890.5::numeric",
        r#""123456789012345678901234567890.5""#,
    ),
    ("10000::numeric", r#""10000""#),
    ("0::numeric", r#""0""#),
    ("'NaN'::numeric", r#""NaN""#),
    ("'héllo 😀'::text", r#""héllo 😀""#),
    ("'ab'::char(4)", r#""ab  ""#),
    ("'n'::name", r#""n""#),
    ("'x'::\"char\"", r#""x""#),
    ("'{\"a\":[1,null]}'::json", r#"{"a":[1,null]}"#),
    ("'{\"b\":{\"c\":\"d\"}}'::jsonb", r#"{"b":{"c":"d"}}"#),
    ("'null'::jsonb", "null"),
    (
        "'2020-02-29T12:30:00.123Z'::timestamptz",
        r#"{"~d":1582979400123}"#,
    ),
    (
        "'1965-02-28 12:30:00'::timestamp",
        r#"{"~d":-152710200000}"#,
    ),
    ("'2020-01-01'::date", r#"{"~d":1577836800000}"#),
    ("'12:30:01.5'::time", r#""12:30:01.5""#),
    ("'12:30:01+02'::timetz", r#""12:30:01+02""#),
    (
        "'1 year 2 mons 3 days 04:05:06.5'::interval",
        r#"{"years":1,"months":2,"days":3,"hours":4,"minutes":5,"seconds":6,"milliseconds":500}"#,
    ),
    ("'-01:30'::interval", r#"{"hours":-1,"minutes":-30}"#),
    ("'\\x00ff'::bytea", r#"{"type":"Buffer","data":[0,255]}"#),
    (
        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
        r#""a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11""#,
    ),
    ("'192.168.0.1'::inet", r#""192.168.0.1""#),
    ("'10.0.0.0/8'::cidr", r#""10.0.0.0/8""#),
    ("'::1/64'::inet", r#""::1/64""#),
    ("'08:00:2b:01:02:03'::macaddr", r#""08:00:2b:01:02:03""#),
    ("'(1,2)'::point", r#"{"x":1,"y":2}"#),
    ("'101'::bit(3)", r#""101""#),
    ("12.5::text::money", r#""$12.50""#),
    ("int4range(1, 5)", r#""[1,5)""#),
    ("to_tsvector('simple', 'a b')", r#""'a':1 'b':2""#),
    ("'<a/>'::xml", r#""<a/>""#),
    ("row(1, 'x')", r#""(1,x)""#),
    ("'users'::regclass", r#""users""#),
    ("'good'::mood", r#""good""#),
    ("3::positive", "3"),
    ("array[1, null, 3]", "[1,null,3]"),
    ("array[[1, 2], [3, 4]]", "[[1,2],[3,4]]"),
    ("array['a,b', '\"']", r#"["a,b","\""]"#),
    ("'{}'::text[]", "[]"),
    ("array['1 day'::interval, null]", r#"[{"days":1},null]"#),
    ("array['10.0.0.1'::macaddr8]", "error"),
];

const MARIADB: [(&str, &str); 24] = [
    ("null", "null"),
    ("true", "1"),
    ("cast(-5 as signed)", "-5"),
    ("9007199254740993", r#""9007199254740993""#),
    ("18446744073709551615", r#""18446744073709551615""#),
    ("1.1e0", "1.1"),
    ("12.50", r#""12.50""#),
    ("'héllo 😀'", r#""héllo 😀""#),
    (
        "cast('2020-02-29 12:30:00.123' as datetime(3))",
        r#"{"~d":1582979400123}"#,
    ),
    ("cast('2020-01-01' as date)", r#"{"~d":1577836800000}"#),
    ("cast('12:30:01' as time)", r#""12:30:01""#),
    ("cast('-100:00:00' as time)", r#""-100:00:00""#),
    ("x'00ff'", r#"{"type":"Buffer","data":[0,255]}"#),
    ("b'101'", r#"{"type":"Buffer","data":[5]}"#),
    ("json_object('a', 1)", r#""{\"a\": 1}""#),
    ("every.tiny", "-1"),
    ("every.year_", "2024"),
    ("every.float_", "1.1"),
    ("every.bit_", r#"{"type":"Buffer","data":[1,1]}"#),
    ("every.enum_", r#""b""#),
    ("every.set_", r#""a,b""#),
    ("every.blob_", r#"{"type":"Buffer","data":[97]}"#),
    ("every.binary_text", r#""é""#),
    ("every.stamp", r#"{"~d":1582979400000}"#),
];

#[tokio::test]
async fn columns_are_read() {
    for db in all().await {
        let cases: &[(&str, &str)] = match db.kind {
            Kind::Postgres => {
                db.raw("create type mood as enum ('good', 'bad')")
                    .await
                    .expect("a type");
                db.raw("create domain positive as int check (value > 0)")
                    .await
                    .expect("a type");
                &POSTGRES
            }
            _ => {
                db.raw(
                    "create table every (tiny tinyint, year_ year, float_ float, bit_ bit(9), \
                     enum_ enum('a', 'b'), set_ set('a', 'b'), blob_ blob, stamp timestamp, \
                     binary_text varchar(9) collate utf8mb4_bin)",
                )
                .await
                .expect("a table");
                db.raw(
                    "insert into every values (-1, 2024, 1.1, b'100000001', 'b', 'a,b', 'a', \
                     '2020-02-29 12:30:00', 'é')",
                )
                .await
                .expect("a row");
                &MARIADB
            }
        };
        let mut failures = Vec::new();
        for (expression, expected) in cases {
            let from = match expression.starts_with("every.") {
                true => " from every",
                false => "",
            };
            let query = format!("select {expression} as v, 1 as one{from}");
            let got = match db.rows(&query, Value::Undefined).await {
                Ok(rows) => json::to_wire(rows.items()[0].key("v")),
                Err(_) => "error".to_owned(),
            };
            let same = got == *expected
                || json::parse_wire(got.as_bytes()) == json::parse_wire(expected.as_bytes());
            if !same {
                failures.push(format!("{expression}: want {expected}, got {got}"));
            }
        }
        assert!(
            failures.is_empty(),
            "{:?}\n{}",
            db.kind,
            failures.join("\n")
        );
    }
}

/// A type, a value for a parameter of it, and what comes back.
const PARAMETERS: [(&str, &str, &str); 40] = [
    ("int", "5", "5"),
    ("int", r#""5""#, "5"),
    ("int", r#"" 6 ""#, "6"),
    ("int", "5.5", "error"),
    ("int", r#""x""#, "error"),
    ("int8", "9007199254740991", r#""9007199254740991""#),
    ("int2", "70000", "error"),
    ("float8", r#""1.5""#, "1.5"),
    ("float8", r#""nan""#, "null"),
    ("numeric", "12.5", r#""12.5""#),
    ("numeric", r#""0.000100""#, r#""0.000100""#),
    ("numeric", "1e21", r#""1000000000000000000000""#),
    ("numeric", "-10000", r#""-10000""#),
    ("text", "5", r#""5""#),
    ("text", "true", r#""true""#),
    ("text", "null", "null"),
    ("text", r#"{"a":1}"#, r#""{\"a\":1}""#),
    ("varchar(2)", r#""abc""#, r#""ab""#),
    ("bool", "true", "true"),
    ("bool", r#""off""#, "false"),
    ("json", r#"{"a":[1]}"#, r#"{"a":[1]}"#),
    ("jsonb", "[1,2]", "[1,2]"),
    ("jsonb", r#""{\"a\":1}""#, r#"{"a":1}"#),
    ("jsonb", r#""not json""#, "error"),
    ("jsonb", "5", "5"),
    (
        "timestamptz",
        r#"{"~d":1582979400123}"#,
        r#"{"~d":1582979400123}"#,
    ),
    (
        "timestamptz",
        r#""2020-02-29 14:30:00.123+02""#,
        r#"{"~d":1582979400123}"#,
    ),
    (
        "timestamp",
        r#"{"~d":-152796600000}"#,
        r#"{"~d":-152796600000}"#,
    ),
    ("date", r#"{"~d":1577880000000}"#, r#"{"~d":1577836800000}"#),
    ("date", r#""2020-01-01""#, r#"{"~d":1577836800000}"#),
    ("interval", r#""1 day""#, r#"{"days":1}"#),
    (
        "uuid",
        r#""A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11""#,
        r#""a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11""#,
    ),
    (
        "bytea",
        r#"{"type":"Buffer","data":[1,255]}"#,
        r#"{"type":"Buffer","data":[1,255]}"#,
    ),
    ("inet", r#""10.0.0.1""#, r#""10.0.0.1""#),
    ("int[]", "[1,null,3]", "[1,null,3]"),
    (
        "text[]",
        r#"["a\"b\\,","c{}",null,"NULL"]"#,
        r#"["a\"b\\,","c{}",null,"NULL"]"#,
    ),
    ("text[]", "[[1,2],[3,4]]", r#"[["1","2"],["3","4"]]"#),
    ("jsonb[]", r#"[{"a":1}]"#, r#"[{"a":1}]"#),
    ("mood", r#""good""#, r#""good""#),
    ("int4range", r#""[1,5)""#, r#""[1,5)""#),
];

#[tokio::test]
async fn parameters_are_what_the_server_wants() {
    for db in all()
        .await
        .into_iter()
        .filter(|db| db.kind == Kind::Postgres)
    {
        db.raw("create type mood as enum ('good', 'bad')")
            .await
            .expect("a type");
        let mut failures = Vec::new();
        for (kind, value, expected) in PARAMETERS {
            let query = format!("select cast(? as {kind}) as v");
            let got = match db.rows(&query, vec![v(value)].into()).await {
                Ok(rows) => json::to_wire(rows.items()[0].key("v")),
                Err(_) => "error".to_owned(),
            };
            let same = got == expected
                || json::parse_wire(got.as_bytes()) == json::parse_wire(expected.as_bytes());
            if !same {
                failures.push(format!("{kind} {value}: want {expected}, got {got}"));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
        let any = db.rows(
            "select name from users where id = any(:ids) order by id",
            v(r#"{"ids":[1,2]}"#),
        );
        assert_eq!(
            any.await.expect("rows"),
            v(r#"[{"name":"Ann"},{"name":"Bob"}]"#)
        );
        let casts = db.rows(
            "select :a::int + 1 as n, '{\"k\":1}'::jsonb \\? :k as has",
            v(r#"{"a":"4","k":"k"}"#),
        );
        assert_eq!(casts.await.expect("rows"), v(r#"[{"n":5,"has":true}]"#));
    }
}

#[tokio::test]
async fn objects_become_json() {
    for db in all().await {
        let row = r#"{"id":3,"doc":{"a":[1,{"b":null}],"c":"x"}}"#;
        let insert = format!(r#"[{{"insert":[{row}]}}]"#);
        db.build("docs", &insert).await.expect("inserted");
        // MariaDB's JSON is text.
        let parsed = |value: &Value| match value.as_str() {
            Some(text) => json::parse(text.as_bytes()).expect("JSON"),
            None => value.clone(),
        };
        let query =
            r#"[{"where":["id",3]},{"select":["doc"]},{"jsonSet":["doc","$.c",{"n":1},"d"]}]"#;
        let rows = db.build("docs", query).await.expect("rows");
        let row = &rows.items()[0];
        assert_eq!(parsed(row.key("doc")), v(r#"{"a":[1,{"b":null}],"c":"x"}"#));
        assert_eq!(
            parsed(row.key("d")),
            v(r#"{"a":[1,{"b":null}],"c":{"n":1}}"#)
        );
    }
}
