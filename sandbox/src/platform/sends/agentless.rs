//! `POST /conversations/messages/agentless` (`PLATFORM-API` §6.1).

use serde_json::{Value, json};

use super::attempt::{Attempt, Place, place, shown_text, within};
use super::{CREATE, recipient, sender, template};
use crate::Operation;
use crate::call::{Call, Endpoint, Reply, Takes};
use crate::cloud::{Cloud, lock};
use crate::fields;
use crate::platform::interactions::{Failure, Reason, Status};
use crate::platform::messages;
use crate::platform::portrait::{Key, MessageType};
use crate::platform::route::endpoint;
use crate::refusal::Refusal;

pub(super) static SMS: Endpoint = endpoint(Operation::Outbound, CREATE, Takes::Object, sms);
pub(super) static MESSAGE: Endpoint =
    endpoint(Operation::Proactive, CREATE, Takes::Object, message);

fn sms(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    send(cloud, &call.body, Operation::Outbound)
}

fn message(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    send(cloud, &call.body, Operation::Proactive)
}

fn send(cloud: &Cloud, body: &Value, operation: Operation) -> Result<Reply, Refusal> {
    let names = MessageType::ALL.map(MessageType::as_str);
    let name = fields::word(body, "/toAddressMessengerType", &names)?;
    let kind = MessageType::ALL
        .into_iter()
        .find(|kind| kind.as_str() == name);
    let kind = kind.unwrap_or(MessageType::Sms);
    let join = body
        .get("useExistingActiveConversation")
        .and_then(Value::as_bool);
    let join = join.unwrap_or(false);
    let sender = sender::read(body, kind)?;
    let text = text(body, kind)?;
    let recipient = recipient::read(cloud, body, kind)?;

    let place = place(cloud, kind, &recipient);
    if let (Place::Active(key) | Place::WithBot(key), false) = (place, join) {
        return Err(active(cloud, key));
    }
    let has_room = sender
        .per_second
        .is_none_or(|rate| lock(&cloud.interactions).takes(sender.address, rate));
    let failure = if has_room {
        recipient.failure(cloud, kind)
    } else {
        Some(TOO_FAST)
    };
    let attempt = Attempt {
        operation,
        kind,
        local: sender.address,
        recipient: &recipient,
        shown: shown_text(&text),
        text,
        content: Vec::new(),
        failure,
    };
    let (delivery, trace) = attempt.send(cloud, place);
    let id = &delivery.message.id;
    let message = messages::data(cloud, id, &trace);
    let reply = json!({
        "id": id,
        "conversationId": delivery.message.conversation_id,
        "fromAddress": sender.address,
        "toAddress": recipient.remote,
        "messengerType": kind.as_str(),
        "useExistingActiveConversation": join,
        "message": message,
        "timestamp": delivery.message.at,
        "selfUri": messages::uri(&delivery.message.conversation_id, id),
    });
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(reply)
    })
}

/// The words: a text, or those of a template.
fn text(body: &Value, kind: MessageType) -> Result<String, Refusal> {
    let has_template = body.get("messagingTemplate").is_some_and(Value::is_object);
    if has_template {
        return template::read(body, kind);
    }
    if kind == MessageType::WhatsApp {
        let message = "messagingTemplate is required for whatsapp";
        return Err(Refusal::field("/messagingTemplate", message));
    }
    within(fields::text(body, "/textBody")?, kind).map(str::to_owned)
}

fn active(cloud: &Cloud, key: Key) -> Refusal {
    let id = key.id(cloud);
    let message = format!(
        "An active conversation is already in progress: {id}. Set useExistingActiveConversation to \
         send into it"
    );
    Refusal::bad_request(message).about("conversation", &id)
}

/// What the sender's queue has no room for.
const TOO_FAST: Failure = Failure {
    reason: Reason::RateLimited,
    message: "The sender's throughput was exceeded",
    status: Status::Failed,
};
