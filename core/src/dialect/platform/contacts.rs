//! External contacts, many at once: `POST /api/v2/externalcontacts/bulk/contacts` (certain: Genesys'
//! client libraries, both ways).

use serde::{Deserialize, Serialize};

use super::typed::typed_body;
use crate::audience::{ContactFound, PersonContact};
use crate::dialect::Query;
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::{Reply, Request};

/// Looks these contacts up, at most [`CONTACTS_PER_CALL`](crate::audience::CONTACTS_PER_CALL).
///
/// The answer names each id that was asked for, in the order in which they were asked.
///
/// ```
/// use tidings_core::audience::ContactFound;
/// use tidings_core::dialect::{Query, platform::contacts::BulkContacts};
/// use tidings_core::request::Reply;
///
/// let query = BulkContacts { ids: vec!["k-1".into()] };
/// assert_eq!(query.request().body.as_deref(), Some(r#"{"entities":[{"id":"k-1"}]}"#));
/// let body = br#"{"results":[{"id":"k-1","error":{"status":404}}]}"#.to_vec();
/// let found = query.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert_eq!(found, Ok(vec![("k-1".into(), ContactFound::Deleted)]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkContacts {
    /// Their ids.
    pub ids: Vec<String>,
}

impl Query for BulkContacts {
    type Answer = Vec<(String, ContactFound)>;

    fn request(&self) -> Request {
        let entities = self.ids.iter().map(|id| Reference { id }).collect();
        Request::post(
            Operation::Contacts,
            "/api/v2/externalcontacts/bulk/contacts",
            &BulkIdsRequest { entities },
        )
    }

    fn answer(&self, reply: &Reply) -> Result<Self::Answer, Outcome> {
        let body: BulkFetchContactsResponse = typed_body(Operation::Contacts, reply)?;
        let mut results = body.results.unwrap_or_default();
        if results.iter().any(BulkResult::may_come_later) {
            return Err(super::reply::unreadable(
                Operation::Contacts,
                reply,
                "some contacts could not be read just now",
            ));
        }
        let mut found = |id: &String| {
            let names =
                |result: &BulkResult| result.id().is_some_and(|it| it.eq_ignore_ascii_case(id));
            let place = results.iter().position(names);
            let what = place.map_or(ContactFound::Unreadable, |place| {
                results.swap_remove(place).into()
            });
            (id.clone(), what)
        };
        Ok(self.ids.iter().map(&mut found).collect())
    }
}

#[derive(Serialize)]
struct BulkIdsRequest<'a> {
    entities: Vec<Reference<'a>>,
}

#[derive(Serialize)]
struct Reference<'a> {
    id: &'a str,
}

#[derive(Deserialize)]
struct BulkFetchContactsResponse {
    results: Option<Vec<BulkResult>>,
}

#[derive(Deserialize)]
struct BulkResult {
    id: Option<String>,
    entity: Option<ContactBody>,
    error: Option<BulkError>,
}

#[derive(Deserialize)]
struct BulkError {
    code: Option<String>,
    status: Option<u16>,
    retryable: Option<bool>,
}

/// `ExternalContact`, as far as it is needed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContactBody {
    id: Option<String>,
    r#type: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    personal_email: Option<String>,
    work_email: Option<String>,
    other_email: Option<String>,
    cell_phone: Option<PhoneBody>,
    home_phone: Option<PhoneBody>,
    work_phone: Option<PhoneBody>,
    other_phone: Option<PhoneBody>,
    whats_app_id: Option<serde_json::Value>,
    apple_opaque_ids: Option<Vec<serde_json::Value>>,
    merged_to: Option<ContactReference>,
    canonical_contact: Option<ContactReference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhoneBody {
    e164: Option<String>,
    display: Option<String>,
    user_input: Option<String>,
}

#[derive(Deserialize)]
struct ContactReference {
    id: Option<String>,
}

impl BulkResult {
    fn id(&self) -> Option<&str> {
        let entity = self.entity.as_ref().and_then(|entity| entity.id.as_deref());
        self.id.as_deref().or(entity)
    }

