//! SendGridMail against a stand-in for its service.

use engine::{Value, json};

use super::stand_in::{StandIn, run};
use super::v;
use crate::{ConnectCx, Error, ErrorKind};

async fn send(service: &StandIn, more: &str, mail: &str) -> Result<Value, Error> {
    let mut connection = v(r#"{"apiKey":"SG.s3cret","from":"Shop <shop@example.org>"}"#);
    let map = connection.make_map();
    map.insert("endpoint", service.url().into());
    for (key, value) in v(more).as_map().expect("an object").iter() {
        map.insert(key.clone(), value.clone());
    }
    let connection = ("SendGridMail", &connection);
    run(ConnectCx::new("."), connection, ("SendGridMailSend", mail)).await
}

#[tokio::test]
async fn a_mail_is_sent_as_the_service_wants_it() {
    let service = StandIn::start(|_| (202, String::new())).await;
    let answer = send(
        &service,
        r#"{"mailSettings":{"sandboxMode":{"enable":true}},"replyTo":"help@example.org"}"#,
        r#"{"to":["a@example.org",{"name":"B","email":"b@example.org"}],"cc":"C <c@example.org>",
            "subject":"Hi","text":"t","html":"<b>h</b>","sendAt":5,"categories":["x"],
            "dynamicTemplateData":{"n":1},"templateId":"d-1",
            "attachments":[{"content":"YQ==","filename":"a.txt","type":"text/plain","contentId":"i"}]}"#,
    )
    .await
    .expect("sent");
    assert_eq!(
        answer,
        v(r#"{"response":"Mail sent successfully","results":[{"messageId":null}]}"#)
    );
    let seen = service.only();
    assert_eq!(seen.line, "POST /v3/mail/send");
    assert_eq!(seen.header("authorization"), "Bearer SG.s3cret");
    assert_eq!(seen.header("content-type"), "application/json");
    assert_eq!(
        json::parse(seen.body.as_bytes()).expect("JSON"),
        v(r#"{"personalizations":[{
                "to":[{"email":"a@example.org"},{"email":"b@example.org","name":"B"}],
                "cc":[{"email":"c@example.org","name":"C"}],
                "dynamic_template_data":{"n":1}}],
            "from":{"email":"shop@example.org","name":"Shop"},
            "reply_to":{"email":"help@example.org"},
            "subject":"Hi","categories":["x"],"send_at":5,
            "content":[{"type":"text/plain","value":"t"},{"type":"text/html","value":"<b>h</b>"}],
            "attachments":[{"content":"YQ==","filename":"a.txt","type":"text/plain","content_id":"i"}],
            "template_id":"d-1",
            "mail_settings":{"sandbox_mode":{"enable":true}}}"#)
    );
}

#[tokio::test]
async fn mails_of_a_list_go_one_by_one_through_the_filter() {
    let service = StandIn::start(|_| (202, String::new())).await;
    let mails = r#"[{"to":"a@example.org","text":"1"},{"to":"b@other.org","text":"2"}]"#;
    let filter = r#"{"filter":{"allowlist":["example.org"]}}"#;
    let answer = send(&service, filter, mails).await.expect("sent");
    assert_eq!(
        answer.key("results"),
        &v(r#"[{"messageId":null},{"messageId":null,"filtered":true}]"#)
    );
    assert_eq!(service.take().len(), 1);
}

#[tokio::test]
async fn refusals_tell_the_caller_nothing() {
    let body = r#"{"errors":[{"message":"The from address does not match"}]}"#;
    for (status, kind) in [(401, ErrorKind::Request), (503, ErrorKind::Service)] {
        let service = StandIn::start(move |_| (status, body.to_owned())).await;
        let error = send(&service, "{}", r#"{"to":"a@example.org"}"#).await;
        let error = error.expect_err("refused");
        assert_eq!(
            (error.kind(), error.message()),
            (kind, "SendGrid request failed.")
        );
        let source = std::error::Error::source(&error).expect("a reason");
        assert!(source.to_string().contains("does not match"), "{source}");
    }
    let service = StandIn::start(|_| (202, String::new())).await;
    let two = r#"{"from":["a@example.org","b@example.org"]}"#;
    let error = send(&service, two, r#"{"to":"a@example.org"}"#).await;
    assert_eq!(
        error.expect_err("two senders").message(),
        "SendGridMail connection property \"from\" should be one email address."
    );
}
