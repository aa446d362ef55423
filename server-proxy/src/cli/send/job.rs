//! The five jobs, from arguments to drafts.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use tidings_core::message::draft::{
    AttachmentDraft, Draft, GreetDraft, GuestDraft, OutboundDraft, ProactiveDraft, SenderType,
    StructuredDraft,
};
use tidings_core::message::{DEFAULT_GREETING, Reading};
use tidings_engine::genesys::Genesys;

use super::canned::Canned;
use super::guest::Through;
use super::route::Way;
use crate::cli::outbound::{Outbound, read};
use crate::exit::Failure;

/// What is sent.
#[derive(Debug, Subcommand)]
pub(super) enum Job {
    /// Send an e-mail or SMS to an address
    Outbound(OutboundJob),
    /// Send a text to a web messaging contact whose session is still open
    Proactive(ProactiveJob),
    /// Greet a returning customer in a new web chat, after looking the earlier one up
    Greeting(GreetingJob),
    /// Send quick replies, a card, a carousel, media or a location to an open messaging contact
    Structured(StructuredJob),
    /// Check a guest's message and transmit it
    Guest(GuestJob),
}

#[derive(Args, Debug)]
pub(super) struct OutboundJob {
    /// The recipient's address: an e-mail address, or a phone number as +4930123456; several, each
    /// sent a message of their own, with commas between them or by repeating this
    #[arg(long, value_name = "ADDRESS", value_delimiter = ',', required = true)]
    to: Vec<String>,
    /// The recipient's name, for {{name}}
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    name: String,
    #[command(flatten)]
    message: Outbound,
}

#[derive(Args, Debug)]
pub(super) struct ProactiveJob {
    /// The contact id that the site stored when the widget first connected
    #[arg(long, value_name = "ID")]
    contact: String,
    /// The text
    #[arg(long, value_name = "TEXT")]
    text: String,
    /// Show it as an automated message or as an agent's
    #[arg(long = "as", value_name = "SENDER", value_enum, default_value_t)]
    sender: Sender,
    #[command(flatten)]
    way: Way,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Sender {
    #[default]
    Bot,
    Agent,
}

#[derive(Args, Debug)]
pub(super) struct GreetingJob {
    /// The new conversation
    #[arg(long, value_name = "ID")]
    conversation: String,
    /// The earlier conversation, where the customer's e-mail address stands
    #[arg(long, value_name = "ID")]
    previous: String,
    /// The participant id of the agent or bot that greets
    #[arg(long, value_name = "ID")]
    agent: String,
    /// The greeting; {{name}} is the part of the e-mail address before the @
    #[arg(long, value_name = "TEMPLATE", default_value = DEFAULT_GREETING)]
    text: String,
}

#[derive(Args, Debug)]
pub(super) struct StructuredJob {
    /// The open messaging contact; not a conversation id
    #[arg(long, value_name = "ID")]
    contact: String,
    /// The message as JSON: {"type":"message","content":{…}} or the content object alone
    #[arg(
        long,
        value_name = "FILE.json",
        required_unless_present = "response",
        conflicts_with = "response"
    )]
    message: Option<PathBuf>,
    #[command(flatten)]
    canned: Canned,
    #[command(flatten)]
    way: Way,
}

#[derive(Args, Debug)]
pub(super) struct GuestJob {
    /// The guest who speaks
    #[arg(long, value_name = "ID")]
    guest: String,
    /// The conversation spoken into; not needed where an integration finds it by the guest
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    conversation: String,
    /// The text, at most 4096 bytes of UTF-8
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true,
        required_unless_present_any = ["typing", "tap", "receipt"]
    )]
    text: String,
    /// The text is HTML
    #[arg(long)]
    html: bool,
    /// A file that goes with it: address, media type, name and size in bytes; may be repeated
    #[arg(long, value_name = "URL,TYPE,NAME,BYTES", value_parser = attachment)]
    attach: Vec<AttachmentDraft>,
    /// Ask for no read receipt
    #[arg(long)]
    no_read_receipt: bool,
    #[command(flatten)]
    through: Through,
}

