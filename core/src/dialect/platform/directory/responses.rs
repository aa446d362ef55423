//! Canned responses, WhatsApp templates among them.

use serde::Deserialize;

use super::page::{page, query};
use super::{Lookup, Reference, encoded};
use crate::directory::{CannedResponse, NextPage, Page};
use crate::operation::Operation;

/// The ids of the libraries (permission `responses:library:view`).
pub fn libraries(next: Option<&NextPage>) -> Lookup<Page<String>> {
    let target = format!("/api/v2/responsemanagement/libraries?{}", query(next));
    Lookup::get(Operation::Senders, target, |body| {
        page(body, |library: Reference| library.id)
    })
}

/// The responses of a library (permission `responses:response:view`).
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResponseBody {
    id: Option<String>,
    name: Option<String>,
    messaging_template: Option<Template>,
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
