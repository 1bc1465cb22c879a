//! Values of a kind, sound or extreme.

use engine::{Map, Value, date};

use super::Random;

impl Random {
    /// A value of `kind`, without operators.
    pub(super) fn literal(&mut self, kind: &str) -> Value {
        match kind {
            "bool" => self.chance(50).into(),
            "int" => self.small().into(),
            "number" => self.number().into(),
            "string" => self.text().into(),
            "date" if self.chance(80) => Value::Date(self.number() % 4e12),
            "date" => Value::Date(date::clip(self.number())),
            "moment" => self.moment(),
            "array" => self.list(),
            "object" => self.object(),
            "entries" => self.entries(),
            "branches" => Value::list(vec![Value::object([
                ("if", self.chance(50).into()),
                ("then", self.value(1)),
            ])]),
            "path" if self.chance(1) => "a.".repeat(50_000).into(),
            "path" => match self.chance(90) {
                true => self.pick(PATHS).into(),
                false => self.key().into(),
            },
            "pattern" => self.pick(PATTERNS).into(),
            "flags" => self
                .pick(&["", "g", "gi", "u", "y", "gm", "s", "d", "v", "x"])
                .into(),
            "substitute" => self
                .pick(&["", "x", "$1", "$<n>$&", "$`$'$$", "$99"])
                .into(),
            "template" => self.pick(TEMPLATES).into(),
            "json" => self.pick(JSON).into(),
            "yaml" => self.pick(YAML).into(),
            "jsonata" => self.pick(JSONATA).into(),
            "form" => self.pick(&["NFC", "NFD", "NFKC", "NFKD", "X"]).into(),
            "format" => self.pick(FORMATS).into(),
            "kind" => self.pick(KINDS).into(),
            "locale" => self
                .pick(&["en-US", "de-DE", "fr", "ar-EG", "ja-JP", "xx-invalid-", ""])
                .into(),
            "operator" => self
                .pick(&["_sum", "_eq", "_array.map", "_operator", "_nothing"])
                .into(),
            "uuid" => "6ba7b810-9dad-11d1-80b4-00c04fd430c8".into(),
            _ => self.value(2),
        }
    }

    /// A count or a position: mostly within what is there, sometimes far outside.
    fn small(&mut self) -> f64 {
        match self.chance(80) {
            true => self.below(12) as f64 - 3.0,
            false => self.number(),
        }
    }

    fn moment(&mut self) -> Value {
        match self.below(4) {
            0 => "now".into(),
            1 => self.number().into(),
            2 => Value::Date(date::clip(self.number())),
            _ => self.pick(MOMENTS).into(),
        }
    }

    fn list(&mut self) -> Value {
        let n = self.length();
        let kind = self.pick(&["any", "number", "string", "object", "array"]);
        // Lists in lists end somewhere.
        let kind = if kind == "array" && self.chance(70) {
            "any"
        } else {
            kind
        };
        // Many of what may itself be long would fill the memory before anything is evaluated.
        let n = match kind {
            "array" | "object" => n.min(12),
            _ => n,
        };
        (0..n)
            .map(|_| self.literal(kind))
            .collect::<Vec<_>>()
            .into()
    }

    fn object(&mut self) -> Value {
        let n = self.length();
        let entry = |random: &mut Random| (random.key(), random.value(1));
        Value::map((0..n).map(|_| entry(self)).collect::<Map>())
    }

    fn entries(&mut self) -> Value {
        let n = self.below(5);
        let pair = |random: &mut Random| Value::list(vec![random.key().into(), random.value(1)]);
        (0..n).map(|_| pair(self)).collect::<Vec<_>>().into()
    }
}

const PATHS: &[&str] = &[
    "a", "b", "a.0", "a.b", "a.length", "b.a.0.b", "a.$", "a.$.b.$", "", "a..b", "x",
];

const KINDS: &[&str] = &[
    "string",
    "integer",
    "float",
    "number",
    "array",
    "object",
    "date",
    "none",
    "primitive",
    "null",
];

const MOMENTS: &[&str] = &[
    "2020-02-29T12:34:56.789Z",
    "2020-02-29",
    "1999",
    "+275760-09-13T00:00:00.001Z",
    "-271821-04-20T00:00:00.000Z",
    "Tue, 14 Nov 2023 22:13:20 GMT",
    "14 Nov 2023 10:00 PM",
    "2023-13-45",
    "24:00",
    "Dec 25, 1995 13:30 GMT+0430",
];

