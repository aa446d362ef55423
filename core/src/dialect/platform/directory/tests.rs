use super::*;
use crate::channel::Channel;
use crate::directory::NextPage;
use crate::testing::test;

#[track_caller]
fn read<T>(lookup: &Lookup<T>, body: &str) -> T {
    let reply = Reply {
        status: 200,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    };
    lookup.answer(&reply).ok().unwrap()
}

#[test]
fn a_token_tells_organization_client_and_roles() {
    let owner = read(
        &owner(),
        r#"{"organization":{"id":"o1","name":"Acme","selfUri":"/x"},
            "OAuthClient":{"id":"c1","name":"Console","authorizedGrantType":"CLIENT-CREDENTIALS",
              "state":"active","roleDivisions":[{"roleId":"r2","divisionId":"d1"},
              {"roleId":"r1","divisionId":"d1"},{"roleId":"r1","divisionId":"d2"}]},
            "dateTokenIdles":"2026-11-21T10:15:00.000Z","authorizedScope":[]}"#,
    );
    assert_eq!(owner.organization.as_deref(), Some("Acme"));
    assert_eq!(owner.client.unwrap().roles, ["r1", "r2"]);
    assert!(owner.idles_at.is_some());
    let nothing = read(&super::owner(), "{}");
    assert_eq!(nothing, crate::directory::TokenOwner::default());
}

#[test]
fn permissions_are_read_in_each_of_the_shapes_they_come_in() {
    let role = read(
        &role("r 1"),
        r#"{"permissionPolicies":[{"domain":"conversation","entityName":"message",
            "actionSet":["create","view"]},{"domain":"sms","entityName":"*","actionSet":["*"]}],
            "permissions":["routing:email:manage"]}"#,
    );
    for held in [
        "conversation:message:create",
        "sms:phoneNumber:view",
        "routing:email:manage",
    ] {
        assert!(role.allows(held), "{held}");
    }
    assert!(!role.allows("conversation:message:receive"));
    assert!(
        super::role("r 1")
            .request()
            .target
            .ends_with("/roles/r%201")
    );
    let subject = read(
        &subject(),
        r#"{"grants":[{"division":{"id":"d"},"role":{"policies":[
            {"domain":"oauth","entityName":"client","actions":["view"]}]}}]}"#,
    );
    assert!(subject.allows("oauth:client:view"));
    assert!(read(&super::subject(), r#"{"grants":[]}"#).is_empty());
    for (body, expected) in [
        (r#"[{"id":"d1"}]"#, true),
        ("[]", false),
        (r#"{"entities":[],"allDivsPermitted":true}"#, true),
        (r#"{"entities":[]}"#, false),
    ] {
        assert_eq!(read(&permitted("a:b:c"), body), expected, "{body}");
    }
}

#[test]
fn lists_go_on_by_number_or_by_cursor_and_end() {
    let first = read(
        &numbers(None),
        r#"{"entities":[{"id":"n1","phoneNumber":"+13175550100","phoneNumberType":"local",
            "phoneNumberStatus":"active","supportsSms":true},{"id":"without a number"},7],
            "pageNumber":1,"pageCount":2,"nextUri":"/api/v2/routing/sms/phonenumbers?pageNumber=2"}"#,
    );
    assert_eq!(first.items.len(), 1);
    assert_eq!(first.next, Some(NextPage::Number(2)));
    let second = numbers(first.next.as_ref());
    assert!(
        second
            .request()
            .target
            .ends_with("?pageSize=100&pageNumber=2")
    );
    let last = read(&second, r#"{"entities":[],"pageNumber":2,"pageCount":9}"#);
    assert_eq!(last.next, None);
    let first = read(
        &deployments(None),
        r#"{"entities":[{"id":"d1","name":"Shop","status":"Active","flow":{"id":"f"},
            "configuration":{"id":"c","version":"1","status":"Active"}}],
            "nextUri":"/api/v2/webdeployments/deployments?pageSize=100&after=ab%2Bc="}"#,
    );
    let second = deployments(first.next.as_ref());
    assert!(second.request().target.ends_with("&after=ab%2Bc="));
    assert!(first.items[0].has_flow);
    let hostile = read(
        &deployments(None),
        r#"{"entities":[{"id":"d1"}],"nextUri":"/x?after=a\r\nHost: evil"}"#,
    );
    assert_eq!(hostile.next, None);
}

#[test]
fn senders_are_read_with_whatever_words_describe_them() {
    let domains = read(
        &domains(None),
        r#"{"entities":[{"id":"mail.example","senderType":"EmailDomain",
            "cnameVerificationResult":{"status":"VERIFIED"},"dkimVerificationResult":"PENDING",
            "dmarcVerificationResult":{}}]}"#,
    );
    assert_eq!(
        domains.items[0].records,
        [
            ("CNAME", "VERIFIED".to_owned()),
            ("DKIM", "PENDING".to_owned())
        ]
    );
    let open = integrations(Channel::Open, None).unwrap();
    let page = read(
        &open,
        r#"{"entities":[{"id":"i1","name":"App","createStatus":"Completed",
            "recipient":{"id":"r1"}},{"id":"i2"}]}"#,
    );
    assert_eq!(page.items[0].status.as_deref(), Some("Completed"));
    assert_eq!(page.items[0].recipient, "r1");
    assert_eq!(page.items[1].recipient, "i2");
    assert!(integrations(Channel::Email, None).is_none());
    let flows = read(
        &flows(None),
        r#"{"entities":[{"id":"r1","flow":{"id":"f"}},{"id":"r2","flow":null}]}"#,
    );
    assert_eq!(flows.items, [("r1".into(), true), ("r2".into(), false)]);
    let responses = read(
        &responses("l 1", None),
        r#"{"entities":[{"id":"t1","name":"order_shipped","responseType":"MessagingTemplate",
            "messagingTemplate":{"whatsApp":{"name":"order_shipped","templateStatus":"approved"}}},
            {"id":"t2","name":"Hello"}]}"#,
    );
    assert_eq!(responses.items[0].status.as_deref(), Some("approved"));
    assert!(!responses.items[1].is_whatsapp);
}

#[test]
fn limits_are_numbers_however_they_are_written() {
    let found = read(
        &limits(),
        r#"{"entities":[{"key":"a","namespace":"platform.api","value":300},
            {"key":"b","value":"512000"},{"key":"c","value":true},{"value":1}]}"#,
    );
    let found: Vec<_> = found
        .into_iter()
        .map(|limit| (limit.key, limit.value))
        .collect();
    assert_eq!(found, [("a".into(), 300), ("b".into(), 512_000)]);
    let windows = read(
        &threading(),
        r#"{"settings":[{"messengerType":"sms","timeoutInMinutes":4320}],
            "defaultTimeoutMinutes":60}"#,
    );
    assert_eq!(windows, [("sms".into(), 4320), ("otherwise".into(), 60)]);
}

#[test]
fn a_reply_that_is_no_answer_is_an_outcome() {
    let refused = Reply {
        status: 403,
        headers: Vec::new(),
        body: br#"{"status":403,"code":"missing.permissions","message":"no"}"#.to_vec(),
    };
    assert!(matches!(
        organization().answer(&refused),
        Err(Outcome::Rejected(refusal)) if refusal.status == 403
    ));
    let page = Reply {
        status: 200,
        body: b"<html>".to_vec(),
        ..refused
    };
    assert!(organization().answer(&page).is_err());
}
