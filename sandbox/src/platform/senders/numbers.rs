//! Phone numbers for SMS.

use serde_json::{Value, json};

use super::supported_content;
use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::cloud::Cloud;
use crate::platform::directory::{SET_UP, SMS_INACTIVE, SMS_LOCAL, SMS_MOBILE_DE, SMS_TOLL_FREE};
use crate::platform::page;
use crate::platform::route::Route;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(LIST, Operation::Senders, VIEW, list),
    Route::get(
        "/routing/sms/phonenumbers/{phoneNumberId}",
        Operation::Senders,
        VIEW,
        read,
    ),
];

const VIEW: Needs = Needs::All(&["sms:phoneNumber:view"]);
const LIST: &str = "/routing/sms/phonenumbers";

struct Number {
    id: &'static str,
    e164: &'static str,
    name: &'static str,
    kind: &'static str,
    status: &'static str,
    country: &'static str,
}

const ALL: [Number; 4] = [
    Number {
        id: "00000000-0000-4000-8000-000000000051",
        e164: SMS_LOCAL,
        name: "Indianapolis",
        kind: "local",
        status: "ACTIVE",
        country: "US",
    },
    Number {
        id: "00000000-0000-4000-8000-000000000052",
        e164: SMS_TOLL_FREE,
        name: "Toll-free",
        kind: "tollfree",
        status: "ACTIVE",
        country: "US",
    },
    Number {
        id: "00000000-0000-4000-8000-000000000053",
        e164: SMS_MOBILE_DE,
        name: "Berlin",
        kind: "mobile",
        status: "ACTIVE",
        country: "DE",
    },
    Number {
        id: "00000000-0000-4000-8000-000000000054",
        e164: SMS_INACTIVE,
        name: "Given up",
        kind: "local",
        status: "PENDING_CANCELLATION",
        country: "US",
    },
];

/// `phoneNumberStatus` may be asked for in small letters, as official examples do.
fn list(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let statuses = call.parameters("phoneNumberStatus");
    let kinds = call.parameters("phoneNumberType");
    let countries = call.parameters("countryCode");
    let number = call.parameter("phoneNumber");
    let among = |wanted: &[String], value: &str| {
        wanted.is_empty()
            || wanted
                .iter()
                .any(|wanted| wanted.eq_ignore_ascii_case(value))
    };
    let all: Vec<Value> = ALL
        .iter()
        .filter(|n| among(&statuses, n.status) && among(&kinds, n.kind))
        .filter(|n| among(&countries, n.country))
        .filter(|n| {
            number
                .as_deref()
                .is_none_or(|wanted| n.e164.contains(wanted))
        })
        .map(show)
        .collect();
    page::of(call, LIST, all).map(Reply::ok)
}

fn read(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let id = call.id();
    let number = ALL
        .iter()
        .find(|number| number.id == id || number.e164 == id);
    let number = number.ok_or_else(|| {
        Refusal::not_found(format!("Phone number {id} not found")).about("phoneNumber", id)
    })?;
    Ok(Reply::ok(show(number)))
}

fn show(number: &Number) -> Value {
    json!({
        "id": number.id,
        "name": number.name,
        "phoneNumber": number.e164,
        "phoneNumberType": number.kind,
        "provisionedThroughPureCloud": true,
        "phoneNumberStatus": number.status,
        "capabilities": ["sms"],
        "countryCode": number.country,
        "country": number.country,
        "dateCreated": SET_UP,
        "dateModified": SET_UP,
        "purchaseDate": SET_UP,
        "version": 1,
        "supportsSms": true,
        "supportsMms": number.country == "US",
        "supportsVoice": false,
        "supportedContent": supported_content(false),
        "selfUri": format!("/api/v2{LIST}/{}", number.id),
    })
}
