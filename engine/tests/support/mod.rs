//! Small builders for the ledger's tests.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub(crate) mod cloud;
pub(crate) mod webhook;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tidings_core::address::Address;
use tidings_core::api::Mode;
use tidings_core::delivery::DeliveryState;
use tidings_core::message::draft::{Draft, OutboundDraft};
use tidings_core::recipient::Recipient;
use tidings_engine::bounds::Bounds;
use tidings_engine::clock;
use tidings_engine::id::OwnerId;
use tidings_engine::ledger::{
    Beginning, Campaign, ClaimFilter, Delivery, Ledger, Location, NewCampaign, Settlement, Source,
    Ticket,
};

pub(crate) const CONNECTION: &str = "sandbox";

/// A ledger in a folder that goes with it.
pub(crate) struct Fixture {
    pub(crate) ledger: Ledger,
    pub(crate) folder: TempDir,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = open(&folder).await;
        Self { ledger, folder }
    }

    /// The same file as another process would open it.
    pub(crate) async fn reopen(&self) -> Ledger {
        open(&self.folder).await
    }

    pub(crate) async fn submit(&self, to: &str) -> Delivery {
        self.ledger
            .submit(single(), recipient(to, None), None, &bounds())
            .await
            .unwrap()
            .into_delivery()
    }

    pub(crate) async fn audience(&self, name: &str) -> Campaign {
        let campaign = NewCampaign {
            name: Some(name.into()),
            source: Source::Notify,
            ..single()
        };
        self.ledger.create_campaign(campaign).await.unwrap()
    }

    pub(crate) async fn claim(&self, owner: &OwnerId) -> Vec<Delivery> {
        self.ledger.claim(filter(owner)).await.unwrap().rows
    }

    pub(crate) async fn state(&self, delivery: &Delivery) -> DeliveryState {
        self.ledger.delivery(&delivery.id).await.unwrap().state
    }
}

async fn open(folder: &TempDir) -> Ledger {
    Ledger::open(Location::in_folder(folder.path()))
        .await
        .unwrap()
}

/// Those of a sandbox.
pub(crate) fn bounds() -> Bounds {
    Bounds {
        connection: CONNECTION.into(),
        starting_mode: Mode::Live,
        identity: "http://127.0.0.1 sandbox".into(),
        allowed: Arc::default(),
    }
}

/// The attempt that a claimed row begins.
pub(crate) fn beginning(delivery: &Delivery) -> Beginning {
    Beginning {
        ticket: ticket(delivery),
        request_hash: "hash".into(),
        bounds: bounds(),
        session: None,
        budgets: Vec::new(),
    }
}

pub(crate) fn filter(owner: &OwnerId) -> ClaimFilter {
    ClaimFilter {
        bounds: bounds(),
        owner: owner.clone(),
        unfollowed: true,
        singles_only: false,
        wanted: HashMap::new(),
        limit: 100,
        lease_until: clock::now().saturating_add(Duration::from_mins(1)),
    }
}

pub(crate) fn single() -> NewCampaign {
    NewCampaign {
        connection: CONNECTION.into(),
        name: None,
        source: Source::Send,
        draft: Draft::Outbound(OutboundDraft {
            subject: "Hello".into(),
            ..OutboundDraft::default()
        }),
        content_hash: "hash".into(),
        window: None,
        min_sessions: 1,
        per_minute: None,
        on_server_error: None,
        deadline: clock::now().saturating_add(Duration::from_hours(24)),
        created_by: "ana".into(),
        follower: None,
    }
}

pub(crate) fn recipient(address: &str, customer: Option<&str>) -> Recipient {
    Recipient::Address {
        address: Address::parse(address).unwrap(),
        name: Some("Ana".into()),
        customer_id: customer.map(str::to_owned),
        sessions: None,
    }
}

pub(crate) fn ticket(delivery: &Delivery) -> Ticket {
    Ticket {
        delivery: delivery.id.clone(),
        fence: delivery.fence,
    }
}

pub(crate) fn accepted(message: &str) -> Settlement {
    let mut settlement = Settlement::to(DeliveryState::Accepted);
    settlement.acceptance.id = Some(message.into());
    settlement
}
