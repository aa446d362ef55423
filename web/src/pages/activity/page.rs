//! What an event does to the page of deliveries that is shown.

use tidings_core::api::{DeliveryFilter, DeliveryPage, DeliveryView};

/// Deliveries on a page.
const PAGE_SIZE: usize = 50;

/// Takes a delivery in as it is now. A row that no longer fits the filter stays where it is, so
/// that nothing vanishes under the pointer; a new one comes first on the first page.
pub(super) fn apply(page: &mut DeliveryPage, delivery: DeliveryView, filter: &DeliveryFilter) {
    if let Some(row) = page.rows.iter_mut().find(|row| row.id == delivery.id) {
        if row.updated_at <= delivery.updated_at {
            *row = delivery;
        }
        return;
    }
    let is_new = page
        .rows
        .first()
        .is_none_or(|first| first.created_at <= delivery.created_at);
    if filter.cursor.is_none() && is_new && fits(&delivery, filter) {
        page.rows.insert(0, delivery);
        page.rows.truncate(PAGE_SIZE);
        page.total += 1;
    }
}

fn fits(delivery: &DeliveryView, filter: &DeliveryFilter) -> bool {
    let is = |wanted: &Option<String>, value: &String| {
        wanted.as_ref().is_none_or(|wanted| wanted == value)
    };
    is(&filter.connection, &delivery.connection)
        && is(&filter.campaign, &delivery.campaign_id)
        && filter.state.is_none_or(|state| state == delivery.state)
        && filter
            .operation
            .is_none_or(|operation| operation == delivery.operation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use serde_json::json;
    use tidings_core::delivery::DeliveryState;

    fn delivery(id: &str, state: &str, at: i64) -> DeliveryView {
        serde_json::from_value(json!({
            "id": id, "campaignId": "k", "connection": "sandbox", "operation": "structured",
            "target": "c-1", "summary": "Hello", "state": state, "attempts": 1,
            "createdAt": at, "updatedAt": at, "canRetry": false,
        }))
        .unwrap()
    }

    fn page(rows: Vec<DeliveryView>) -> DeliveryPage {
        let total = rows.len() as u64;
        DeliveryPage {
            rows,
            next: None,
            total,
        }
    }

    #[test]
    fn a_known_row_changes_in_place_and_never_backwards() {
        let mut page = page(vec![
            delivery("b", "pending", 2),
            delivery("a", "accepted", 1),
        ]);
        apply(
            &mut page,
            delivery("a", "replied", 5),
            &DeliveryFilter::default(),
        );
        apply(
            &mut page,
            delivery("a", "delivered", 4),
            &DeliveryFilter::default(),
        );
        assert_eq!(page.rows[1].state, DeliveryState::Replied);
        assert_eq!(page.total, 2);
    }

    #[test]
    fn a_new_row_comes_first_if_it_fits_the_filter() {
        let mut page = page(vec![delivery("a", "accepted", 1)]);
        let filter = DeliveryFilter {
            state: Some(DeliveryState::InDoubt),
            ..DeliveryFilter::default()
        };
        apply(&mut page, delivery("b", "pending", 2), &filter);
        assert_eq!(page.rows.len(), 1);
        apply(&mut page, delivery("c", "in_doubt", 3), &filter);
        assert_eq!(page.rows[0].id, "c");
        assert_eq!(page.total, 2);
    }

    #[test]
    fn later_pages_and_old_deliveries_do_not_push_in() {
        let mut later = page(vec![delivery("a", "accepted", 10)]);
        let filter = DeliveryFilter {
            cursor: Some("x".into()),
            ..DeliveryFilter::default()
        };
        apply(&mut later, delivery("b", "accepted", 11), &filter);
        assert_eq!(later.rows.len(), 1);
        let mut first = page(vec![delivery("a", "accepted", 10)]);
        apply(
            &mut first,
            delivery("old", "replied", 3),
            &DeliveryFilter::default(),
        );
        assert_eq!(first.rows.len(), 1);
    }

    #[test]
    fn the_page_never_grows_beyond_its_size() {
        let mut page = page(Vec::new());
        for at in 0..60 {
            apply(
                &mut page,
                delivery(&format!("d{at}"), "accepted", at),
                &DeliveryFilter::default(),
            );
        }
        assert_eq!((page.rows.len(), page.total), (PAGE_SIZE, 60));
        assert_eq!(page.rows[0].id, "d59");
    }
}
