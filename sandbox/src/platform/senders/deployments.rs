//! Web messaging deployments.

use serde_json::{Value, json};

use super::{expands, flow, supported_content};
use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::cloud::Cloud;
use crate::platform::deployment::Deployment;
use crate::platform::directory::{SET_UP, WEB_CONFIGURATION_ID, division};
use crate::platform::route::Route;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/webdeployments/deployments",
        Operation::Senders,
        VIEW,
        list,
    ),
    Route::get(
        "/webdeployments/deployments/{deploymentId}",
        Operation::Senders,
        VIEW,
        read,
    ),
    Route::get(
        "/webdeployments/deployments/{deploymentId}/identityresolution",
        Operation::Senders,
        VIEW,
        identity_resolution,
    ),
    Route::get(
        "/webdeployments/deployments/{deploymentId}/configurations",
        Operation::Senders,
        Needs::Nothing,
        configuration_on_deployment,
    ),
];

const VIEW: Needs = Needs::All(&["webDeployments:deployment:view"]);

fn find(call: &Call) -> Result<&'static Deployment, Refusal> {
    let id = call.id();
    Deployment::find(id).ok_or_else(|| {
        Refusal::not_found(format!("Deployment {id} not found")).about("deployment", id)
    })
}

fn list(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let entities: Vec<Value> = Deployment::ALL
        .iter()
        .map(|deployment| show(deployment, call))
        .collect();
    Ok(Reply::ok(json!({
        "entities": entities,
        "total": Deployment::ALL.len(),
        "selfUri": "/api/v2/webdeployments/deployments",
    })))
}

fn read(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    find(call).map(|deployment| Reply::ok(show(deployment, call)))
}

fn identity_resolution(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let deployment = find(call)?;
    Ok(Reply::ok(json!({
        "division": division(),
        "resolveIdentities": deployment.resolves_identities,
        "selfUri": format!("/api/v2/webdeployments/deployments/{}/identityresolution", deployment.id),
    })))
}

fn configuration_on_deployment(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let deployment = find(call)?;
    Ok(Reply::ok(json!({
        "configurationVersion": configuration(deployment, true),
        "deployment": show(deployment, call),
    })))
}

fn show(deployment: &Deployment, call: &Call) -> Value {
    json!({
        "id": deployment.id,
        "name": deployment.name,
        "allowAllDomains": false,
        "allowedDomains": deployment.domains,
        "supportedContent": supported_content(expands(call, "SupportedContent")),
        "dateCreated": SET_UP,
        "dateModified": SET_UP,
        "flow": flow(),
        "status": deployment.status(),
        "configuration": configuration(deployment, expands(call, "Configuration")),
        "selfUri": format!("/api/v2/webdeployments/deployments/{}", deployment.id),
    })
}

fn configuration(deployment: &Deployment, expanded: bool) -> Value {
    let mut configuration = json!({
        "id": WEB_CONFIGURATION_ID,
        "name": "Messenger",
        "version": "1",
        "selfUri": format!("/api/v2/webdeployments/configurations/{WEB_CONFIGURATION_ID}/versions/1"),
    });
    if expanded {
        configuration["status"] = deployment.status().into();
        configuration["languages"] = json!(["en-us"]);
        configuration["defaultLanguage"] = "en-us".into();
        configuration["messenger"] = json!({
            "enabled": true,
            "fileUpload": {
                "modes": [{
                    "fileTypes": ["image/png", "image/jpeg", "image/gif"],
                    "maxFileSizeKB": 10_240,
                }],
            },
        });
        configuration["dateCreated"] = SET_UP.into();
        configuration["datePublished"] = SET_UP.into();
    }
    configuration
}
