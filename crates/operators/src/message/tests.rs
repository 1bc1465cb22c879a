//! What FormatJS writes.

use std::cell::RefCell;

use engine::{Cx, ErrorSink, Expr, Root, Scope, Value, json, path};

/// A world with the languages of an app.
#[derive(Default)]
struct World {
    i18n: Value,
    notes: RefCell<Vec<String>>,
}

impl Scope for World {
    fn read(&self, root: Root, at: &str) -> Value {
        match root {
            Root::I18n if at.is_empty() => self.i18n.clone(),
            Root::I18n => path::get(&self.i18n, at),
            _ => Value::Undefined,
        }
    }

    fn now(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn note(&self, message: &str) {
        self.notes.borrow_mut().push(message.to_owned());
    }
}

/// What `expression`, JSON with `~d` for dates, gives in `world`, as JSON; or `!` and the complaint.
fn eval(world: &World, expression: &str) -> String {
    let expression = json::parse_wire(expression.as_bytes()).expect("test JSON");
    let errors = ErrorSink::default();
    let cx = Cx::new(world, &crate::CLIENT, "test", &errors);
    let value = Expr::compile(&expression, &crate::CLIENT).eval(&cx);
    match errors.take().first() {
        Some(error) => format!("!{}", error.message),
        None => json::to_wire(&value),
    }
}

/// Checks texts that `operator` gives.
fn check(world: &World, operator: &str, cases: &[(&str, &str)]) {
    for (params, expected) in cases {
        let value = eval(world, &format!(r#"{{"{operator}":{params}}}"#));
        assert_eq!(value, format!("\"{expected}\""), "{params}");
    }
}

fn world() -> World {
    let i18n = r##"{
        "active": "de-DE", "defaultLocale": "en-US", "fallbackLocale": "en-US",
        "locales": [{"code": "en-US", "label": "English"}, {"code": "de-DE", "label": "Deutsch"}],
        "messages": {
            "de-DE": {
                "greeting": "Hallo, {name}!",
                "menu": { "file": { "open": "Öffnen" } },
                "menu.help": "Hilfe",
                "cart": "{n, plural, =0 {leer} one {# Ding} other {# Dinge}} für {sum, number, ::currency/EUR}",
                "due": "{at, date, long} um {at, time, short}"
            },
            "en-US": {
                "greeting": "Hello, {name}!",
                "bye": "Bye {name}",
                "guests": "{n, plural, offset:1 =0 {Nobody} =1 {{host} comes} other {{host} and # more come}}",
                "place": "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}",
                "owner": "{kind, select, team {the team’s {n, plural, one {file} other {files}}} other {a file}}",
                "quoted": "'{'name'}' isn''t {name}; {n, plural, other {'#' is #}}",
                "share": "{n, number, percent} {m, number, ::compact-short} {k, number, ::.00 sign-always}"
            }
        }
    }"##;
    World {
        i18n: json::parse(i18n.as_bytes()).expect("test JSON"),
        ..World::default()
    }
}

#[test]
fn messages_are_of_the_readers_language() {
    let cases = [
        (
            r#"{"key":"greeting","values":{"name":"Ada"}}"#,
            "Hallo, Ada!",
        ),
        (r#""greeting""#, "Hallo, {name}!"),
        (
            r#"{"key":"greeting","values":{"name":"Ada"},"locale":"en-US"}"#,
            "Hello, Ada!",
        ),
        (
            r#"{"key":"cart","values":{"n":1,"sum":1234.5}}"#,
            "1 Ding für 1.234,50\u{a0}€",
        ),
        (
            r#"{"key":"cart","values":{"n":0,"sum":0}}"#,
            "leer für 0,00\u{a0}€",
        ),
        (
            r#"{"key":"due","values":{"at":{"~d":1700000000000}}}"#,
            "14. November 2023 um 22:13",
        ),
        // The language lacks it: the fallback, what the program says, the key.
        (r#"{"key":"bye","values":{"name":"Ada"}}"#, "Bye Ada"),
        (r#""engine.action.loading""#, "Loading"),
        (r#""menu.file.open""#, "Öffnen"),
        (r#""menu.help""#, "Hilfe"),
        (r#""""#, ""),
        (r#""no.such.key""#, "no.such.key"),
    ];
    let world = world();
    check(&world, "_t", &cases);
    let notes = world.notes.take();
    assert_eq!(
        notes,
        [
            "there is no message ``",
            "there is no message `no.such.key`"
        ]
    );
}

#[test]
fn arguments_choose_among_texts() {
    let cases = [
        (
            r#"{"key":"guests","values":{"n":0,"host":"Eve"}}"#,
            "Nobody",
        ),
        (
            r#"{"key":"guests","values":{"n":1,"host":"Eve"}}"#,
            "Eve comes",
        ),
        (
            r#"{"key":"guests","values":{"n":1001,"host":"Eve"}}"#,
            "Eve and 1.000 more come",
        ),
        (
            r#"{"key":"place","locale":"en-US","values":{"n":22}}"#,
            "22nd",
        ),
        (
            r#"{"key":"place","locale":"en-US","values":{"n":13}}"#,
            "13th",
        ),
        (
            r#"{"key":"owner","values":{"kind":"team","n":2}}"#,
            "the team’s files",
        ),
        (
            r#"{"key":"owner","values":{"kind":"user","n":2}}"#,
            "a file",
        ),
        (
            r#"{"key":"quoted","values":{"name":"Bo","n":3}}"#,
            "{name} isn't Bo; # is 3",
        ),
        (
            r#"{"key":"share","locale":"en-US","values":{"n":0.256,"m":15300,"k":2}}"#,
            "26% 15K +2.00",
        ),
    ];
    check(&world(), "_t", &cases);
}

#[test]
fn a_wrong_message_or_value_is_refused() {
    let world = world();
    for (params, expected) in [
        (
            "5",
            "!_t takes a string key or an object { key, values, locale }",
        ),
        ("{}", "!translate requires a string \"key\"."),
        (
            r#"{"key":"greeting","values":{}}"#,
            "!The intl string context variable \"name\" was not provided to the string \"Hallo, {name}!\"",
        ),
        (
            r#"{"key":"{","values":{}}"#,
            "!EXPECT_ARGUMENT_CLOSING_BRACE",
        ),
    ] {
        let value = eval(&world, &format!(r#"{{"_t":{params}}}"#));
        assert!(value.starts_with(expected), "{params}: {value}");
    }
    let refused = |message: String, why: &str| {
        let call = format!(r#"{{"_t":{{"key":"{message}","values":{{"n":1}}}}}}"#);
        let value = eval(&world, &call);
        assert!(value.starts_with(why), "{}", &value[..value.len().min(200)]);
    };
    let (open, close) = ("{n, plural, other {", "}}");
    refused(
        open.repeat(10_000) + &close.repeat(10_000),
        "!NESTED_TOO_DEEPLY",
    );
    refused("<b>".repeat(10_000), "!NESTED_TOO_DEEPLY");
    let many: String = (0..200_000).map(|i| format!("={i}{{}}")).collect();
    let many = format!("{{n, plural, {many} other{{}}}}");
    refused(many, "!TOO_MANY_PLURAL_ARGUMENT_SELECTORS");
    let letters = format!("{{n, date, ::{}}}", "yM".repeat(500_000));
    refused(letters, "\"");
    refused(format!("{{n, number, ::{}}}", "@".repeat(90)), "!");
    refused(format!("{{n, number, ::.{}}}", "0".repeat(500_000)), "!");
}

#[test]
fn languages_of_the_app_are_known() {
    let world = world();
    for (params, expected) in [
        (r#""active""#, r#""de-DE""#),
        (r#""default""#, r#""en-US""#),
        (r#""supported.1.label""#, r#""Deutsch""#),
    ] {
        assert_eq!(
            eval(&world, &format!(r#"{{"_locale":{params}}}"#)),
            expected
        );
    }
}
