//! Sending: agentless messages and mails, into communications, through bots, and what the
//! middleware of open messaging posts (`PLATFORM-API` §6, §13).

mod agentless;
mod attempt;
mod communication;
mod connector;
mod email;
mod inbound;
mod open_report;
mod recipient;
mod sender;
mod template;

use std::sync::Arc;

use axum::Router;
use axum::routing::MethodFilter;

use super::route::Route;
use crate::Operation;
use crate::call::{self, Call, Needs, Reply, Takes};
use crate::cloud::Cloud;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::post(
        "/conversations/emails/agentless",
        Operation::Outbound,
        Needs::Any(&[
            "conversation:email:create",
            "conversation:agentlessEmail:send",
        ]),
        Takes::Object,
        email::send,
    ),
    Route::post(
        "/conversations/messages",
        Operation::Proactive,
        CREATE,
        Takes::Object,
        needs_user,
    ),
    Route::post(
        "/conversations/messages/{id}/communications/{communicationId}/messages",
        Operation::Greet,
        CREATE_ANY,
        Takes::Object,
        communication::send,
    ),
    Route::post(
        "/conversations/messages/{id}/communications/{communicationId}/typing",
        Operation::Event,
        CREATE_ANY,
        Takes::Object,
        communication::typing,
    ),
    Route::post(
        "/integrations/botconnectors/outgoing/messages",
        Operation::Structured,
        Needs::All(&["integration:botconnector:send"]),
        Takes::Object,
        connector::send,
    ),
    Route::post(
        "/conversations/messages/{id}/inbound/open/message",
        Operation::Guest,
        RECEIVE,
        Takes::Object,
        inbound::message,
    ),
    Route::post(
        "/conversations/messages/{id}/inbound/open/event",
        Operation::Event,
        RECEIVE,
        Takes::Object,
        open_report::event,
    ),
    Route::post(
        "/conversations/messages/{id}/inbound/open/receipt",
        Operation::Receipt,
        RECEIVE,
        Takes::Object,
        open_report::receipt,
    ),
    Route::post(
        "/conversations/messages/{id}/inbound/open/structured/response",
        Operation::Reply,
        RECEIVE,
        Takes::Object,
        inbound::structured_response,
    ),
    Route::post(
        "/conversations/messages/inbound/open",
        Operation::Guest,
        RECEIVE,
        Takes::Object,
        inbound::normalized_form,
    ),
];

/// The agentless call is the job of an SMS for `sms` and of a proactive message otherwise.
pub(super) fn agentless_routes() -> Router<Arc<Cloud>> {
    let choose = |body: &[u8]| {
        let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        match body
            .get("toAddressMessengerType")
            .and_then(|kind| kind.as_str())
        {
            Some("sms") => &agentless::SMS,
            _ => &agentless::MESSAGE,
        }
    };
    Router::new().route(
        "/api/v2/conversations/messages/agentless",
        call::on_body(MethodFilter::POST, choose),
    )
}

/// A conversation of an agent's own is begun by an agent.
fn needs_user(_: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    Err(Refusal::bad_request(
        "This request requires a user context. Client credentials cannot be used for requests to \
         this resource.",
    ))
}

const CREATE: Needs = Needs::All(&["conversation:message:create"]);
const CREATE_ANY: Needs = Needs::Any(&[
    "conversation:message:create",
    "conversation:webmessaging:create",
]);
const RECEIVE: Needs = Needs::All(&["conversation:message:receive"]);
