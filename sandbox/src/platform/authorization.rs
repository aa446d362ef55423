//! What the caller may: roles, grants, clients (`PLATFORM-API` §11.1).

use serde_json::{Value, json};

use super::directory::{SET_UP, division};
use super::organization::role_divisions;
use super::route::Route;
use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::client::{Client, Role};
use crate::cloud::Cloud;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/authorization/subjects/me",
        Operation::Organization,
        Needs::Nothing,
        subject,
    ),
    Route::get(
        "/authorization/divisionspermitted/me",
        Operation::Organization,
        Needs::Nothing,
        divisions_permitted,
    ),
    Route::get(
        "/authorization/products",
        Operation::Organization,
        Needs::Nothing,
        products,
    ),
    Route::get(
        "/authorization/roles/{roleId}",
        Operation::Organization,
        Needs::All(&["authorization:role:view"]),
        role,
    ),
    Route::get(
        "/oauth/clients/{clientId}",
        Operation::Organization,
        Needs::All(&["oauth:client:view"]),
        client,
    ),
];

fn subject(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let (client, role) = (call.client, call.client.role);
    Ok(Reply::ok(json!({
        "id": client.id(),
        "name": client.name,
        "grants": [{
            "subjectId": client.id(),
            "division": described_division(),
            "role": {
                "id": role.id,
                "name": role.name,
                "policies": grouped(role, "actions"),
                "default": false,
                "selfUri": uri(role),
            },
            "grantMadeAt": SET_UP,
        }],
        "version": 1,
        "selfUri": format!("/api/v2/authorization/subjects/{}", client.id()),
    })))
}

/// Where the permission holds; nowhere is an empty list.
fn divisions_permitted(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let permission = call
        .parameter("permission")
        .ok_or_else(|| Refusal::field("permission", "permission is required"))?;
    let held = call.client.role.permissions.contains(&permission.as_str());
    let divisions: Vec<Value> = held.then(described_division).into_iter().collect();
    Ok(Reply::ok(divisions.into()))
}

fn products(_: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    let products: Vec<Value> = ["cloudCX3", "messagingPlatform"]
        .iter()
        .map(|id| json!({ "id": id }))
        .collect();
    Ok(Reply::ok(json!({
        "total": products.len(),
        "pageSize": products.len(),
        "pageNumber": 1,
        "pageCount": 1,
        "entities": products,
    })))
}

fn role(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let role = Role::find(call.id()).ok_or_else(|| {
        Refusal::not_found(format!("Role {} not found", call.id())).about("role", call.id())
    })?;
    Ok(Reply::ok(json!({
        "id": role.id,
        "name": role.name,
        "permissions": [],
        "permissionPolicies": grouped(role, "actionSet"),
        "default": false,
        "base": false,
        "roleNeedsUpdate": false,
        "selfUri": uri(role),
    })))
}

fn client(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let client = Client::find(call.id()).ok_or_else(|| {
        Refusal::not_found(format!("Client {} not found", call.id())).about("client", call.id())
    })?;
    Ok(Reply::ok(json!({
        "id": client.id(),
        "name": client.name,
        "accessTokenValiditySeconds": 86_400,
        "registeredRedirectUri": [],
        "dateCreated": SET_UP,
        "dateModified": SET_UP,
        "authorizedGrantType": "CLIENT-CREDENTIALS",
        "scope": [],
        "roleDivisions": role_divisions(client),
        "state": "active",
        "selfUri": format!("/api/v2/oauth/clients/{}", client.id()),
    })))
}

/// The role's permissions, a policy for each entity of each domain.
fn grouped(role: &Role, actions: &str) -> Vec<Value> {
    let mut policies: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for permission in role.permissions {
        let mut parts = permission.splitn(3, ':');
        let (Some(domain), Some(entity), Some(action)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        match policies
            .iter_mut()
            .find(|(d, e, _)| *d == domain && *e == entity)
        {
            Some((_, _, known)) => known.push(action),
            None => policies.push((domain, entity, vec![action])),
        }
    }
    policies
        .into_iter()
        .map(|(domain, entity, known)| {
            json!({ "domain": domain, "entityName": entity, actions: known })
        })
        .collect()
}

/// The division with what only the authorization calls tell of it.
fn described_division() -> Value {
    let mut division = division();
    division["description"] = "Everything that is in no other division".into();
    division["homeDivision"] = true.into();
    division
}

fn uri(role: &Role) -> String {
    format!("/api/v2/authorization/roles/{}", role.id)
}
