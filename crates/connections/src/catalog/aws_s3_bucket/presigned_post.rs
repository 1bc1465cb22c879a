//! What a browser needs to upload an object.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::{Map, Value, date, js, json};

use super::presigned_get::expires;
use super::sign::{ALGORITHM, Signer};
use super::{AwsS3Bucket, address};
use crate::{Error, Request, RequestCx, Schema};

/// Seconds that a policy is good for if `expires` does not say otherwise.
const EXPIRES: f64 = 3600.0;

/// Gives what a form needs to upload an object for some time.
///
/// ```yaml
/// id: upload
/// type: AwsS3PresignedPostPolicy
/// connectionId: files
/// payload: { name: { _state: file.name } }
/// properties:
///   key:
///     _string.concat: [uploads/, { _payload: name }]
///   conditions:
///     - [content-length-range, 0, 10000000]
/// ```
///
/// Gives `{ url, fields }`. A form with these fields, and last the file as `file`, is posted to the
/// address. Without a condition on the length, a file of any length can be uploaded.
///
/// - `acl`: who may read the object: `private`, `public-read` and so on.
/// - `conditions`: what else the form must be, as a list of lists such as
///   `[starts-with, $Content-Type, image/]` and `[content-length-range, 0, 1000]`.
/// - `expires`: how many seconds it is good for, at most a week. Default: 3600.
/// - `fields`: more fields, by their names.
/// - `key`: the name of the object; `${filename}` at its end is the name of the file.
pub(super) struct AwsS3PresignedPostPolicy;

impl Request for AwsS3PresignedPostPolicy {
    const NAME: &'static str = "AwsS3PresignedPostPolicy";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = AwsS3Bucket;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("presigned_post.schema.json")));
        &SCHEMA
    }

    async fn run(
        _cx: &RequestCx<'_>,
        (): &(),
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let expires = expires(request, EXPIRES)?;
        let url = address::of(connection, None)?;
        let signer = Signer::new(connection);
        Ok(Value::object([
            ("url", url.as_str().into()),
            (
                "fields",
                fields(&signer, connection, request, expires)?.into(),
            ),
        ]))
    }
}

/// What the policy says about a field: it is as it is. The name of the object may end with that of
/// the file, which nobody knows yet.
fn condition(name: &str, value: &Value) -> Value {
    let before = value.as_str().and_then(|it| it.strip_suffix("${filename}"));
    match before {
        Some(before) if name == "key" => {
            Value::list(vec!["starts-with".into(), "$key".into(), before.into()])
        }
        _ => Value::object([(name, value.clone())]),
    }
}

/// The fields of the form.
fn fields(
    signer: &Signer<'_>,
    connection: &Value,
    request: &Value,
    expires: u64,
) -> Result<Map, Error> {
    let mut fields = Map::new();
    fields.insert("key", request.key("key").clone());
    if let Some(acl) = request.key("acl").as_str() {
        fields.insert("acl", acl.into());
    }
    let more = request.key("fields");
    if !more.is_none() {
        let more = more
            .as_map()
            .ok_or_else(|| Error::config("properties.fields must be an object."))?;
        for (name, value) in more.iter().filter(|(_, value)| js::truthy(value)) {
            fields.insert(name.clone(), value.clone());
        }
    }
    fields.insert("bucket", connection.key("bucket").clone());
    fields.insert("X-Amz-Algorithm", ALGORITHM.into());
    fields.insert("X-Amz-Credential", signer.credential().into());
    fields.insert("X-Amz-Date", signer.time().into());
    if let Some(token) = signer.token {
        fields.insert("X-Amz-Security-Token", token.into());
    }
    let mut conditions = request.key("conditions").items().to_vec();
    let own = fields.iter();
    conditions.extend(own.map(|(name, value)| condition(name, value)));
    let policy = Value::object([
        (
            "expiration",
            date::to_iso(signer.now + expires as f64 * 1000.0).into(),
        ),
        ("conditions", conditions.into()),
    ]);
    let policy = STANDARD.encode(json::stringify(&policy));
    let signature = signer.sign(&policy);
    fields.insert("Policy", policy.into());
    fields.insert("X-Amz-Signature", signature.into());
    Ok(fields)
}
