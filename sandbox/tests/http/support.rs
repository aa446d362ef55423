//! A sandbox on a free port and a plain client for it.

use std::net::{Ipv4Addr, SocketAddr};

use reqwest::{Method, StatusCode};
use serde_json::Value;
use tidings_sandbox::{Options, Pair, Sandbox};

/// A running sandbox; it ends with the test's runtime.
pub(crate) struct TestSandbox {
    pub(crate) base: String,
    http: reqwest::Client,
    token: String,
}

/// A reply with its body as JSON, or `null` where it was none.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub(crate) fn at(&self, pointer: &str) -> Value {
        self.json().pointer(pointer).cloned().unwrap_or(Value::Null)
    }

    pub(crate) fn message(&self) -> String {
        self.at("/message").as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Options for a test: a free port and no limit.
pub(crate) fn options() -> Options {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    Options {
        listen,
        rate_per_minute: 0,
        ..Options::default()
    }
}

impl TestSandbox {
    pub(crate) async fn start() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let sandbox = Sandbox::bind(options).await.unwrap();
        let base = format!("http://{}", sandbox.address());
        tokio::spawn(sandbox.serve(std::future::pending()));
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut this = Self {
            base,
            http,
            token: String::new(),
        };
        this.sign_in(tidings_sandbox::FULL_CLIENT).await;
        this
    }

    /// Uses that client's token from now on.
    pub(crate) async fn sign_in(&mut self, pair: Pair) {
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            pair.id, pair.secret
        );
        let reply = self.token(&form, None).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        self.use_token(reply.at("/access_token").as_str().unwrap());
    }

    /// As [`sign_in`](Self::sign_in), in the published form; gives the reply.
    pub(crate) async fn sign_in_by_basic(&mut self, pair: Pair) -> Answer {
        let basic = Some((pair.id, pair.secret));
        let reply = self.token("grant_type=client_credentials", basic).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        self.use_token(reply.at("/access_token").as_str().unwrap());
        reply
    }

    pub(crate) fn use_token(&mut self, token: &str) {
        token.clone_into(&mut self.token);
    }

    /// The token endpoint with that form and, perhaps, Basic credentials.
    pub(crate) async fn token(&self, form: &str, basic: Option<(&str, &str)>) -> Answer {
        let mut request = self
            .http
            .post(format!("{}/oauth/token", self.base))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned());
        if let Some((id, secret)) = basic {
            request = request.basic_auth(id, Some(secret));
        }
        answer(request.send().await.unwrap()).await
    }

    /// A call with the token.
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.try_post(path, body).await.unwrap()
    }

    /// As [`post`](Self::post), where the connection may break.
    pub(crate) async fn try_post(&self, path: &str, body: &Value) -> reqwest::Result<Answer> {
        let request = self
            .request(Method::POST, path)
            .header("content-type", "application/json");
        Ok(answer(request.body(body.to_string()).send().await?).await)
    }

    /// The ledger's lines.
    pub(crate) async fn ledger(&self) -> Vec<Value> {
        self.get("/_sandbox/ledger").await.lines()
    }

    /// The first customer that passes the test.
    pub(crate) async fn customer(&self, test: impl Fn(&Value) -> bool) -> Value {
        let people = self.get("/_sandbox/population").await.lines();
        people.into_iter().find(test).unwrap()
    }

    /// A customer in an open chat.
    pub(crate) async fn open_customer(&self) -> Value {
        self.customer(|line| line["contactOpen"] == true).await
    }

    /// A customer whose chat is over and who has an e-mail address of their own.
    pub(crate) async fn gone_customer(&self) -> Value {
        self.customer(|line| {
            let email = line["email"].as_str().unwrap_or_default();
            line["contactOpen"] == false && email.contains("@example")
        })
        .await
    }

    /// Lets the platform's own waits pass so many times faster.
    pub(crate) async fn hasten(&self, times: u32) {
        let wish = serde_json::json!({ "times": times });
        let reply = self.post("/_sandbox/haste", &wish).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    }

    pub(crate) async fn arm(&self, faults: &Value) {
        let reply = self.post("/_sandbox/faults", faults).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    }
}

pub(crate) async fn answer(reply: reqwest::Response) -> Answer {
    let (status, headers) = (reply.status(), reply.headers().clone());
    let text = reply.text().await.unwrap_or_default();
    Answer {
        status,
        headers,
        text,
    }
}

/// A string field that must be there.
pub(crate) fn text(value: &Value, field: &str) -> String {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field} in {value}"))
        .to_owned()
}
