//! Starts the binary, reads what it says, and calls a console as its page would.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A place of its own for commands: no configuration but what a test gives.
pub(crate) struct Place {
    folder: TempDir,
    variables: BTreeMap<String, String>,
}

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Every line of standard output as JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).expect(line))
            .collect()
    }

    /// The last line of standard output as JSON.
    pub(crate) fn last(&self) -> Value {
        self.lines()
            .pop()
            .unwrap_or_else(|| panic!("nothing was printed: {self:?}"))
    }

    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        self.ends_with_any(&[code])
    }

    #[track_caller]
    pub(crate) fn ends_with_any(self, codes: &[i32]) -> Self {
        assert!(codes.contains(&self.code), "{self:#?}");
        self
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            variables: BTreeMap::new(),
        }
    }

    /// With the connection `default` at an address; nobody needs to be there.
    pub(crate) fn connected_to(base: &str) -> Self {
        Self::new()
            .with("GENESYS_API", "guides")
            .with("GENESYS_BASE_URL", base)
            .with("GENESYS_CLIENT_ID", "sandbox")
            .with("GENESYS_CLIENT_SECRET", "sandbox-secret")
    }

    /// With a connection that is never called.
    pub(crate) fn unconnected() -> Self {
        Self::connected_to("http://127.0.0.1:9")
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.variables.remove(name);
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
        for (name, _) in std::env::vars() {
            if name.starts_with("GENESYS_") || name.starts_with("TIDINGS_") || name == "RUST_LOG" {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .envs(&self.variables)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn start(&self, arguments: &[&str]) -> Running {
        let (out, err) = (self.path("stdout"), self.path("stderr"));
        let mut command = self.command(arguments);
        command
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap());
        let mut child = command.spawn().unwrap();
        let ready = wait_for("the ready line", || {
            let line = fs::read_to_string(&out).unwrap();
            if line.ends_with('\n') {
                return Some(serde_json::from_str(line.lines().next()?).expect(&line));
            }
            let ended = child.try_wait().unwrap();
            assert!(
                ended.is_none(),
                "{ended:?}: {}",
                fs::read_to_string(&err).unwrap()
            );
            None
        });
        Running { child, err, ready }
    }

    /// `sandbox`, without a limit on calls unless `arguments` have one.
    pub(crate) fn sandbox(&self, arguments: &[&str]) -> Running {
        let mut all = vec!["sandbox", "--json", "--listen", "127.0.0.1:0"];
        if !arguments.contains(&"--rate-per-minute") {
            all.extend(["--rate-per-minute", "0"]);
        }
        all.extend(arguments);
        self.start(&all)
    }

    /// `serve --sandbox` on ports of its own.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Console {
        let mut all = vec!["serve", "--json", "--listen", "127.0.0.1:0"];
        all.extend(["--sandbox", "--sandbox-listen", "127.0.0.1:0"]);
        all.extend(arguments);
        Console {
            running: self.start(&all),
            client: client(),
            cookie: None,
        }
    }
}

/// A process that goes on until the test is over.
pub(crate) struct Running {
    child: Child,
    err: PathBuf,
    pub(crate) ready: Value,
}

