//! Lists that come in numbered pages (`PLATFORM-API` §0).

use std::ops::Range;

use serde_json::{Value, json};

use crate::call::Call;
use crate::refusal::Refusal;

/// Which page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    size: usize,
    number: usize,
}

impl Page {
    /// Reads `pageSize` and `pageNumber` of the query.
    pub(crate) fn read(call: &Call, default_size: usize, most: usize) -> Result<Self, Refusal> {
        let number = |name: &str, default: usize, most: usize| match call.parameter(name) {
            None => Ok(default),
            Some(text) => text
                .parse()
                .ok()
                .filter(|number| (1..=most).contains(number))
                .ok_or_else(|| {
                    let message = format!("{name} must be a number from 1 to {most}");
                    Refusal::field(name, message)
                }),
        };
        Ok(Self {
            size: number("pageSize", default_size, most)?,
            number: number("pageNumber", 1, MOST_PAGES)?,
        })
    }

    /// A page that a body asked for.
    pub(crate) fn new(size: usize, number: usize) -> Self {
        Self {
            size: size.max(1),
            number: number.max(1),
        }
    }

    /// The places of this page in a list of so many.
    pub(crate) fn range(self, total: usize) -> Range<usize> {
        let start = (self.number - 1).saturating_mul(self.size).min(total);
        start..start.saturating_add(self.size).min(total)
    }

    /// The last place, counted from 1, that the page would reach.
    pub(crate) fn reach(self) -> usize {
        self.number.saturating_mul(self.size)
    }

    /// The reply for one page; `path` is the list's own, below `/api/v2`.
    pub(crate) fn show(self, path: &str, entities: &[Value], total: usize) -> Value {
        let count = total.div_ceil(self.size);
        let uri =
            |number: usize| format!("/api/v2{path}?pageSize={}&pageNumber={number}", self.size);
        let mut body = json!({
            "entities": entities,
            "pageSize": self.size,
            "pageNumber": self.number,
            "total": total,
            "pageCount": count,
            "firstUri": uri(1),
            "selfUri": uri(self.number),
            "lastUri": uri(count.max(1)),
        });
        if self.number < count {
            body["nextUri"] = uri(self.number + 1).into();
        }
        if self.number > 1 {
            body["previousUri"] = uri(self.number - 1).into();
        }
        body
    }
}

/// The page of a list that is short enough to be made whole.
pub(crate) fn of(call: &Call, path: &str, mut all: Vec<Value>) -> Result<Value, Refusal> {
    let page = Page::read(call, DEFAULT_SIZE, MOST)?;
    let total = all.len();
    let entities: Vec<Value> = all.drain(page.range(total)).collect();
    Ok(page.show(path, &entities, total))
}

const DEFAULT_SIZE: usize = 25;
const MOST: usize = 500;
const MOST_PAGES: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_gap_and_end() {
        let ranges: Vec<_> = (1..=4)
            .map(|number| Page::new(2, number).range(5))
            .collect();
        assert_eq!(ranges, [0..2, 2..4, 4..5, 5..5]);
    }

    #[test]
    fn only_a_page_with_a_neighbour_names_it() {
        let show = |number| Page::new(2, number).show("/x", &[], 5);
        assert!(show(1).get("previousUri").is_none());
        assert_eq!(show(1)["nextUri"], "/api/v2/x?pageSize=2&pageNumber=2");
        assert_eq!(show(3)["pageCount"], 3);
        assert!(show(3).get("nextUri").is_none());
    }
}
