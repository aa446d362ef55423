//! Lists in pages: by number, or by a cursor inside `nextUri` (PLATFORM-API §0).

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::directory::{NextPage, Page};

/// A list's reply, whichever way it is paged.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound = "E: DeserializeOwned")]
struct Listing<E> {
    #[serde(default = "Vec::new")]
    entities: Vec<Entity<E>>,
    page_number: Option<u32>,
    page_count: Option<u32>,
    next_uri: Option<String>,
}

/// An entity that is of another shape than any known is left out, not the whole page.
#[derive(Deserialize)]
#[serde(untagged, bound = "E: DeserializeOwned")]
enum Entity<E> {
    Known(E),
    Other(#[expect(dead_code, reason = "only that it can be skipped counts")] Value),
}

/// Reads a page; `mean` makes nothing of an entity that cannot be used, such as one without an id.
pub(super) fn page<E: DeserializeOwned, T>(
    body: &[u8],
    mean: fn(E) -> Option<T>,
) -> serde_json::Result<Page<T>> {
    let listing: Listing<E> = serde_json::from_slice(body)?;
    let is_empty = listing.entities.is_empty();
    let items = listing
        .entities
        .into_iter()
        .filter_map(|entity| match entity {
            Entity::Known(entity) => mean(entity),
            Entity::Other(_) => None,
        })
        .collect();
    let cursor = listing.next_uri.as_deref().and_then(cursor);
    let number = listing
        .page_number
        .zip(listing.page_count)
        .filter(|(number, count)| number < count)
        .map(|(number, _)| NextPage::Number(number.saturating_add(1)));
    Ok(Page {
        items,
        // An empty page ends the list whatever it says.
        next: cursor
            .map(NextPage::Cursor)
            .or(number)
            .filter(|_| !is_empty),
    })
}

/// The query that asks for a page, to be put behind the `?` of a list.
pub(super) fn query(next: Option<&NextPage>) -> String {
    match next {
        None => format!("pageSize={SIZE}"),
        Some(NextPage::Number(number)) => format!("pageSize={SIZE}&pageNumber={number}"),
        // As it stood in the platform's own address, so encoded already.
        Some(NextPage::Cursor(cursor)) => format!("pageSize={SIZE}&after={cursor}"),
    }
}

/// The cursor in the address of the next page. One with characters that no query has is not passed
/// on.
fn cursor(next_uri: &str) -> Option<String> {
    let (_, query) = next_uri.split_once('?')?;
    let after = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("after="))?;
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-._~%=+/:".contains(c);
    (!after.is_empty() && after.chars().all(is_safe)).then(|| after.to_owned())
}

/// Entities a page: the most that every list takes (certain for 100: Genesys' client libraries).
const SIZE: u32 = 100;
