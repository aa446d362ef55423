use std::fmt;

use serde::{Deserialize, Serialize};

/// A job, or what the published API is asked for besides, as ledger, statistics and faults name it.
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
    /// What became of messages.
    Status,
    /// External contacts.
    Contacts,
    /// Deployments, integrations, numbers and mail domains to send from.
    Senders,
    /// Token, organization, roles and clients.
    Organization,
    /// Limits in force and calls counted.
    Limits,
    /// Responses, supported content, triggers and other things set up by an admin.
    Directory,
    /// Notification channels and their subscriptions.
    Notifications,
    /// An event that an open messaging integration reports.
    Event,
    /// A receipt that an open messaging integration reports.
    Receipt,
    /// An answer to a structured message that an open messaging integration reports.
    Reply,
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
            Self::Status => "status",
            Self::Contacts => "contacts",
            Self::Senders => "senders",
            Self::Organization => "organization",
            Self::Limits => "limits",
            Self::Directory => "directory",
            Self::Notifications => "notifications",
            Self::Event => "event",
            Self::Receipt => "receipt",
            Self::Reply => "reply",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
