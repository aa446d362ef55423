//! Canned responses and `WhatsApp` templates (`PLATFORM-API` §6.7).

use serde_json::{Value, json};

use super::directory::{
    LIBRARY_ID, RESPONSE_TEXT, SET_UP, TEMPLATE_APPROVED, TEMPLATE_PENDING, WHATSAPP,
};
use super::page::{self, Page};
use super::route::Route;
use crate::Operation;
use crate::call::{Call, Needs, Reply, Takes};
use crate::cloud::Cloud;
use crate::fields;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        LIBRARIES,
        Operation::Directory,
        Needs::All(&["responses:library:view"]),
        libraries,
    ),
    Route::get(RESPONSES, Operation::Directory, VIEW, list),
    Route::get(
        "/responsemanagement/responses/{responseId}",
        Operation::Directory,
        VIEW,
        read,
    ),
    Route::post(
        "/responsemanagement/responses/query",
        Operation::Directory,
        VIEW,
        Takes::Object,
        query,
    ),
];

/// A canned response that messages can refer to.
#[derive(Debug)]
pub(crate) struct Response {
    id: &'static str,
    name: &'static str,
    text: &'static str,
    /// `None` for what is no `WhatsApp` template.
    template_status: Option<&'static str>,
}

impl Response {
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|response| response.id == id)
    }

    /// Whether `WhatsApp` takes it.
    pub(crate) fn is_approved_template(&self) -> bool {
        self.template_status == Some("APPROVED")
    }

    pub(crate) fn is_template(&self) -> bool {
        self.template_status.is_some()
    }

    /// The text with its placeholders.
    pub(crate) fn text(&self) -> &'static str {
        self.text
    }

    /// The ids of the placeholders, in the order of the text.
    pub(crate) fn substitutions(&self) -> Vec<&'static str> {
        self.text
            .split("{{")
            .skip(1)
            .filter_map(|rest| rest.split_once("}}").map(|(id, _)| id))
            .collect()
    }
}

const ALL: [Response; 3] = [
    Response {
        id: RESPONSE_TEXT,
        name: "Order shipped",
        text: "Hello {{first_name}}, your order {{order}} is on its way.",
        template_status: None,
    },
    Response {
        id: TEMPLATE_APPROVED,
        name: "order_shipped",
        text: "Hello {{first_name}}, your order {{order}} has been shipped.",
        template_status: Some("APPROVED"),
    },
    Response {
        id: TEMPLATE_PENDING,
        name: "winter_sale",
        text: "Hello {{first_name}}, the winter sale has begun.",
        template_status: Some("PENDING"),
    },
];

const LIBRARIES: &str = "/responsemanagement/libraries";
const RESPONSES: &str = "/responsemanagement/responses";
const VIEW: Needs = Needs::All(&["responses:response:view"]);

fn libraries(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    page::of(call, LIBRARIES, vec![library()]).map(Reply::ok)
}

fn list(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let library = call
        .parameter("libraryId")
        .ok_or_else(|| Refusal::field("libraryId", "libraryId is required"))?;
    if library != LIBRARY_ID {
        let message = format!("Library {library} not found");
        return Err(Refusal::not_found(message).about("library", &library));
    }
    page::of(call, RESPONSES, ALL.iter().map(show).collect()).map(Reply::ok)
}

fn read(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let response = Response::find(call.id()).ok_or_else(|| {
        let message = format!("Response {} not found", call.id());
        Refusal::not_found(message).about("response", call.id())
    })?;
    Ok(Reply::ok(show(response)))
}

fn query(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let size = match call.body.get("pageSize") {
        None | Some(Value::Null) => 25,
        Some(size) => size
            .as_u64()
            .and_then(|size| usize::try_from(size).ok())
            .filter(|size| (1..=500).contains(size))
            .ok_or_else(|| {
                Refusal::field("/pageSize", "pageSize must be a number from 1 to 500")
            })?,
    };
    let number = call
        .body
        .get("pageNumber")
        .and_then(Value::as_u64)
        .unwrap_or(1);
    let phrase = fields::optional_text(&call.body, "/queryPhrase")?
        .unwrap_or_default()
        .to_lowercase();
    let filters = Filter::read_all(&call.body)?;
    let all: Vec<Value> = ALL
        .iter()
        .filter(|response| {
            let is_about = |text: &str| text.to_lowercase().contains(&phrase);
            is_about(response.name) || is_about(response.text)
        })
        .filter(|response| filters.iter().all(|filter| filter.passes(response)))
        .map(show)
        .collect();
    let page = Page::new(size, usize::try_from(number).unwrap_or(usize::MAX));
    let shown = all.get(page.range(all.len())).unwrap_or_default();
    Ok(Reply::ok(
        json!({ "results": page.show(RESPONSES, shown, all.len()) }),
    ))
}

