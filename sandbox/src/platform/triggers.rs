//! Process automation triggers, for reading (`PLATFORM-API` §8.5).

use serde_json::{Value, json};

use super::route::Route;
use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::cloud::Cloud;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/processautomation/triggers",
        Operation::Directory,
        VIEW,
        list,
    ),
    Route::get(
        "/processautomation/triggers/topics",
        Operation::Directory,
        VIEW,
        topics,
    ),
    Route::get(
        "/processautomation/triggers/{triggerId}",
        Operation::Directory,
        VIEW,
        read,
    ),
];

const VIEW: Needs = Needs::All(&["processautomation:trigger:view"]);
const TRIGGER_ID: &str = "00000000-0000-4000-8000-000000000071";
const WORKFLOW_ID: &str = "00000000-0000-4000-8000-000000000072";
const STARTED: &str = "v2.detail.events.conversation.{id}.customer.start";
const TOPICS: [&str; 4] = [
    STARTED,
    "v2.detail.events.conversation.{id}.customer.end",
    "v2.detail.events.conversation.{id}.user.start",
    "v2.webmessaging.deployments.{id}.undelivered.messages",
];

fn list(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let topic = call.parameter("topicName");
    let enabled = call.parameter("enabled");
    let fits = topic.as_deref().is_none_or(|topic| topic == STARTED)
        && enabled.as_deref().is_none_or(|enabled| enabled == "true");
    let entities: Vec<Value> = fits.then(trigger).into_iter().collect();
    Ok(Reply::ok(json!({
        "entities": entities,
        "selfUri": "/api/v2/processautomation/triggers",
    })))
}

fn topics(_: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(json!({
        "entities": TOPICS,
        "selfUri": "/api/v2/processautomation/triggers/topics",
    })))
}

fn read(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    match call.id() {
        TRIGGER_ID => Ok(Reply::ok(trigger())),
        id => Err(Refusal::not_found(format!("Trigger {id} not found")).about("trigger", id)),
    }
}

fn trigger() -> Value {
    json!({
        "id": TRIGGER_ID,
        "name": "Web conversations begin",
        "topicName": STARTED,
        "target": {
            "type": "Workflow",
            "id": WORKFLOW_ID,
            "workflowTargetSettings": { "dataFormat": "Json" },
        },
        "version": 1,
        "enabled": true,
        "matchCriteria": [
            { "jsonPath": "mediaType", "operator": "Equal", "value": "MESSAGE" },
            { "jsonPath": "messageType", "operator": "Equal", "value": "WEBMESSAGING" },
        ],
        "eventTTLSeconds": 60,
        "selfUri": format!("/api/v2/processautomation/triggers/{TRIGGER_ID}"),
    })
}
