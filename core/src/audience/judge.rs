//! Gives each customer a verdict, in either dialect.

use super::{AudienceCounts, Criteria, Customer, CustomerRow, Duplicates, Exclusion, Verdict};
use crate::time::Entropy;

/// Remembers whom it let pass, so that nobody passes twice, and counts.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{AudienceCounts, Criteria, CustomerRow, Exclusion, Judge, Verdict};
/// use tidings_core::time::Entropy;
///
/// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
/// let mut judge = Judge::new(criteria, AudienceCounts::default(), Entropy(7));
/// let row = CustomerRow {
///     address: Some("ana@example.org".into()),
///     sessions: Some(2),
///     ..CustomerRow::default()
/// };
/// assert!(matches!(judge.judge(row.clone(), None), Verdict::Eligible(_)));
/// let again = judge.judge(row, None);
/// assert!(matches!(again, Verdict::Excluded { reason: Exclusion::Duplicate, .. }));
/// assert_eq!((judge.counts().audience, judge.counts().eligible), (2, 1));
/// ```
#[derive(Debug)]
pub struct Judge {
    criteria: Criteria,
    counts: AudienceCounts,
    duplicates: Duplicates,
}

impl Judge {
    /// A judge that goes on from these counts. `entropy` is the secret of its [`Duplicates`].
    pub const fn new(criteria: Criteria, counts: AudienceCounts, entropy: Entropy) -> Self {
        Self {
            criteria,
            counts,
            duplicates: Duplicates::new(entropy),
        }
    }

    /// Notes somebody who passed before.
    ///
    /// ```
    /// use tidings_core::address::AddressKind;
    /// use tidings_core::audience::{AudienceCounts, Criteria, CustomerRow, Judge, Verdict};
    /// use tidings_core::time::Entropy;
    ///
    /// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
    /// let judge = || Judge::new(criteria, AudienceCounts::default(), Entropy(7));
    /// let row = CustomerRow {
    ///     address: Some("ana@example.org".into()),
    ///     sessions: Some(1),
    ///     ..CustomerRow::default()
    /// };
    /// let Verdict::Eligible(ana) = judge().judge(row.clone(), None) else { panic!("an address") };
    /// let mut next = judge();
    /// next.remember(&ana);
    /// assert!(matches!(next.judge(row, None), Verdict::Excluded { .. }));
    /// ```
    pub fn remember(&mut self, customer: &Customer) {
        self.duplicates
            .is_new(&customer.address, customer.id.as_deref());
    }

    /// The verdict on one customer, counted. `barred` is what keeps them out whatever their
    /// address; too few sessions are named first.
    pub fn judge(&mut self, row: CustomerRow, barred: Option<Exclusion>) -> Verdict {
        let checked = self.criteria.check(&row, barred).and_then(|customer| {
            let is_new = self
                .duplicates
                .is_new(&customer.address, customer.id.as_deref());
            is_new.then_some(customer).ok_or(Exclusion::Duplicate)
        });
        let verdict = match checked {
            Ok(customer) => Verdict::Eligible(customer),
            Err(reason) => Verdict::Excluded { row, reason },
        };
        self.counts.add(&verdict);
        verdict
    }

    /// The kind of address asked for, and how many sessions.
    pub const fn criteria(&self) -> Criteria {
        self.criteria
    }

    /// Everybody judged so far.
    pub const fn counts(&self) -> &AudienceCounts {
        &self.counts
    }
}
