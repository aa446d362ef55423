//! Canned responses, WhatsApp templates among them.

use serde::Deserialize;

use super::page::{page, query};
use super::{Lookup, Reference, encoded, parse};
use crate::directory::{CannedResponse, NextPage, Page};
use crate::id::ResponseId;
use crate::operation::Operation;
use crate::response::Response;

/// The ids of the libraries (permission `responses:library:view`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::libraries};
/// use tidings_core::request::Reply;
///
/// let lookup = libraries(None);
/// assert!(lookup.request().target.ends_with("/libraries?pageSize=100"));
/// let body = br#"{"entities":[{"id":"l-1"}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|page| page.items == ["l-1"] && page.next.is_none()));
/// ```
pub fn libraries(next: Option<&NextPage>) -> Lookup<Page<String>> {
    let target = format!("/api/v2/responsemanagement/libraries?{}", query(next));
    Lookup::get(Operation::Senders, target, |body| {
        page(body, |library: Reference| library.id)
    })
}

/// The responses of a library (permission `responses:response:view`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::responses};
/// use tidings_core::request::Reply;
///
/// let lookup = responses("l 1", None);
/// assert!(lookup.request().target.contains("?libraryId=l%201&"));
/// let body = br#"{"entities":[{"id":"r-1","messagingTemplate":{"whatsApp":{}}}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|page| page.items[0].is_whatsapp));
/// ```
pub fn responses(library: &str, next: Option<&NextPage>) -> Lookup<Page<CannedResponse>> {
    let target = format!(
        "/api/v2/responsemanagement/responses?libraryId={}&{}",
        encoded(library),
        query(next)
    );
    Lookup::get(Operation::Senders, target, |body| {
        page(body, ResponseBody::mean)
    })
}

/// One response with its text and its gaps (permission `responses:response:view`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::response};
/// use tidings_core::{id::ResponseId, request::Reply};
///
/// let lookup = response(&ResponseId::parse("r-1")?);
/// assert!(lookup.request().target.ends_with("/responses/r-1"));
/// let body = br#"{"id":"r-1","texts":[{"content":"Hi"}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|response| response.text.as_deref() == Some("Hi")));
/// # Ok::<(), tidings_core::id::InvalidId>(())
/// ```
pub fn response(id: &ResponseId) -> Lookup<Response> {
    let target = format!("/api/v2/responsemanagement/responses/{id}");
    Lookup::get(Operation::Senders, target, |body| {
        parse(body, ResponseBody::with_text)
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResponseBody {
    id: Option<String>,
    name: Option<String>,
    messaging_template: Option<Template>,
    #[serde(default)]
    texts: Vec<Text>,
    #[serde(default)]
    substitutions: Vec<Substitution>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Text {
    content: Option<String>,
    content_type: Option<String>,
    r#type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Substitution {
    id: Option<String>,
    default_value: Option<String>,
}

impl Text {
    /// Whether a messenger can show it: no HTML, and no e-mail's subject.
    fn is_plain_body(&self) -> bool {
        self.content_type.as_deref().unwrap_or("text/plain") == "text/plain"
            && self.r#type.as_deref() != Some("subject")
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    whats_app: Option<WhatsApp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WhatsApp {
    template_status: Option<String>,
}

impl ResponseBody {
    fn with_text(self) -> Response {
        let plain = self.texts.into_iter().find(Text::is_plain_body);
        Response {
            id: self.id.unwrap_or_default(),
            name: self.name.unwrap_or_default(),
            text: plain.and_then(|text| text.content),
            substitutions: self
                .substitutions
                .into_iter()
                .filter_map(|one| {
                    Some((one.id?, one.default_value.filter(|text| !text.is_empty())))
                })
                .collect(),
            is_template: self
                .messaging_template
                .is_some_and(|one| one.whats_app.is_some()),
        }
    }

    fn mean(self) -> Option<CannedResponse> {
        let whatsapp = self.messaging_template.and_then(|one| one.whats_app);
        Some(CannedResponse {
            id: self.id?,
            name: self.name.unwrap_or_default(),
            is_whatsapp: whatsapp.is_some(),
            status: whatsapp.and_then(|template| template.template_status),
        })
    }
}
