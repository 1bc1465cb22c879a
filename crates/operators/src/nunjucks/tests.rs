//! What templates write, as recorded from nunjucks 3.2.3 and moment 2.29.4.

use engine::{Cx, ErrorSink, Root, Scope, Value, json};

struct Nothing;

impl Scope for Nothing {
    fn read(&self, _: Root, _: &str) -> Value {
        Value::Undefined
    }

    fn now(&self) -> f64 {
        1_700_000_000_000.0
    }

    fn random(&self) -> f64 {
        0.5
    }
}

const DATA: &str = r#"{
    "name": "Bob <b>", "n": 1234.567, "i": 7, "t": true, "f": false, "nul": null, "emp": [],
    "arr": [3, 1, 2], "obj": {"b": 1, "a": {"x": "y"}}, "d": {"~d": 1700000000123},
    "items": [{"n": "a", "p": 1.5, "g": "x"}, {"n": "b", "p": 2, "g": "y"}, {"n": "C", "p": 0, "g": "x"}]
}"#;

/// What `template` writes; `!` where it fails.
fn write(template: &str) -> String {
    let data = json::parse_wire(DATA.as_bytes()).expect("test JSON");
    let errors = ErrorSink::default();
    let cx = Cx::new(&Nothing, &crate::CLIENT, "test", &errors);
    super::render(&cx, template, &data).unwrap_or_else(|_| "!".to_owned())
}

fn check(cases: &[(&str, &str)]) {
    for (template, expected) in cases {
        assert_eq!(write(template), *expected, "{template}");
    }
}

#[test]
fn values_are_written_as_javascript_has_them() {
    check(&[
        (
            "{{ name }}{{ name|safe }}{{ nope }}{{ nul }}",
            "Bob &lt;b&gt;Bob <b>",
        ),
        (
            "{{ n }} {{ 1/3 }} {{ 6/2 }} {{ 7 // 2 }} {{ 2 ** 10 }}",
            "1234.567 0.3333333333333333 3 3 1024",
        ),
        ("{{ arr }} {{ obj }} {{ emp }}", "3,1,2 [object Object] "),
        (
            "{{ 'a' + 1 }}{{ 1 ~ 2 }}{{ nope + 1 }}{{ 'x' ~ nope }}",
            "a112NaNxundefined",
        ),
        (
            "{{ '1' == 1 }}{{ '1' === 1 }}{{ nul == nope }}",
            "truefalsetrue",
        ),
        ("{{ not t == f }}{{ not i in [1] }}", "truetrue"),
        (
            "{{ 'y' if emp else 'n' }}{{ 'y' if '' }}{{ '' or 'z' }}{{ t and 5 }}",
            "yz5",
        ),
        (
            "{{ obj.a.x }}{{ obj['a'].x }}{{ a.b.c }}{{ arr[1] }}{{ name.length }}",
            "yy17",
        ),
        (
            "{{ {a: [1, 2]}|dump|safe }}{{ [3, 1]|sort }}",
            "{\"a\":[1,2]}1,3",
        ),
        (
            "{{ 'a b'.split(' ')[1] }}{{ (2.345).toFixed(1) }}{{ [1, 2].join('+') }}",
            "b2.31+2",
        ),
    ]);
}

#[test]
fn statements_keep_the_scopes_of_nunjucks() {
    check(&[
        (
            "{% for x in arr %}{{ loop.index }}{{ x }}{{ ',' if not loop.last }}{% endfor %}",
            "13,21,32",
        ),
        (
            "{% for k, v in obj %}{{ k }}={{ v }};{% else %}none{% endfor %}",
            "b=1;a=[object Object];",
        ),
        ("{% for x in emp %}x{% else %}none{% endfor %}", "none"),
        (
            "{% set s = 0 %}{% for x in arr %}{% set s = s + x %}{% endfor %}{{ s }}",
            "6",
        ),
        ("{% for x in arr %}{% set y = x %}{% endfor %}{{ y }}", ""),
        (
            "{% if i > 9 %}a{% elif i == 7 %}b{% else %}c{% endif %}",
            "b",
        ),
        (
            "{% switch i %}{% case 7 %}{% case 8 %}x{% default %}y{% endswitch %}",
            "x",
        ),
        (
            "{% macro m(a, b=2) %}[{{ a }}{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1, b=3) }}",
            "[12][13]",
        ),
        (
            "{% macro w() %}<{{ caller() }}>{% endmacro %}{% call w() %}{{ i }}{% endcall %}",
            "<7>",
        ),
        (
            "{% filter upper %}a{{ name }}{% endfilter %}",
            "ABOB &amp;LT;B&amp;GT;",
        ),
        (
            "a {%- if t -%} b {%- endif %} {# c #}{% raw %}{{ d }}{% endraw %}",
            "ab {{ d }}",
        ),
    ]);
}

#[test]
fn filters_are_those_of_nunjucks() {
    check(&[
        (
            "{{ items|join(',', 'n') }} {{ items|sum('p') }} {{ items|length }}",
            "a,b,C 3.5 3",
        ),
        (
            "{% for x in items|sort(attribute='p') %}{{ x.n }}{% endfor %}",
            "Cab",
        ),
        (
            "{% if items %}{% for g, l in items|groupby('g') %}{{ g }}{{ l|length }}{% endfor %}{% endif %}",
            "x2y1",
        ),
        (
            "{{ n|round(1) }} {{ '12px'|int + 1 }} {{ nope|default('x') }}",
            "1234.6 13 x",
        ),
        (
            "{{ 'hello big world'|truncate(10) }} {{ 'a b'|title }}",
            "hello big... A B",
        ),
        (
            "{{ d|date('dddd Do MMM YYYY, h:mm a') }}",
            "Tuesday 14th Nov 2023, 10:13 pm",
        ),
        (
            "{{ d|date('[W]W GGGG DDDD X') }} {{ nope|date('L') }}{{ 'x'|date('L') }}",
            "W46 2023 318 1700000000 Invalid date",
        ),
    ]);
}

#[test]
fn a_template_that_cannot_run_fails() {
    let failing = [
        "{{ name",
        "{% bad %}",
        "{% if t %}",
        "{{ a b }}",
        "{{ name|nofilter }}",
        "{{ name.trim() }}",
        "{% include 'x' %}",
        "{{ 1 is nothing }}",
        "{{ 'a' in nope }}",
        "a #} b",
        "{{ range(999999999) }}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% set x = [1] %}{% for i in range(60) %}{% set x = [x, x] %}{% endfor %}{{ x|dump }}",
        "{% set x = [1] %}{% for i in range(99999) %}{% set x = [x] %}{% endfor %}",
    ];
    for template in failing {
        assert_eq!(write(template), "!", "{template}");
    }
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(2000), ")".repeat(2000));
    assert_eq!(write(&deep), "!");
}
