//! What replies of the published API mean, and what follows; natively and in WebAssembly.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::time::Duration;

use tidings_core::dialect::Dialect;
use tidings_core::operation::Operation;
use tidings_core::outcome::{Outcome, Refusal};
use tidings_core::request::Reply;
use tidings_core::retry::{Decision, Ending, OnServerError, RetryPolicy, Tries};
use tidings_core::time::{Entropy, Timestamp};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn reply(status: u16, body: &str) -> Reply {
    with_headers(status, body, &[])
}

fn with_headers(status: u16, body: &str, headers: &[(&str, &str)]) -> Reply {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Reply {
        status,
        headers: headers.iter().map(pair).collect(),
        body: body.as_bytes().to_vec(),
    }
}

fn outcome(operation: Operation, reply: &Reply) -> Outcome {
    Dialect::Platform.outcome(operation, Ok(reply))
}

fn rejected(operation: Operation, reply: &Reply) -> Refusal {
    match outcome(operation, reply) {
        Outcome::Rejected(refusal) => refusal,
        other => panic!("rejected, not {other:?}"),
    }
}

fn follows(operation: Operation, reply: &Reply, setting: OnServerError) -> Decision {
    let policy = RetryPolicy::for_operation(Dialect::Platform, operation, setting);
    let now = Timestamp::from_unix_millis(1_000_000);
    let outcome = outcome(operation, reply);
    policy.decide(outcome, &mut Tries::default(), Entropy(0), now)
}

#[test]
fn any_2xx_is_a_yes_with_the_ids_it_brings() {
    let body = r#"{"id":"m-1","conversationId":"c-1","message":{"status":"queued"}}"#;
    let Outcome::Accepted(taken) = outcome(Operation::Proactive, &reply(200, body)) else {
        panic!("accepted")
    };
    assert_eq!(
        (
            taken.id.as_deref(),
            taken.conversation_id.as_deref(),
            taken.status.as_deref()
        ),
        (Some("m-1"), Some("c-1"), Some("queued"))
    );
    let bot = reply(202, r#"{"messageId":"m-2"}"#);
    let Outcome::Accepted(taken) = outcome(Operation::Structured, &bot) else {
        panic!("accepted")
    };
    assert_eq!(taken.id.as_deref(), Some("m-2"));
    assert!(matches!(
        outcome(Operation::Outbound, &reply(202, "")),
        Outcome::Accepted(_)
    ));
    for unreadable in ["<html>Welcome</html>", "[]", "{"] {
        assert!(matches!(
            outcome(Operation::Outbound, &reply(200, unreadable)),
            Outcome::InDoubt { .. }
        ));
    }
}

#[test]
fn a_missing_permission_is_taken_from_the_parameters_or_the_text() {
    let parameters = r#"{"message":"You may not.","code":"missing.permissions","status":403,
        "messageParams":{"permissions":"conversation:message:create"},"contextId":"ctx-1"}"#;
    let text = r#"{"message":"Unable to perform the requested action. You are missing the following
        permission(s): conversation:message:create","code":"missing.permissions"}"#;
    for body in [parameters, text] {
        let refusal = rejected(Operation::Proactive, &reply(403, body));
        let missing = refusal.missing_scope.as_deref();
        assert_eq!(missing, Some("conversation:message:create"));
        assert!(
            refusal.hint.contains("conversation:message:create"),
            "{}",
            refusal.hint
        );
    }
    let any = r#"{"code":"missing.any.permissions","messageParams":{
        "permissions":"[conversation:email:create, conversation:agentlessEmail:send]"}}"#;
    let refusal = rejected(Operation::Outbound, &reply(403, any));
    assert!(
        refusal.hint.contains(
            "one of the permissions conversation:email:create, conversation:agentlessEmail:send"
        ),
        "{}",
        refusal.hint
    );
    // Divisions, not permissions: naming one would send people the wrong way.
    let division = reply(
        403,
        r#"{"code":"not.authorized","message":"Not in your division."}"#,
    );
    assert_eq!(rejected(Operation::Contact, &division).missing_scope, None);
}

#[test]
fn everything_an_error_body_says_is_passed_on_once() {
    let body = r#"{"message":"Validation failed","code":"bad.request","status":400,"contextId":"ctx-2",
        "details":[{"errorCode":"invalid.value","fieldName":"toAddress"}],
        "errors":[{"message":"toAddress must be E.164"},{"message":"Validation failed"}],
        "limit":{"namespace":"platform.api","key":"token.rate.per.minute","value":"300"}}"#;
    let refusal = rejected(Operation::Outbound, &reply(400, body));
    assert_eq!(
        refusal.message,
        "Validation failed. toAddress: invalid.value. The limit of 300 is platform.api \
         token.rate.per.minute. toAddress must be E.164."
    );
    assert_eq!(
        (refusal.code.as_str(), refusal.context_id.as_deref()),
        ("bad.request", Some("ctx-2"))
    );
}

#[test]
fn a_gateway_s_page_and_a_body_of_the_wrong_kinds_say_what_they_can() {
    let headers = [("inin-correlation-id", "ctx-3")];
    let page = with_headers(404, "<html><body>nginx</body></html>", &headers);
    let refusal = rejected(Operation::Contact, &page);
    assert!(
        refusal.message.contains("A web page came"),
        "{}",
        refusal.message
    );
    assert_eq!(refusal.context_id.as_deref(), Some("ctx-3"));
    let odd = r#"{"message":7,"code":["x"],"details":{"a":1},"errors":"no","limit":null,"messageParams":[]}"#;
    let refusal = rejected(Operation::Contact, &reply(404, odd));
    assert_eq!(
        (refusal.code.as_str(), refusal.message.as_str()),
        ("not.found", "The platform answered 404.")
    );
}

