//! The options that choose a way for a message.

use clap::Args;
use tidings_core::channel::Channel;
use tidings_core::message::draft::RouteDraft;

/// By which way; the dialect `platform` only.
#[derive(Args, Debug)]
#[command(next_help_heading = "Way (dialect platform)")]
pub(super) struct Way {
    /// The channel: webmessaging, open, sms, whatsapp or apple [default: webmessaging]
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<Channel>,
    /// What it is sent from: a number, a deployment's or an integration's id [default: the
    /// connection's sender of that channel]
    #[arg(
        long,
        value_name = "SENDER",
        default_value = "",
        hide_default_value = true
    )]
    from: String,
    /// The session of the bot that the customer is talking to; quick replies, cards and carousels
    /// arrive as they are only there
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    bot_session: String,
    /// Let it go into a conversation that is under way, where a bot reads it as the customer's
    #[arg(long)]
    join: bool,
}

impl Way {
    pub(super) fn draft(self) -> RouteDraft {
        RouteDraft {
            channel: self.channel,
            from: self.from,
            bot_session: self.bot_session,
            join: self.join,
        }
    }
}
