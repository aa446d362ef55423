//! Results on standard output, everything else on standard error.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::exit::{Exit, Failure};

/// Where a command's results go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether results are wanted as JSON.
    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// One line of text.
    pub(crate) fn line(text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        writeln!(out, "{text}")
            .and_then(|()| out.flush())
            .map_err(|error| Failure::unwritable("standard output", &error))
    }

    /// One JSON value in one line.
    pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(value)
            .map_err(|error| Failure::unwritable("standard output", &error.into()))?;
        Self::line(&text)
    }

    /// A failure: the `error` object on standard output where JSON is wanted, else words on
    /// standard error. Returns the exit code that goes with it.
    pub(crate) fn failure(self, failure: &Failure) -> Exit {
        let is_told = failure.is_silent() || self.json && Self::json(&failure.body()).is_ok();
        if !is_told {
            eprintln!("{}", failure.words());
        }
        failure.exit
    }
}
