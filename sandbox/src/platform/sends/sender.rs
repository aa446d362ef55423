//! `fromAddress`: what each channel can send from.

use serde_json::Value;

use crate::fields;
use crate::platform::directory::{
    APPLE, FIELD_APP, KIOSK, OLD_SHOP, SMS_INACTIVE, SMS_LOCAL, SMS_MOBILE_DE, SMS_TOLL_FREE,
    WEB_SHOP, WHATSAPP,
};
use crate::platform::portrait::MessageType;
use crate::refusal::Refusal;

/// A sender that is ready.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sender<'a> {
    pub(super) address: &'a str,
    /// SMS a second, for numbers.
    pub(super) per_second: Option<u32>,
}

/// Reads the sender of an agentless message.
pub(super) fn read(body: &Value, kind: MessageType) -> Result<Sender<'_>, Refusal> {
    let address = fields::text(body, FIELD)?;
    match kind {
        MessageType::Sms => number(address),
        MessageType::WebMessaging => deployment(address),
        MessageType::Open => integration(address, FIELD_APP, "open"),
        MessageType::WhatsApp => integration(address, WHATSAPP, "whatsapp"),
        MessageType::Apple => integration(address, APPLE, "apple"),
    }
}

/// SMS a second (`PLATFORM-API` §13).
fn number(address: &str) -> Result<Sender<'_>, Refusal> {
    let per_second = match address {
        SMS_LOCAL => 1,
        SMS_TOLL_FREE => 3,
        SMS_MOBILE_DE => 10,
        SMS_INACTIVE => {
            return refuse(format!("The phone number {address} is not active"));
        }
        _ => {
            return refuse(format!(
                "{address} is not a phone number provisioned for this organization"
            ));
        }
    };
    Ok(Sender {
        address,
        per_second: Some(per_second),
    })
}

fn deployment(address: &str) -> Result<Sender<'_>, Refusal> {
    match address {
        WEB_SHOP => Ok(Sender {
            address,
            per_second: None,
        }),
        KIOSK => refuse(format!(
            "Identity resolution is not enabled for deployment {address}: its guests cannot be \
             addressed by an external contact"
        )),
        OLD_SHOP => refuse(format!("The deployment {address} is not active")),
        _ => Err(
            Refusal::not_found(format!("Deployment {address} not found"))
                .about("deployment", address),
        ),
    }
}

fn integration<'a>(address: &'a str, known: &str, kind: &str) -> Result<Sender<'a>, Refusal> {
    if address == known {
        return Ok(Sender {
            address,
            per_second: None,
        });
    }
    Err(
        Refusal::not_found(format!("There is no {kind} integration {address}"))
            .about("integration", address),
    )
}

fn refuse<T>(message: String) -> Result<T, Refusal> {
    Err(Refusal::field(FIELD, message))
}

const FIELD: &str = "/fromAddress";
