//! The program under `examples/` does what it says.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, dead_code, unreachable_pub, reason = "test code")]

use tidings_core::message::draft::{Draft, OutboundDraft};
use tidings_core::policy::Policy;
use tidings_core::time::Timestamp;

#[path = "../examples/requests.rs"]
mod requests;

fn printed(line: &str) -> Result<String, String> {
    let kept = OutboundDraft::sms_to_audience("+13175550100", "Hello {{name}}")
        .draft()
        .to_form();
    let message = Draft::from_form(&kept)
        .unwrap()
        .parse(&Policy::default())
        .unwrap();
    requests::request(&message, line, Timestamp::from_unix_millis(0)).map_err(|e| e.to_string())
}

#[test]
fn each_line_becomes_a_request_or_says_what_is_wrong() {
    let request = printed("+13175550123,Ana").unwrap();
    assert!(
        request.starts_with("/api/v2/") && request.contains("Hello Ana"),
        "{request}"
    );
    assert!(printed("+13175550123").unwrap_err().contains("name"));
    assert!(printed("nobody").is_err());
}
