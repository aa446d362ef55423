//! What the client may do, by each of the ways in which the platform may tell.

use serde::Deserialize;
use serde_json::Value;

use super::{Lookup, encoded, parse};
use crate::directory::PermissionSet;
use crate::operation::Operation;

/// What a role grants (permission `authorization:role:view`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::role};
/// use tidings_core::request::Reply;
///
/// let lookup = role("r-1");
/// assert!(lookup.request().target.ends_with("/roles/r-1"));
/// let body = br#"{"permissionPolicies":[{"domain":"sms","entityName":"*","actionSet":["view"]}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|granted| granted.allows("sms:phoneNumber:view")));
/// ```
pub fn role(id: &str) -> Lookup<PermissionSet> {
    let target = format!("/api/v2/authorization/roles/{}", encoded(id));
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, |role: Role| role.grants().collect())
    })
}

/// What all roles of whoever asks grant. Whether it answers a client is unsure; empty tells nothing.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::subject};
/// use tidings_core::request::Reply;
///
/// let lookup = subject();
/// assert!(lookup.request().target.ends_with("/subjects/me"));
/// let body = br#"{"grants":[{"role":{"permissions":["oauth:client:view"]}}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|granted| granted.allows("oauth:client:view")));
/// ```
pub fn subject() -> Lookup<PermissionSet> {
    let target = "/api/v2/authorization/subjects/me".to_owned();
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, |subject: Subject| {
            let roles = subject.grants.into_iter().filter_map(|grant| grant.role);
            roles.flat_map(Role::grants).collect()
        })
    })
}

/// Whether a permission is held in any division. Whether it answers a client is unsure.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::permitted};
/// use tidings_core::request::Reply;
///
/// let lookup = permitted("oauth:client:view");
/// assert!(lookup.request().target.ends_with("?permission=oauth%3Aclient%3Aview"));
/// let body = br#"{"entities":[{"id":"d-1"}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert_eq!(answer, Ok(true));
/// ```
pub fn permitted(permission: &str) -> Lookup<bool> {
    let target = format!(
        "/api/v2/authorization/divisionspermitted/me?permission={}",
        encoded(permission)
    );
    Lookup::get(Operation::Organization, target, |body| {
        parse(body, |divisions: Divisions| match divisions {
            Divisions::List(list) => !list.is_empty(),
            Divisions::Page {
                entities,
                all_divs_permitted,
            } => all_divs_permitted || !entities.is_empty(),
        })
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Role {
    #[serde(default)]
    permissions: Vec<String>,
    #[serde(default, alias = "policies")]
    permission_policies: Vec<Policy>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Policy {
    domain: Option<String>,
    entity_name: Option<String>,
    #[serde(default, alias = "actions")]
    action_set: Vec<String>,
}

#[derive(Deserialize)]
struct Subject {
    #[serde(default)]
    grants: Vec<Grant>,
}

#[derive(Deserialize)]
struct Grant {
    role: Option<Role>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Divisions {
    List(Vec<Value>),
    #[serde(rename_all = "camelCase")]
    Page {
        entities: Vec<Value>,
        #[serde(default)]
        all_divs_permitted: bool,
    },
}

impl Role {
    /// Each as `domain:entity:action`.
    fn grants(self) -> impl Iterator<Item = String> {
        let policies = self.permission_policies.into_iter();
        self.permissions
            .into_iter()
            .chain(policies.flat_map(Policy::grants))
    }
}

impl Policy {
    fn grants(self) -> Vec<String> {
        let domain = self.domain.unwrap_or_default();
        let entity = self.entity_name.unwrap_or_default();
        let grant = |action| format!("{domain}:{entity}:{action}");
        self.action_set.into_iter().map(grant).collect()
    }
}
