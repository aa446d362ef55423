//! `messagingTemplate`: a canned response with its placeholders filled (`PLATFORM-API` §6.2).

use serde_json::Value;

use crate::fields;
use crate::platform::portrait::MessageType;
use crate::platform::responses::Response;
use crate::refusal::Refusal;

/// The text of the template that a request names.
pub(super) fn read(body: &Value, kind: MessageType) -> Result<String, Refusal> {
    let id = fields::text(body, &at("responseId"))?;
    let response = Response::find(id).ok_or_else(|| {
        Refusal::not_found(format!("Response {id} not found")).about("response", id)
    })?;
    if kind == MessageType::WhatsApp && !response.is_template() {
        let message = format!("Response {id} is not a WhatsApp template");
        return Err(Refusal::field(&at("responseId"), message));
    }
    if response.is_template() {
        if kind != MessageType::WhatsApp {
            let message = format!(
                "Response {id} is a WhatsApp template: {} takes none",
                kind.as_str()
            );
            return Err(Refusal::field(&at("responseId"), message));
        }
        if !response.is_approved_template() {
            let message = format!("The template of response {id} is not approved");
            return Err(Refusal::field(&at("responseId"), message));
        }
    }
    fill(body, response)
}

fn fill(body: &Value, response: &Response) -> Result<String, Refusal> {
    let mut given = Vec::new();
    for list in [
        "bodyParameters",
        "parameters",
        "headerParameters",
        "buttonUrlParameters",
    ] {
        let count = fields::list(body, &at(list))?.len();
        for place in 0..count {
            let id = fields::text(body, &at(&format!("{list}/{place}/id")))?;
            let value = fields::text(body, &at(&format!("{list}/{place}/value")))?;
            let is_known = response.substitutions().contains(&id);
            if !is_known && matches!(list, "bodyParameters" | "parameters") {
                let message = format!("The response has no substitution `{id}`");
                return Err(Refusal::field(&at(&format!("{list}/{place}/id")), message));
            }
            given.push((id, value));
        }
    }
    let mut text = response.text().to_owned();
    for id in response.substitutions() {
        let value = given.iter().find(|(given, _)| *given == id);
        let (_, value) = value.ok_or_else(|| {
            let message = format!("The substitution `{id}` of the response has no value");
            Refusal::field(&at("bodyParameters"), message)
        })?;
        text = text.replace(&format!("{{{{{id}}}}}"), value);
    }
    Ok(text)
}

fn at(field: &str) -> String {
    format!("/messagingTemplate/{field}")
}
