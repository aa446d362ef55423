//! Access tokens: asked for once, kept fresh.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::crossing::{self, Dialect};
use super::reply::{OutcomeForm, ReplyForm};
use crate::outcome::Refusal;
use crate::token::{AccessToken, TokenGrant, TokenKeeper as CoreKeeper, TokenStep};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/token.d.ts");

/// The token request: form fields to post to the login address.
#[wasm_bindgen(js_name = tokenRequest, unchecked_return_type = "TokenRequest")]
pub fn token_request(
    dialect: Dialect,
    client_id: &str,
    client_secret: &str,
) -> Result<JsValue, JsValue> {
    let request = dialect.to_core()?.token_request(client_id, client_secret);
    crossing::to_object(&RequestForm {
        path: request.path,
        basic: request.basic,
        form: request.form,
    })
}

/// Reads the reply to a token request.
#[wasm_bindgen(js_name = tokenGrant, unchecked_return_type = "Granted")]
pub fn token_grant(
    dialect: Dialect,
    #[wasm_bindgen(unchecked_param_type = "Reply")] reply: &JsValue,
) -> Result<JsValue, JsValue> {
    let reply: ReplyForm = crossing::from_object(reply, "reply")?;
    crossing::to_object(&match dialect.to_core()?.token_grant(&reply.into()) {
        Ok(grant) => Granted::Grant {
            ok: true,
            token: grant.token.expose().to_owned(),
            expires_in: crossing::duration_millis(grant.expires_in),
        },
        Err(outcome) => Granted::Failure {
            ok: false,
            outcome: outcome.into(),
        },
    })
}

/// Keeps one access token fresh with one request in flight, however many callers wait.
#[wasm_bindgen]
#[derive(Default)]
pub struct TokenKeeper {
    inner: CoreKeeper,
}

#[wasm_bindgen]
impl TokenKeeper {
    /// A keeper without a token: the first poll asks for one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do for a token now. `fetch` is said to one caller; the others get the old token for
    /// as long as it is good.
    #[wasm_bindgen(unchecked_return_type = "TokenStep")]
    pub fn poll(&mut self, now: f64) -> Result<JsValue, JsValue> {
        let step = match self.inner.poll(crossing::timestamp(now)?) {
            TokenStep::Fetch => Step::Fetch,
            TokenStep::Pending => Step::Pending,
            TokenStep::Ready(token) => Step::Ready {
                token: token.expose(),
            },
            TokenStep::Refused(refusal) => Step::Refused { refusal },
            TokenStep::WaitUntil(at) => Step::Wait {
                until: crossing::millis(at),
            },
        };
        crossing::to_object(&step)
    }

    /// Takes a new token in. `expiresIn` is in milliseconds.
    #[wasm_bindgen(js_name = handleGrant)]
    pub fn handle_grant(
        &mut self,
        token: String,
        #[wasm_bindgen(js_name = expiresIn)] expires_in: f64,
        now: f64,
    ) -> Result<(), JsValue> {
        let grant = TokenGrant {
            token: AccessToken::new(token),
            expires_in: crossing::duration(expires_in)?,
        };
        self.inner.handle_grant(grant, crossing::timestamp(now)?);
        Ok(())
    }

    /// Learns that a token request failed: backs off or, where the platform said no, holds the
    /// credentials for refused.
    #[wasm_bindgen(js_name = handleFailure)]
    pub fn handle_failure(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Outcome")] outcome: &JsValue,
        random: f64,
        now: f64,
    ) -> Result<(), JsValue> {
        let outcome = OutcomeForm::read(outcome)?;
        let entropy = crossing::entropy(random)?;
        self.inner
            .handle_failure(outcome, entropy, crossing::timestamp(now)?);
        Ok(())
    }

    /// Drops a token that a call answered 401 to. One that was already replaced is ignored.
    #[wasm_bindgen(js_name = handleUnauthorized)]
    pub fn handle_unauthorized(&mut self, used: String) {
        self.inner.handle_unauthorized(&AccessToken::new(used));
    }

    /// The next time worth calling `poll`; nothing when that is now.
    #[wasm_bindgen(getter, js_name = pollTimeout)]
    pub fn poll_timeout(&self) -> Option<f64> {
        self.inner.poll_timeout().map(crossing::millis)
    }
}

#[derive(Serialize)]
struct RequestForm {
    path: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    basic: Option<(String, String)>,
    form: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Granted {
    #[serde(rename_all = "camelCase")]
    Grant {
        ok: bool,
        token: String,
        expires_in: f64,
    },
    Failure {
        ok: bool,
        outcome: OutcomeForm,
    },
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Step<'a> {
    Fetch,
    Pending,
    Ready { token: &'a str },
    Refused { refusal: &'a Refusal },
    Wait { until: f64 },
}
