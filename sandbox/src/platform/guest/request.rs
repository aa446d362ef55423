//! A guest's frame, read field by field so that a refusal can name what is missing.

use serde_json::Value;

use super::inbound::Inbound;
use super::problem::{Code, Problem};

/// One frame: an action in a session.
#[derive(Debug, PartialEq)]
pub(super) struct Request {
    /// The session's secret, which the guest's client made up.
    pub(super) token: String,
    pub(super) action: Action,
}

/// What a guest's client asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Action {
    ConfigureSession {
        deployment_id: String,
        start_new: bool,
        /// Lets this token into the session of another.
        resume_token: Option<String>,
    },
    ConfigureAuthenticatedSession,
    OnMessage(Inbound),
    Echo,
    OnAttachment(Upload),
    GetAttachment {
        attachment_id: String,
    },
    DeleteAttachment {
        attachment_id: String,
    },
    GetJwt,
    GetConfiguration {
        deployment_id: String,
    },
    ResumeToken,
    DisconnectCustomer,
    CloseSession {
        close_all: bool,
    },
}

/// A file that is about to be uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Upload {
    /// The client's own choice, where it made one.
    pub(super) attachment_id: Option<String>,
    pub(super) file_name: String,
    pub(super) file_type: String,
    /// Bytes.
    pub(super) file_size: u64,
    /// Whether a refusal comes as a frame of its own class.
    pub(super) errors_as_json: bool,
}

/// A frame with the `tracingId` that its answer carries, or why it cannot be obeyed.
pub(super) fn parse(text: &str) -> (Option<String>, Result<Request, Problem>) {
    let Ok(frame @ Value::Object(_)) = serde_json::from_str::<Value>(text) else {
        let problem = Problem::new(Code::BadRequest, "The frame is no JSON object");
        return (None, Err(problem));
    };
    let tracing_id = optional(&frame, "tracingId").map(str::to_owned);
    (tracing_id, read(&frame))
}

fn read(frame: &Value) -> Result<Request, Problem> {
    let action = required(frame, "action")?;
    let token = required(frame, "token")?;
    if !is_uuid(token) {
        return Err(Problem::new(Code::BadRequest, "The token must be a UUID"));
    }
    let attachment_id = || required(frame, "attachmentId").map(str::to_owned);
    let deployment_id = || required(frame, "deploymentId").map(str::to_owned);
    let action = match action {
        "configureSession" => Action::ConfigureSession {
            deployment_id: deployment_id()?,
            start_new: flag(frame, "startNew"),
            resume_token: optional(frame, "resumeToken").map(str::to_owned),
        },
        "configureAuthenticatedSession" => Action::ConfigureAuthenticatedSession,
        "onMessage" => {
            let message = frame.get("message").filter(|it| it.is_object());
            Action::OnMessage(Inbound::read(
                message.ok_or_else(|| Problem::missing("message"))?,
            )?)
        }
        "echo" => Action::Echo,
        "onAttachment" => Action::OnAttachment(upload(frame)?),
        "getAttachment" => Action::GetAttachment {
            attachment_id: attachment_id()?,
        },
        "deleteAttachment" => Action::DeleteAttachment {
            attachment_id: attachment_id()?,
        },
        "getJwt" => Action::GetJwt,
        "getConfiguration" => Action::GetConfiguration {
            deployment_id: deployment_id()?,
        },
        "resumeToken" => Action::ResumeToken,
        "disconnectCustomer" => Action::DisconnectCustomer,
        "closeSession" => Action::CloseSession {
            close_all: frame
                .get("closeAllConnections")
                .and_then(Value::as_bool)
                .ok_or_else(|| Problem::missing("closeAllConnections"))?,
        },
        other => {
            let text = format!("Unknown action: {other}");
            return Err(Problem::new(Code::BadRequest, text));
        }
    };
    Ok(Request {
        token: token.to_owned(),
        action,
    })
}

fn upload(frame: &Value) -> Result<Upload, Problem> {
    // The sum is asked for and not compared: the store takes what the size and the type allow.
    required(frame, "fileMd5")?;
    Ok(Upload {
        attachment_id: optional(frame, "attachmentId").map(str::to_owned),
        file_name: required(frame, "fileName")?.to_owned(),
        file_type: required(frame, "fileType")?.to_owned(),
        file_size: frame
            .get("fileSize")
            .and_then(Value::as_u64)
            .ok_or_else(|| Problem::missing("fileSize"))?,
        errors_as_json: flag(frame, "errorsAsJson"),
    })
}

fn required<'a>(frame: &'a Value, name: &str) -> Result<&'a str, Problem> {
    optional(frame, name).ok_or_else(|| Problem::missing(name))
}

fn optional<'a>(frame: &'a Value, name: &str) -> Option<&'a str> {
    frame
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

fn flag(frame: &Value, name: &str) -> bool {
    frame.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// Whether a text has the form of a UUID of any version.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TOKEN: &str = "5a1c0000-0000-4000-8000-000000000001";

    fn problem(frame: &Value) -> Problem {
        parse(&frame.to_string()).1.unwrap_err()
    }

    #[test]
    fn what_is_missing_is_named() {
        let name = |frame: Value| {
            let problem = problem(&frame);
            assert_eq!(problem.code, Code::MissingParameter, "{frame}");
            problem.text
        };
        assert_eq!(name(json!({ "token": TOKEN })), "Missing parameter: action");
        assert_eq!(
            name(json!({ "action": "echo" })),
            "Missing parameter: token"
        );
        for (action, parameter) in [
            ("configureSession", "deploymentId"),
            ("onMessage", "message"),
            ("onAttachment", "fileMd5"),
            ("getAttachment", "attachmentId"),
            ("closeSession", "closeAllConnections"),
        ] {
            let text = name(json!({ "action": action, "token": TOKEN }));
            assert_eq!(text, format!("Missing parameter: {parameter}"), "{action}");
        }
    }

    #[test]
    fn a_frame_that_is_no_request_is_refused_and_keeps_its_tracing_id() {
        for text in ["", "[]", "null", "{"] {
            assert_eq!(parse(text).1.unwrap_err().code, Code::BadRequest, "{text}");
        }
        let frame = json!({ "action": "fly", "token": TOKEN, "tracingId": "t" });
        let (tracing_id, request) = parse(&frame.to_string());
        assert_eq!(tracing_id.as_deref(), Some("t"));
        assert_eq!(request.unwrap_err().code, Code::BadRequest);
        let frame = json!({ "action": "echo", "token": "guessed" });
        assert_eq!(problem(&frame).code, Code::BadRequest);
    }

    #[test]
    fn a_session_is_asked_for_with_or_without_a_new_start() {
        let frame = json!({ "action": "configureSession", "token": TOKEN, "deploymentId": "d" });
        let action = |start_new| Action::ConfigureSession {
            deployment_id: "d".to_owned(),
            start_new,
            resume_token: None,
        };
        let read = |frame: &Value| parse(&frame.to_string()).1.unwrap().action;
        assert_eq!(read(&frame), action(false));
        let mut frame = frame;
        frame["startNew"] = json!(true);
        assert_eq!(read(&frame), action(true));
    }
}
