//! Guide 000's whole job: find customers, write each a message, paced, exactly once.
//!
//! Three steps, each of which can be repeated after a crash: [`open`] the campaign, [`read`] its
//! audience into the ledger, then [`follow`](super::follow::campaign) the engine.

use sha2::{Digest as _, Sha256};
use tidings_core::api::AudienceFilter;
use tidings_core::audience::{AudienceCounts, BreakOff, Verdict};
use tidings_core::message::draft::{Draft, OutboundDraft};
use tidings_core::outcome::Refusal;
use tidings_core::pace::{InvalidPace, Pace};
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::retry::{CAMPAIGN_PATIENCE, OnServerError};
use tidings_core::template::Coverage;
use tidings_core::violation::Violations;

use super::audience::{self, AudienceReader, Shelving};
use super::coverage;
use crate::clock;
use crate::genesys::{Genesys, TokenError};
use crate::id::OwnerId;
use crate::ledger::{
    AudienceProgress, AudienceState, Campaign, Exclusion, Ledger, LedgerError, NewCampaign, Source,
};

/// A campaign over an audience.
#[derive(Clone, Debug)]
pub struct NotifyOrder {
    /// Whom.
    pub audience: AudienceFilter,
    /// What; `to` and `name` stay empty.
    pub draft: OutboundDraft,
    /// The campaign's name; made from the content when absent.
    pub name: Option<String>,
    /// Sends a minute; the connection's pace when absent.
    pub per_minute: Option<u32>,
    /// Where the campaign overrules the rule for 5xx.
    pub on_server_error: Option<OnServerError>,
    /// Starts anew although a campaign of that name and content is finished.
    pub again: bool,
    /// The user, or `cli`.
    pub actor: String,
    /// The process that follows it, so that its engine sends it; `None` under `serve`.
    pub follower: Option<OwnerId>,
}

/// A campaign to go on with.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// It is new.
    New(Campaign),
    /// It was begun before and goes on with its frozen dates and audience.
    Resumed(Campaign),
    /// It is finished, and nothing is sent.
    Finished(Campaign),
}

/// How the reading of an audience ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// All of it was read.
    Complete,
    /// It broke off, and what was read is sent, because that was asked for.
    Partial(BreakOff),
    /// It broke off; nothing is sent, and reading goes on at its page next time.
    Broken(BreakOff),
}

/// What whoever waits for an audience is told meanwhile.
#[derive(Clone, Copy, Debug)]
pub enum Heard<'a> {
    /// A page was read: everybody met so far.
    Page(&'a AudienceCounts),
    /// All that will be written to are known, and nobody was written to yet: who of them has no
    /// value for a placeholder and will be rejected.
    Covered(&'a Coverage),
}

/// The campaign was not opened or read; nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    /// The draft breaks rules.
    #[error("{0}")]
    Violations(Violations),
    /// Nobody can send at that pace.
    #[error(transparent)]
    Pace(#[from] InvalidPace),
    /// The name belongs to a campaign of other content.
    #[error(
        "the campaign {name:?} has another content; choose another --name for this one, or leave the name out"
    )]
    OtherContent {
        /// The name.
        name: String,
    },
    /// The platform refuses the credentials.
    #[error("{0}")]
    Credentials(Refusal),
    /// The ledger could not take it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Opens a campaign: a new one, or the unfinished one of that name and content.
pub async fn open(
    ledger: &Ledger,
    genesys: &Genesys,
    policy: &Policy,
    order: NotifyOrder,
) -> Result<Opened, NotifyError> {
    let connection = genesys.connection();
    let draft = Draft::Outbound(order.draft).with_senders(&connection.senders, connection.dialect);
    let message = draft.parse(policy).map_err(NotifyError::Violations)?;
    connection
        .dialect
        .admit(&message)
        .map_err(|refused| NotifyError::Violations(refused.into()))?;
    order.per_minute.map(Pace::per_minute).transpose()?;
    let hash = content_hash(&connection.name, &order.audience, &draft)?;
    let name = order
        .name
        .unwrap_or_else(|| format!("notify-{}", hash.get(..12).unwrap_or(&hash)));
    if let Some(earlier) = ledger.latest_campaign(&connection.name, &name).await? {
        if earlier.content_hash != hash {
            return Err(NotifyError::OtherContent { name });
        }
        let is_finished = ledger.is_finished(&earlier).await?;
        if !is_finished {
            if let Some(follower) = &order.follower {
                ledger.follow(&earlier.id, follower).await?;
            }
            return Ok(Opened::Resumed(earlier));
        }
        if !order.again {
            return Ok(Opened::Finished(earlier));
        }
    }
    if let Err(TokenError::Refused(refusal)) = genesys.token().await {
        return Err(NotifyError::Credentials(refusal));
    }
    let campaign = NewCampaign {
        connection: connection.name.clone(),
        name: Some(name),
        source: Source::Notify,
        draft,
        content_hash: hash,
        window: Some(audience::last_days(order.audience.days)),
        min_sessions: order.audience.min_sessions,
        per_minute: order.per_minute,
        on_server_error: order.on_server_error,
        deadline: clock::now().saturating_add(CAMPAIGN_PATIENCE),
        created_by: order.actor,
        follower: order.follower,
    };
    Ok(Opened::New(ledger.create_campaign(campaign).await?))
}