    fn may_come_later(&self) -> bool {
        let error = self.error.as_ref();
        self.entity.is_none() && error.is_some_and(|error| error.retryable == Some(true))
    }
}

impl From<BulkResult> for ContactFound {
    fn from(result: BulkResult) -> Self {
        if let Some(entity) = result.entity {
            return Self::Here(entity.into());
        }
        let is_gone = result.error.is_some_and(|error| {
            matches!(error.status, Some(404 | 410))
                || error.code.is_some_and(|code| code.contains("not.found"))
        });
        if is_gone {
            Self::Deleted
        } else {
            Self::Unreadable
        }
    }
}

impl From<ContactBody> for PersonContact {
    fn from(body: ContactBody) -> Self {
        let id = body.id.unwrap_or_default();
        let leads_to = [body.merged_to, body.canonical_contact];
        let names = [body.first_name, body.last_name];
        let emails = [body.personal_email, body.work_email, body.other_email];
        let phones = [
            body.cell_phone,
            body.home_phone,
            body.work_phone,
            body.other_phone,
        ];
        Self {
            leads_to: leads_to
                .into_iter()
                .flatten()
                .filter_map(|to| to.id)
                .find(|to| !to.is_empty() && !to.eq_ignore_ascii_case(&id)),
            is_curated: body.r#type.as_deref() == Some("Curated"),
            name: Some(filled(names).join(" ")).filter(|name| !name.is_empty()),
            emails: filled(emails),
            phones: filled(phones.map(|phone| {
                let phone = phone?;
                phone.e164.or(phone.user_input).or(phone.display)
            })),
            has_whatsapp: body.whats_app_id.is_some_and(|id| !id.is_null()),
            has_apple: body.apple_opaque_ids.is_some_and(|ids| !ids.is_empty()),
            id,
        }
    }
}

fn filled<const N: usize>(texts: [Option<String>; N]) -> Vec<String> {
    let texts = texts.into_iter().flatten();
    texts
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn contacts_are_read_with_what_became_of_them() {
        let reply = Reply {
            status: 200,
            headers: Vec::new(),
            body: br#"{"results":[
              {"id":"c2","success":false,"status":404,"error":{"code":"not.found","status":404}},
              {"id":"C1","success":true,"entity":{"id":"C1","type":"Identified","firstName":"Ana",
                "lastName":"Souza","workEmail":"ana@work.example","personalEmail":" ",
                "cellPhone":{"e164":"+4930123456"},"mergedTo":{"id":"c9"},"surveyOptOut":null}},
              {"id":"c3","success":false,"status":403,"error":{"code":"forbidden","status":403}}
            ],"errorCount":2}"#
                .to_vec(),
        };
        let ids = ["c1", "c2", "c3", "c4"].map(str::to_owned).into();
        let found = BulkContacts { ids }.answer(&reply).unwrap();
        let ContactFound::Here(ana) = &found[0].1 else {
            panic!("{found:?}");
        };
        assert_eq!(ana.leads_to.as_deref(), Some("c9"));
        assert_eq!(ana.name.as_deref(), Some("Ana Souza"));
        assert_eq!(ana.emails, ["ana@work.example"]);
        assert_eq!(ana.phones, ["+4930123456"]);
        let rest: Vec<_> = found[1..]
            .iter()
            .map(|(id, what)| (id.as_str(), what))
            .collect();
        assert_eq!(
            rest,
            [
                ("c2", &ContactFound::Deleted),
                ("c3", &ContactFound::Unreadable),
                ("c4", &ContactFound::Unreadable),
            ]
        );
    }

    #[test]
    fn what_may_come_later_is_asked_for_again() {
        let reply = Reply {
            status: 200,
            headers: Vec::new(),
            body: br#"{"results":[{"id":"c1","error":{"status":503,"retryable":true}}]}"#.to_vec(),
        };
        let query = BulkContacts {
            ids: vec!["c1".into()],
        };
        assert!(matches!(query.answer(&reply), Err(Outcome::ServerError(_))));
    }
}
