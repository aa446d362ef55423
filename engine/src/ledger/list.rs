//! Deliveries as lists: Activity, `campaign show`.

use sqlx::{QueryBuilder, Sqlite};
use tidings_core::api::{DeliveryFilter, DeliveryPage};

use super::delivery::{self, Delivery, select_deliveries};
use super::row::count;
use super::{Ledger, LedgerError};

impl Ledger {
    /// Deliveries that a filter lets through, newest first, at most `limit`. The page's `next` is
    /// the filter's `cursor` for the page after it.
    pub async fn deliveries(
        &self,
        filter: &DeliveryFilter,
        limit: u32,
    ) -> Result<DeliveryPage, LedgerError> {
        let (rows, total) = self
            .read_page(filter, limit)
            .await
            .map_err(|error| self.sorted(&error))?;
        let is_full = rows.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let next = rows
            .last()
            .filter(|_| is_full)
            .map(|row| row.id.to_string());
        Ok(DeliveryPage {
            rows: rows.iter().map(Delivery::view).collect(),
            next,
            total,
        })
    }

    async fn read_page(
        &self,
        filter: &DeliveryFilter,
        limit: u32,
    ) -> Result<(Vec<Delivery>, u64), sqlx::Error> {
        let mut query = QueryBuilder::new(select_deliveries!("WHERE 1 = 1"));
        narrow(&mut query, filter);
        if let Some(cursor) = &filter.cursor {
            query.push(" AND d.id < ").push_bind(cursor.clone());
        }
        query.push(" ORDER BY d.id DESC LIMIT ").push_bind(limit);
        let rows = query.build().fetch_all(self.readers()).await?;
        let rows = rows.iter().map(delivery::read).collect::<Result<_, _>>()?;
        let mut counting = QueryBuilder::new(COUNT);
        narrow(&mut counting, filter);
        let total: i64 = counting
            .build_query_scalar()
            .fetch_one(self.readers())
            .await?;
        Ok((rows, count(total)))
    }
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &DeliveryFilter) {
    let conditions = [
        (" AND d.connection = ", filter.connection.clone()),
        (" AND d.campaign = ", filter.campaign.clone()),
        (
            " AND d.state = ",
            filter.state.map(|state| state.name().into()),
        ),
        (
            " AND c.operation = ",
            filter.operation.map(|operation| operation.name().into()),
        ),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            query.push(condition).push_bind(value);
        }
    }
}

const COUNT: &str =
    "SELECT COUNT(*) FROM deliveries d JOIN campaigns c ON c.id = d.campaign WHERE 1 = 1";
