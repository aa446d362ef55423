//! The findings on a connection that speaks `guides`: which knows no directory, so that its reads
//! are tried and its sends are not.

use super::{Answer, Gap, Subject, empty, good, missing, unknown};
use crate::api::{CheckView, DoctorPart, DoctorView};
use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::time::Timestamp;

/// The reads that were tried: each operation with what it met.
pub type Reads = [(Operation, Answer<()>)];

/// The findings once a token was issued.
///
/// ```
/// use tidings_core::doctor::{Subject, guides};
/// use tidings_core::endpoint::BaseUrl;
/// use tidings_core::operation::Operation;
/// use tidings_core::sender::Senders;
/// use tidings_core::time::Timestamp;
///
/// let (base, senders) = (BaseUrl::parse("https://api.example.org")?, Senders::default());
/// let subject = Subject { name: "eu", base: &base, login: &base, senders: &senders };
/// let report = guides::report(subject, &[(Operation::Audience, Ok(()))], Timestamp::EPOCH);
/// assert!(report.is_green());
/// assert_eq!(report.checks[0].message, "https://api.example.org issued one");
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
pub fn report(subject: Subject<'_>, reads: &Reads, at: Timestamp) -> DoctorView {
    let token = good(
        DoctorPart::Access,
        "token",
        format!("{} issued one", subject.login),
    );
    let sends = Operation::ALL
        .into_iter()
        .filter(|operation| operation.is_send() && !Dialect::Guides.scope(*operation).is_empty())
        .map(untried);
    DoctorView {
        checks: [token]
            .into_iter()
            .chain(reads.iter().map(tried))
            .chain(sends)
            .collect(),
        ..empty(subject, at)
    }
}

fn tried((operation, answer): &(Operation, Answer<()>)) -> CheckView {
    let scope = Dialect::Guides.scope(*operation);
    let part = DoctorPart::Permissions;
    let check = match answer {
        Ok(()) => good(part, scope, "granted: a call that needs it worked"),
        Err(Gap::Forbidden {
            permission,
            message,
        }) => {
            let scope = permission.as_deref().unwrap_or(scope);
            missing(
                part,
                scope,
                message,
                format!(
                    "Grant the OAuth client the scope {scope} in Admin > Integrations > OAuth."
                ),
            )
        }
        Err(Gap::Untold(words)) => unknown(part, scope, words),
    };
    CheckView {
        needed_by: vec![operation.to_string()],
        ..check
    }
}

fn untried(operation: Operation) -> CheckView {
    CheckView {
        needed_by: vec![operation.to_string()],
        ..unknown(
            DoctorPart::Permissions,
            Dialect::Guides.scope(operation),
            "cannot be tried without sending somebody something",
        )
    }
}
