//! Who is signed in and which connection they work with.

use leptos::prelude::*;
use tidings_core::api::{ConnectionView, SessionView};
use tidings_core::policy::Policy;

use crate::browser;

/// Where the choice of connection is kept for the tab.
const CONNECTION: &str = "tidings.connection";

/// The session, shared by every page.
#[derive(Clone, Copy)]
pub struct Session {
    view: RwSignal<Option<SessionView>>,
    chosen: RwSignal<Option<String>>,
}

impl Session {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self {
            view: RwSignal::new(None),
            chosen: RwSignal::new(browser::stored(CONNECTION)),
        }
    }

    /// What the console said.
    pub fn set(self, view: SessionView) {
        self.view.set(Some(view));
    }

    /// The console no longer knows us: back to sign-in, whatever page is open. Drafts stay.
    pub fn end(self) {
        self.view.update(|view| {
            if let Some(view) = view {
                view.user = None;
            }
        });
    }

    /// A connection as it is now.
    pub fn update_connection(self, connection: ConnectionView) {
        self.view.update(|view| {
            let known = view
                .iter_mut()
                .flat_map(|view| &mut view.connections)
                .find(|known| known.name == connection.name);
            if let Some(known) = known {
                *known = connection;
            }
        });
    }

    /// Whether the console has answered.
    pub fn is_known(self) -> bool {
        self.view.with(Option::is_some)
    }

    /// Whether an account exists at all.
    pub fn has_account(self) -> bool {
        self.view
            .with(|view| view.as_ref().is_some_and(|view| view.has_account))
    }

    /// The user's name, when signed in.
    pub fn user(self) -> Option<String> {
        self.view.with(|view| view.as_ref()?.user.clone())
    }

    /// All connections.
    pub fn connections(self) -> Vec<ConnectionView> {
        self.view
            .with(|view| view.as_ref().map(|view| view.connections.clone()))
            .unwrap_or_default()
    }

    /// The connection chosen, else the default, else the first.
    pub fn connection(self) -> Option<ConnectionView> {
        self.view.with(|view| {
            let connections = &view.as_ref()?.connections;
            self.chosen
                .with(|chosen| {
                    let chosen = chosen.as_deref()?;
                    connections
                        .iter()
                        .find(|connection| connection.name == chosen)
                })
                .or_else(|| connections.iter().find(|connection| connection.is_default))
                .or_else(|| connections.first())
                .cloned()
        })
    }

    /// Works with another connection from now on.
    pub fn choose(self, name: String) {
        browser::store(CONNECTION, &name);
        self.chosen.set(Some(name));
    }

    /// What the server checks drafts against.
    pub fn policy(self) -> Policy {
        self.view
            .with(|view| view.as_ref().map(|view| view.policy.clone()))
            .unwrap_or_default()
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

/// The session, from the context.
pub fn use_session() -> Session {
    expect_context()
}