/// Reads what is left of a campaign's audience into the ledger, each page with its checkpoint.
/// `told` hears of each page, and who has no value for a placeholder. Then the engine begins to
/// send: when the audience is complete, or in part where `partial` says so.
pub async fn read(
    ledger: &Ledger,
    genesys: &Genesys,
    policy: &Policy,
    campaign: &Campaign,
    partial: bool,
    mut told: impl FnMut(Heard<'_>),
) -> Result<Reading, NotifyError> {
    if campaign.audience == AudienceState::Complete {
        return Ok(Reading::Complete);
    }
    let mut reader = reader(ledger, genesys, campaign)?;
    loop {
        match reader.next_page().await {
            Ok(Some(verdicts)) => {
                append(ledger, campaign, &reader, verdicts).await?;
                told(Heard::Page(reader.counts()));
            }
            Ok(None) => {
                if let Some(coverage) = coverage::of_campaign(ledger, campaign, policy).await? {
                    told(Heard::Covered(&coverage));
                }
                finish(ledger, campaign, &reader, AudienceState::Complete, None).await?;
                reader.discard().await;
                return Ok(Reading::Complete);
            }
            Err(reason) => {
                let state = if partial {
                    if let Some(coverage) = coverage::of_campaign(ledger, campaign, policy).await? {
                        told(Heard::Covered(&coverage));
                    }
                    AudienceState::Partial
                } else {
                    AudienceState::Broken
                };
                finish(ledger, campaign, &reader, state, Some(&reason)).await?;
                if partial {
                    reader.discard().await;
                    return Ok(Reading::Partial(reason));
                }
                return Ok(Reading::Broken(reason));
            }
        }
    }
}

fn reader(
    ledger: &Ledger,
    genesys: &Genesys,
    campaign: &Campaign,
) -> Result<AudienceReader, LedgerError> {
    let Draft::Outbound(draft) = &campaign.draft else {
        let error = format!("campaign {} has no audience", campaign.id);
        return Err(LedgerError::Content(error));
    };
    let window = campaign.window.unwrap_or(audience::last_days(0));
    let criteria = audience::criteria(draft.channel, campaign.min_sessions);
    let file = format!("audience-{}.db", campaign.id);
    let shelving = Shelving::Kept(ledger.location().folder().join(file));
    let mark = campaign.cursor.as_deref();
    Ok(AudienceReader::resume(
        genesys.clone(),
        window,
        criteria,
        mark,
        shelving,
    )?)
}

async fn append(
    ledger: &Ledger,
    campaign: &Campaign,
    reader: &AudienceReader,
    verdicts: Vec<Verdict>,
) -> Result<(), LedgerError> {
    let (mut rows, mut exclusions) = (Vec::new(), Vec::new());
    for verdict in verdicts {
        match verdict {
            Verdict::Eligible(customer) => rows.push(Recipient::from(customer)),
            Verdict::Excluded { row, reason } => exclusions.push(Exclusion {
                customer: row.id,
                address: row.address,
                reason: reason.code().to_owned(),
            }),
        }
    }
    let progress = progress(reader, AudienceState::Reading, None)?;
    ledger
        .append_page(&campaign.id, rows, exclusions, progress)
        .await?;
    Ok(())
}

async fn finish(
    ledger: &Ledger,
    campaign: &Campaign,
    reader: &AudienceReader,
    state: AudienceState,
    reason: Option<&BreakOff>,
) -> Result<(), LedgerError> {
    let progress = progress(reader, state, reason)?;
    ledger
        .append_page(&campaign.id, Vec::new(), Vec::new(), progress)
        .await?;
    Ok(())
}

fn progress(
    reader: &AudienceReader,
    state: AudienceState,
    reason: Option<&BreakOff>,
) -> Result<AudienceProgress, LedgerError> {
    Ok(AudienceProgress {
        state,
        cursor: Some(reader.mark()?),
        error: reason.map(ToString::to_string),
    })
}

fn content_hash(
    connection: &str,
    audience: &AudienceFilter,
    draft: &Draft,
) -> Result<String, LedgerError> {
    let content = serde_json::json!({
        "connection": connection,
        "days": audience.days,
        "minSessions": audience.min_sessions,
        "draft": serde_json::to_value(draft)?,
    });
    Ok(crate::hex(&Sha256::digest(content.to_string())))
}
