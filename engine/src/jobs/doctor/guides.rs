//! The reads of the guides' dialect, tried.

use tidings_core::api::DoctorView;
use tidings_core::dialect::{AudienceQuery, Read};
use tidings_core::doctor::{Subject, guides};
use tidings_core::id::{ContactId, ConversationId};
use tidings_core::operation::Operation;

use super::Patient;
use crate::clock;
use crate::jobs::audience::last_days;

/// One after the other: a client of the guides may call a hundred times a minute.
pub(super) async fn examine(patient: &Patient, subject: Subject<'_>) -> DoctorView {
    let genesys = &patient.genesys;
    let mut answers = Vec::new();
    for read in reads() {
        answers.push(match &read {
            Read::Audience(query) => (
                Operation::Audience,
                patient.answer(genesys.customers(query)).await.map(drop),
            ),
            Read::Contact(id) => (Operation::Contact, patient.proof(genesys.contact(id)).await),
            Read::History(id) => (Operation::History, patient.proof(genesys.history(id)).await),
        });
    }
    guides::report(subject, &answers, clock::now())
}

/// What is read: the first page of the last day, with which everything else begins, and two
/// look-ups of what does not exist.
pub(super) fn reads() -> Vec<Read> {
    let window = last_days(1);
    let mut reads = vec![Read::Audience(AudienceQuery {
        from: window.from,
        to: window.to,
        cursor: None,
    })];
    reads.extend(ContactId::parse(NOBODY).map(Read::Contact));
    reads.extend(ConversationId::parse(NOBODY).map(Read::History));
    reads
}

/// An id that nothing has.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
