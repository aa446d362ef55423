//! Handing a draft over to the console, once, however often the page is reloaded on the way.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tidings_core::api::{CampaignView, Change, DeliveryView, Resolution, Resolve};
use tidings_core::operation::Operation;

use super::kept::{Kept, Parcel, Sent};
use crate::api::retry::until_answered;
use crate::api::{Api, ApiError, use_api};
use crate::browser;
use crate::live::use_live;

/// How the sending of a draft stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stage {
    /// Being written.
    Writing,
    /// Handed over; no answer yet.
    UnderWay,
    /// In the ledger.
    Sent(Box<DeliveryView>),
    /// A campaign in the ledger.
    Started(Box<CampaignView>),
    /// The console would not take it, or could not be reached.
    Refused(ApiError),
}

/// The sending of one draft.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    api: Api,
    stage: RwSignal<Stage>,
    key: RwSignal<String>,
    parcel: RwSignal<Option<Parcel>>,
    sent: RwSignal<Option<Sent>>,
    trouble: RwSignal<Option<String>>,
}

impl Desk {
    /// As kept for this tab, or with a key of its own.
    pub(super) fn open(kept: Option<&Kept>) -> Self {
        let key = kept.map_or_else(browser::random_key, |kept| kept.key.clone());
        let desk = Self {
            api: use_api(),
            stage: RwSignal::new(Stage::Writing),
            key: RwSignal::new(key),
            parcel: RwSignal::new(kept.and_then(|kept| kept.parcel.clone())),
            sent: RwSignal::new(kept.and_then(|kept| kept.sent.clone())),
            trouble: RwSignal::new(None),
        };
        let live = use_live();
        live.listen(move |change| desk.follow(change));
        Effect::new(move |before: Option<()>| {
            live.track_gaps();
            if let (Some(()), Some(sent)) = (before, desk.sent.get_untracked()) {
                spawn_local(async move { desk.look_up(sent).await });
            }
        });
        desk
    }

    /// Goes on where a reload broke off.
    pub(super) fn resume(self, kept: Option<Kept>) {
        let Some(kept) = kept else { return };
        if let Some(parcel) = kept.parcel {
            self.hand_over(parcel);
        } else if let Some(sent) = kept.sent {
            spawn_local(async move { self.look_up(sent).await });
        }
    }

    /// How it stands.
    pub(super) const fn stage(self) -> RwSignal<Stage> {
        self.stage
    }

    /// What stands in the way at the moment: of sending, of a retry, of a resolution.
    pub(super) const fn trouble(self) -> RwSignal<Option<String>> {
        self.trouble
    }

    pub(super) fn key(self) -> String {
        self.key.get()
    }

    pub(super) fn parcel(self) -> Option<Parcel> {
        self.parcel.get()
    }

    pub(super) fn sent(self) -> Option<Sent> {
        self.sent.get()
    }

    /// Gives a parcel to the console under the draft's key.
    pub(super) fn hand_over(self, parcel: Parcel) {
        if self.stage.with_untracked(|stage| *stage == Stage::UnderWay) {
            return;
        }
        self.stage.set(Stage::UnderWay);
        self.parcel.set(Some(parcel.clone()));
        let key = self.key.get_untracked();
        self.trouble.set(None);
        spawn_local(async move {
            let waiting = |error: &ApiError| {
                let text = format!("{} Trying again.", error.message());
                self.trouble.try_set(Some(text));
            };
            let result = match &parcel {
                Parcel::One(request) => {
                    let operation = request.draft.operation();
                    until_answered(operation, || self.api.send(request, &key), waiting)
                        .await
                        .map(|delivery| Stage::Sent(Box::new(delivery)))
                }
                Parcel::Many(request) => until_answered(
                    Operation::Outbound,
                    || self.api.notify(request, &key),
                    waiting,
                )
                .await
                .map(|campaign| Stage::Started(Box::new(campaign))),
            };
            match result {
                Ok(stage) => self.settle(stage).await,
                Err(error) if is_sign_in(&error) => {
                    // The parcel stays: after signing in it is handed over again.
                }
                Err(error) => {
                    self.trouble.try_set(None);
                    self.parcel.try_set(None);
                    self.stage.try_set(Stage::Refused(error));
                    browser::focus("send-outcome");
                }
            }
        });
    }

