//! The options of an e-mail or SMS, for one recipient or for an audience.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tidings_core::message::draft::{BodyFormat, OutboundChannel, OutboundDraft};

use crate::exit::Failure;

/// What is said, and by whom.
#[derive(Args, Debug)]
pub(crate) struct Outbound {
    /// The sender's address, verified with Genesys Cloud [default: the connection's sender]
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "",
        hide_default_value = true
    )]
    from: String,
    /// The sender's name
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    from_name: String,
    /// The subject, with placeholders such as {{name | default: "there"}}; e-mail only
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    subject: String,
    #[command(flatten)]
    body: Body,
    /// Where replies go, if not to the sender; e-mail in the dialect platform only
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "",
        hide_default_value = true
    )]
    reply_to: String,
    /// Let an SMS go into a conversation that is under way, where a bot reads it as the customer's;
    /// dialect platform only
    #[arg(long)]
    join: bool,
    /// By which channel
    #[arg(long, value_name = "CHANNEL", value_enum, default_value_t)]
    pub(crate) channel: ChannelName,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct Body {
    /// The body is this HTML file, with placeholders
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The body is this text, with placeholders
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

/// A channel on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChannelName {
    /// To e-mail addresses
    #[default]
    Email,
    /// To phone numbers
    Sms,
}

impl From<ChannelName> for OutboundChannel {
    fn from(name: ChannelName) -> Self {
        match name {
            ChannelName::Email => Self::Email,
            ChannelName::Sms => Self::Sms,
        }
    }
}

impl Outbound {
    /// The draft, without a recipient.
    pub(crate) fn draft(self) -> Result<OutboundDraft, Failure> {
        let (format, body) = match (self.body.html, self.body.text) {
            (Some(file), _) => (BodyFormat::Html, read(&file, "--html")?),
            (None, text) => (BodyFormat::Text, text.unwrap_or_default()),
        };
        Ok(OutboundDraft {
            channel: self.channel.into(),
            from: self.from,
            from_name: self.from_name,
            subject: self.subject,
            format,
            body,
            reply_to: self.reply_to,
            join: self.join,
            ..OutboundDraft::default()
        })
    }
}

/// A file that an option names.
pub(crate) fn read(path: &PathBuf, option: &str) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::arguments(format!("{option} {}: {error}", path.display())))
}
