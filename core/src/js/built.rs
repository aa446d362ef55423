//! The forms in which results go out.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::crossing;
use crate::dialect::Dialect;
use crate::message::Message;
use crate::operation::Operation;
use crate::policy::Policy;
use crate::recipient::Recipient;
use crate::request::{Method, Request};
use crate::time::Timestamp;
use crate::violation::{Violations, Warning};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/built.d.ts");

/// Which way a message goes, and when.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) dialect: Dialect,
    pub(super) is_sandbox: bool,
    pub(super) now: Timestamp,
}

impl Way {
    pub(super) fn new(
        dialect: crossing::Dialect,
        now: f64,
        is_sandbox: Option<bool>,
    ) -> Result<Self, JsValue> {
        Ok(Self {
            dialect: dialect.to_core()?,
            is_sandbox: is_sandbox.unwrap_or(false),
            now: crossing::timestamp(now)?,
        })
    }
}

/// What was built of a draft, or why nothing was.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Built {
    Requests {
        ok: bool,
        requests: Vec<Call>,
        notes: Vec<String>,
        warnings: Vec<Warning>,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    Refused(Refused),
}

impl Built {
    /// Personalizes and writes a message.
    pub(super) fn of(message: &Message, recipient: &Recipient, policy: &Policy, way: Way) -> Self {
        match requests(message, recipient, policy, way) {
            Ok(built) => built,
            Err(violations) => Self::Refused(violations.into()),
        }
    }
}

fn requests(
    message: &Message,
    recipient: &Recipient,
    policy: &Policy,
    way: Way,
) -> Result<Built, Violations> {
    way.dialect.admit(message)?;
    let personalized = message.personalize(recipient, policy)?;
    let carried = way.dialect.carry(&personalized, way.is_sandbox)?;
    let requests = if way.is_sandbox {
        vec![carried.request(way.now).into()]
    } else {
        let split = carried.split_requests(way.now);
        split.into_iter().map(Call::from).collect()
    };
    Ok(Built::Requests {
        ok: true,
        requests,
        notes: carried.notes().to_vec(),
        warnings: carried.warnings().to_vec(),
        text: carried.text().map(str::to_owned),
    })
}

/// Refused input.
#[derive(Serialize)]
pub(super) struct Refused {
    ok: bool,
    violations: Violations,
    warnings: Vec<Warning>,
}

impl From<Violations> for Refused {
    fn from(violations: Violations) -> Self {
        Self {
            ok: false,
            violations,
            warnings: Vec::new(),
        }
    }
}

/// One HTTP call.
#[derive(Serialize)]
pub(super) struct Call {
    pub(super) operation: Operation,
    pub(super) method: Method,
    pub(super) target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
}

impl From<Request> for Call {
    fn from(request: Request) -> Self {
        Self {
            operation: request.operation,
            method: request.method,
            target: request.target.into_owned(),
            body: request.body,
        }
    }
}
