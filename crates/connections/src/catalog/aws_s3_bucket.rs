//! Files in S3.

mod address;
mod presigned_get;
mod presigned_post;
mod sign;

use std::sync::LazyLock;

use engine::Value;

use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};

/// A bucket of AWS S3, or of any service that speaks as S3 does.
///
/// ```yaml
/// id: files
/// type: AwsS3Bucket
/// properties:
///   accessKeyId: { _secret: S3_KEY }
///   secretAccessKey: { _secret: S3_SECRET }
///   region: eu-west-1
///   bucket: shop-files
///   write: true
/// ```
///
/// Its requests give addresses that a browser can use for some time without knowing the keys. They
/// are made here: nothing is sent to the service, and a key that it does not accept shows only when
/// an address is used.
///
/// - `accessKeyId`: the id of the key.
/// - `bucket`: the name of the bucket.
/// - `endpoint`: where the service is, if it is not that of AWS, such as `https://s3.example.org`.
/// - `forcePathStyle`: the bucket stands in the path of an address and not in its host, which most
///   services other than AWS need.
/// - `read`: `false` refuses requests that read.
/// - `region`: the region of the bucket.
/// - `secretAccessKey`: the key.
/// - `sessionToken`: belongs to a key that is valid for some time only.
/// - `write`: `true` allows requests that write.
pub(crate) struct AwsS3Bucket;

impl Connection for AwsS3Bucket {
    const NAME: &'static str = "AwsS3Bucket";
    const REQUESTS: &'static [RequestEntry] = &[
        RequestEntry::of::<presigned_get::AwsS3PresignedGetObject>(),
        RequestEntry::of::<presigned_post::AwsS3PresignedPostPolicy>(),
    ];
    type Client = ();

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("aws_s3_bucket/connection.schema.json")));
        &SCHEMA
    }

    /// There is no client, so it is the same for all.
    fn identity(_: &Value) -> Value {
        Value::Null
    }

    async fn connect(_: &ConnectCx, _: &Value) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
