//! Lists of contacts: by text, by ids, all of them.

use serde_json::{Value, json};

use super::show;
use crate::call::{Call, Reply};
use crate::cloud::Cloud;
use crate::fields;
use crate::ids::Kind;
use crate::platform::page::Page;
use crate::refusal::Refusal;

/// `GET /externalcontacts/contacts?q=`.
pub(super) fn list(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let page = within_reach(Page::read(call, DEFAULT_SIZE, MOST_REACHED)?)?;
    let wanted = Wanted::text(call.parameter("q").as_deref());
    let with_identifiers = show::asks_for_identifiers(&call.parameters("expand"));
    Ok(Reply::ok(found(cloud, &wanted, page, with_identifiers)))
}

/// `POST /externalcontacts/contacts/search`.
pub(super) fn search(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let number = |name: &str, default: usize| match call.body.get(name) {
        None | Some(Value::Null) => Ok(default),
        Some(value) => value
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
            .filter(|number| (1..=MOST_REACHED).contains(number))
            .ok_or_else(|| {
                let message = format!("{name} must be a number from 1 to {MOST_REACHED}");
                Refusal::field(&format!("/{name}"), message)
            }),
    };
    let page = Page::new(number("pageSize", DEFAULT_SIZE)?, number("pageNumber", 1)?);
    let page = within_reach(page)?;
    let pointer = "/operation/simpleSearch/ids";
    let ids = fields::list(&call.body, pointer)?;
    if ids.len() > MOST_IDS {
        let message = format!("ids must have at most {MOST_IDS} items");
        return Err(Refusal::field(pointer, message));
    }
    let wanted = if ids.is_empty() {
        Wanted::text(fields::optional_text(
            &call.body,
            "/operation/simpleSearch/query",
        )?)
    } else {
        let ids = ids.iter().filter_map(Value::as_str).map(str::to_owned);
        Wanted::Ids(ids.collect())
    };
    let expand = fields::list(&call.body, "/expand")?;
    let with_identifiers = expand.iter().any(|name| name == "identifiers");
    Ok(Reply::ok(found(cloud, &wanted, page, with_identifiers)))
}

/// `GET /externalcontacts/scan/contacts`: everybody, page by page of a cursor.
pub(super) fn scan(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let limit = match call.parameter("limit") {
        None => MOST_SCANNED,
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (LEAST_SCANNED..=MOST_SCANNED).contains(limit))
            .ok_or_else(|| {
                let message =
                    format!("limit must be a number from {LEAST_SCANNED} to {MOST_SCANNED}");
                Refusal::field("limit", message)
            })?,
    };
    let start = match call.parameter("cursor") {
        None => 0,
        Some(cursor) => cloud
            .people
            .find(Kind::CanonicalContact, &cursor)
            .ok_or_else(|| Refusal::field("cursor", "the cursor is not one of this scan"))?,
    };
    let mut entities = Vec::with_capacity(limit);
    let mut next = None;
    for index in start..cloud.people.size() {
        if entities.len() == limit {
            next = Some(cloud.ids.make(Kind::CanonicalContact, index));
            break;
        }
        if let Some(contact) = show::living(cloud, index) {
            entities.push(show::contact(cloud, contact, false));
        }
    }
    let path = "/api/v2/externalcontacts/scan/contacts";
    let mut body = json!({
        "entities": entities,
        "selfUri": format!("{path}?limit={limit}"),
    });
    if let Some(next) = next {
        body["nextUri"] = format!("{path}?limit={limit}&cursor={next}").into();
        body["cursors"] = json!({ "after": next });
    }
    Ok(Reply::ok(body))
}

/// What a list is asked for.
enum Wanted {
    Everybody,
    /// Part of a name or of an address, in lower case.
    Text(String),
    Ids(Vec<String>),
}

impl Wanted {
    fn text(text: Option<&str>) -> Self {
        match text.map(str::trim) {
            None | Some("" | "*") => Self::Everybody,
            Some(text) => Self::Text(text.to_lowercase()),
        }
    }
}

/// The platform lists no more than the first thousand.
fn within_reach(page: Page) -> Result<Page, Refusal> {
    if page.reach() > MOST_REACHED {
        let message = format!("pageNumber times pageSize must not exceed {MOST_REACHED}");
        return Err(Refusal::field("pageNumber", message));
    }
    Ok(page)
}

fn found(cloud: &Cloud, wanted: &Wanted, page: Page, with_identifiers: bool) -> Value {
    let contacts: Vec<_> = match wanted {
        Wanted::Ids(ids) => ids.iter().filter_map(|id| show::find(cloud, id)).collect(),
        Wanted::Everybody => (0..cloud.people.size())
            .filter_map(|index| show::living(cloud, index))
            .take(MOST_REACHED)
            .collect(),
        Wanted::Text(text) => match cloud.people.find_by_address(text) {
            // An address leads straight to its owner; a name is looked for among everybody.
            Some(index) => show::living(cloud, index).into_iter().collect(),
            None => (0..cloud.people.size())
                .filter(|index| is_about(cloud, *index, text))
                .filter_map(|index| show::living(cloud, index))
                .take(MOST_REACHED)
                .collect(),
        },
    };
    let shown: Vec<Value> = contacts
        .get(page.range(contacts.len()))
        .unwrap_or_default()
        .iter()
        .map(|contact| show::contact(cloud, *contact, with_identifiers))
        .collect();
    let mut body = page.show("/externalcontacts/contacts", &shown, contacts.len());
    body["partialResults"] = (contacts.len() == MOST_REACHED).into();
    body
}

fn is_about(cloud: &Cloud, index: u32, text: &str) -> bool {
    let customer = cloud.people.customer(index);
    [customer.name, customer.address]
        .into_iter()
        .flatten()
        .any(|known| known.to_lowercase().contains(text))
}

const DEFAULT_SIZE: usize = 20;
const MOST_REACHED: usize = 1000;
const MOST_IDS: usize = 100;
const LEAST_SCANNED: usize = 10;
const MOST_SCANNED: usize = 200;
