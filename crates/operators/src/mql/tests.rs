//! Answers as recorded from mingo 6.4.6, where it is not at fault, and what must not take for ever.

use engine::{Cx, ErrorSink, OpResult, Root, Scope, Value, json};

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

fn parse(text: &str) -> Value {
    json::parse_wire(text.as_bytes()).expect("test JSON")
}

fn run(function: fn(&Cx<'_>, &Value, &Value) -> OpResult, on: &str, what: &str) -> OpResult {
    let errors = ErrorSink::default();
    let cx = Cx::new(&Nothing, &crate::CLIENT, "test", &errors);
    function(&cx, &parse(on), &parse(what))
}

/// The answer as JSON, or the complaint after a `!`.
fn shown(answer: OpResult) -> String {
    match answer {
        Ok(value) => json::to_wire(&value),
        Err(error) => format!("!{}", error.message),
    }
}

fn aggregate(on: &str, pipeline: &str, expected: &str) {
    let answer = shown(run(super::aggregate, on, pipeline));
    assert_eq!(answer, expected, "{pipeline}");
}

fn expr(on: &str, cases: &[(&str, &str)]) {
    for (expr, expected) in cases {
        assert_eq!(shown(run(super::expr, on, expr)), *expected, "{expr}");
    }
}

const SALES: &str = r#"[
    {"_id":1,"item":"abc","price":10,"qty":2,"tags":["x","y"],"at":{"~d":1393660800000}},
    {"_id":2,"item":"jkl","price":20,"qty":1,"tags":[],"at":{"~d":1393664400000}},
    {"_id":3,"item":"xyz","price":5,"qty":10,"at":{"~d":1394874000000}},
    {"_id":4,"item":"xyz","price":5,"qty":null,"tags":["z"],"at":{"~d":1396610499736}}
]"#;

#[test]
fn groups_have_accumulators() {
    aggregate(
        SALES,
        r#"[{"$group":{"_id":"$item","n":{"$sum":1},"sales":{"$sum":{"$multiply":["$price","$qty"]}},
            "tags":{"$push":"$tags"}}},{"$sort":{"sales":-1}}]"#,
        r#"[{"_id":"xyz","n":2,"sales":50,"tags":[null,["z"]]},{"_id":"abc","n":1,"sales":20,"tags":[["x","y"]]},{"_id":"jkl","n":1,"sales":20,"tags":[[]]}]"#,
    );
    aggregate(
        SALES,
        r#"[{"$group":{"_id":null,"top":{"$topN":{"n":2,"sortBy":{"price":-1},"output":"$item"}},
            "avg":{"$avg":"$qty"},"set":{"$addToSet":"$item"},"max":{"$max":"$price"}}}]"#,
        r#"[{"_id":null,"top":["jkl","abc"],"avg":4.333333333333333,"set":["abc","jkl","xyz"],"max":20}]"#,
    );
    aggregate("[]", r#"[{"$count":"n"}]"#, r#"[{"n":0}]"#);
}

#[test]
fn documents_are_reshaped() {
    aggregate(
        SALES,
        r#"[{"$match":{"tags":{"$exists":true}}},{"$unwind":{"path":"$tags","includeArrayIndex":"i"}},
            {"$project":{"_id":0,"tags":1,"i":1,"label":{"$concat":["$item","/","$tags"]}}}]"#,
        r#"[{"tags":"x","i":0,"label":"abc/x"},{"tags":"y","i":1,"label":"abc/y"},{"tags":"z","i":0,"label":"xyz/z"}]"#,
    );
    aggregate(
        r#"[{"a":{"b":1,"c":2},"l":[{"x":1,"y":2},{"y":3}]}]"#,
        r#"[{"$project":{"a.b":0,"l.y":0}},{"$set":{"a.d.e":"$l.x"}}]"#,
        r#"[{"a":{"c":2,"d":{"e":[1]}},"l":[{"x":1},{}]}]"#,
    );
    aggregate(
        SALES,
        r#"[{"$lookup":{"from":[{"k":"abc","n":7}],"localField":"item","foreignField":"k","as":"j"}},
            {"$project":{"j.n":1}},{"$limit":2}]"#,
        r#"[{"j":[{"n":7}],"_id":1},{"j":[],"_id":2}]"#,
    );
    aggregate(
        r#"[{"level":1,"a":{"level":5,"x":1},"b":{"level":1,"y":2}}]"#,
        r#"[{"$redact":{"$cond":[{"$gt":["$level",3]},"$$PRUNE","$$DESCEND"]}}]"#,
        r#"[{"level":1,"b":{"level":1,"y":2}}]"#,
    );
}

