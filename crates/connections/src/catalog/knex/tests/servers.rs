//! What only databases with a server have.

use super::super::dialect::Dialect;
use super::super::query::Query;
use super::v;

#[test]
fn statements_of_servers_are_told_apart() {
    use super::super::words::{Kind, Words};
    let (pg, my) = (Dialect::Postgres, Dialect::Mysql);
    for (dialect, sql, kind, verb) in [
        (pg, "select 1", Kind::Plain, "select"),
        (pg, " ( select 1 )", Kind::Plain, "select"),
        (
            pg,
            "-- begin\n/* /* begin */ */ select 1",
            Kind::Plain,
            "select",
        ),
        (pg, ";\u{feff} begin", Kind::Transaction, "begin"),
        (
            pg,
            "with a as (select 'x)' from b) insert into c",
            Kind::Plain,
            "insert",
        ),
        (
            pg,
            "with a as (insert into t values ($$)$$)) select 1",
            Kind::Plain,
            "select",
        ),
        (
            pg,
            r"with a as (select E'\')') update t",
            Kind::Plain,
            "update",
        ),
        (
            pg,
            r"with a as (select '\') update t",
            Kind::Plain,
            "update",
        ),
        (pg, "set role x", Kind::Other, "set"),
        (pg, "do $$ begin end $$", Kind::Other, "do"),
        (pg, "call p()", Kind::Other, "call"),
        (pg, "copy t from stdin", Kind::Copy, "copy"),
        (pg, "prepare transaction 'x'", Kind::Transaction, "prepare"),
        (pg, "prepare x as select 1", Kind::Other, "prepare"),
        (pg, "explain analyze select 1", Kind::Plain, "explain"),
        (my, "# begin\nselect 1", Kind::Plain, "select"),
        (my, "/*! begin */", Kind::Transaction, "begin"),
        (
            my,
            "/*M!100100 start transaction */",
            Kind::Transaction,
            "start",
        ),
        (my, "/*+ hint */ select 1", Kind::Plain, "select"),
        (
            my,
            r"with a as (select '\')') delete from t",
            Kind::Plain,
            "delete",
        ),
        (
            my,
            "load data local infile 'x' into table t",
            Kind::Copy,
            "load",
        ),
        (my, "xa end 'x'", Kind::Transaction, "xa"),
        (my, "", Kind::Other, ""),
        (my, "'", Kind::Other, ""),
        (pg, "$", Kind::Other, ""),
        (pg, "/* /*", Kind::Other, ""),
        (pg, "é$é$", Kind::Other, "é"),
    ] {
        let words = Words::read(dialect, sql);
        assert_eq!((words.kind, words.verb.as_str()), (kind, verb), "{sql}");
    }
    assert!(Words::read(pg, "with a as (delete from t returning 1) select 1").writes_in_with);
    assert!(!Words::read(pg, "with a as (select 'delete') select 1").writes_in_with);
}

