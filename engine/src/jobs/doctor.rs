//! Looking at a connection without changing anything: does it work, and what is missing?

use std::future::Future;
use std::time::Duration;

use tidings_core::api::DoctorView;
use tidings_core::dialect::Dialect;
use tidings_core::dialect::platform::directory::Lookup;
use tidings_core::doctor::{self, Answer, Gap, Subject};
use tidings_core::request::Request;
use tokio::time::Instant;

use crate::clock;
use crate::connection::Connection;
use crate::genesys::{ClientError, Genesys, ReadError, TokenError};

mod guides;
mod platform;
mod senders;

/// Reads everything that says whether a connection works, and sends nothing. Takes 30 s at most;
/// what was not answered by then is unknown. Signs in anew, so that credentials mended a moment ago
/// are seen to be so.
///
/// # Errors
/// If no HTTP client can be set up. Whatever is wrong with the connection is a finding.
pub async fn examine(connection: &Connection) -> Result<DoctorView, ClientError> {
    let patient = Patient {
        genesys: Genesys::new(connection.clone())?,
        deadline: Instant::now() + LIMIT,
    };
    Ok(patient.examine().await)
}

/// The reads that [`examine`] begins with, for people who want to see them first.
pub fn requests(connection: &Connection) -> Vec<Request> {
    match connection.dialect {
        Dialect::Guides => {
            let reads = guides::reads();
            let requests = reads.iter().map(|read| Dialect::Guides.read_request(read));
            requests.collect()
        }
        _ => platform::requests(),
    }
}

/// A connection while it is looked at.
struct Patient {
    genesys: Genesys,
    deadline: Instant,
}

impl Patient {
    async fn examine(&self) -> DoctorView {
        let connection = self.genesys.connection();
        let subject = subject(connection);
        let token = tokio::time::timeout_at(self.deadline, self.genesys.token()).await;
        let problem = match token {
            Ok(Ok(_)) => None,
            Ok(Err(TokenError::Refused(refusal))) => Some(doctor::token_missing(subject, &refusal)),
            Ok(Err(TokenError::Unavailable { reason, .. })) => {
                Some(doctor::token_unreachable(subject, &reason))
            }
            Err(_) => Some(doctor::token_unreachable(subject, TOO_LATE)),
        };
        if let Some(problem) = problem {
            return doctor::no_token(subject, problem, clock::now());
        }
        match connection.dialect {
            Dialect::Guides => guides::examine(self, subject).await,
            _ => platform::examine(self, subject).await,
        }
    }

    /// A read's answer, if it comes in time.
    async fn answer<T>(&self, read: impl Future<Output = Result<T, ReadError>>) -> Answer<T> {
        match tokio::time::timeout_at(self.deadline, read).await {
            Ok(result) => result.map_err(gap),
            Err(_) => Err(Gap::Untold(TOO_LATE.to_owned())),
        }
    }

    async fn look_up<T>(&self, lookup: Lookup<T>) -> Answer<T> {
        self.answer(self.genesys.ask(&lookup)).await
    }

    async fn proof_of<T>(&self, lookup: Lookup<T>) -> Answer<()> {
        self.proof(self.genesys.ask(&lookup)).await
    }

    /// A look-up of something that does not exist: "unknown" proves that it may be looked up.
    async fn proof<T>(&self, read: impl Future<Output = Result<T, ReadError>>) -> Answer<()> {
        self.answer(async {
            match read.await {
                Err(ReadError::Refused(refusal)) if matches!(refusal.status, 400 | 404) => Ok(()),
                other => other.map(drop),
            }
        })
        .await
    }
}

fn subject(connection: &Connection) -> Subject<'_> {
    Subject {
        name: &connection.name,
        base: &connection.base,
        login: &connection.login,
        senders: &connection.senders,
    }
}

fn gap(error: ReadError) -> Gap {
    match error {
        ReadError::Refused(refusal) if refusal.status == 403 => Gap::Forbidden {
            permission: refusal.missing_scope,
            message: refusal.message,
        },
        error => Gap::Untold(error.to_string()),
    }
}

/// As long as somebody looks at a page that does not move.
const LIMIT: Duration = Duration::from_secs(30);
const TOO_LATE: &str = "no answer within 30 s";
