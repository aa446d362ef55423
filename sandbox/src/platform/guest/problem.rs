//! Why a frame of a guest was not obeyed.

use serde_json::{Value, json};

/// A refusal with one of the socket's own codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) code: Code,
    pub(super) text: String,
}

/// The socket's codes; the three of HTTP among them stand for what has no code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    BadRequest = 400,
    Unauthorized = 401,
    Forbidden = 403,
    FeatureUnavailable = 4000,
    FileType = 4001,
    FileSize = 4002,
    FileContent = 4003,
    FileName = 4004,
    FileNameTooLong = 4005,
    SessionExpired = 4006,
    SessionNotFound = 4007,
    AttachmentNotFound = 4009,
    AttachmentNotUploaded = 4010,
    MessageTooLong = 4011,
    CustomAttributes = 4013,
    MissingParameter = 4020,
    TooManyRequests = 4029,
}

impl Code {
    pub(super) fn number(self) -> u16 {
        self as u16
    }
}

impl Problem {
    pub(super) fn new(code: Code, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { code, text }
    }

    pub(super) fn missing(parameter: &str) -> Self {
        Self::new(
            Code::MissingParameter,
            format!("Missing parameter: {parameter}"),
        )
    }

    /// The class and the body of the frame that says so.
    pub(super) fn frame(&self) -> (&'static str, u16, Value) {
        if self.code == Code::TooManyRequests {
            let body = json!({
                "retryAfter": RETRY_AFTER_SECONDS,
                "errorCode": self.code.number(),
                "errorMessage": self.text,
            });
            return ("TooManyRequestsErrorMessage", 429, body);
        }
        ("string", self.code.number(), Value::from(self.text.clone()))
    }
}

/// A guest may go on within the second.
const RETRY_AFTER_SECONDS: u64 = 1;
