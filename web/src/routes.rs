//! The pages' addresses. Links are made from [`Page`], so none can be mistyped.

use std::fmt;

use tidings_core::api::DeliveryView;
use tidings_core::operation::Operation;

use crate::api::encode;

/// The jobs of Compose in the order of the guides, as they are called on the page.
pub const JOBS: [(Operation, &str); 5] = [
    (Operation::Outbound, "Notify recent customers"),
    (Operation::Proactive, "Proactive text"),
    (Operation::Greet, "Greet a returning customer"),
    (Operation::Structured, "Structured message"),
    (Operation::Guest, "Guest message"),
];

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Write and send.
    Compose(Operation),
    /// What was sent and how it ended.
    Activity,
    /// Every connection.
    Connections,
    /// One connection, by name.
    Connection(String),
    /// Who is never written to.
    Suppressions,
    /// Spend a one-time link.
    Setup,
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compose(operation) => write!(f, "/compose/{operation}"),
            Self::Activity => f.write_str("/activity"),
            Self::Connections => f.write_str("/connections"),
            Self::Connection(name) => write!(f, "/connections/{}", encode(name)),
            Self::Suppressions => f.write_str("/suppressions"),
            Self::Setup => f.write_str("/setup"),
        }
    }
}

/// What a job is called on the page.
pub fn job_name(operation: Operation) -> &'static str {
    JOBS.iter()
        .find(|(job, _)| *job == operation)
        .map_or(operation.name(), |(_, name)| *name)
}

/// Where a sandbox shows a delivery as its guest sees it.
pub fn messenger_address(messenger_url: &str, delivery: &DeliveryView) -> Option<String> {
    let (parameter, value) = match delivery.operation {
        Operation::Outbound => ("address", &delivery.target),
        Operation::Proactive | Operation::Structured => ("contact", &delivery.target),
        // Their messages belong to a conversation; the delivery does not name its guest.
        _ => return None,
    };
    Some(format!("{messenger_url}?{parameter}={}", encode(value)))
}

/// Where something can be done about a refusal of our own, and what the way there is called.
pub fn way_on(code: Option<&str>, connection: &str) -> Option<(String, &'static str)> {
    match code? {
        "rehearsal" => Some((
            format!("{}#allow-list", Page::Connection(connection.to_owned())),
            "See the allow-list",
        )),
        "suppressed" => Some((Page::Suppressions.to_string(), "See the suppression list")),
        _ => None,
    }
}
