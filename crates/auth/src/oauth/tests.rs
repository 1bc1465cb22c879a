use engine::json;

use super::*;
use crate::providers::{ALL, OAuth, Row};

fn rows() -> impl Iterator<Item = (&'static str, OAuth)> {
    ALL.iter().filter_map(|entry| match entry.row {
        Row::OAuth(row) => Some((entry.name, row)),
        _ => None,
    })
}

#[test]
fn every_provider_can_be_set_up() {
    let properties = json::parse(
        br#"{"clientId":"a","clientSecret":"b","issuer":"https://id.example.com/x/",
            "authorization":"https://id.example.com/a","token":"https://id.example.com/t",
            "userinfo":"https://id.example.com/u"}"#,
    )
    .expect("JSON");
    for (name, row) in rows() {
        let setup = Setup::read("x", &row, &properties).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(
            !setup.title.is_empty() && !setup.profile.id.is_empty(),
            "{name}"
        );
        let error = Setup::read("x", &row, &Value::object([])).expect_err(name);
        assert!(matches!(error, Error::Config(_)), "{name}: {error}");
    }
}

#[tokio::test]
async fn parameters_of_pages_do_not_change_who_asks_for_what() {
    let (_, row) = rows()
        .find(|(name, _)| *name == "GitHubProvider")
        .expect("GitHub");
    let properties = json::parse(br#"{"clientId":"app","clientSecret":"b"}"#).expect("JSON");
    let client =
        Client::new(Setup::read("github", &row, &properties).expect("set up")).expect("TLS");
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect()
    };
    let asked = pairs(&[
        ("client_id", "evil"),
        ("redirect_uri", "https://evil.test"),
        ("state", "known"),
        ("code_challenge", "known"),
        ("response_type", "token"),
        ("login", "ann"),
    ]);
    let (url, pending) = client
        .start("https://app.test/back", &asked)
        .await
        .expect("begins");
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let all = |name: &str| -> Vec<&str> {
        let found = query.iter().filter(|(n, _)| n == name);
        found.map(|(_, v)| v.as_str()).collect()
    };
    assert_eq!(all("client_id"), ["app"]);
    assert_eq!(all("redirect_uri"), ["https://app.test/back"]);
    assert_eq!(all("state"), [pending.state.as_str()]);
    assert_eq!(all("response_type"), ["code"]);
    assert_eq!(all("code_challenge").len(), 1);
    assert_eq!(all("login"), ["ann"]);
    assert_eq!(all("scope"), ["read:user user:email"]);
    assert_eq!(url.host_str(), Some("github.com"));
}