#[test]
fn buckets_and_windows() {
    aggregate(
        SALES,
        r#"[{"$bucket":{"groupBy":"$price","boundaries":[0,10,15],"default":"more"}}]"#,
        r#"[{"count":2,"_id":0},{"count":1,"_id":10},{"count":1,"_id":"more"}]"#,
    );
    aggregate(
        SALES,
        r#"[{"$bucketAuto":{"groupBy":"$price","buckets":2}}]"#,
        r#"[{"count":3,"_id":{"min":5,"max":20}},{"count":1,"_id":{"min":20,"max":20}}]"#,
    );
    aggregate(
        SALES,
        r#"[{"$setWindowFields":{"sortBy":{"at":1},"output":{
            "sum":{"$sum":"$qty","window":{"documents":["unbounded","current"]}},
            "before":{"$shift":{"output":"$item","by":-1}}}}},
            {"$fill":{"output":{"qty":{"value":0}}}},{"$project":{"_id":0,"sum":1,"before":1,"qty":1}}]"#,
        r#"[{"sum":2,"before":null,"qty":2},{"sum":3,"before":"abc","qty":1},{"sum":13,"before":"jkl","qty":10},{"sum":13,"before":"xyz","qty":0}]"#,
    );
}

#[test]
fn expressions() {
    let on = r#"{"n":5,"s":"Hello","l":[1,2,3],"d":{"~d":1615734566535},"o":[{"k":"a","v":1}],"m":[{"t":[7,8]}]}"#;
    expr(
        on,
        &[
            (r#"{"$add":["$n",null,1]}"#, "6"),
            (
                r#"{"$map":{"input":"$l","as":"x","in":{"$multiply":["$$x","$n"]}}}"#,
                "[5,10,15]",
            ),
            (
                r#"{"$map":{"input":"$m","in":{"$first":"$$this.t"}}}"#,
                "[7]",
            ),
            (
                r#"{"$reduce":{"input":"$l","initialValue":0,"in":{"$add":["$$value","$$this"]}}}"#,
                "6",
            ),
            (
                r#"{"$zip":{"inputs":["$l",["a"]],"useLongestLength":true,"defaults":[0,"-"]}}"#,
                r#"[[1,"a"],[2,"-"],[3,"-"]]"#,
            ),
            (r#"{"$arrayToObject":["$o"]}"#, r#"{"a":1}"#),
            (
                r#"{"$switch":{"branches":[{"case":{"$gt":["$n",3]},"then":"big"}],"default":"small"}}"#,
                r#""big""#,
            ),
            (
                r#"{"$dateToString":{"date":"$d","format":"%Y-%m-%d %H:%M %z","timezone":"+02:00"}}"#,
                r#""2021-03-14 17:09 +0200""#,
            ),
            (
                r#"{"$dateDiff":{"startDate":"$d","endDate":"$$NOW","unit":"year"}}"#,
                "2",
            ),
            (
                r#"{"$dateFromString":{"dateString":"15/06/2018","format":"%d/%m/%Y"}}"#,
                r#"{"~d":1529020800000}"#,
            ),
            (r#"{"$round":["$n"]}"#, "5"),
            (r#"{"$round":[10.28374,3]}"#, "10.284"),
            (
                r#"{"$regexFind":{"input":"$s","regex":"l(l)(x)?"}}"#,
                r#"{"match":"ll","idx":2,"captures":["l",null]}"#,
            ),
            (
                r#"{"$convert":{"input":"x","to":"int","onError":-1}}"#,
                "-1",
            ),
            (r#"{"$setUnion":["$l",[3,4]]}"#, "[1,2,3,4]"),
            (
                r#"{"$let":{"vars":{"a":"$n"},"in":{"$gt":["$$a",4]}}}"#,
                "true",
            ),
            ("\"$nope\"", "null"),
            (r#"{"$cond":["$n"]}"#, "!$cond: invalid arguments"),
            (r#"{"$bad":1}"#, "!operator '$bad' is not registered"),
            (
                r#"{"$function":{"body":"x"}}"#,
                "!$function runs code, which is not possible here.",
            ),
        ],
    );
}

#[test]
fn filters() {
    let on =
        r#"{"n":5,"s":"Hello","l":[{"k":1,"x":"a"},{"k":2,"x":"b"}],"t":["x","y"],"nul":null}"#;
    for (test, expected) in [
        (
            r#"{"n":{"$gt":1,"$lt":9},"s":{"$regex":"^h","$options":"i"}}"#,
            "true",
        ),
        (r#"{"l.k":2,"t":"y","nul":null,"nope":null}"#, "true"),
        (r#"{"l":{"$elemMatch":{"k":1,"x":"b"}}}"#, "false"),
        (
            r#"{"t":{"$all":["y","x"]},"$or":[{"n":1},{"n":{"$in":[4,5]}}]}"#,
            "true",
        ),
        (r#"{"$expr":{"$gt":["$n",{"$size":"$t"}]}}"#, "true"),
        (r#"{"n":{"$not":{"$gt":4}}}"#, "false"),
        (r#"{"n":{"$bad":1}}"#, "!unknown operator $bad"),
        (
            r#"{"s":{"$regex":"("}}"#,
            "!Invalid regular expression: /(/: Unterminated group",
        ),
        (
            r#"{"$where":"this.n"}"#,
            "!$where runs code, which is not possible here.",
        ),
    ] {
        assert_eq!(shown(run(super::test, on, test)), expected, "{test}");
    }
}

/// What would run for ever or take all memory ends with a complaint.
#[test]
fn work_is_bounded() {
    let fails = |pipeline: &str| {
        let answer = run(super::aggregate, r#"[{"a":[1,2,3,4,5,6,7,8]}]"#, pipeline);
        assert!(answer.is_err(), "{pipeline}");
    };
    fails(r#"[{"$set":{"b":{"$range":[0,1e12]}}}]"#);
    fails(r#"[{"$set":{"b":{"$range":[9007199254740992,9007199254740999]}}}]"#);
    let nested = r#"{"$map":{"input":{"$range":[0,100000]},"in":{"$range":[0,100000]}}}"#;
    fails(&format!(r#"[{{"$set":{{"b":{nested}}}}}]"#));
    let wide = r#"{"$reduce":{"input":{"$range":[0,100]},"initialValue":"xx","in":{"$concat":["$$value","$$value"]}}}"#;
    fails(&format!(r#"[{{"$set":{{"b":{wide}}}}}]"#));
    let deep = r#"{"$reduce":{"input":{"$range":[0,100000]},"initialValue":0,"in":["$$value"]}}"#;
    fails(&format!(r#"[{{"$set":{{"b":{deep}}}}}]"#));
    let tree =
        r#"{"$reduce":{"input":{"$range":[0,100]},"initialValue":0,"in":["$$value","$$value"]}}"#;
    fails(&format!(r#"[{{"$set":{{"b":{tree}}}}}]"#));
    let doubled = r#"{"$set":{"a":["$a","$a"]}}"#;
    fails(&format!("[{}]", [doubled; 40].join(",")));
    let copies = r#"{"$set":{"b":{"$range":[0,999999]},"c":1,"d":2,"e":3,"f":4}},{"$unwind":"$b"}"#;
    fails(&format!("[{copies}]"));
    fails(&format!("[{}]", [r#"{"$limit":1}"#; 1001].join(",")));
    let pipeline = r#"{"$set":{"b":1}}"#;
    let facet = (0..37).fold(pipeline.to_owned(), |inner, _| {
        format!(r#"{{"$facet":{{"f":[{inner}]}}}}"#)
    });
    fails(&format!("[{facet}]"));
    fails(&format!(
        "[{{\"$set\":{{\"b\":{}1{}}}}}]",
        "[".repeat(110),
        "]".repeat(110)
    ));
}

/// As deep as a program may be, the stack holds it.
#[test]
fn deep_programs_run() {
    let nested =
        |open: &str, close: &str, n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
    expr(
        "null",
        &[
            (&nested(r#"{"$cond":[true,"#, ",0]}", 48), "1"),
            (&nested(r#"{"$let":{"vars":{"a":1},"in":"#, "}}", 48), "1"),
            (&nested(r#"{"$max":[{"$abs":"#, "}]}", 32), "1"),
        ],
    );
    let facets = nested(r#"[{"$facet":{"f":"#, "}}]", 30).replace('1', r#"[{"$count":"n"}]"#);
    assert!(run(super::aggregate, "[]", &facets).is_ok());
    let filter = nested(r#"{"$and":["#, "]}", 48).replace('1', r#"{"a":1}"#);
    assert_eq!(shown(run(super::test, r#"{"a":1}"#, &filter)), "true");
}

#[test]
fn contradictory_order_is_some_order() {
    let numbers: Vec<String> = (0..200)
        .map(|i| match i % 3 {
            0 => r#"{"$divide":[0,0]}"#.to_owned(),
            _ => ((i * 37) % 101).to_string(),
        })
        .collect();
    let sort = format!(
        r#"{{"$size":{{"$sortArray":{{"input":[{}],"sortBy":1}}}}}}"#,
        numbers.join(",")
    );
    expr("null", &[(&sort, "200")]);
}
