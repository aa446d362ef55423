//! How a command ends: its exit code, and what it says when it fails.

use std::io::{self, ErrorKind};
use std::process::ExitCode;

use tidings_core::api::{ErrorBody, ErrorView};
use tidings_core::violation::Violations;
use tidings_engine::genesys::ClientError;
use tidings_engine::ledger::{Barred, LedgerError, Stop, StopScope};
use tidings_sandbox::SandboxError;

use crate::auth::link::LinkError;

/// The exit codes that scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything asked for was done; an empty audience too.
    Done = 0,
    /// At least one eligible recipient was not accepted, or the platform cannot be reached.
    Incomplete = 1,
    /// Wrong arguments, or a draft that breaks a rule.
    Arguments = 2,
    /// Configuration, credentials or a permission of the command as a whole.
    Configuration = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command ended early.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    error: ErrorView,
}

impl Failure {
    pub(crate) fn new(exit: Exit, code: &str, message: impl Into<String>) -> Self {
        Self {
            exit,
            error: ErrorView {
                code: code.to_owned(),
                message: message.into(),
                violations: Vec::new(),
                request_id: None,
            },
        }
    }

    /// The configuration, or something outside that the command cannot do without.
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Exit::Configuration, "configuration", message)
    }

    /// Arguments that do not fit together.
    pub(crate) fn arguments(message: impl Into<String>) -> Self {
        Self::new(Exit::Arguments, "arguments", message)
    }

    /// Nobody may write to the recipient: 3 in rehearsal, 1 for somebody on the suppression list.
    pub(crate) fn barred(barred: &Barred) -> Self {
        let exit = match barred {
            Barred::Rehearsal { .. } => Exit::Configuration,
            Barred::Suppressed(_) => Exit::Incomplete,
        };
        let words = format!("{barred}; {}", barred.hint());
        Self::new(exit, barred.code(), words)
    }

    /// The stop switch is turned.
    pub(crate) fn stopped(stop: &Stop) -> Self {
        let scope = match &stop.scope {
            StopScope::All => String::new(),
            StopScope::Connection(name) => format!(" --connection {name}"),
        };
        let words = format!(
            "sending is stopped since {} (by {}); `tidings resume{scope}` lets it go on",
            stop.at, stop.by
        );
        Self::new(Exit::Incomplete, "stopped", words)
    }

    /// Results have nowhere to go.
    pub(crate) fn unwritable(place: &str, error: &io::Error) -> Self {
        let code = match error.kind() {
            ErrorKind::BrokenPipe => NOBODY_READS,
            _ => "output",
        };
        Self::new(
            Exit::Incomplete,
            code,
            format!("{place} cannot be written: {error}"),
        )
    }

    /// Whoever read the results has gone, as `head` does, and wants no words about it.
    pub(crate) fn is_silent(&self) -> bool {
        self.error.code == NOBODY_READS
    }

    /// As the `error` object of `--json`.
    pub(crate) fn body(&self) -> ErrorBody {
        ErrorBody {
            error: self.error.clone(),
        }
    }

    /// In words, for the terminal.
    pub(crate) fn words(&self) -> String {
        let mut words = format!("error: {}", self.error.message);
        for violation in &self.error.violations {
            words.push_str("\n  ");
            words.push_str(&violation.to_string());
        }
        words
    }
}

impl From<Violations> for Failure {
    fn from(violations: Violations) -> Self {
        let mut failure = Self::new(
            Exit::Arguments,
            "invalid_draft",
            "the message breaks these rules; nothing was sent",
        );
        failure.error.violations = violations.into_vec();
        failure
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let exit = match &error {
            LedgerError::Barred(barred) => return Self::barred(barred),
            LedgerError::KeyReused | LedgerError::Ambiguous { .. } | LedgerError::NotFound(_) => {
                Exit::Arguments
            }
            _ => Exit::Configuration,
        };
        Self::new(exit, error.code(), error.to_string())
    }
}

impl From<SandboxError> for Failure {
    fn from(error: SandboxError) -> Self {
        Self::configuration(error.to_string())
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self::configuration(error.to_string())
    }
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Ledger(error) => error.into(),
            LinkError::Randomness(error) => Self::configuration(error.to_string()),
        }
    }
}

const NOBODY_READS: &str = "nobody_reads";
