use std::fmt;

use serde::{Deserialize, Serialize};

/// A job of the guides, as ledger, statistics and faults name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// Guide 000: who wrote lately.
    Audience,
    /// Guide 000: an e-mail or SMS to a customer.
    Outbound,
    /// Guide 001: a text to a known web messaging contact.
    Proactive,
    /// Guide 002: an earlier web chat.
    History,
    /// Guide 002: the greeting in a new web chat.
    Greet,
    /// Guide 003: a messaging contact, or the list of them.
    Contact,
    /// Guide 003: a structured message.
    Structured,
    /// Guide 004: a guest's message.
    Guest,
}

impl Operation {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Outbound => "outbound",
            Self::Proactive => "proactive",
            Self::History => "history",
            Self::Greet => "greet",
            Self::Contact => "contact",
            Self::Structured => "structured",
            Self::Guest => "guest",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
