//! Each request sends what Lowdefy sends, and gives what Lowdefy gives.

use engine::{Value, json};
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document};

use super::{Db, document};
use crate::tests::v;

const MADE: &str = "000000000000000000000000";

/// Numbers of both kinds of integers are alike, ids that a driver made are all the same.
fn plain(mut command: Document, known: &str) -> Document {
    // The Node driver says twice that it wants one document.
    if command.get_bool("singleBatch").unwrap_or(false) {
        command.remove("batchSize");
    }
    let each = command
        .into_iter()
        .map(|(key, it)| (key, plain_value(it, known)));
    each.collect()
}

fn plain_value(value: Bson, known: &str) -> Bson {
    let list = |items: Vec<Bson>| items.into_iter().map(|it| plain_value(it, known)).collect();
    match value {
        Bson::Int64(n) => i32::try_from(n).map_or(Bson::Int64(n), Bson::Int32),
        Bson::ObjectId(id) if !known.contains(&id.to_hex()) => {
            Bson::ObjectId(ObjectId::parse_str(MADE).expect("an id"))
        }
        Bson::Array(items) => Bson::Array(list(items)),
        Bson::Document(document) => {
            let each = document
                .into_iter()
                .map(|(key, it)| (key, plain_value(it, known)));
            Bson::Document(each.collect())
        }
        other => other,
    }
}

/// The same for an answer.
fn shown(value: &Value, known: &str) -> String {
    let mut text = json::to_wire(value);
    let mut at = 0;
    while let Some(found) = text[at..].find("\"_oid\":\"") {
        at += found + 8;
        if !known.contains(&text[at..at + 24]) {
            text.replace_range(at..at + 24, MADE);
        }
    }
    text
}

#[tokio::test]
async fn commands_and_answers_are_those_of_lowdefy() {
    let vectors = include_str!("../../../vectors/mongodb.jsonl");
    let mut failures = Vec::new();
    for line in vectors.lines() {
        let vector = json::parse(line.as_bytes()).expect("a vector");
        let failed = check(&vector).await;
        failures.extend(failed.map(|why| format!("{}\n    {why}", &line[..line.len().min(300)])));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(vectors.lines().count(), 53);
}

async fn check(vector: &Value) -> Option<String> {
    let connection = vector.key("connection");
    let write = connection.key("write").as_bool() != Some(false);
    let database = match connection.key("databaseName") {
        Value::Null => "",
        _ => r#","databaseName":"shop""#,
    };
    let path = connection.key("path").as_str().unwrap_or("/");
    let db = Db::at(path, &format!(r#"{database},"write":{write}"#)).await;
    let [request, replies] = ["request", "replies"].map(|key| json::stringify(vector.key(key)));
    let known = format!("{request}{replies}");
    let replies: Vec<Document> = vector.key("replies").items().iter().map(document).collect();
    let kind = vector.key("type").as_str().expect("a type");
    let answer = db.run(kind, &v(&request), &replies).await;
    let sent: Vec<_> = db
        .commands()
        .into_iter()
        .map(|it| plain(it, &known))
        .collect();
    let expected = vector.key("commands").items().iter().map(document);
    let expected: Vec<_> = expected.map(|it| plain(it, &known)).collect();
    if !alike(&sent, &expected) {
        return Some(format!("sent {sent:?}\n    not  {expected:?}"));
    }
    let answer = match answer {
        Ok(answer) => shown(&answer, &known),
        Err(error) => error.to_string(),
    };
    let expected = match vector.key("error") {
        Value::String(text) => differently(text),
        _ => shown(vector.key("result"), &known),
    };
    // Newer versions of Lowdefy have these too.
    let answer = match (kind, answer.find(r#","insertedIds""#)) {
        ("MongoDBInsertMany", Some(at)) => format!("{}}}", &answer[..at]),
        _ => answer,
    };
    (answer != expected).then(|| format!("gave {answer}\n    not  {expected}"))
}

/// Where we say something else on purpose.
fn differently(text: &str) -> String {
    if text.starts_with("Argument passed in must be a single String of 12 bytes") {
        return "\"_oid\" should be a text of 24 hexadecimal digits.".to_owned();
    }
    // The values of the other document are nobody's business.
    text.split(" dup key:").next().unwrap_or(text).to_owned()
}

/// The order of keys matters in some places.
fn alike(sent: &[Document], expected: &[Document]) -> bool {
    let in_order = |commands: &[Document]| {
        let all = commands.iter().map(|it| {
            let keys = ["sort", "filter", "pipeline", "projection", "hint"];
            keys.map(|key| format!("{:?}", it.get(key)))
        });
        all.collect::<Vec<_>>()
    };
    sent == expected && in_order(sent) == in_order(expected)
}
