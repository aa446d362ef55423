//! A customer comes back to the chat, or leaves it.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::ids::Kind;
use crate::platform::guest;
use crate::population::Customer;
use crate::webhook::{Event, Facts};

/// `{"contactId"|"guestId"|"customerId": …}`: a new chat, told to the webhook as
/// `webchat:conversation:start`.
pub(super) async fn start(State(cloud): State<Arc<Cloud>>, Json(who): Json<Value>) -> Response {
    let Some(customer) = find(&cloud, &who) else {
        return nobody();
    };
    let started = lock(&cloud.conversations).start(&cloud.ids, &customer);
    guest::begun(&cloud, &customer, &started);
    let facts = Facts::Start {
        previous_conversation_id: started.previous_id.clone(),
        agent_id: customer.agent_id.clone(),
    };
    let event = Event {
        name: "webchat:conversation:start",
        conversation_id: started.id,
        facts,
        at: Timestamp::now(),
    };
    let reply = (StatusCode::CREATED, Json(&event)).into_response();
    cloud.webhook.tell(Duration::ZERO, event);
    reply
}

/// The same body: the chat is closed.
pub(super) async fn end(State(cloud): State<Arc<Cloud>>, Json(who): Json<Value>) -> Response {
    let Some(customer) = find(&cloud, &who) else {
        return nobody();
    };
    let ended = lock(&cloud.conversations).end(&customer);
    guest::ended(&cloud, &customer, &ended.id);
    Json(json!({ "conversationId": ended.id, "status": ended.status })).into_response()
}

fn find(cloud: &Cloud, who: &Value) -> Option<Customer> {
    let kinds = [
        ("contactId", Kind::Contact),
        ("guestId", Kind::Guest),
        ("customerId", Kind::Customer),
    ];
    kinds
        .into_iter()
        .find_map(|(field, kind)| cloud.customer(kind, who.get(field)?.as_str()?))
}

fn nobody() -> Response {
    let message = "name somebody of the population by contactId, guestId or customerId";
    let body = json!({ "error": { "code": "unknown_guest", "message": message } });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}
