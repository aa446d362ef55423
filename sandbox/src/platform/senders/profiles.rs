//! What senders share: media types allowed, settings, the window in which conversations go on.

use serde_json::{Value, json};

use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::cloud::Cloud;
use crate::platform::directory::{MESSAGING_SETTING_ID, SET_UP, SUPPORTED_CONTENT_ID};
use crate::platform::page;
use crate::platform::route::Route;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(CONTENT, Operation::Directory, CONTENT_VIEW, contents),
    Route::get(
        "/conversations/messaging/supportedcontent/{supportedContentId}",
        Operation::Directory,
        CONTENT_VIEW,
        content,
    ),
    Route::get(SETTINGS, Operation::Directory, SETTING_VIEW, settings),
    Route::get(
        "/conversations/messaging/settings/{messageSettingId}",
        Operation::Directory,
        SETTING_VIEW,
        setting,
    ),
    Route::get(
        "/conversations/messaging/threadingtimeline",
        Operation::Directory,
        Needs::All(&["conversation:threadingTimeline:view"]),
        threading,
    ),
];

const CONTENT: &str = "/conversations/messaging/supportedcontent";
const SETTINGS: &str = "/conversations/messaging/settings";
const CONTENT_VIEW: Needs = Needs::All(&["messaging:supportedContent:view"]);
const SETTING_VIEW: Needs = Needs::All(&["messaging:setting:view"]);

/// What the system's own profile allows (`PLATFORM-API` §6.8).
pub(super) fn media_types() -> Value {
    json!({
        "allow": {
            "inbound": [{ "type": "*/*" }],
            "outbound": [{ "type": "image/jpeg" }, { "type": "image/png" }, { "type": "image/gif" }],
        },
    })
}

fn contents(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    page::of(call, CONTENT, vec![show_content()]).map(Reply::ok)
}

fn content(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    match call.id() {
        "default" | SUPPORTED_CONTENT_ID => Ok(Reply::ok(show_content())),
        id => Err(unknown("supportedContent", id)),
    }
}

fn show_content() -> Value {
    json!({
        "id": SUPPORTED_CONTENT_ID,
        "name": "Pictures out, everything in",
        "dateCreated": SET_UP,
        "dateModified": SET_UP,
        "version": 1,
        "mediaTypes": media_types(),
        "selfUri": format!("/api/v2{CONTENT}/{SUPPORTED_CONTENT_ID}"),
    })
}

fn settings(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    page::of(call, SETTINGS, vec![show_setting()]).map(Reply::ok)
}

fn setting(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    match call.id() {
        "default" | MESSAGING_SETTING_ID => Ok(Reply::ok(show_setting())),
        id => Err(unknown("messagingSetting", id)),
    }
}

fn show_setting() -> Value {
    json!({
        "id": MESSAGING_SETTING_ID,
        "name": "Default",
        "dateCreated": SET_UP,
        "dateModified": SET_UP,
        "version": "1",
        "event": { "typing": { "on": { "inbound": "Enabled", "outbound": "Enabled" } } },
        "selfUri": format!("/api/v2{SETTINGS}/{MESSAGING_SETTING_ID}"),
    })
}

fn threading(_: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    let messengers = ["sms", "webmessaging", "open", "whatsapp", "apple"];
    let settings = messengers.map(
        |messenger| json!({ "messengerType": messenger, "timeoutInMinutes": THREADING_MINUTES }),
    );
    Ok(Reply::ok(json!({
        "settings": settings,
        "defaultTimeoutMinutes": THREADING_MINUTES,
    })))
}

fn unknown(what: &'static str, id: &str) -> Refusal {
    Refusal::not_found(format!("{id} not found")).about(what, id)
}

/// 72 hours, the platform's default.
const THREADING_MINUTES: u32 = 72 * 60;
