//! Replies to every operation in both dialects, as text:
//!
//! ```text
//! guides outbound 429
//! Retry-After: 7
//!
//! {"message":"slow down"}
//! ```

use tidings_core::dialect::Dialect;
use tidings_core::operation::Operation;
use tidings_core::outcome::{Outcome, Refusal};
use tidings_core::request::Reply;
use tidings_core::retry::{OnServerError, RetryPolicy, Tries};
use tidings_core::time::{Entropy, Timestamp};

/// Every reply means something, and only what says so is a success.
pub fn run(data: &[u8]) {
    let (head, body) = split_once(data, b"\n\n").unwrap_or((data, b""));
    let head = crate::text(head);
    let mut lines = head.split('\n');
    let mut words = lines.next().unwrap_or_default().split(' ');
    let dialect = words.next().and_then(|word| word.parse().ok());
    let dialect: Dialect = dialect.unwrap_or_default();
    let operation = words.next().and_then(|word| word.parse().ok());
    let operation = operation.unwrap_or(Operation::Outbound);
    let reply = Reply {
        status: words
            .next()
            .and_then(|word| word.parse().ok())
            .unwrap_or(200),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_vec(),
    };
    let outcome = dialect.outcome(operation, Ok(&reply));
    means_what_it_says(operation, &reply, &outcome);
    follows(dialect, operation, &outcome);
    let _ = dialect.rate_limit(&reply);
    reads(dialect, &reply);
}

fn split_once<'a>(data: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let index = data.windows(at.len()).position(|window| window == at)?;
    Some((&data[..index], &data[index + at.len()..]))
}

fn means_what_it_says(operation: Operation, reply: &Reply, outcome: &Outcome) {
    let status = reply.status;
    match outcome {
        Outcome::Accepted(acceptance) => {
            assert!(reply.is_success(), "{status} is no success");
            crate::form::comes_back(acceptance);
        }
        Outcome::Rejected(refusal) => {
            let of_a_read = !operation.is_send() && !(200..300).contains(&status);
            // 501 says that nothing was done.
            let is_no = (400..500).contains(&status) || status == 501;
            assert!(is_no || of_a_read, "{status}");
            said(refusal);
        }
        Outcome::Conflict(refusal) => {
            // The published API may say 400 of a conversation that is under way.
            assert!(matches!(status, 400 | 409), "{status}");
            said(refusal);
        }
        Outcome::Throttled { .. } => assert!(matches!(status, 409 | 429 | 503), "{status}"),
        Outcome::Unauthorized(refusal) => {
            assert_eq!(status, 401);
            said(refusal);
        }
        Outcome::ServerError(refusal) => {
            assert!(!operation.is_send() || status >= 500, "{status}");
            said(refusal);
        }
        Outcome::InDoubt { reason } => assert!(!reason.is_empty()),
        Outcome::NeverOpened { .. } => panic!("there was a reply"),
        other => panic!("{other:?} is not known here"),
    }
}

fn said(refusal: &Refusal) {
    assert!(
        !refusal.code.is_empty() && !refusal.message.is_empty(),
        "{refusal:?}"
    );
    crate::form::comes_back(refusal);
}

/// Whatever a reply asks for, the next step is some step.
fn follows(dialect: Dialect, operation: Operation, outcome: &Outcome) {
    if !operation.is_send() {
        return;
    }
    let setting = OnServerError::default_for(dialect, operation);
    let policy = RetryPolicy::for_operation(dialect, operation, setting);
    let mut tries = Tries::default();
    for millis in [0, 1_000_000, i64::MAX] {
        let now = Timestamp::from_unix_millis(millis);
        let _ = policy.decide(outcome.clone(), &mut tries, Entropy(u64::MAX), now);
        let _ = policy.waits_until(&tries);
    }
}

fn reads(dialect: Dialect, reply: &Reply) {
    if let Ok(page) = dialect.audience_page(reply) {
        assert!(reply.is_success());
        assert_ne!(page.next.as_deref(), Some(""), "a page without end");
    }
    if let Ok(history) = dialect.history(reply) {
        let _ = history.is_over();
    }
    let _ = dialect.contact(reply);
    match dialect.token_grant(reply) {
        Ok(grant) => {
            assert!(reply.is_success());
            let shown = format!("{grant:?}");
            let token = grant.token.expose();
            assert!(token.len() < 12 || !shown.contains(token), "{shown}");
        }
        Err(outcome) => hides_the_token(reply, &outcome),
    }
}

/// A token that came in words that cannot be read is quoted nowhere.
fn hides_the_token(reply: &Reply, outcome: &Outcome) {
    let Ok(body) = serde_json::from_slice::<serde_json::Value>(&reply.body) else {
        return;
    };
    let token = body.get("access_token").and_then(|token| token.as_str());
    if let Some(token) = token
        && reply.is_success()
        && token.len() >= 24
    {
        assert!(!format!("{outcome:?}").contains(token), "{token:?}");
    }
}
