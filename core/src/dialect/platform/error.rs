//! The published API's error body, all of it: whatever of it is there, of whatever kind.

use serde_json::Value;

use super::body::{list, string, text};
use crate::dialect::said::{plain_text, shorten};
use crate::request::Reply;

/// What an error reply says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ErrorBody {
    /// What happened, with field errors, nested errors and the limit that was hit.
    pub(super) message: Option<String>,
    /// The machine's word.
    pub(super) code: Option<String>,
    /// The id for Genesys' support.
    pub(super) context_id: Option<String>,
    /// The permissions that are missing, as the platform lists them.
    pub(super) permissions: Vec<String>,
    /// Everything it says, for finding words in it; lower case.
    pub(super) all: String,
}

impl ErrorBody {
    pub(super) fn of(reply: &Reply) -> Self {
        let correlation = reply.header("ININ-Correlation-Id").map(str::to_owned);
        let Ok(body) = serde_json::from_slice::<Value>(&reply.body) else {
            let said = plain_text(reply).and_then(|words| shorten(&words));
            return Self {
                all: said.as_deref().unwrap_or_default().to_ascii_lowercase(),
                message: said,
                context_id: correlation,
                ..Self::default()
            };
        };
        let parts = sentences(&body, 0);
        let message = parts.join(" ");
        Self {
            all: message.to_ascii_lowercase(),
            message: shorten(&message),
            code: string(&body, "code").or_else(|| string(&body, "error")),
            context_id: string(&body, "contextId").or(correlation),
            permissions: permissions(&body),
        }
    }

    /// Whether the customer is in a conversation that is under way (documented by a third party;
    /// whether it comes with 400 or 409 is unsure).
    pub(super) fn is_active_conversation(&self) -> bool {
        self.all.contains("active conversation")
            || self.code.as_deref().is_some_and(speaks_of_what_is_active)
    }
}

/// `inactive` is said of senders, and of no conversation.
fn speaks_of_what_is_active(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    code.contains("active") && !code.contains("inactive")
}

/// What an error body and those within it say, each a sentence, none twice.
fn sentences(body: &Value, depth: u8) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let said = text(body, "message")
        .or_else(|| text(body, "error_description"))
        .or_else(|| text(body, "description"));
    all.extend(said.map(sentence));
    for detail in list(body, "details") {
        let field = text(detail, "fieldName").or_else(|| text(detail, "entityName"));
        let words = match (field, text(detail, "errorCode")) {
            (Some(field), Some(code)) => format!("{field}: {code}."),
            (Some(one), None) | (None, Some(one)) => format!("{one}."),
            (None, None) => continue,
        };
        all.push(words);
    }
    if let Some(limit) = body.get("limit") {
        let names: Vec<_> = ["namespace", "key"]
            .iter()
            .filter_map(|field| text(limit, field))
            .collect();
        if !names.is_empty() {
            let value = limit.get("value").map(|value| match value.as_str() {
                Some(text) => format!(" of {text}"),
                None => format!(" of {value}"),
            });
            all.push(format!(
                "The limit{} is {}.",
                value.unwrap_or_default(),
                names.join(" ")
            ));
        }
    }
    if depth < 2 {
        for nested in list(body, "errors") {
            all.extend(sentences(nested, depth + 1));
        }
    }
    let mut kept: Vec<String> = Vec::new();
    for words in all {
        if !kept.contains(&words) {
            kept.push(words);
        }
    }
    kept
}

fn sentence(said: &str) -> String {
    let said = said.trim();
    if said.ends_with(['.', '!', '?', ':']) {
        said.to_owned()
    } else {
        format!("{said}.")
    }
}

/// From the parameters of the message, else from its text: `domain:entity:action`.
fn permissions(body: &Value) -> Vec<String> {
    let parameters = body.get("messageParams").and_then(Value::as_object);
    let named = parameters
        .into_iter()
        .flatten()
        .filter_map(|(_, value)| value.as_str());
    let mut found: Vec<String> = Vec::new();
    for words in named.chain(text(body, "message")) {
        for word in words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']')) {
            let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '*');
            if is_permission(word) && !found.iter().any(|earlier| earlier == word) {
                found.push(word.to_owned());
            }
        }
    }
    found
}

fn is_permission(word: &str) -> bool {
    let parts: Vec<_> = word.split(':').collect();
    parts.len() == 3
        && parts.iter().all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '*')
        })
}
