//! Numbers from a seed, and what generators choose from.

use engine::{Map, Value};

/// A series of numbers (xorshift64*); the same for the same seed and number.
pub struct Random(u64);

impl Random {
    /// The series of case `number`.
    pub fn new(seed: u64, number: u64) -> Random {
        let mixed = seed
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(number.wrapping_mul(0xd134_2543_de82_ef95));
        let mut random = Random(mixed | 1);
        random.next();
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.next() >> 33) as usize % n.max(1)
    }

    /// True in `percent` of cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `all`.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A value without operators, nested `depth` deep at most.
    pub(super) fn value(&mut self, depth: usize) -> Value {
        let kinds = if depth == 0 { 7 } else { 9 };
        match self.below(kinds) {
            0 => Value::Null,
            1 => self.chance(50).into(),
            2 | 3 => self.number().into(),
            4 | 5 => self.text().into(),
            6 => Value::Date(engine::date::clip(self.number())),
            7 => {
                let n = self.length();
                (0..n)
                    .map(|_| self.value(depth - 1))
                    .collect::<Vec<_>>()
                    .into()
            }
            _ => {
                let n = self.length();
                let entry = |random: &mut Random| (random.key(), random.value(depth - 1));
                Value::map((0..n).map(|_| entry(self)).collect::<Map>())
            }
        }
    }

    /// How many items something has: few, seldom many.
    pub(super) fn length(&mut self) -> usize {
        match self.below(40) {
            0 => 200,
            1 if self.chance(5) => 20_000,
            1 => 40,
            _ => self.below(5),
        }
    }

    /// A number, small or extreme.
    pub(super) fn number(&mut self) -> f64 {
        match self.below(4) {
            0 => self.below(12) as f64,
            1 => self.below(2000) as f64 - 1000.0,
            2 => self.next() as i64 as f64 / 1e6,
            _ => NUMBERS[self.below(NUMBERS.len())],
        }
    }

    /// Text: words, patterns, templates, formats, dates; seldom long.
    pub(super) fn text(&mut self) -> String {
        let text = self.pick(TEXTS);
        match self.below(30) {
            0 => text.repeat(400),
            1..=3 => format!("{text}{}", self.pick(TEXTS)),
            4 => text.chars().rev().collect(),
            _ => text.to_owned(),
        }
    }

    /// A key or a path.
    pub(super) fn key(&mut self) -> String {
        self.pick(KEYS).to_owned()
    }
}

const NUMBERS: &[f64] = &[
    -0.0,
    0.5,
    -1.5,
    1e-7,
    0.1 + 0.2,
    255.0,
    65_536.0,
    1e6,
    2_147_483_647.0,
    -2_147_483_649.0,
    4_294_967_296.0,
    1e10,
    9_007_199_254_740_991.0,
    9_007_199_254_740_993.0,
    1e15,
    -8.64e15,
    8.64e15,
    8.65e15,
    1.7e12,
    1e21,
    -1e300,
    f64::MAX,
    f64::MIN_POSITIVE,
    f64::EPSILON,
];

const TEXTS: &[&str] = &[
    "",
    " ",
    "a",
    "A",
    "0",
    "-1",
    "1e308",
    "0x10",
    "NaN",
    "Infinity",
    "true",
    "null",
    "abc",
    "a.b.c",
    "list.0.x",
    "a,b,c",
    "Hello World",
    "hello_world-fooBar",
    "ÄÖÜ ß ﬁ İ ı",
    "👩‍👩‍👧 e\u{301} \u{200d}",
    "\u{feff}\u{2028}\u{0}",
    "\\",
    "\"'`<>&",
    "%41%zz%E4%F6",
    "https://user:pass@example.com:8080/a%20b?x=1&y=2#z",
    "2020-02-29T12:34:56.789Z",
    "+275760-09-13T00:00:00.001Z",
    "-000001-01-01",
    "Tue, 14 Nov 2023 22:13:20 GMT",
    "2023-13-45",
    "dddd D MMMM YYYY HH:mm:ss.SSS Z [at] X",
    "^[a-z]+$",
    "(a|b)*?(?<n>c)\\1",
    "[",
    "(?<=x)\\p{L}{2,3}",
    "a{99999}",
    "gi",
    "gy",
    "uu",
    "$1$<n>$&$$",
    "{{ a }} {{ b.c | upper }}",
    "{% for i in range(0, 5) %}{{ loop.index }}{{ i }}{% endfor %}",
    "{% for i in range(0, 1000000000) %}{% for j in range(0, 1000000000) %}x{% endfor %}{% endfor %}",
    "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
    "{% set x = 'ab' %}{% for i in range(0, 50) %}{% set x = x + x %}{% endfor %}{{ x }}",
    "{{ 'x' | center(1000000000) }}{{ 'x' | indent(1000000000) }}",
    "{{ a | batch(0) }}{{ a | slice(0) }}{{ 'x' | truncate(-1) }}",
    "{{ ((((((((((a))))))))))[0][0].b() }}",
    "{% if",
    "{\"a\":[1,2,{\"b\":null}]}",
    "[[[[[[[[[[]]]]]]]]]]",
    "{\"~d\":0}",
    "- a: 1\n  b: [x, y]\n- &x c\n- *x",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
    "base64==",
    "en-US",
    "de-CH-1996",
    "xx-invalid-locale-text",
    "{n, plural, one {# thing} other {# things}}",
    "$[*].a{b: $sum(c)}",
    "$map([1..10000000], function($x) { $x * 2 })",
    "number",
    "string",
    "object",
    "default",
];

const KEYS: &[&str] = &[
    "",
    "a",
    "b",
    "c",
    "0",
    "1",
    "-1",
    "id",
    "name",
    "length",
    "key",
    "from",
    "default",
    "on",
    "test",
    "then",
    "else",
    "if",
    "branches",
    "pattern",
    "flags",
    "callback",
    "separator",
    "value",
    "start",
    "end",
    "depth",
    "target",
    "deleteCount",
    "insert",
    "initialValue",
    "input",
    "param",
    "params",
    "all",
    "type",
    "options",
    "template",
    "replacer",
    "newSubstr",
    "regex",
    "space",
    "reviver",
    "data",
    "expr",
    "pipeline",
    "query",
    "locale",
    "format",
    "precision",
    "min",
    "max",
    "a.b",
    "a.$.b",
    "list.0",
    "$",
    "~d",
    "~k",
    "~r",
    "~e",
    "~arr",
    "~l",
    "__proto__",
    "constructor",
    "_state",
    "__args",
    "\u{e9}",
    "\u{0}",
];
