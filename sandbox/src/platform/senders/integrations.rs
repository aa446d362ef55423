//! Integrations of open messaging, `WhatsApp` and Apple, and the flows behind all senders.

use serde_json::{Value, json};

use super::{expands, flow, messaging_setting, supported_content};
use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::cloud::Cloud;
use crate::platform::directory::{
    APPLE, FIELD_APP, KIOSK, SET_UP, SMS_LOCAL, SMS_MOBILE_DE, SMS_TOLL_FREE, WEB_SHOP, WHATSAPP,
    division,
};
use crate::platform::page;
use crate::platform::route::Route;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(LIST, Operation::Senders, VIEW, list),
    Route::get(
        "/conversations/messaging/integrations/{messengerType}",
        Operation::Senders,
        VIEW,
        list_of_type,
    ),
    Route::get(
        "/conversations/messaging/integrations/{messengerType}/{integrationId}",
        Operation::Senders,
        VIEW,
        read,
    ),
    Route::get(
        "/conversations/messaging/identityresolution/integrations/{messengerType}/{integrationId}",
        Operation::Senders,
        VIEW,
        identity_resolution,
    ),
    Route::get(
        "/routing/message/recipients",
        Operation::Senders,
        Needs::All(&["routing:message:manage"]),
        recipients,
    ),
];

const VIEW: Needs = Needs::All(&["messaging:integration:view"]);
const LIST: &str = "/conversations/messaging/integrations";

struct Integration {
    id: &'static str,
    name: &'static str,
    messenger_type: &'static str,
}

const ALL: [Integration; 3] = [
    Integration {
        id: FIELD_APP,
        name: "Field app",
        messenger_type: "open",
    },
    Integration {
        id: WHATSAPP,
        name: "WhatsApp shop",
        messenger_type: "whatsapp",
    },
    Integration {
        id: APPLE,
        name: "Apple shop",
        messenger_type: "apple",
    },
];

/// Types that exist but of which this organization has no integration.
const EMPTY_TYPES: [&str; 3] = ["facebook", "instagram", "twitter"];

fn list(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let all = ALL.iter().map(|integration| {
        let mut shown = shared(integration, call);
        shown["messengerType"] = integration.messenger_type.into();
        shown["openExtensionType"] = "None".into();
        shown["version"] = 1.into();
        shown
    });
    page::of(call, LIST, all.collect()).map(Reply::ok)
}

fn list_of_type(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let kind = call.id();
    let all: Vec<Value> = ALL
        .iter()
        .filter(|integration| integration.messenger_type == kind)
        .map(|integration| show(integration, call))
        .collect();
    if all.is_empty() && !EMPTY_TYPES.contains(&kind) {
        return Err(Refusal::not_found("The requested path does not exist"));
    }
    page::of(call, &format!("{LIST}/{kind}"), all).map(Reply::ok)
}

fn find(call: &Call) -> Result<&'static Integration, Refusal> {
    let (kind, id) = (call.id(), call.path_part(1));
    ALL.iter()
        .find(|integration| integration.messenger_type == kind && integration.id == id)
        .ok_or_else(|| {
            Refusal::not_found(format!("Integration {id} not found")).about("integration", id)
        })
}

fn read(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    find(call).map(|integration| Reply::ok(show(integration, call)))
}

fn identity_resolution(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let integration = find(call)?;
    Ok(Reply::ok(json!({
        "division": division(),
        "resolveIdentities": true,
        "selfUri": format!(
            "/api/v2/conversations/messaging/identityresolution/integrations/{}/{}",
            integration.messenger_type, integration.id
        ),
    })))
}

fn show(integration: &Integration, call: &Call) -> Value {
    let mut shown = shared(integration, call);
    shown["createStatus"] = "Completed".into();
    match integration.messenger_type {
        "open" => {
            shown["outboundNotificationWebhookUrl"] = "https://field-app.example/outbound".into();
            // Required of the field by the official models; the secret itself is never shown.
            shown["outboundNotificationWebhookSignatureSecretToken"] = "****************".into();
            shown["webhookHeaders"] = json!({});
        }
        "whatsapp" => {
            shown["phoneNumber"] = "+13175550177".into();
            shown["version"] = 1.into();
        }
        _ => {
            shown["messagesForBusinessId"] = "sandbox-business".into();
            shown["businessName"] = "Sandbox shop".into();
        }
    }
    shown
}

/// What lists of one type and of all types have in common.
fn shared(integration: &Integration, call: &Call) -> Value {
    json!({
        "id": integration.id,
        "name": integration.name,
        "supportedContent": supported_content(expands(call, "supportedContent")),
        "messagingSetting": messaging_setting(),
        "status": "Active",
        "recipient": {
            "id": integration.id,
            "name": integration.name,
            "selfUri": format!("/api/v2/routing/message/recipients/{}", integration.id),
        },
        "dateCreated": SET_UP,
        "dateModified": SET_UP,
        "selfUri": format!("/api/v2{LIST}/{}/{}", integration.messenger_type, integration.id),
    })
}

/// Which flow a reply to each sender goes to.
fn recipients(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let wanted = call.parameter("messengerType");
    let others = [
        (WEB_SHOP, "Web shop", "webmessaging"),
        (KIOSK, "Kiosk", "webmessaging"),
        (SMS_LOCAL, SMS_LOCAL, "sms"),
        (SMS_TOLL_FREE, SMS_TOLL_FREE, "sms"),
        (SMS_MOBILE_DE, SMS_MOBILE_DE, "sms"),
    ];
    let all: Vec<Value> = ALL
        .iter()
        .map(|integration| (integration.id, integration.name, integration.messenger_type))
        .chain(others)
        .filter(|(_, _, kind)| wanted.as_deref().is_none_or(|wanted| wanted == *kind))
        .map(|(id, name, kind)| {
            json!({
                "id": id,
                "name": name,
                "messengerType": kind,
                "flow": flow(),
                "dateCreated": SET_UP,
                "dateModified": SET_UP,
                "selfUri": format!("/api/v2/routing/message/recipients/{id}"),
            })
        })
        .collect();
    page::of(call, "/routing/message/recipients", all).map(Reply::ok)
}