impl Job {
    /// Looks up what the message is made of, where it is kept by the organization.
    pub(super) async fn look_up(&mut self, genesys: &Genesys) -> Result<(), Failure> {
        match self {
            Self::Structured(job) => job.canned.look_up(genesys).await,
            _ => Ok(()),
        }
    }

    /// The drafts, one a recipient, as somebody typed them; what is wrong with them is the core's
    /// question.
    pub(super) fn drafts(self) -> Result<Vec<Reading>, Failure> {
        let draft = match self {
            Self::Outbound(job) => return job.drafts(),
            Self::Structured(job) => return Ok(vec![job.draft()?]),
            Self::Proactive(job) => Draft::Proactive(ProactiveDraft {
                contact_id: job.contact,
                sender: match job.sender {
                    Sender::Bot => SenderType::Bot,
                    Sender::Agent => SenderType::Agent,
                },
                text: job.text,
                route: job.way.draft(),
            }),
            Self::Greeting(job) => Draft::Greet(GreetDraft {
                conversation_id: job.conversation,
                previous_conversation_id: job.previous,
                agent_id: job.agent,
                text: job.text,
            }),
            Self::Guest(job) => Draft::Guest(GuestDraft {
                guest_id: job.guest,
                conversation_id: job.conversation,
                html: job.html,
                text: job.text,
                attachments: job.attach,
                read_receipt: !job.no_read_receipt,
                integration: job.through.integration.clone(),
                act: job.through.act(),
            }),
        };
        Ok(vec![draft.into()])
    }
}

impl StructuredJob {
    fn draft(self) -> Result<Reading, Failure> {
        let content = match (self.message, self.canned.content) {
            (_, Some(content)) => Draft::Structured(StructuredDraft {
                content,
                ..StructuredDraft::default()
            })
            .into(),
            (Some(file), None) => Draft::read_message(&read(&file, "--message")?),
            (None, None) => return Err(Failure::arguments("give --message or --response")),
        };
        Ok(content.map(|draft| match draft {
            Draft::Structured(draft) => Draft::Structured(StructuredDraft {
                contact_id: self.contact,
                route: self.way.draft(),
                ..draft
            }),
            other => other,
        }))
    }
}

impl OutboundJob {
    fn drafts(self) -> Result<Vec<Reading>, Failure> {
        let mut draft = self.message.draft()?;
        draft.name = self.name;
        let to = |to: String| OutboundDraft {
            to: to.trim().to_owned(),
            ..draft.clone()
        };
        let drafts = self.to.into_iter().map(to).map(Draft::Outbound);
        Ok(drafts.map(Reading::from).collect())
    }
}

/// Reads `URL,TYPE,NAME,BYTES` from its end: an address may hold commas.
fn attachment(text: &str) -> Result<AttachmentDraft, String> {
    let parts: Vec<&str> = text.rsplitn(4, ',').collect();
    let [size, file_name, content_type, url] = parts.as_slice() else {
        return Err("write URL,TYPE,NAME,BYTES with three commas".to_owned());
    };
    Ok(AttachmentDraft {
        content_type: content_type.trim().to_owned(),
        url: url.trim().to_owned(),
        file_name: file_name.trim().to_owned(),
        size: size
            .trim()
            .parse()
            .map_err(|_| format!("{size:?} is no number of bytes"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_s_address_may_hold_commas() {
        let draft = attachment("https://a.example/x,y.png,image/png,y.png,1000").unwrap();
        assert_eq!(draft.url, "https://a.example/x,y.png");
        assert_eq!(
            (draft.content_type.as_str(), draft.size),
            ("image/png", 1000)
        );
        assert!(attachment("https://a.example/x.png,image/png,1000").is_err());
        assert!(attachment("https://a.example/x.png,image/png,x.png,many").is_err());
    }
}
