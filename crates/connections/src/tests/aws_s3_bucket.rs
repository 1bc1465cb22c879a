//! What AwsS3Bucket signs, used with a real S3 server in this process.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::{Map, Value, js};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::stand_in::run;
use super::v;
use crate::{ConnectCx, Error};

/// A server with a bucket `bucket`, in a folder that goes with it.
async fn server() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("bucket")).expect("a bucket");
    let files = FileSystem::new(folder.path()).expect("a store");
    let mut service = S3ServiceBuilder::new(files);
    service.set_auth(SimpleAuth::from_single("id", "s3cret"));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let http = Builder::new(TokioExecutor::new());
                let _ = http.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    (folder, url)
}

fn connection(url: &str, secret: &str) -> Value {
    Value::object([
        ("accessKeyId", "id".into()),
        ("secretAccessKey", secret.into()),
        ("region", "us-east-1".into()),
        ("bucket", "bucket".into()),
        ("endpoint", url.into()),
        ("forcePathStyle", true.into()),
    ])
}

async fn ask(connection: &Value, kind: &str, request: &str) -> Result<Value, Error> {
    let connection = ("AwsS3Bucket", connection);
    run(ConnectCx::new("."), connection, (kind, request)).await
}

async fn get(url: &str) -> (u16, String, Option<String>) {
    let response = reqwest::get(url).await.expect("an answer");
    let kind = response.headers().get("content-type");
    let kind = kind.and_then(|it| it.to_str().ok()).map(str::to_owned);
    let status = response.status().as_u16();
    (status, response.text().await.expect("a text"), kind)
}

/// Posts a form as a browser does.
async fn post(url: &str, fields: &Map, file: &str) -> u16 {
    let mut body = String::new();
    for (name, value) in fields.iter() {
        let value = js::to_text(value);
        body +=
            &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += &format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.txt\"\r\n\
         Content-Type: text/plain\r\n\r\n{file}\r\n--x--\r\n"
    );
    let request = reqwest::Client::new()
        .post(url)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(body);
    request.send().await.expect("an answer").status().as_u16()
}

fn fields(policy: &Value) -> Map {
    (**policy.key("fields").as_map().expect("fields")).clone()
}

#[tokio::test]
async fn an_object_is_uploaded_and_got_with_what_was_signed() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (_folder, url) = server().await;
    let ours = connection(&url, "s3cret");
    let policy = ask(
        &ours,
        "AwsS3PresignedPostPolicy",
        r#"{"key":"a b/ü.txt","conditions":[["content-length-range",0,10]],"fields":{"Content-Type":"text/plain"}}"#,
    )
    .await
    .expect("a policy");
    let to = policy.key("url").as_str().expect("an address");
    let status = post(to, &fields(&policy), "hello").await;
    assert!((200..300).contains(&status), "{status}");
    let asked = r#"{"key":"a b/ü.txt","expires":60,"responseContentType":"text/x-own"}"#;
    let address = ask(&ours, "AwsS3PresignedGetObject", asked).await;
    let address = address.expect("an address");
    let address = address.as_str().expect("a text");
    let (status, text, kind) = get(address).await;
    assert_eq!((status, &*text), (200, "hello"));
    assert_eq!(kind.as_deref(), Some("text/x-own"));

    let named = r#"{"key":"up/${filename}"}"#;
    let named = ask(&ours, "AwsS3PresignedPostPolicy", named).await;
    let policy_text = fields(&named.expect("a policy"));
    let policy_text = policy_text.get("Policy").and_then(Value::as_str);
    let policy_text = STANDARD
        .decode(policy_text.expect("a policy"))
        .expect("base64");
    let policy_text = String::from_utf8(policy_text).expect("JSON");
    assert!(policy_text.contains(r#"["starts-with","$key","up/"]"#));

    // Who changes anything is refused.
    for changed in [
        address.replace("X-Amz-Expires=60", "X-Amz-Expires=61"),
        address.replace("%C3%BC.txt", "other.txt"),
        address.split('?').next().unwrap_or_default().to_owned(),
    ] {
        assert_eq!(get(&changed).await.0, 403, "{changed}");
    }
    let mut longer = fields(&policy);
    assert_eq!(post(to, &longer, "much too long").await, 400);
    longer.insert("key", "elsewhere".into());
    assert!(post(to, &longer, "hello").await >= 400);
    let theirs = ask(&connection(&url, "wrong"), "AwsS3PresignedGetObject", asked).await;
    let theirs = theirs.expect("an address");
    assert_eq!(get(theirs.as_str().expect("a text")).await.0, 403);
}

#[tokio::test]
async fn what_cannot_be_signed_is_told() {
    let ours = connection("http://127.0.0.1:1", "s3cret");
    for (kind, request, message) in [
        (
            "AwsS3PresignedGetObject",
            r#"{"key":"a","expires":604801}"#,
            "AwsS3Bucket: \"expires\" should be from 1 second to a week (604800 seconds).",
        ),
        (
            "AwsS3PresignedGetObject",
            r#"{"key":""}"#,
            "AwsS3PresignedGetObject request property \"key\" should not be empty.",
        ),
        (
            "AwsS3PresignedPostPolicy",
            r#"{"key":"a","fields":[]}"#,
            "properties.fields must be an object.",
        ),
    ] {
        let error = ask(&ours, kind, request).await.expect_err(request);
        assert_eq!(error.message(), message);
    }
    let mut ours = ours;
    ours.make_map().insert("sessionToken", v(r#""t+k""#));
    let policy = ask(
        &ours,
        "AwsS3PresignedPostPolicy",
        r#"{"key":"a","acl":"private"}"#,
    )
    .await;
    let fields = fields(&policy.expect("a policy"));
    let names: Vec<&str> = fields.keys().map(|name| &**name).collect();
    assert_eq!(
        names,
        [
            "key",
            "acl",
            "bucket",
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Security-Token",
            "Policy",
            "X-Amz-Signature"
        ]
    );
    let address = ask(&ours, "AwsS3PresignedGetObject", r#"{"key":"a"}"#).await;
    let address = address.expect("an address");
    let address = address.as_str().expect("a text");
    assert!(address.contains("X-Amz-Security-Token=t%2Bk"));
    assert!(!address.contains("s3cret"));
}