#[test]
fn connections_are_read_as_the_drivers_read_them() {
    use super::super::settings::{Settings, TlsMode};
    let read = |text: &str| Settings::read(&v(text)).expect(text);
    let it = read(r#""postgres://us%40er:p%2Fw@db.example.com:6543/sh%20op?sslmode=require""#);
    assert_eq!(it.host.as_deref(), Some("db.example.com"));
    assert_eq!(it.port, Some(6543));
    assert_eq!(it.user.as_deref(), Some("us@er"));
    assert_eq!(it.password.as_deref(), Some("p/w"));
    assert_eq!(it.database.as_deref(), Some("sh op"));
    assert_eq!(it.tls.mode, TlsMode::Verified);
    let it = read(r#""postgres://u@[::1]/x?host=/run/pg&sslmode=no-verify""#);
    assert_eq!(it.host.as_deref(), Some("/run/pg"));
    assert_eq!(it.tls.mode, TlsMode::Unverified);
    assert_eq!(
        read(r#""mysql://u:p@[::1]/x""#).host.as_deref(),
        Some("::1")
    );
    let it = read(r#"{"connectionString":"mysql://u:p@h/x","ssl":{"rejectUnauthorized":false}}"#);
    assert_eq!(
        (it.host.as_deref(), it.tls.mode),
        (Some("h"), TlsMode::Unverified)
    );
    let it = read(r#"{"host":"h","port":"5433","password":123,"ssl":false}"#);
    assert_eq!((it.port, it.tls.mode), (Some(5433), TlsMode::Off));
    assert_eq!(it.password.as_deref(), Some("123"));
    assert_eq!(read("{}").tls.mode, TlsMode::Preferred);
}

/// The text of a query in a dialect.
fn in_dialect(dialect: Dialect, calls: &str) -> Result<String, String> {
    let query = Query::build(&"t".into(), &v(calls)).map_err(|error| error.to_string())?;
    let compiled = query.compile(dialect).map_err(|error| error.to_string())?;
    Ok(compiled.sql.render(|text, i| {
        text.push_str(&match dialect {
            Dialect::Postgres => format!("${}", i + 1),
            _ => "?".to_owned(),
        });
    }))
}

#[test]
fn dialects_say_the_same_in_their_words() {
    for (calls, pg, my) in [
        (
            r#"[{"select":["a\"b`c.d as e"]},{"where":["tags[1]","?|",1]}]"#,
            Ok(r#"select "a""b`c"."d" as "e" from "t" where "tags"[1] ?| $1"#),
            Err("The operator \"?|\" is not permitted"),
        ),
        (
            r#"[{"whereIn":[["a","b"],[[1,2],[3,4]]]},{"offset":[2]}]"#,
            Ok(r#"select * from "t" where ("a", "b") in (($1, $2), ($3, $4)) offset $5"#),
            Ok(
                "select * from `t` where (`a`, `b`) in ((?, ?), (?, ?)) limit 18446744073709551615 offset ?",
            ),
        ),
        (
            r#"[{"join":["u",[{"on":["u.a","t.a"]},{"andOnVal":["u.b",">",1]},{"orOnNull":["u.c"]},{"onNotIn":["u.d",[1,2]]},{"on":[[{"on":["u.e","t.e"]},{"orOn":["u.f","<","t.f"]}]]}]]}]"#,
            Ok(
                r#"select * from "t" inner join "u" on "u"."a" = "t"."a" and "u"."b" > $1 or "u"."c" is null and "u"."d" not in ($2, $3) and ("u"."e" = "t"."e" or "u"."f" < "t"."f")"#,
            ),
            Ok(
                "select * from `t` inner join `u` on `u`.`a` = `t`.`a` and `u`.`b` > ? or `u`.`c` is null and `u`.`d` not in (?, ?) and (`u`.`e` = `t`.`e` or `u`.`f` < `t`.`f`)",
            ),
        ),
        (
            r#"[{"leftJoin":["u",[{"using":[["a","b"]]}]]}]"#,
            Ok(r#"select * from "t" left join "u" using ("a", "b")"#),
            Ok("select * from `t` left join `u` using (`a`, `b`)"),
        ),
        (
            r#"[{"insert":[[{"a":1},{"b":2}]]},{"onConflict":["a"]},{"merge":[["b"]]},{"returning":["id"]}]"#,
            Ok(
                r#"insert into "t" ("a", "b") values ($1, default), (default, $2) on conflict ("a") do update set "b" = excluded."b" returning "id""#,
            ),
            Ok(
                "insert into `t` (`a`, `b`) values (?, default), (default, ?) on duplicate key update `b` = values(`b`)",
            ),
        ),
        (
            r#"[{"withMaterialized":["w",[{"from":["u"]},{"insert":[{"a":1}]},{"returning":["*"]}]]},{"from":["w"]}]"#,
            Ok(
                r#"with "w" as materialized (insert into "u" ("a") values ($1) returning *) select * from "w""#,
            ),
            Err("Invalid query, a query within another should select."),
        ),
        (
            r#"[{"forUpdate":["t"]},{"skipLocked":[]}]"#,
            Ok(r#"select * from "t" for update of "t" skip locked"#),
            Ok("select * from `t` for update skip locked"),
        ),
        (
            r#"[{"union":[[{"from":["u"]}],true]},{"orderBy":["a","asc","last"]}]"#,
            Ok(r#"(select * from "t") union (select * from "u") order by "a" asc nulls last"#),
            Ok("(select * from `t`) union (select * from `u`) order by (`a` is null) asc"),
        ),
        (
            r#"[{"countDistinct":["a","b"]}]"#,
            Ok(r#"select count(distinct("a", "b")) from "t""#),
            Ok("select count(distinct `a`, `b`) from `t`"),
        ),
        (
            r#"[{"rank":["r",["a"],["b"]]},{"hintComment":["x"]}]"#,
            Ok(r#"select /*+ x */ rank() over (partition by "b" order by "a") as "r" from "t""#),
            Ok("select /*+ x */ rank() over (partition by `b` order by `a`) as `r` from `t`"),
        ),
    ] {
        let owned = |text: Result<&str, &str>| text.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(in_dialect(Dialect::Postgres, calls), owned(pg), "{calls}");
        assert_eq!(in_dialect(Dialect::Mysql, calls), owned(my), "{calls}");
    }
}
