//! From a row to the request that sends it.

use sha2::{Digest as _, Sha256};
use tidings_core::channel::Channel;
use tidings_core::dialect::Dialect;
use tidings_core::message::draft::{Draft, OutboundChannel, ProactiveDraft, StructuredDraft};
use tidings_core::message::{Message, Personalized};
use tidings_core::pace::{BudgetName, Pace};
use tidings_core::policy::Policy;
use tidings_core::recipient::{Recipient, RecipientKey};
use tidings_core::request::Request;
use tidings_core::retry::{OnServerError, Patience, RetryPolicy};
use tidings_core::violation::Violations;

use crate::clock;
use crate::connection::Connection;
use crate::genesys::Toll;
use crate::ledger::{Campaign, Settlement, Source};
use tidings_core::delivery::DeliveryState;

/// What all rows of a campaign have in common.
#[derive(Debug)]
pub(super) struct Plan {
    /// Nothing when the draft no longer passes the policy.
    message: Result<Message, Violations>,
    /// When an attempt is repeated and given up.
    pub(super) retry: RetryPolicy,
    /// What an attempt has to pass.
    pub(super) toll: Toll,
    /// The bot's session that it is said into.
    pub(super) session: Option<RecipientKey>,
    policy: Policy,
    dialect: Dialect,
    is_sandbox: bool,
}

impl Plan {
    pub(super) fn new(campaign: &Campaign, policy: &Policy, connection: &Connection) -> Self {
        let dialect = connection.dialect;
        let setting = campaign
            .on_server_error
            .unwrap_or(OnServerError::default_for(dialect, campaign.operation));
        let retry = RetryPolicy::for_operation(dialect, campaign.operation, setting);
        Self {
            message: campaign.draft.parse(policy),
            retry: match campaign.source {
                Source::Send => retry,
                Source::Notify => retry.with_patience(Patience::Until(campaign.deadline)),
            },
            toll: toll(campaign, dialect),
            session: campaign.draft.session(),
            policy: policy.clone(),
            dialect,
            is_sandbox: connection.is_sandbox(),
        }
    }

    /// The message for one recipient.
    ///
    /// # Errors
    /// How the row ends when our own check says no.
    pub(super) fn personalize<'a>(
        &'a self,
        recipient: &'a Recipient,
    ) -> Result<Personalized<'a>, Box<Settlement>> {
        let message = self
            .message
            .as_ref()
            .map_err(|violations| Box::new(refused(violations)))?;
        message
            .personalize(recipient, &self.policy)
            .map_err(|violations| Box::new(refused(&violations)))
    }

    /// The request that sends a message.
    ///
    /// # Errors
    /// How the row ends when the dialect cannot carry it.
    pub(super) fn request(
        &self,
        personalized: &Personalized<'_>,
    ) -> Result<Request, Box<Settlement>> {
        match self.dialect.carry(personalized, self.is_sandbox) {
            Ok(carried) => Ok(carried.request(clock::now())),
            Err(not_carried) => Err(Box::new(refused(&not_carried.into()))),
        }
    }
}

/// The budgets that apply to every row of a campaign.
pub(crate) fn toll(campaign: &Campaign, dialect: Dialect) -> Toll {
    let pace = campaign
        .per_minute
        .and_then(|per_minute| Pace::per_minute(per_minute).ok());
    let mut names = vec![BudgetName::Client, BudgetName::Cap];
    names.extend(pace.map(|_| BudgetName::Campaign(campaign.id.to_string())));
    if dialect != Dialect::Guides {
        names.extend(channel_budget(&campaign.draft));
    }
    Toll {
        names: names.into(),
        pace,
    }
}

/// The budget of the channel that a message goes by, where that has one.
fn channel_budget(draft: &Draft) -> Option<BudgetName> {
    match draft {
        Draft::Outbound(outbound) => Some(match outbound.channel {
            OutboundChannel::Email => BudgetName::OrganizationEmail,
            OutboundChannel::Sms => BudgetName::of_sender(&outbound.from),
        }),
        Draft::Proactive(ProactiveDraft { route, .. })
        | Draft::Structured(StructuredDraft { route, .. }) => {
            (route.channel == Some(Channel::Sms)).then(|| BudgetName::of_sender(&route.from))
        }
        Draft::Greet(_) | Draft::Guest(_) => None,
    }
}

/// Our own check said no.
fn refused(violations: &Violations) -> Settlement {
    let mut settlement = Settlement::to(DeliveryState::Rejected);
    let all: Vec<_> = violations.iter().map(ToString::to_string).collect();
    settlement.code = violations
        .iter()
        .next()
        .map(|violation| violation.code.name().to_owned());
    settlement.reason = Some(all.join("; "));
    settlement.hint = Some("nothing was sent; mend the message or the recipient".to_owned());
    settlement
}

/// What the ledger keeps of a request: it names the request without repeating it.
pub(super) fn hash(request: &Request) -> String {
    let mut hasher = Sha256::new();
    hasher.update(request.method.as_str());
    hasher.update(b" ");
    hasher.update(request.target.as_bytes());
    hasher.update(b"\n");
    hasher.update(request.body.as_deref().unwrap_or_default());
    crate::hex(&hasher.finalize())
}
