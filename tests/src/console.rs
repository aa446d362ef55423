//! A running console with a sandbox beside it.

use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::command::Tidings;
use crate::http::Api;
use crate::running::Running;

/// The account of every test.
pub const ACCOUNT: &str = "admin";
/// Its password.
pub const PASSWORD: &str = "correct horse battery";

/// `tidings serve --sandbox`, each on a port of its own.
#[derive(Debug)]
pub struct Console {
    process: Running,
    cloud: Cloud,
    address: String,
    link: Option<String>,
    folder: tempfile::TempDir,
}

impl Console {
    /// With its data in a folder of its own.
    pub fn start() -> Self {
        Self::start_with(|tidings| tidings, &[])
    }

    /// The same after `change` and with more arguments.
    pub fn start_with(change: impl FnOnce(Tidings) -> Tidings, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        Self::start_in(folder, change, arguments)
    }

    /// Ends it at once and starts another on the same data, on other ports.
    pub fn start_again(self) -> Self {
        let Self {
            process, folder, ..
        } = self;
        process.kill();
        Self::start_in(folder, |tidings| tidings, &[])
    }

    fn start_in(
        folder: tempfile::TempDir,
        change: impl FnOnce(Tidings) -> Tidings,
        arguments: &[&str],
    ) -> Self {
        let tidings = change(Tidings::in_folder(folder.path()));
        let mut all = vec![
            "serve",
            "--json",
            "--sandbox",
            "--listen",
            "127.0.0.1:0",
            "--sandbox-listen",
            "127.0.0.1:0",
        ];
        all.extend_from_slice(arguments);
        let process = Running::start(tidings.command(&all));
        let ready: Value = process.wait_for(|line| serde_json::from_str(line).ok());
        let text = |name: &str| ready[name].as_str().map(str::to_owned);
        Self {
            cloud: Cloud::at(&text("sandbox").expect("the sandbox's address")),
            address: text("console").expect("the console's address"),
            link: text("link"),
            process,
            folder,
        }
    }

    /// `http://localhost:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address of one of its pages.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The sandbox.
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// The process.
    pub fn process(&self) -> &Running {
        &self.process
    }

    /// The process, to be ended.
    pub fn into_process(self) -> Running {
        self.process
    }

    /// The folder in which it was started; its data lies in `data`.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The one-time link.
    pub fn link(&self) -> &str {
        self.link.as_deref().expect("there is no account yet")
    }

    /// Calls without a session.
    pub fn stranger(&self) -> Api {
        Api::new(&self.address)
    }

    /// Spends the one-time link; calls in the new account's session.
    pub async fn sign_up(&self) -> Api {
        let (_, secret) = self
            .link()
            .split_once('#')
            .expect("the secret is in the fragment");
        let body = json!({ "secret": secret, "user": ACCOUNT, "password": PASSWORD });
        let reply = self.stranger().post("/api/setup", &body).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let session = reply.cookie().expect("a session");
        self.stranger().with_session(&session)
    }
}
