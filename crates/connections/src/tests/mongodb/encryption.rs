//! Encrypted connections, and who we are to the server.

use engine::Value;
use mongodb::bson::doc;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{Answer, StandIn, cx};
use crate::tests::v;
use crate::{Clients, ConnectCx, Error, ErrorKind, find};

async fn ask(uri: &str, options: Value) -> Result<Value, Error> {
    let properties = Value::object([
        ("databaseUri", uri.into()),
        ("collection", "orders".into()),
        ("options", options),
    ]);
    let clients = Clients::new(ConnectCx::new("."));
    let entry = find("MongoDBCollection").expect("the connection");
    let client = clients.get(entry, "db", &properties).await?;
    let find = entry.request("MongoDBFind").expect("the request");
    let (cx, request) = (cx(None), v(r#"{"query":{}}"#));
    find.run(&cx, &client, &properties, &request).await
}

#[tokio::test]
async fn a_server_must_prove_who_it_is() {
    let mut params = CertificateParams::new(Vec::new()).expect("params");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let issuer = CertifiedIssuer::self_signed(params, key).expect("a certificate");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("params");
    let certificate = params.signed_by(&key, &issuer).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate");
    let server = StandIn::start_with(Some(TlsAcceptor::from(std::sync::Arc::new(config)))).await;
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), issuer.pem()).expect("a file");
    let file = file.path().display().to_string();
    let rows = doc! { "cursor": { "firstBatch": [], "id": 0_i64, "ns": "test.orders" }, "ok": 1 };
    for (host, option, value, fine) in [
        ("localhost", "tlsCAFile", Value::from(file.as_str()), true),
        (
            "localhost",
            "tlsAllowInvalidCertificates",
            true.into(),
            true,
        ),
        // Nobody knows who made the certificate, or it is for another name.
        ("localhost", "appName", "shop".into(), false),
        ("127.0.0.1", "tlsCAFile", Value::from(file.as_str()), false),
    ] {
        server.says([Answer::Reply(rows.clone())]);
        let uri = format!(
            "mongodb://{host}:{}/?directConnection=true&serverSelectionTimeoutMS=700",
            server.port
        );
        let options = Value::object([("tls", true.into()), (option, value)]);
        match ask(&uri, options).await {
            Ok(answer) => assert!(fine && answer.items().is_empty(), "{host} {option}"),
            Err(error) => {
                assert!(!fine, "{host} {option}: {error}");
                assert_eq!(error.kind(), ErrorKind::Service, "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_user_who_is_not_known_is_told_so_and_no_more() {
    let server = StandIn::start().await;
    let refusal = doc! { "ok": 0, "code": 18, "codeName": "AuthenticationFailed", "errmsg": "Authentication failed." };
    server.says((0..9).map(|_| Answer::Reply(refusal.clone())));
    let uri = format!(
        "mongodb://shop:s3cret@127.0.0.1:{}/?replicaSet=rs",
        server.port
    );
    let auth = v(r#"{"auth":{"username":"admin","password":"0ther"},"authSource":"admin"}"#);
    for (uri, options, user) in [
        (&*uri, Value::Undefined, "n=shop"),
        (&*uri, auth, "n=admin"),
    ] {
        let error = ask(uri, options).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Service);
        assert_eq!(
            error.message(),
            "The database refused the user or the password."
        );
        let text = format!("{error:?} {:?}", std::error::Error::source(&error));
        assert!(
            !text.contains("s3cret") && !text.contains("0ther"),
            "{text}"
        );
        let commands = server.commands();
        let start = commands.iter().find(|it| it.contains_key("saslStart"));
        let start = start.expect("an attempt to log in");
        let payload = start.get_binary_generic("payload").expect("a payload");
        let payload = String::from_utf8_lossy(payload);
        assert!(payload.contains(user), "{payload}");
    }
}
