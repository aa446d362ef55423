//! The options of a guest who speaks through open messaging.

use clap::{Args, ValueEnum};
use tidings_core::message::draft::{GuestActDraft, ReceiptStatus};

/// A guest who speaks through open messaging; the dialect `platform` only.
#[derive(Args, Debug)]
#[command(next_help_heading = "Open messaging (dialect platform)")]
pub(super) struct Through {
    /// The integration spoken through [default: the connection's sender for open messaging]
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub(super) integration: String,
    /// Say that the guest is typing, instead of a text
    #[arg(long, conflicts_with_all = ["text", "tap", "receipt"])]
    typing: bool,
    /// Tap the choice with this text, instead of a text of one's own
    #[arg(
        long,
        value_name = "TEXT",
        requires_all = ["payload", "of"],
        conflicts_with_all = ["text", "receipt"]
    )]
    tap: Option<String>,
    /// The value behind the choice
    #[arg(long, value_name = "VALUE", requires = "tap")]
    payload: Option<String>,
    /// Report what became of a message, instead of a text
    #[arg(
        long,
        value_name = "STATUS",
        value_enum,
        requires = "of",
        conflicts_with = "text"
    )]
    receipt: Option<ReceiptName>,
    /// The message that is tapped or reported
    #[arg(long, value_name = "MESSAGE")]
    of: Option<String>,
}

/// A receipt on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReceiptName {
    Sent,
    Delivered,
    Failed,
    Published,
    Removed,
}

impl From<ReceiptName> for ReceiptStatus {
    fn from(name: ReceiptName) -> Self {
        match name {
            ReceiptName::Sent => Self::Sent,
            ReceiptName::Delivered => Self::Delivered,
            ReceiptName::Failed => Self::Failed,
            ReceiptName::Published => Self::Published,
            ReceiptName::Removed => Self::Removed,
        }
    }
}

impl Through {
    pub(super) fn act(self) -> GuestActDraft {
        let message_id = self.of.unwrap_or_default();
        match (self.tap, self.receipt) {
            (Some(text), _) => GuestActDraft::Tap {
                text,
                payload: self.payload.unwrap_or_default(),
                message_id,
            },
            (None, Some(status)) => GuestActDraft::Receipt {
                message_id,
                status: status.into(),
            },
            (None, None) if self.typing => GuestActDraft::Typing,
            (None, None) => GuestActDraft::Message,
        }
    }
}
