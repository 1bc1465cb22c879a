//! Reading SQL, and the text of statements.

#[cfg(feature = "server")]
mod servers;

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
