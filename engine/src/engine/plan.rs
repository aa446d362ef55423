//! From a row to the request that sends it.

use sha2::{Digest as _, Sha256};
use tidings_core::message::{Message, Personalized};
use tidings_core::pace::Pace;
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::request::Request;
use tidings_core::retry::{OnServerError, Patience, RetryPolicy};
use tidings_core::violation::Violations;

use crate::ledger::{Campaign, Settlement, Source};
use tidings_core::delivery::DeliveryState;

/// What all rows of a campaign have in common.
#[derive(Debug)]
pub(super) struct Plan {
    /// Nothing when the draft no longer passes the policy.
    message: Result<Message, Violations>,
    /// When an attempt is repeated and given up.
    pub(super) retry: RetryPolicy,
    /// The campaign's own pace.
    pub(super) pace: Option<Pace>,
    policy: Policy,
}

impl Plan {
    pub(super) fn new(campaign: &Campaign, policy: &Policy) -> Self {
        let setting = campaign
            .on_server_error
            .unwrap_or(OnServerError::default_for(campaign.operation));
        let retry = RetryPolicy::for_operation(campaign.operation, setting);
        Self {
            message: campaign.draft.parse(policy),
            retry: match campaign.source {
                Source::Send => retry,
                Source::Notify => retry.with_patience(Patience::Until(campaign.deadline)),
            },
            pace: campaign
                .per_minute
                .and_then(|per_minute| Pace::per_minute(per_minute).ok()),
            policy: policy.clone(),
        }
    }

    /// The message for one recipient.
    ///
    /// # Errors
    /// How the row ends when our own check says no.
    pub(super) fn personalize(
        &self,
        recipient: &Recipient,
    ) -> Result<Personalized, Box<Settlement>> {
        let message = self
            .message
            .as_ref()
            .map_err(|violations| Box::new(refused(violations)))?;
        message
            .personalize(recipient, &self.policy)
            .map_err(|violations| Box::new(refused(&violations)))
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
    hasher.update(&request.target);
    hasher.update(b"\n");
    hasher.update(request.body.as_deref().unwrap_or_default());
    crate::hex(&hasher.finalize())
}
