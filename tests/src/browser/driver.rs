//! The `chromedriver` process.

use std::process::{Command, Stdio};

use crate::running::Running;

/// `chromedriver` on a free port; ended when dropped.
#[derive(Debug)]
pub(super) struct Driver {
    process: Running,
    port: u16,
}

impl Driver {
    /// Starts `CHROMEDRIVER`, else the one on `PATH`.
    pub(super) fn start() -> Self {
        let program = set("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".to_owned());
        let mut command = Command::new(&program);
        command
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let process = Running::start(command);
        let port = process.wait_for(|line| {
            let (_, rest) = line.split_once("started successfully on port ")?;
            rest.trim_end_matches('.').parse().ok()
        });
        Self { process, port }
    }

    /// Where it listens.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it printed, for the record of a failure.
    pub(super) fn log(&self) -> String {
        self.process.stderr()
    }
}

/// A variable that is set to something.
pub(super) fn set(variable: &str) -> Option<String> {
    std::env::var(variable)
        .ok()
        .filter(|value| !value.is_empty())
}
