//! The states of an asynchronous query.

/// What the platform says of a job (certain: Genesys' client libraries).
///
/// ```
/// use tidings_core::audience::JobState;
///
/// let state = JobState::parse("fulfilled", None);
/// assert_eq!((state.may_come(), state), (false, JobState::Fulfilled));
/// // A word that was added since: waiting may help.
/// assert!(JobState::parse("HIBERNATING", None).may_come());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JobState {
    /// Waits for its turn.
    Queued,
    /// Is worked on.
    Pending,
    /// Its results can be read.
    Fulfilled,
    /// Gave up.
    Failed {
        /// Why, in the platform's words.
        reason: Option<String>,
    },
    /// Was stopped.
    Cancelled,
    /// Its results are gone.
    Expired,
    /// A state that was added since: taken for one that passes.
    Unknown(String),
}

impl JobState {
    /// Reads the platform's word, whatever its case.
    pub fn parse(word: &str, reason: Option<String>) -> Self {
        match word.to_ascii_uppercase().as_str() {
            "QUEUED" => Self::Queued,
            "PENDING" => Self::Pending,
            "FULFILLED" => Self::Fulfilled,
            "FAILED" => Self::Failed { reason },
            "CANCELLED" | "CANCELED" => Self::Cancelled,
            "EXPIRED" => Self::Expired,
            _ => Self::Unknown(word.to_owned()),
        }
    }

    /// Whether waiting may help.
    pub const fn may_come(&self) -> bool {
        matches!(self, Self::Queued | Self::Pending | Self::Unknown(_))
    }
}
