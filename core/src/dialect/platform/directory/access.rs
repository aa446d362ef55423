//! Whose token it is, the organization, its clock, the client's own page.

use serde::Deserialize;

use super::{Lookup, encoded, parse};
use crate::directory::{OauthClient, Organization, TokenOwner};
use crate::operation::Operation;
use crate::time::Timestamp;

/// Whose token it is. The flag keeps the call from counting as use of it.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::owner};
/// use tidings_core::request::Reply;
///
/// let lookup = owner();
/// assert!(lookup.request().target.ends_with("/tokens/me?preserveIdleTTL=true"));
/// let body = br#"{"organization":{"name":"Acme"}}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|owner| owner.organization.as_deref() == Some("Acme")));
/// ```
pub fn owner() -> Lookup<TokenOwner> {
    let target = "/api/v2/tokens/me?preserveIdleTTL=true".to_owned();
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, TokenBody::mean)
    })
}

/// The organization.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::organization};
/// use tidings_core::request::Reply;
///
/// let lookup = organization();
/// assert!(lookup.request().target.ends_with("/organizations/me"));
/// let body = br#"{"state":"active"}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|one| one.state.as_deref() == Some("active")));
/// ```
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
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::clock};
/// use tidings_core::request::Reply;
///
/// let lookup = clock();
/// assert!(lookup.request().target.ends_with("/date"));
/// let body = br#"{"currentDate":"1970-01-01T00:00:01.000Z"}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|time| time.is_some_and(|time| time.as_unix_millis() == 1000)));
/// ```
pub fn clock() -> Lookup<Option<Timestamp>> {
    let target = "/api/v2/date".to_owned();
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, |body: DateBody| {
            body.current_date.as_deref().and_then(Timestamp::parse)
        })
    })
}

/// The OAuth client as its own page shows it (permission `oauth:client:view`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::client};
/// use tidings_core::request::Reply;
///
/// let lookup = client("c 1");
/// assert!(lookup.request().target.ends_with("/oauth/clients/c%201"));
/// let body = br#"{"roleDivisions":[{"roleId":"r-1"},{"roleId":"r-1"}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|client| client.roles == ["r-1"]));
/// ```
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
