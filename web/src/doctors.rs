//! What each connection's doctor found last, kept while the tab is open: Compose offers the senders
//! that the Connections page showed.

use std::collections::BTreeMap;

use leptos::prelude::*;
use tidings_core::api::DoctorView;
use tidings_core::channel::Channel;
use tidings_core::sender::Sender;

use crate::api::Api;

/// How a look at one connection stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examination {
    /// What was found last.
    pub view: Option<DoctorView>,
    /// Whether it is being looked at now.
    pub is_under_way: bool,
    /// Why the last look did not work.
    pub problem: Option<String>,
}

/// The examinations of all connections, by name.
#[derive(Clone, Copy)]
pub struct Doctors {
    known: RwSignal<BTreeMap<String, Examination>>,
}

impl Doctors {
    /// None yet.
    pub fn new() -> Self {
        Self {
            known: RwSignal::new(BTreeMap::new()),
        }
    }

    /// Looks at a connection now, unless that is under way.
    pub fn examine(self, api: Api, connection: String) {
        let was_under_way = self
            .known
            .try_update(|known| {
                let examination = known.entry(connection.clone()).or_default();
                examination.problem = None;
                std::mem::replace(&mut examination.is_under_way, true)
            })
            .unwrap_or(true);
        if was_under_way {
            return;
        }
        leptos::task::spawn_local(async move {
            let result = api.doctor(&connection).await;
            self.known.try_update(|known| {
                let examination = known.entry(connection).or_default();
                examination.is_under_way = false;
                match result {
                    Ok(view) => examination.view = Some(view),
                    Err(error) => examination.problem = Some(error.message()),
                }
            });
        });
    }

    /// How it stands with a connection; tracked.
    pub fn of(self, connection: &str) -> Examination {
        self.known
            .with(|known| known.get(connection).cloned())
            .unwrap_or_default()
    }

    /// The senders found on a channel of a connection; nothing while nobody has looked; tracked.
    pub fn senders(self, connection: &str, channel: Channel) -> Option<Vec<Sender>> {
        self.known.with(|known| {
            let view = known.get(connection)?.view.as_ref()?;
            Some(
                view.senders
                    .iter()
                    .filter(|sender| sender.channel == channel)
                    .cloned()
                    .collect(),
            )
        })
    }
}

impl Default for Doctors {
    fn default() -> Self {
        Self::new()
    }
}

/// The examinations, from the context.
pub fn use_doctors() -> Doctors {
    expect_context()
}
