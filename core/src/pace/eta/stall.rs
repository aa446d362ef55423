//! Why nobody can say when something will be through.

use core::fmt;

use crate::api::{CampaignState, HealthView};

/// What keeps a campaign from going on, so that no time would be honest.
///
/// ```
/// use tidings_core::api::{CampaignState, HealthView};
/// use tidings_core::pace::Stall;
///
/// let stall = Stall::of(CampaignState::Running, &HealthView::Ready, true);
/// assert_eq!(stall, Some(Stall::Stopped));
/// assert_eq!(Stall::of(CampaignState::Running, &HealthView::Ready, false), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stall {
    /// The stop switch is turned.
    Stopped,
    /// Somebody paused the campaign.
    Paused,
    /// Its audience is still being read: nobody knows how many there will be.
    Reading,
    /// Reading its audience broke off.
    Broken,
    /// The platform refuses the connection's credentials.
    CredentialsRefused,
    /// The platform cannot be reached.
    Unreachable,
    /// Sending is paused after a run of failures, until the platform answers again.
    ConnectionPaused,
    /// No process that is running sends this campaign.
    NobodySends,
}

impl Stall {
    /// What stalls a campaign, if anything does: what only a person can mend comes first.
    ///
    /// ```
    /// use tidings_core::api::{CampaignState, HealthView};
    /// use tidings_core::pace::Stall;
    ///
    /// // What only a person can mend comes first.
    /// let health = HealthView::Unreachable { message: "no route".into() };
    /// let stalled = |is_stopped| Stall::of(CampaignState::Running, &health, is_stopped);
    /// assert_eq!((stalled(true), stalled(false)), (Some(Stall::Stopped), Some(Stall::Unreachable)));
    /// ```
    pub const fn of(state: CampaignState, health: &HealthView, is_stopped: bool) -> Option<Self> {
        match (state, health) {
            (CampaignState::Reading, _) => Some(Self::Reading),
            (CampaignState::Broken, _) => Some(Self::Broken),
            (CampaignState::Paused, _) => Some(Self::Paused),
            (CampaignState::Running, _) if is_stopped => Some(Self::Stopped),
            (CampaignState::Running, HealthView::Refused { .. }) => Some(Self::CredentialsRefused),
            (CampaignState::Running, HealthView::Unreachable { .. }) => Some(Self::Unreachable),
            (CampaignState::Running, HealthView::Paused { .. }) => Some(Self::ConnectionPaused),
            (CampaignState::Running, HealthView::Unknown | HealthView::Ready)
            | (CampaignState::Cancelled | CampaignState::Finished, _) => None,
        }
    }

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Paused => "paused",
            Self::Reading => "reading",
            Self::Broken => "broken",
            Self::CredentialsRefused => "credentials_refused",
            Self::Unreachable => "unreachable",
            Self::ConnectionPaused => "connection_paused",
            Self::NobodySends => "nobody_sends",
        }
    }
}

impl fmt::Display for Stall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stopped => "sending is stopped",
            Self::Paused => "the campaign is paused",
            Self::Reading => "its audience is still being read",
            Self::Broken => "reading its audience broke off",
            Self::CredentialsRefused => "the platform refuses the credentials",
            Self::Unreachable => "the platform cannot be reached",
            Self::ConnectionPaused => "sending is paused until the platform answers again",
            Self::NobodySends => "no running process sends it; start it again to go on",
        })
    }
}
