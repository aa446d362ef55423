//! One run of the command line, from arguments to exit code.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::binary;

/// What a run left behind.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Every line of stdout as JSON.
    pub fn json_lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| {
                serde_json::from_str(line)
                    .unwrap_or_else(|e| panic!("{e}: {line}\n{}", self.stderr))
            })
            .collect()
    }

    /// The only JSON object on stdout.
    pub fn json(&self) -> Value {
        let mut lines = self.json_lines();
        assert_eq!(lines.len(), 1, "{self:?}");
        lines.remove(0)
    }

    /// Panics with everything printed unless the exit code is `code`.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        self
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// How the command line is pointed at a sandbox, with a data folder of its own.
#[derive(Clone, Debug)]
pub struct Tidings {
    environment: BTreeMap<String, String>,
    folder: std::path::PathBuf,
    file_limit: Option<u32>,
}

impl Tidings {
    /// Commands with their data below `folder` and no connection.
    pub fn in_folder(folder: &Path) -> Self {
        let mut environment = BTreeMap::new();
        environment.insert(
            "TIDINGS_DATA".to_owned(),
            folder.join("data").display().to_string(),
        );
        Self {
            environment,
            folder: folder.to_owned(),
            file_limit: None,
        }
    }

    /// The same, with the connection `default` at `base_url`.
    #[must_use]
    pub fn connected_to(self, base_url: &str) -> Self {
        self.with("GENESYS_API", "guides")
            .with("GENESYS_BASE_URL", base_url)
            .with("GENESYS_CLIENT_ID", "sandbox")
            .with("GENESYS_CLIENT_SECRET", "sandbox-secret")
    }

    /// The same with one more variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same without a variable.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.environment.remove(name);
        self
    }

    /// The same where no file can grow beyond so many blocks of 512 bytes: a full disk.
    #[must_use]
    pub fn with_files_up_to(mut self, blocks: u32) -> Self {
        self.file_limit = Some(blocks);
        self
    }

    fn program(&self) -> Command {
        let Some(blocks) = self.file_limit else {
            return Command::new(binary::tidings());
        };
        let mut shell = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        shell.args(["-c", &script]).arg(binary::tidings());
        shell
    }

    /// The command, ready to be changed or started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.program();
        for (name, _) in std::env::vars() {
            if name.starts_with("GENESYS_") || name.starts_with("TIDINGS_") {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .envs(&self.environment)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs to the end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments)
            .output()
            .expect("the binary starts")
            .into()
    }
}