/// One condition of a query.
struct Filter<'a> {
    name: &'a str,
    operator: &'a str,
    values: Vec<&'a str>,
}

impl<'a> Filter<'a> {
    fn read_all(body: &'a Value) -> Result<Vec<Self>, Refusal> {
        let count = fields::list(body, "/filters")?.len();
        let at = |place: usize, field: &str| format!("/filters/{place}/{field}");
        (0..count)
            .map(|place| {
                Ok(Self {
                    name: fields::word(body, &at(place, "name"), &FILTERS)?,
                    operator: fields::word(body, &at(place, "operator"), &OPERATORS)?,
                    values: fields::list(body, &at(place, "values"))?
                        .iter()
                        .filter_map(Value::as_str)
                        .collect(),
                })
            })
            .collect()
    }

    fn passes(&self, response: &Response) -> bool {
        let fact = match self.name {
            "name" => response.name,
            "libraryId" => LIBRARY_ID,
            "text.contentType" => "text/plain",
            "messagingTemplate" if response.is_template() => "whatsapp",
            "responseType" if response.is_template() => "MessagingTemplate",
            _ => "",
        };
        let any = |test: fn(&str, &str) -> bool| self.values.iter().any(|value| test(fact, value));
        match self.operator {
            "NOTEQUALS" => !any(|fact, value| fact == value),
            "BEGINS_WITH" => any(|fact, value| fact.starts_with(value)),
            "ENDS_WITH" => any(|fact, value| fact.ends_with(value)),
            "CONTAINS" => any(|fact, value| fact.contains(value)),
            _ => any(|fact, value| fact == value),
        }
    }
}

const FILTERS: [&str; 5] = [
    "name",
    "libraryId",
    "text.contentType",
    "messagingTemplate",
    "responseType",
];
const OPERATORS: [&str; 6] = [
    "IN",
    "EQUALS",
    "NOTEQUALS",
    "BEGINS_WITH",
    "ENDS_WITH",
    "CONTAINS",
];

fn library() -> Value {
    json!({
        "id": LIBRARY_ID,
        "name": "Shop",
        "version": 1,
        "dateCreated": SET_UP,
        "selfUri": format!("/api/v2{LIBRARIES}/{LIBRARY_ID}"),
    })
}

fn show(response: &Response) -> Value {
    let substitutions: Vec<Value> = response
        .substitutions()
        .into_iter()
        .map(|id| json!({ "id": id, "description": id.replace('_', " ") }))
        .collect();
    let mut shown = json!({
        "id": response.id,
        "name": response.name,
        "version": 1,
        "libraries": [{
            "id": LIBRARY_ID,
            "name": "Shop",
            "selfUri": format!("/api/v2{LIBRARIES}/{LIBRARY_ID}"),
        }],
        "texts": [{ "content": response.text, "contentType": "text/plain", "type": "body" }],
        "dateCreated": SET_UP,
        "substitutions": substitutions,
        "assets": [],
        "selfUri": format!("/api/v2{RESPONSES}/{}", response.id),
    });
    if let Some(status) = response.template_status {
        shown["responseType"] = "MessagingTemplate".into();
        shown["messagingTemplate"] = json!({
            "whatsApp": {
                "name": response.name,
                "language": "en_US",
                "category": "marketing",
                "integrationId": WHATSAPP,
                "templateStatus": status,
            },
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_placeholders_are_found_in_the_text() {
        let template = Response::find(TEMPLATE_APPROVED).unwrap();
        assert_eq!(template.substitutions(), ["first_name", "order"]);
        assert!(template.is_approved_template());
        assert!(
            !Response::find(TEMPLATE_PENDING)
                .unwrap()
                .is_approved_template()
        );
    }
}
