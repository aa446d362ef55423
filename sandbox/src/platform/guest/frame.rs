//! What the socket says to a guest's client.

use serde::Serialize;
use serde_json::Value;

use super::problem::Problem;

/// One frame to a guest.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Frame {
    #[serde(rename = "type")]
    kind: Kind,
    class: &'static str,
    code: u16,
    body: Value,
    /// That of the request which this answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    tracing_id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Message,
    Response,
}

impl Frame {
    /// The answer to a request.
    pub(super) fn response(class: &'static str, body: Value) -> Self {
        Self {
            kind: Kind::Response,
            class,
            code: 200,
            body,
            tracing_id: None,
        }
    }

    /// Something that happened.
    pub(super) fn message(class: &'static str, body: Value) -> Self {
        Self {
            kind: Kind::Message,
            ..Self::response(class, body)
        }
    }

    pub(super) fn problem(problem: &Problem) -> Self {
        let (class, code, body) = problem.frame();
        Self {
            code,
            ..Self::response(class, body)
        }
    }

    pub(super) fn traced(mut self, tracing_id: Option<&str>) -> Self {
        self.tracing_id = tracing_id.map(str::to_owned);
        self
    }

    pub(super) fn to_text(&self) -> String {
        // Plain data: turning it into JSON cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