    /// Sends what the key was used for in another form as a message of its own.
    pub(super) fn use_new_key(self) {
        self.key.set(browser::random_key());
    }

    /// The same draft again, for somebody else.
    pub(super) fn send_another(self) {
        self.sent.set(None);
        self.trouble.set(None);
        self.stage.set(Stage::Writing);
    }

    /// Another draft.
    pub(super) fn start_over(self) {
        self.send_another();
        self.use_new_key();
    }

    /// Sends a delivery again, as a new one.
    pub(super) fn retry(self, id: String) {
        self.trouble.set(None);
        spawn_local(async move {
            // The same retry pressed twice is one retry.
            match self.api.retry(&id, &format!("retry-{id}")).await {
                Ok(delivery) => self.settle(Stage::Sent(Box::new(delivery))).await,
                Err(error) => {
                    self.trouble.try_set(Some(error.message()));
                }
            }
        });
    }

    /// Settles a delivery in doubt.
    pub(super) fn resolve(self, id: String, resolution: Resolution) {
        self.trouble.set(None);
        spawn_local(async move {
            match self.api.resolve(&id, &Resolve { resolution }).await {
                Ok(delivery) => self.follow(Change::Delivery(Box::new(delivery))),
                Err(error) => {
                    self.trouble.try_set(Some(error.message()));
                }
            }
        });
    }

    /// The console took it: the key has done its work.
    async fn settle(self, stage: Stage) {
        let sent = match &stage {
            Stage::Sent(delivery) => Some(Sent::Delivery(delivery.id.clone())),
            Stage::Started(campaign) => Some(Sent::Campaign(campaign.id.clone())),
            _ => None,
        };
        self.trouble.try_set(None);
        self.parcel.try_set(None);
        self.key.try_set(browser::random_key());
        self.sent.try_set(sent.clone());
        self.stage.try_set(stage);
        browser::focus("send-outcome");
        // What happened between the answer and the first event we could match to it.
        if let Some(sent) = sent {
            self.look_up(sent).await;
        }
    }

    async fn look_up(self, sent: Sent) {
        let stage = match &sent {
            Sent::Delivery(id) => self
                .api
                .delivery(id)
                .await
                .ok()
                .map(|detail| Stage::Sent(Box::new(detail.delivery))),
            Sent::Campaign(id) => self.api.campaigns().await.ok().and_then(|campaigns| {
                let campaign = campaigns.into_iter().find(|campaign| campaign.id == *id)?;
                Some(Stage::Started(Box::new(campaign)))
            }),
        };
        let is_current = self.sent.try_get_untracked().flatten().as_ref() == Some(&sent);
        if let Some(stage) = stage
            && is_current
        {
            self.advance(stage);
        }
    }

    fn follow(self, change: Change) {
        let sent = self.sent.try_get_untracked().flatten();
        match (change, sent) {
            (Change::Delivery(delivery), Some(Sent::Delivery(id))) if delivery.id == id => {
                self.advance(Stage::Sent(delivery));
            }
            (Change::Campaign(campaign), Some(Sent::Campaign(id))) if campaign.id == id => {
                self.stage.try_set(Stage::Started(campaign));
            }
            _ => {}
        }
    }

    /// An older view that arrives late does not undo a newer one.
    fn advance(self, stage: Stage) {
        self.stage.try_update(|current| match (&*current, &stage) {
            (Stage::Sent(now), Stage::Sent(next))
                if now.id == next.id && now.updated_at > next.updated_at => {}
            _ => *current = stage,
        });
    }
}

fn is_sign_in(error: &ApiError) -> bool {
    matches!(error, ApiError::Refused { status: 401, .. })
}
