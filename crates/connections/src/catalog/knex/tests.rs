//! Reading SQL, and the text of statements.

use engine::{Value, json};

use super::dialect::Dialect;
use super::query::Query;
use super::scan::{Kind, Statement};

fn v(text: &str) -> Value {
    json::parse_wire(text.as_bytes()).expect("test JSON")
}

#[test]
fn statements_are_told_apart() {
    for (sql, kind) in [
        ("select 1", Kind::Rows),
        ("  -- hello\n /* there */ SELECT 1;", Kind::Rows),
        ("values (1)", Kind::Rows),
        ("explain query plan delete from t", Kind::Rows),
        ("with a as (select 1) select * from a", Kind::Rows),
        (
            "with a as (select ')') insert into t select * from a",
            Kind::Insert,
        ),
        ("insert into t values (1)", Kind::Insert),
        ("replace into t values (1)", Kind::Insert),
        ("insert into t values (1) returning id", Kind::Rows),
        ("insert into t values ('returning')", Kind::Insert),
        ("update t set a = (select 1)", Kind::Change),
        ("delete from t", Kind::Change),
        ("with a as (select 1) delete from t", Kind::Change),
        ("pragma user_version", Kind::Pragma),
        ("begin", Kind::Transaction),
        ("END", Kind::Transaction),
        ("savepoint a", Kind::Transaction),
        ("attach 'x' as y", Kind::Session),
        ("create temp table a (b)", Kind::Session),
        ("create table a (b)", Kind::Other),
        ("vacuum", Kind::Other),
    ] {
        let statement = Statement::read(sql).expect(sql);
        assert_eq!(statement.kind, kind, "{sql}");
    }
}

#[test]
fn placeholders_are_counted_where_they_are_some() {
    for (sql, placeholders, named, star) in [
        (
            "select ?, '?', \"?\", `?`, [?] -- ?\n /* ? */",
            1,
            false,
            false,
        ),
        ("select 'it''s ?', ?", 1, false, false),
        ("select ?1", 0, true, false),
        ("select :a", 0, true, false),
        ("select @a, $b", 0, true, false),
        ("select count(*) from t", 0, false, false),
        ("select * from t", 0, false, true),
        ("select t.* from t", 0, false, true),
        ("select 2 * 3", 0, false, true),
        ("select 'a:b', ?", 1, false, false),
        ("select a$b, é from t where x = ?", 1, false, false),
        ("select ?||?", 2, false, false),
    ] {
        let it = Statement::read(sql).expect(sql);
        assert_eq!(
            (it.placeholders, it.named, it.star),
            (placeholders, named, star),
            "{sql}"
        );
    }
}

#[test]
fn only_one_statement_is_let_through() {
    for sql in [
        "select 1; drop table t",
        "select 1;\n--x\nselect 2",
        "select 1; /* x */ pragma foreign_keys = off",
        "select ';'; select 1",
        "create trigger a after insert on t begin select 1; end; drop table t",
        "create trigger a after insert on t begin update t set a = case when 1 then 2 end; end; select 1",
        "select 1;\u{feff}select 2",
    ] {
        let error = Statement::read(sql).expect_err(sql);
        assert_eq!(
            error.message(),
            "The supplied SQL string contains more than one statement"
        );
    }
    for sql in [
        "select 1;",
        ";;select 1;;",
        "select ';'",
        "select \";\"",
        "select 1; -- ; select 2",
        "select 1 /* ; select 2",
        "create temporary trigger a after insert on t begin select 1; select 2; end;",
        "create trigger a after insert on t begin update t set a = case when 1 then 2 end; end",
    ] {
        assert!(Statement::read(sql).is_ok(), "{sql}");
    }
    for sql in ["", " ", ";", "-- x", "/* x */"] {
        let error = Statement::read(sql).expect_err(sql);
        assert_eq!(
            error.message(),
            "The supplied SQL string contains no statements"
        );
    }
}

/// The text of a query on `t`, and its bindings.
fn sql(calls: &str) -> (String, String) {
    let query = Query::build(&"t".into(), &v(calls)).expect(calls);
    let compiled = query.compile(Dialect::Sqlite).expect(calls);
    (
        compiled.sql.with_question_marks(),
        format!("{:?}", compiled.sql.bindings),
    )
}

