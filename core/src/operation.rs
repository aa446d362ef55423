//! Every upstream call this project can make. What is not here cannot be called or forwarded.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// One kind of upstream call, named as the sandbox's ledger and every report name it.
///
/// ```
/// use tidings_core::operation::Operation;
///
/// assert_eq!("greet".parse(), Ok(Operation::Greet));
/// assert_eq!(Operation::Greet.to_string(), "greet");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Operation {
    /// Find the customers who used web messaging lately (G0).
    Audience,
    /// Send an e-mail or SMS to an address (G0).
    Outbound,
    /// Send a proactive text to a known web messaging contact (G1).
    Proactive,
    /// Look up an earlier web chat (G2).
    History,
    /// Greet a returning customer in a new web chat (G2).
    Greet,
    /// Look up an open messaging contact (G3).
    Contact,
    /// Send a structured message to a contact (G3).
    Structured,
    /// Transmit a guest's message (G4).
    Guest,
    /// Read whose token it is, what its roles grant, the organization, its clock. `platform` only,
    /// as all that follow.
    Organization,
    /// List what can be sent from: deployments, integrations, numbers, domains, canned responses.
    Senders,
    /// Read the limits in force.
    Limits,
    /// Read many external contacts at once.
    Contacts,
    /// Look up what became of a message.
    Status,
    /// Tell open messaging that a guest is typing.
    Event,
    /// Tell open messaging what became of a message that it sent out.
    Receipt,
    /// Pass on a guest's tap on a button or choice.
    Reply,
}

impl Operation {
    /// Every operation: those of the guides in their order, then what only the published API
    /// has.
    pub const ALL: [Self; 16] = [
        Self::Audience,
        Self::Outbound,
        Self::Proactive,
        Self::History,
        Self::Greet,
        Self::Contact,
        Self::Structured,
        Self::Guest,
        Self::Organization,
        Self::Senders,
        Self::Limits,
        Self::Contacts,
        Self::Status,
        Self::Event,
        Self::Receipt,
        Self::Reply,
    ];

    /// The name used in JSON, in the ledger and in the sandbox's control calls.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Outbound => "outbound",
            Self::Proactive => "proactive",
            Self::History => "history",
            Self::Greet => "greet",
            Self::Contact => "contact",
            Self::Structured => "structured",
            Self::Guest => "guest",
            Self::Organization => "organization",
            Self::Senders => "senders",
            Self::Limits => "limits",
            Self::Contacts => "contacts",
            Self::Status => "status",
            Self::Event => "event",
            Self::Receipt => "receipt",
            Self::Reply => "reply",
        }
    }

    /// Whether the call changes something upstream, so that repeating it blindly could reach
    /// somebody twice.
    ///
    /// ```
    /// use tidings_core::operation::Operation;
    ///
    /// assert!(Operation::Receipt.is_send());
    /// assert!(!Operation::Audience.is_send());
    /// ```
    pub const fn is_send(self) -> bool {
        match self {
            Self::Audience
            | Self::History
            | Self::Contact
            | Self::Organization
            | Self::Senders
            | Self::Limits
            | Self::Contacts
            | Self::Status => false,
            Self::Outbound
            | Self::Proactive
            | Self::Greet
            | Self::Structured
            | Self::Guest
            | Self::Event
            | Self::Receipt
            | Self::Reply => true,
        }
    }

    /// Whether the operation's own guide says to repeat a send after a 5xx (G1 and G4 do). A read
    /// may always be repeated.
    ///
    /// ```
    /// use tidings_core::operation::Operation;
    ///
    /// assert!(Operation::Guest.repeats_server_errors());
    /// assert!(Operation::History.repeats_server_errors());
    /// assert!(!Operation::Outbound.repeats_server_errors());
    /// ```
    pub const fn repeats_server_errors(self) -> bool {
        matches!(self, Self::Proactive | Self::Guest) || !self.is_send()
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is the name of no operation.
///
/// ```
/// use tidings_core::operation::Operation;
///
/// let error = "delete".parse::<Operation>().unwrap_err();
/// assert!(error.to_string().starts_with(r#"unknown operation "delete"; known are audience,"#));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown operation {0:?}; known are audience, outbound, proactive, history, greet, contact, structured, guest, organization, senders, limits, contacts, status, event, receipt, reply"
)]
pub struct UnknownOperation(String);

impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|operation| operation.name() == text)
            .ok_or_else(|| UnknownOperation(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn every_name_reads_back_and_is_the_serialized_form() {
        for operation in Operation::ALL {
            assert_eq!(operation.name().parse(), Ok(operation));
            let json = serde_json::to_string(&operation).unwrap();
            assert_eq!(json, format!("\"{operation}\""));
        }
        assert!("greeting".parse::<Operation>().is_err());
    }
}
