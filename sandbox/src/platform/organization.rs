//! Who the caller is and whose organization this is (`PLATFORM-API` §11.1).

use serde_json::{Value, json};

use super::directory::{DIVISION_ID, ORGANIZATION_ID, ORGANIZATION_NAME};
use super::route::Route;
use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::client::Client;
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/date", Operation::Organization, Needs::Nothing, date),
    Route::get(
        "/organizations/me",
        Operation::Organization,
        Needs::Nothing,
        organization,
    ),
    Route::get("/tokens/me", Operation::Organization, Needs::Nothing, token),
    Route::delete(
        "/tokens/me",
        Operation::Organization,
        Needs::Nothing,
        revoke,
    ),
    Route::get(
        "/ipranges",
        Operation::Organization,
        Needs::Nothing,
        addresses,
    ),
    Route::get(
        "/users/me",
        Operation::Organization,
        Needs::Nothing,
        no_user,
    ),
];

fn date(_: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(json!({ "currentDate": Timestamp::now() })))
}

fn organization(_: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(json!({
        "id": ORGANIZATION_ID,
        "name": ORGANIZATION_NAME,
        "defaultLanguage": "en_US",
        "defaultCountryCode": "US",
        "thirdPartyOrgName": "tidings-sandbox",
        "domain": "sandbox.example",
        "version": 1,
        "state": "active",
        "productPlatform": "GenesysCloud",
        "features": {
            "realtimeCIC": true,
            "purecloud": true,
            "hipaa": false,
            "ucEnabled": false,
            "pci": false,
            "purecloudVoice": false,
            "xmppFederation": false,
            "chat": false,
            "informalPhotos": false,
            "directory": true,
            "contactCenter": true,
            "unifiedCommunications": false,
            "custserv": false,
        },
        "selfUri": format!("/api/v2/organizations/{ORGANIZATION_ID}"),
    })))
}

fn token(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let named = named_organization();
    Ok(Reply::ok(json!({
        "organization": named,
        "homeOrganization": named,
        "authorizedScope": [],
        "OAuthClient": {
            "id": call.client.id(),
            "name": call.client.name,
            "organization": named,
            "authorizedGrantType": "CLIENT-CREDENTIALS",
            "roleDivisions": role_divisions(call.client),
            "state": "active",
        },
    })))
}

fn revoke(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    lock(&cloud.tokens).revoke(&call.token);
    Ok(Reply::ok(Value::Null))
}

/// Where the platform calls from; the range is one kept for documentation.
fn addresses(_: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    let range = |service: &str, direction: &str| {
        json!({
            "cidr": "192.0.2.0/24",
            "service": service,
            "region": "sandbox",
            "direction": direction,
        })
    };
    Ok(Reply::ok(json!({
        "entities": [range("api", "both"), range("open-messaging", "outbound")],
    })))
}

fn no_user(_: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    let message = "This request requires a user context. Client credentials cannot be used for \
                   requests that require a user context.";
    Err(Refusal::bad_request(message))
}

fn named_organization() -> Value {
    json!({ "id": ORGANIZATION_ID, "name": ORGANIZATION_NAME })
}

pub(super) fn role_divisions(client: &Client) -> Value {
    json!([{ "roleId": client.role.id, "divisionId": DIVISION_ID }])
}
