//! Reads, repeated as the core says until they succeed or are given up.

use std::time::Duration;

use tidings_core::audience::AudiencePage;
use tidings_core::dialect::{AudienceQuery, Contact, History, Query, Read};
use tidings_core::id::{ContactId, ConversationId};
use tidings_core::outcome::{Outcome, Refusal};
use tidings_core::request::{Reply, Request};
use tidings_core::retry::{Decision, Ending, OnServerError, RetryPolicy, Tries};
use tidings_core::time::Timestamp;

use super::{Genesys, TokenError};
use crate::clock;

/// A read got no answer, or a no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The platform refuses the credentials.
    #[error("{0}")]
    Credentials(Refusal),
    /// The platform said no: missing scope, unknown id.
    #[error("{0}")]
    Refused(Refusal),
    /// No answer in all the time there was.
    #[error("the platform gave no answer: {0}")]
    Unreachable(String),
}

impl ReadError {
    /// The platform's refusal, where it gave one.
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Credentials(refusal) | Self::Refused(refusal) => Some(refusal),
            Self::Unreachable(_) => None,
        }
    }
}

impl From<Ending> for ReadError {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Unauthorized(refusal) => Self::Credentials(refusal),
            Ending::Conflict(refusal) | Ending::Rejected(refusal) => Self::Refused(refusal),
            Ending::Accepted(_) => Self::Unreachable("the reply had no content".to_owned()),
            Ending::InDoubt { reason } => Self::Unreachable(reason),
            unsent @ Ending::Unsent { .. } => Self::Unreachable(unsent.to_string()),
        }
    }
}

impl Genesys {
    /// An earlier web chat (G2).
    pub async fn history(&self, id: &ConversationId) -> Result<History, ReadError> {
        let dialect = self.connection().dialect;
        self.read(&Read::History(id.clone()), |reply| dialect.history(reply))
            .await
    }

    /// An open messaging contact (G3).
    pub async fn contact(&self, id: &ContactId) -> Result<Contact, ReadError> {
        let dialect = self.connection().dialect;
        self.read(&Read::Contact(id.clone()), |reply| dialect.contact(reply))
            .await
    }

    /// The first page of a query, asked for until it comes.
    pub(crate) async fn customers(&self, query: &AudienceQuery) -> Result<AudiencePage, ReadError> {
        let dialect = self.connection().dialect;
        self.read(&Read::Audience(query.clone()), |reply| {
            dialect.audience_page(reply)
        })
        .await
    }

    /// One page of customers, asked for once: the pager decides what follows a failure.
    pub(crate) async fn audience_page(
        &self,
        query: &AudienceQuery,
    ) -> Result<AudiencePage, Outcome> {
        let dialect = self.connection().dialect;
        self.read_once(&Read::Audience(query.clone()), |reply| {
            dialect.audience_page(reply)
        })
        .await
    }

    /// A small read that shows whether the platform answers; what it answers does not matter.
    pub(crate) async fn answers(&self, now: Timestamp) -> bool {
        let query = AudienceQuery {
            from: now.saturating_sub(Duration::from_mins(1)),
            to: now,
            cursor: None,
        };
        match self.audience_page(&query).await {
            Ok(_) | Err(Outcome::Rejected(_) | Outcome::Throttled { .. }) => true,
            Err(_) => false,
        }
    }

    async fn read<T>(
        &self,
        read: &Read,
        decode: impl Fn(&Reply) -> Result<T, Outcome>,
    ) -> Result<T, ReadError> {
        let request = self.connection().dialect.read_request(read);
        self.read_request(&request, decode).await
    }

    /// A read of the connection's own dialect.
    pub async fn ask<Q: Query>(&self, query: &Q) -> Result<Q::Answer, ReadError> {
        self.read_request(&query.request(), |reply| query.answer(reply))
            .await
    }

    /// A read of the connection's own dialect, asked for once: the caller decides what follows a
    /// failure. A 401 drops the token, so that asking again uses a new one.
    pub async fn ask_once<Q: Query>(&self, query: &Q) -> Result<Q::Answer, Outcome> {
        self.request_once(&query.request(), |reply| query.answer(reply))
            .await
    }

    async fn read_request<T>(
        &self,
        request: &Request,
        decode: impl Fn(&Reply) -> Result<T, Outcome>,
    ) -> Result<T, ReadError> {
        let dialect = self.connection().dialect;
        let policy = RetryPolicy::for_operation(dialect, request.operation, OnServerError::Retry);
        let mut tries = Tries::default();
        loop {
            let outcome = match self.request_once(request, &decode).await {
                Ok(value) => return Ok(value),
                Err(outcome) => outcome,
            };
            match policy.decide(outcome, &mut tries, clock::entropy(), clock::now()) {
                Decision::Done(ending) => return Err(ending.into()),
                Decision::Again { at, .. } => sleep_until(at).await,
                // `request_once` has dropped the old one already.
                Decision::RefreshToken => {}
            }
        }
    }

    /// Asks once; a 401 drops the token, so that asking again uses a new one.
    async fn read_once<T>(
        &self,
        read: &Read,
        decode: impl Fn(&Reply) -> Result<T, Outcome>,
    ) -> Result<T, Outcome> {
        let request = self.connection().dialect.read_request(read);
        self.request_once(&request, decode).await
    }

    async fn request_once<T>(
        &self,
        request: &Request,
        decode: impl Fn(&Reply) -> Result<T, Outcome>,
    ) -> Result<T, Outcome> {
        let dialect = self.connection().dialect;
        let token = self.token().await.map_err(no_token)?;
        let result = match self.exchange(request, &token).await {
            Ok(reply) => decode(&reply),
            Err(failure) => Err(dialect.outcome(request.operation, Err(&failure))),
        };
        if let Err(Outcome::Unauthorized(_)) = &result {
            self.drop_token(&token);
        }
        result
    }
}

/// What the want of a token means for a call that was not made.
pub(crate) fn no_token(error: TokenError) -> Outcome {
    match error {
        TokenError::Refused(refusal) => Outcome::Unauthorized(refusal),
        TokenError::Unavailable { reason, .. } => Outcome::NeverOpened { reason },
    }
}

pub(crate) async fn sleep_until(at: Timestamp) {
    tokio::time::sleep(at.saturating_since(clock::now())).await;
}