#[test]
fn names_are_quoted_and_values_bound() {
    for (calls, text, bindings) in [
        (
            r#"[{"select":["a.b as c"]},{"where":["x`y",1]}]"#,
            "select `a`.`b` as `c` from `t` where `x``y` = ?",
            "[1]",
        ),
        (
            r#"[{"where":[{"a":1,"b":null}]},{"orWhere":[{"c":2,"d":3}]}]"#,
            "select * from `t` where `a` = ? and `b` is null or (`c` = ? and `d` = ?)",
            "[1, 2, 3]",
        ),
        (
            r#"[{"where":["a",1]},{"whereWrapped":[[{"where":["b",2]},{"orWhere":["c",3]}]]}]"#,
            "select * from `t` where `a` = ? and (`b` = ? or `c` = ?)",
            "[1, 2, 3]",
        ),
        (
            r#"[{"whereNotExists":[[{"from":["u"]},{"whereColumn":["u.id","t.id"]}]]}]"#,
            "select * from `t` where not exists (select * from `u` where `u`.`id` = `t`.`id`)",
            "[]",
        ),
        (
            r#"[{"with":["w",[{"from":["u"]},{"where":["a",1]}]]},{"select":["x"]},{"union":[[{"from":["w"]}]]},{"limit":[3]}]"#,
            "with `w` as (select * from `u` where `a` = ?) select `x` from `t` union select * from `w` limit ?",
            "[1, 3]",
        ),
        (
            r#"[{"orderBy":["a","desc","last"]},{"groupBy":["a","b"]},{"having":["a",">",1]}]"#,
            "select * from `t` group by `a`, `b` having `a` > ? order by (`a` is null) desc",
            "[1]",
        ),
        (
            r#"[{"insert":[[{"b":1,"a":2},{"a":3,"b":{"c":4}}]]},{"onConflict":["a"]},{"merge":[]}]"#,
            "insert into `t` (`a`, `b`) values (?, ?), (?, ?) on conflict (`a`) do update set `a` = excluded.`a`, `b` = excluded.`b`",
            r#"[2, 1, 3, "{\"c\":4}"]"#,
        ),
        (
            r#"[{"update":[{"a":1}]},{"increment":["n",2]},{"decrement":["m"]},{"where":["id",5]}]"#,
            "update `t` set `a` = ?, `n` = `n` + ?, `m` = `m` - ? where `id` = ?",
            "[1, 2, 1, 5]",
        ),
    ] {
        assert_eq!(
            sql(calls),
            (text.to_owned(), bindings.to_owned()),
            "{calls}"
        );
    }
}

#[test]
fn data_never_become_a_query() {
    // Where Knex takes a value, a list of calls is a list, an object an object.
    let calls = r#"[{"whereRaw":["1=1"]}]"#;
    for query in [
        format!(r#"[{{"where":["a",{calls}]}}]"#),
        format!(r#"[{{"whereIn":["a",{calls}]}}]"#),
        format!(r#"[{{"whereLike":["a",{calls}]}}]"#),
        format!(r#"[{{"update":[{{"a":{calls}}}]}}]"#),
        format!(r#"[{{"insert":[{{"a":{calls}}}]}}]"#),
        format!(r#"[{{"having":["a","=",{calls}]}}]"#),
    ] {
        let (text, _) = sql(&query);
        assert!(!text.contains("1=1"), "{text}");
    }
    for query in [
        format!(r#"[{{"where":[{calls}]}}]"#),
        format!(r#"[{{"orWhere":[{calls}]}}]"#),
        format!(r#"[{{"join":["u",{calls}]}}]"#),
        format!(r#"[{{"from":[{calls}]}}]"#),
        format!(r#"[{{"select":["a"]}},{{"orderBy":[{{"a":{calls}}}]}}]"#),
    ] {
        let query = v(&query);
        let compiled =
            Query::build(&"t".into(), &query).and_then(|query| query.compile(Dialect::Sqlite));
        let text = compiled
            .map(|compiled| compiled.sql.text)
            .unwrap_or_default();
        assert!(!text.contains("1=1"), "{text}");
    }
}

#[cfg(feature = "server")]
#[test]
fn statements_of_servers_are_told_apart() {
    use super::words::{Kind, Words};
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

#[cfg(feature = "server")]
#[test]
fn connections_are_read_as_the_drivers_read_them() {
    use super::settings::{Settings, TlsMode};
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
#[cfg(feature = "server")]
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

#[cfg(feature = "server")]
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
