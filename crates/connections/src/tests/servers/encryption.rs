//! Encrypted connections: whom they trust.

use engine::Value;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use servers::Kind;

use super::{Db, raw_request, run_on};
use crate::{Clients, ConnectCx, Error, ErrorKind, find};

async fn ask(kind: Kind, port: u16, host: &str, ssl: Value) -> Result<Value, Error> {
    let (client, user, database, query) = match kind {
        Kind::Postgres => (
            "pg",
            "postgres",
            "postgres",
            "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
        ),
        _ => ("mysql2", "root", "mysql", "show status like 'Ssl_version'"),
    };
    let connection = Value::object([
        ("host", host.into()),
        ("port", i32::from(port).into()),
        ("user", user.into()),
        ("database", database.into()),
        ("ssl", ssl),
    ]);
    let properties = Value::object([("client", client.into()), ("connection", connection)]);
    let clients = Clients::new(ConnectCx::new("."));
    let entry = find("Knex").expect("Knex");
    let client = clients.get(entry, "db", &properties).await?;
    let request = raw_request(query, Value::Undefined);
    let answer = run_on(&client, &properties, "KnexRaw", &request, None).await?;
    Ok(match kind {
        Kind::Postgres => answer.key("rows").items()[0].key("ssl").clone(),
        _ => {
            let version = answer.items()[0].items()[0].key("Value").clone();
            version
                .as_str()
                .is_some_and(|it| it.starts_with("TLS"))
                .into()
        }
    })
}

#[tokio::test]
async fn a_server_must_prove_who_it_is_if_it_is_asked_to() {
    let mut params = CertificateParams::new(Vec::new()).expect("params");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let issuer = CertifiedIssuer::self_signed(params, key).expect("a certificate");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("params");
    let certificate = params.signed_by(&key, &issuer).expect("a certificate");
    let (cert, key) = (certificate.pem(), key.serialize_pem());
    let files = [("cert.pem", cert.as_str()), ("key.pem", key.as_str())];
    let postgres: &[&str] = &[
        "-c",
        "ssl=on",
        "-c",
        "ssl_cert_file={folder}/cert.pem",
        "-c",
        "ssl_key_file={folder}/key.pem",
    ];
    let mariadb: &[&str] = &["--ssl-cert={folder}/cert.pem", "--ssl-key={folder}/key.pem"];
    for (kind, arguments) in [(Kind::Postgres, postgres), (Kind::Mariadb, mariadb)] {
        let Some(server) = servers::start_with(kind, &files, arguments) else {
            continue;
        };
        let port = server.port();
        let trusted = Value::object([("ca", issuer.pem().into())]);
        let lax = Value::object([("rejectUnauthorized", false.into())]);
        for (host, ssl, encrypted) in [
            ("localhost", trusted.clone(), Some(true)),
            ("localhost", lax, Some(true)),
            ("localhost", Value::Undefined, Some(true)),
            ("localhost", false.into(), Some(false)),
            // Nobody knows who made the certificate, or it is for another name.
            ("localhost", true.into(), None),
            ("127.0.0.1", trusted, None),
        ] {
            let answer = ask(kind, port, host, ssl.clone()).await;
            match (answer, encrypted) {
                (Ok(answer), Some(encrypted)) => assert_eq!(answer, encrypted.into(), "{ssl:?}"),
                (Err(error), None) => {
                    assert_eq!(error.kind(), ErrorKind::Config, "{kind:?} {ssl:?} {error}");
                    assert!(error.message().contains("encrypted"), "{error}");
                }
                (answer, _) => panic!("{kind:?} {host} {ssl:?}: {answer:?}"),
            }
        }
        // One that is encrypted carries requests like any other.
        let db = Db::on(kind, &server, "").await;
        db.seed().await;
    }
}