#[test]
fn an_active_conversation_is_a_conflict_by_either_status_and_the_way_out_is_named() {
    let body =
        r#"{"message":"An active conversation is already in progress","code":"bad.request"}"#;
    for status in [400, 409] {
        let Outcome::Conflict(refusal) = outcome(Operation::Proactive, &reply(status, body)) else {
            panic!("conflict")
        };
        assert_eq!(refusal.code, "conflict");
        assert!(
            refusal.hint.contains("--join") && refusal.hint.contains("bot"),
            "{}",
            refusal.hint
        );
    }
}

#[test]
fn a_429_waits_as_it_says_wherever_it_says_it() {
    let said =
        r#"{"message":"Rate limit exceeded the maximum. Retry the request in [42] seconds"}"#;
    let bodies = [
        with_headers(429, said, &[("Retry-After", "42")]),
        reply(429, said),
    ];
    for reply in bodies {
        assert_eq!(
            outcome(Operation::Proactive, &reply),
            Outcome::Throttled {
                retry_after: Some(Duration::from_secs(42))
            }
        );
    }
    let daily = with_headers(429, "", &[("Retry-After", "86400")]);
    let given_up = follows(Operation::Proactive, &daily, OnServerError::InDoubt);
    assert!(
        matches!(given_up, Decision::Done(Ending::Unsent { .. })),
        "{given_up:?}"
    );
}

#[test]
fn a_send_is_never_repeated_after_a_5xx_unless_it_is_asked_for() {
    use OnServerError::{InDoubt, Retry};
    for status in [500, 502, 503, 504] {
        let decision = follows(Operation::Proactive, &reply(status, ""), InDoubt);
        assert!(
            matches!(decision, Decision::Done(Ending::InDoubt { .. })),
            "{status}: {decision:?}"
        );
    }
    for status in [502, 503, 504] {
        let decision = follows(Operation::Proactive, &reply(status, ""), Retry);
        assert!(
            matches!(decision, Decision::Again { .. }),
            "{status}: {decision:?}"
        );
    }
    let decision = follows(Operation::Proactive, &reply(500, ""), Retry);
    assert!(
        matches!(decision, Decision::Done(Ending::InDoubt { .. })),
        "{decision:?}"
    );
    let decision = follows(Operation::Proactive, &reply(501, ""), Retry);
    assert!(
        matches!(decision, Decision::Done(Ending::Rejected(_))),
        "{decision:?}"
    );
    assert_eq!(
        OnServerError::default_for(Dialect::Platform, Operation::Guest),
        InDoubt
    );
}

#[test]
fn a_read_is_repeated_after_what_genesys_libraries_repeat() {
    let read = |status| follows(Operation::History, &reply(status, ""), OnServerError::Retry);
    for status in [502, 503, 504] {
        let Decision::Again { at, .. } = read(status) else {
            panic!("again after {status}")
        };
        assert_eq!(at.as_unix_millis(), 1_003_000);
    }
    assert!(matches!(read(500), Decision::Done(Ending::Rejected(_))));
    let asked = with_headers(503, "", &[("Retry-After", "7")]);
    let Decision::Again { at, .. } = follows(Operation::History, &asked, OnServerError::Retry)
    else {
        panic!("again")
    };
    assert_eq!(at.as_unix_millis(), 1_007_000);
}

#[test]
fn the_limit_s_headers_are_read_whole_or_not_at_all() {
    let headers = [
        ("inin-ratelimit-count", "280"),
        ("inin-ratelimit-allowed", "300"),
        ("inin-ratelimit-reset", "17"),
    ];
    let limit = Dialect::Platform
        .rate_limit(&with_headers(200, "{}", &headers))
        .unwrap();
    assert_eq!((limit.remaining, limit.allowed), (20, Some(300)));
    assert_eq!(limit.resets_in, Some(Duration::from_secs(17)));
    let half = with_headers(200, "{}", &headers[..1]);
    assert_eq!(Dialect::Platform.rate_limit(&half), None);
}

#[test]
fn a_token_is_asked_for_by_basic_and_its_refusals_tell_client_from_secret() {
    let request = Dialect::Platform.token_request("id", "s3cret");
    assert_eq!(
        request.form,
        [("grant_type", "client_credentials".to_owned())]
    );
    assert_eq!(request.basic, Some(("id".to_owned(), "s3cret".to_owned())));
    assert!(!format!("{request:?}").contains("s3cret"));
    let refusal = |status, body: &str| match Dialect::Platform.token_grant(&reply(status, body)) {
        Err(Outcome::Unauthorized(refusal)) => refusal,
        other => panic!("unauthorized, not {other:?}"),
    };
    let unknown = refusal(
        400,
        r#"{"error":"invalid_client","description":"client not found","error_description":"client not found"}"#,
    );
    assert_eq!(unknown.message, "client not found");
    assert!(unknown.hint.contains("region"), "{}", unknown.hint);
    let wrong = refusal(
        401,
        r#"{"error":"invalid_client","error_description":"authentication failed"}"#,
    );
    assert!(wrong.hint.contains("secret"), "{}", wrong.hint);
}
