//! What the organization has set up: ids that are the same in every sandbox, so that configurations
//! and tests can name them.

use serde_json::{Value, json};

/// The organization.
pub const ORGANIZATION_ID: &str = "00000000-0000-4000-8000-000000000001";
/// Its name, which somebody types to let a connection send for real.
pub const ORGANIZATION_NAME: &str = "Tidings Sandbox";
/// The one division that everything belongs to.
pub const DIVISION_ID: &str = "00000000-0000-4000-8000-000000000002";
/// The role of the client that may do everything.
pub const CONSOLE_ROLE_ID: &str = "00000000-0000-4000-8000-0000000000b1";
/// The role of the client that only reads.
pub const READER_ROLE_ID: &str = "00000000-0000-4000-8000-0000000000b2";

/// Web messaging deployment `Web shop`: active, with a flow, identity resolution on.
pub const WEB_SHOP: &str = "00000000-0000-4000-8000-0000000000d1";
/// Deployment `Kiosk`: active, but without identity resolution its guests have no contact.
pub const KIOSK: &str = "00000000-0000-4000-8000-0000000000d2";
/// Deployment `Old shop`: inactive.
pub const OLD_SHOP: &str = "00000000-0000-4000-8000-0000000000d3";
/// Open messaging integration `Field app`: completed, with a flow.
pub const FIELD_APP: &str = "00000000-0000-4000-8000-0000000000e1";
/// `WhatsApp` integration: active.
pub const WHATSAPP: &str = "00000000-0000-4000-8000-0000000000f1";
/// Apple Messages integration: active.
pub const APPLE: &str = "00000000-0000-4000-8000-0000000000a1";
/// The inbound message flow behind all of them.
pub const FLOW_ID: &str = "00000000-0000-4000-8000-0000000000c1";
/// The configuration of the web messaging deployments.
pub const WEB_CONFIGURATION_ID: &str = "00000000-0000-4000-8000-0000000000c2";
/// The profile of media types that all senders use.
pub const SUPPORTED_CONTENT_ID: &str = "00000000-0000-4000-8000-0000000000c3";
/// The messaging setting that all senders use.
pub const MESSAGING_SETTING_ID: &str = "00000000-0000-4000-8000-0000000000c4";

/// A local US number: one SMS a second.
pub const SMS_LOCAL: &str = "+13175550100";
/// A toll-free number: three SMS a second.
pub const SMS_TOLL_FREE: &str = "+18005550100";
/// A German mobile number: ten SMS a second.
pub const SMS_MOBILE_DE: &str = "+4930555000";
/// A number that was given up.
pub const SMS_INACTIVE: &str = "+13175550199";

/// The outbound mail domain with everything verified.
pub const MAIL_DOMAIN: &str = "mail.sandbox.example";
/// An outbound mail domain with nothing verified yet.
pub const MAIL_DOMAIN_NEW: &str = "new.sandbox.example";

/// The library of canned responses.
pub const LIBRARY_ID: &str = "00000000-0000-4000-8000-000000000010";
/// The text `Order shipped` with the substitutions `first_name` and `order`.
pub const RESPONSE_TEXT: &str = "00000000-0000-4000-8000-000000000011";
/// The approved `WhatsApp` template `order_shipped` with the body parameters `first_name`, `order`.
pub const TEMPLATE_APPROVED: &str = "00000000-0000-4000-8000-000000000012";
/// The `WhatsApp` template `winter_sale`, which Meta has not approved yet.
pub const TEMPLATE_PENDING: &str = "00000000-0000-4000-8000-000000000013";

/// The division, as things that belong to it name it.
pub(crate) fn division() -> Value {
    json!({
        "id": DIVISION_ID,
        "name": "Home",
        "selfUri": format!("/api/v2/authorization/divisions/{DIVISION_ID}"),
    })
}

/// When everything here was set up.
pub(crate) const SET_UP: &str = "2026-01-05T09:00:00.000Z";
