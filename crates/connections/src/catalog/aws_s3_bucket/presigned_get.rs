//! An address to get an object.

use std::sync::LazyLock;

use engine::Value;

use super::sign::Signer;
use super::{AwsS3Bucket, address};
use crate::{Error, Request, RequestCx, Schema};

/// Seconds that an address is good for if `expires` does not say otherwise.
const EXPIRES: f64 = 900.0;

/// A signature is not accepted for longer: a week.
const LONGEST: f64 = 604_800.0;

/// Gives an address from which an object can be had for some time.
///
/// ```yaml
/// id: invoice
/// type: AwsS3PresignedGetObject
/// connectionId: files
/// payload: { number: { _state: number } }
/// properties:
///   key:
///     _string.concat: [invoices/, { _payload: number }, .pdf]
///   expires: 300
///   responseContentDisposition: attachment; filename=invoice.pdf
/// ```
///
/// Gives the address as a text. Whether the object exists is not looked at.
///
/// - `expires`: how many seconds the address is good for, at most a week. Default: 900.
/// - `key`: the name of the object.
/// - `responseContentDisposition`: the header `Content-Disposition` of the answer.
/// - `responseContentType`: the header `Content-Type` of the answer.
/// - `versionId`: a version of the object.
pub(super) struct AwsS3PresignedGetObject;

impl Request for AwsS3PresignedGetObject {
    const NAME: &'static str = "AwsS3PresignedGetObject";
    const CHECK_READ: bool = true;
    const CHECK_WRITE: bool = false;
    type Connection = AwsS3Bucket;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("presigned_get.schema.json")));
        &SCHEMA
    }

    async fn run(
        _cx: &RequestCx<'_>,
        (): &(),
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let key = request.key("key").as_str().unwrap_or_default();
        if key.is_empty() {
            return Err(Error::request(
                "AwsS3PresignedGetObject request property \"key\" should not be empty.",
            ));
        }
        let expires = expires(request, EXPIRES)?;
        let url = address::of(connection, Some(key))?;
        let query = [
            ("response-content-disposition", "responseContentDisposition"),
            ("response-content-type", "responseContentType"),
            ("versionId", "versionId"),
        ];
        let query = query.map(|(name, property)| Some((name, request.key(property).as_str()?)));
        let query: Vec<(&str, &str)> = query.into_iter().flatten().collect();
        Ok(Signer::new(connection)
            .presign(&url, expires, &query)
            .into())
    }
}

/// `expires` of a request, in whole seconds.
///
/// # Errors
/// It is no time that a signature can be good for.
pub(super) fn expires(request: &Value, default: f64) -> Result<u64, Error> {
    let expires = request.key("expires").as_number().unwrap_or(default);
    if !(1.0..=LONGEST).contains(&expires) {
        return Err(Error::request(
            "AwsS3Bucket: \"expires\" should be from 1 second to a week (604800 seconds).",
        ));
    }
    Ok(expires as u64)
}
