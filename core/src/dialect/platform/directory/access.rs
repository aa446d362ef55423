//! Whose token it is, the organization, its clock, the client's own page.

use serde::Deserialize;

use super::{Lookup, encoded, parse};
use crate::directory::{OauthClient, Organization, TokenOwner};
use crate::operation::Operation;
use crate::time::Timestamp;

/// Whose token it is. The flag keeps the call from counting as use of it.
pub fn owner() -> Lookup<TokenOwner> {
    let target = "/api/v2/tokens/me?preserveIdleTTL=true".to_owned();
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, TokenBody::mean)
    })
}

/// The organization.
pub fn organization() -> Lookup<Organization> {
    let target = "/api/v2/organizations/me".to_owned();
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, |body: OrganizationBody| Organization {
            id: body.id,
            name: body.name,
            state: body.state,
        })
    })
}

/// The platform's clock; nothing when it cannot be read.
pub fn clock() -> Lookup<Option<Timestamp>> {
    let target = "/api/v2/date".to_owned();
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, |body: DateBody| {
            body.current_date.as_deref().and_then(Timestamp::parse)
        })
    })
}

/// The OAuth client as its own page shows it (permission `oauth:client:view`).
pub fn client(id: &str) -> Lookup<OauthClient> {
    let target = format!("/api/v2/oauth/clients/{}", encoded(id));
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, ClientBody::mean)
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenBody {
    organization: Option<OrganizationBody>,
    home_organization: Option<OrganizationBody>,
    #[serde(default)]
    authorized_scope: Vec<String>,
    #[serde(rename = "OAuthClient")]
    client: Option<ClientBody>,
    date_token_idles: Option<String>,
}

#[derive(Deserialize)]
struct OrganizationBody {
    id: Option<String>,
    name: Option<String>,
    state: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientBody {
    id: Option<String>,
    name: Option<String>,
    authorized_grant_type: Option<String>,
    state: Option<String>,
    #[serde(default)]
    role_divisions: Vec<RoleDivision>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RoleDivision {
    role_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DateBody {
    current_date: Option<String>,
}

impl TokenBody {
    fn mean(self) -> TokenOwner {
        let organization = self.organization.or(self.home_organization);
        TokenOwner {
            organization: organization.and_then(|organization| organization.name),
            client: self.client.map(ClientBody::mean),
            scopes: self.authorized_scope,
            idles_at: self.date_token_idles.as_deref().and_then(Timestamp::parse),
        }
    }
}

impl ClientBody {
    fn mean(self) -> OauthClient {
        let roles = self.role_divisions.into_iter();
        let mut roles: Vec<_> = roles.filter_map(|pair| pair.role_id).collect();
        // One role may be given in several divisions.
        roles.sort();
        roles.dedup();
        OauthClient {
            id: self.id,
            name: self.name,
            grant: self.authorized_grant_type,
            state: self.state,
            roles,
        }
    }
}
