//! One message to many recipients, in columns.

use js_sys::{Array, Reflect, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::built::{Call, Way};
use super::crossing;
use crate::message::Message;
use crate::message::batch::{Batch as CoreBatch, Requests, Row};
use crate::policy::Policy;
use crate::request::Method;
use crate::violation::Violations;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/batch.d.ts");

/// The requests of one message to many, row by row: all bodies in one text, which crosses once.
#[wasm_bindgen]
pub struct Batch {
    requests: Requests,
}

#[wasm_bindgen]
impl Batch {
    /// How many rows there were, refused ones included.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.requests.len()
    }

    /// The bodies in UTF-8, one behind the other, without anything in between.
    #[wasm_bindgen(getter)]
    pub fn bodies(&self) -> Uint8Array {
        Uint8Array::from(self.requests.bodies().as_bytes())
    }

    /// Where each row's body ends in `bodies`; it begins where the row before ends, so a refused
    /// row's is empty.
    #[wasm_bindgen(getter)]
    pub fn ends(&self) -> Uint32Array {
        let ends = self.requests.ends().iter();
        // A module's memory is smaller than 2^32 bytes.
        let ends: Vec<u32> = ends
            .map(|end| u32::try_from(*end).unwrap_or(u32::MAX))
            .collect();
        Uint32Array::from(ends.as_slice())
    }

    /// A row's request; nothing where the row was refused, or does not exist.
    #[wasm_bindgen(unchecked_return_type = "Request | undefined")]
    pub fn request(&self, row: usize) -> Result<JsValue, JsValue> {
        let target = self.requests.target(row);
        let Some((target, body)) = target.zip(self.requests.body(row)) else {
            return Ok(JsValue::UNDEFINED);
        };
        crossing::to_object(&Call {
            operation: self.requests.operation(),
            method: Method::Post,
            target: target.into(),
            body: Some(body.to_owned()),
        })
    }

    /// The rows that get no message, and why.
    #[wasm_bindgen(getter, unchecked_return_type = "RefusedRow[]")]
    pub fn refused(&self) -> Result<JsValue, JsValue> {
        let rows = self.requests.refused().iter();
        let rows: Vec<_> = rows
            .map(|refused| RefusedRow {
                row: refused.row,
                violations: &refused.violations,
            })
            .collect();
        crossing::to_object(&rows)
    }
}

#[derive(Serialize)]
struct RefusedRow<'a> {
    row: usize,
    violations: &'a Violations,
}

/// Writes one message to everybody in the columns.
pub(super) fn personalize_all(
    message: &Message,
    policy: &Policy,
    columns: &JsValue,
    way: Way,
) -> Result<Batch, JsValue> {
    let to =
        Column::of(columns, "to")?.ok_or_else(|| crossing::type_error("columns: to is missing"))?;
    let name = Column::of(columns, "name")?;
    let conversation = Column::of(columns, "conversation")?;
    let to = to.texts();
    let name = texts(name.as_ref(), to.len())?;
    let conversation = texts(conversation.as_ref(), to.len())?;
    let mut batch = CoreBatch::new(message, policy, way.dialect, way.is_sandbox, way.now);
    let rows = to.into_iter().zip(name).zip(conversation);
    batch.extend(rows.map(|((to, name), conversation)| Row {
        to,
        name,
        conversation,
    }));
    Ok(Batch {
        requests: batch.finish(),
    })
}

/// The texts of a column, or as many empty ones where there is none.
fn texts(column: Option<&Column>, count: usize) -> Result<Vec<&str>, JsValue> {
    let texts = column.map_or_else(|| vec![""; count], Column::texts);
    if texts.len() == count {
        return Ok(texts);
    }
    Err(crossing::type_error("columns: they differ in length"))
}

/// A column of texts.
enum Column {
    /// One crossing for all of them: joined by what none of them holds.
    Joined(String),
    /// One holds the separator too, or there is none.
    Listed(Vec<String>),
}

impl Column {
    fn of(columns: &JsValue, name: &str) -> Result<Option<Self>, JsValue> {
        let values = Reflect::get(columns, &name.into())?;
        if values.is_undefined() {
            return Ok(None);
        }
        let values: Array = values
            .dyn_into()
            .map_err(|_| crossing::type_error(&format!("columns: {name} must be an array")))?;
        let joined = String::from(values.join(SEPARATOR));
        let count = values.length() as usize;
        if count > 0 && joined.matches(SEPARATOR).count() + 1 == count {
            return Ok(Some(Self::Joined(joined)));
        }
        crossing::from_object(&values, name).map(|texts| Some(Self::Listed(texts)))
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Joined(joined) => joined.split(SEPARATOR).collect(),
            Self::Listed(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}

/// The control character that is for this, and belongs into no id, address or name.
const SEPARATOR: &str = "\u{1f}";