impl Running {
    /// The address of the sandbox.
    pub(crate) fn sandbox(&self) -> &str {
        self.ready["sandbox"].as_str().unwrap()
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.err).unwrap()
    }

    /// Asks it to end, and returns its exit code.
    pub(crate) fn terminate(&mut self) -> i32 {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A console and a browser's worth of calls to it.
pub(crate) struct Console {
    pub(crate) running: Running,
    client: Client,
    cookie: Option<String>,
}

impl Console {
    pub(crate) fn origin(&self) -> &str {
        self.running.ready["console"].as_str().unwrap()
    }

    /// The secret of the one-time link.
    pub(crate) fn link(&self) -> &str {
        let link = self.running.ready["link"].as_str().unwrap();
        link.split_once("/setup#").unwrap().1
    }

    pub(crate) fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap()
    }

    /// A call without anything that the page adds.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.origin()))
    }

    /// A call as the page makes it.
    pub(crate) fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let mut call = self.bare(method, path).header("X-Tidings", "1");
        if let Some(cookie) = &self.cookie {
            call = call.header("Cookie", cookie);
        }
        call
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.call(Method::GET, path).send().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        with_json(self.call(Method::POST, path), body)
            .send()
            .await
            .unwrap()
    }

    /// Posts with an idempotency key.
    pub(crate) async fn post_once(&self, path: &str, key: &str, body: &Value) -> Response {
        let call = self.call(Method::POST, path).header("Idempotency-Key", key);
        with_json(call, body).send().await.unwrap()
    }

    /// Spends the link and keeps the session.
    pub(crate) async fn sign_in(&mut self) {
        let body = json!({"secret": self.link(), "user": "ana", "password": PASSWORD});
        let reply = self.post("/api/setup", &body).await;
        assert_eq!(
            reply.status(),
            StatusCode::OK,
            "{}",
            reply.text().await.unwrap()
        );
        self.cookie = Some(session_of(&reply));
    }

    /// Calls in a session of another console on the same data from now on.
    pub(crate) fn remember(&mut self, cookie: String) {
        self.cookie = Some(cookie);
    }

    /// What the sandbox beside it accepted, once there is so much of it.
    pub(crate) async fn accepted(&self, count: usize) -> Vec<Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let accepted = ledger(self.running.sandbox()).await;
            if accepted.len() >= count {
                return accepted;
            }
            assert!(Instant::now() < deadline, "{accepted:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Calls without a session from now on.
    pub(crate) fn forget(&mut self) {
        self.cookie = None;
    }

    /// Sends a structured text to a contact of the sandbox.
    pub(crate) async fn send_text(&self, key: &str, contact: &str, text: &str) -> Response {
        self.post_once("/api/send", key, &text_to(contact, text))
            .await
    }

    /// The delivery once `is_wanted` says so.
    pub(crate) async fn delivery(&self, id: &str, is_wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let detail = json_of(self.get(&format!("/api/deliveries/{id}")).await).await;
            if is_wanted(&detail["delivery"]) {
                return detail;
            }
            assert!(Instant::now() < deadline, "{detail:#}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The body of a structured text.
pub(crate) fn text_to(contact: &str, text: &str) -> Value {
    json!({
        "connection": "sandbox",
        "draft": {
            "operation": "structured",
            "contactId": contact,
            "content": {"type": "text", "text": text},
        },
    })
}

/// `name=value` of the session's cookie.
pub(crate) fn session_of(reply: &Response) -> String {
    let cookie = reply.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

pub(crate) fn with_json(call: RequestBuilder, body: &Value) -> RequestBuilder {
    call.header("Content-Type", "application/json")
        .body(body.to_string())
}

pub(crate) async fn json_of(reply: Response) -> Value {
    let text = reply.text().await.unwrap();
    serde_json::from_str(&text).expect(&text)
}

pub(crate) fn client() -> Client {
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy();
    client.build().unwrap()
}

/// The sandbox's customers.
pub(crate) async fn population(sandbox: &str) -> Vec<Value> {
    json_lines(&format!("{sandbox}/_sandbox/population")).await
}

/// What the sandbox accepted.
pub(crate) async fn ledger(sandbox: &str) -> Vec<Value> {
    json_lines(&format!("{sandbox}/_sandbox/ledger")).await
}

async fn json_lines(url: &str) -> Vec<Value> {
    let text = client()
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

/// A customer whose contact takes messages.
pub(crate) async fn open_contact(sandbox: &str) -> String {
    let customers = population(sandbox).await;
    let open = customers
        .iter()
        .find(|customer| customer["contactOpen"] == true)
        .unwrap();
    open["contactId"].as_str().unwrap().to_owned()
}

/// Waits for a condition, and fails with its name if it does not come.
fn wait_for<T>(what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(Instant::now() < deadline, "{what} did not come");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Whether a folder's permissions are for its owner alone.
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

const PATIENCE: Duration = Duration::from_mins(1);