const PATTERNS: &[&str] = &[
    "",
    "a",
    "^[a-z]+$",
    "(a|b)*?(?<n>c)?\\1",
    "[",
    "(?<=x)\\p{L}{2,3}",
    "a{99999}",
    ".*",
    "\\b\\w+\\b",
    "(?:)",
    "$",
    "(?!a)[^b]",
    "[\\s\\S]",
    "\\u{1F600}",
    "(((((((((a)))))))))\\9",
    "(a*)*b",
];

const TEMPLATES: &[&str] = &[
    "Hello {{ a }}!",
    "{{ a | upper }}{{ b | length }}{{ a | default('x') | trim | title }}",
    "{% for i in a %}{{ loop.index }}: {{ i }}{% else %}none{% endfor %}",
    "{% for k, v in b %}{{ k }}={{ v | dump }}{% endfor %}",
    "{% if a > 1 and b.length %}{{ a + b }}{% elif not a %}{{ a ~ b }}{% endif %}",
    "{% for i in range(0, 1000000000) %}x{% endfor %}",
    "{% for i in range(0, 100000) %}{% for j in range(0, 100000) %}x{% endfor %}{% endfor %}",
    "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
    "{% set x = 'ab' %}{% for i in range(0, 50) %}{% set x = x + x %}{% endfor %}{{ x }}",
    "{% set x = [1] %}{% for i in range(0, 40) %}{% set x = [x, x] %}{% endfor %}{{ x | dump }}",
    "{{ 'x' | center(1000000000) }}{{ 'x' | indent(1000000000) }}",
    "{{ a | batch(2) | dump }}{{ a | slice(3) | dump }}{{ a | batch(0) }}",
    "{{ 'abc' | replace('', a) }}{{ 'abc' | truncate(-1) }}{{ a | wordcount }}",
    "{{ a | sort | join(',') }}{{ b | dictsort | dump }}{{ a | groupby('a') | dump }}",
    "{{ a | round(400) }}{{ a | float }}{{ a | int }}{{ 7 % 0 }}{{ 7 // 0 }}{{ 2 ** 5000 }}",
    "{{ a | date('dddd YYYY') }}{{ a | urlencode }}{{ a | urlize(1) }}{{ a | striptags }}",
    "{% call(x) m() %}{% endcall %}{% filter upper %}{{ a }}{% endfilter %}",
    "{{ a.b.c.d }}{{ a['b'](1)[2] }}{{ joiner(',')() }}{{ cycler(1, 2).next() }}",
    "{% raw %}{{{% endraw %}{# c #}{%- if a -%} x {%- endif -%}",
    "{% if",
    "{{",
    "{{ ((((((((((a)))))))))) }}",
    "{{ a if b else c if d }}",
    "{% block x %}{% endblock %}",
];

const JSON: &[&str] = &[
    "{\"a\":[1,2,{\"b\":null}]}",
    "[[[[[[[[[[]]]]]]]]]]",
    "{\"~d\":0}",
    "{\"~e\":{\"message\":1}}",
    "1e999",
    "\"\\ud800\"",
    "{\"a\":1,\"a\":2}",
    "[1,]",
    "{",
    "",
    "nul",
    "{\"_state\":\"a\"}",
];

const YAML: &[&str] = &[
    "- a: 1\n  b: [x, y]\n- &x c\n- *x",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]",
    "a: |\n  text\n   more\nb: >-\n  folded\n",
    "? complex\n: value",
    "2020-01-01",
    "!!binary aGk=",
    "a: b: c",
    "&a [*a]",
    "<<: {a: 1}\nb: 2",
    "- - - - - - x",
    "\t",
    "%YAML 1.1\n---\na",
    "a: .nan\nb: .inf\nc: 0o14\nd: 0x1F",
];

const JSONATA: &[&str] = &[
    "$",
    "a.b",
    "$sum(a)",
    "$map([1..10000000], function($x) { $x * 2 })",
    "a[0].b & 'x'",
    "$f := function($x) { $f($x) }; $f(1)",
    "($f := function($n) { $n = 0 ? 1 : $n * $f($n - 1) }; $f(100000))",
    "a ~> $count",
    "{ 'k': a }",
    "**",
    "a^(>b)",
    "(",
    "$pad('x', 1000000000)",
    "[1..1000000000]",
];

const FORMATS: &[&str] = &[
    "",
    "YYYY-MM-DD",
    "dddd D MMMM YYYY HH:mm:ss.SSS Z [at] X",
    "LLLL",
    "Do wo Qo",
    "[",
    "L LT LTS",
    "gggg GGGG WW E e",
    "YYYYYYYYYYYYYYYYYYYYYYYY",
];
