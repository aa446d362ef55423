//! Which stop switches are turned, shared by every page.

use leptos::prelude::*;
use tidings_core::api::{Change, SetStop, StopView};

use crate::api::Api;
use crate::live::Live;

/// The stop switches as they are now.
#[derive(Clone, Copy)]
pub struct Stops {
    turned: RwSignal<Vec<StopView>>,
    problem: RwSignal<Option<String>>,
}

impl Stops {
    /// None known yet.
    pub fn new() -> Self {
        Self {
            turned: RwSignal::new(Vec::new()),
            problem: RwSignal::new(None),
        }
    }

    /// Reads them, and again whenever one may have been missed; takes in each change.
    pub fn follow(self, api: Api, live: Live) {
        live.listen(move |change| {
            if let Change::Stops(stops) = change {
                self.turned.try_set(stops);
            }
        });
        Effect::new(move || {
            live.track_gaps();
            leptos::task::spawn_local(async move {
                if let Ok(stops) = api.stops().await {
                    self.turned.try_set(stops);
                }
            });
        });
    }

    /// Those that are turned; tracked.
    pub fn turned(self) -> Vec<StopView> {
        self.turned.get()
    }

    /// Whether nothing is sent on a connection: it is stopped, or everything is; tracked.
    pub fn holds(self, connection: &str) -> bool {
        self.turned.with(|stops| {
            stops.iter().any(|stop| match &stop.connection {
                Some(name) => name == connection,
                None => true,
            })
        })
    }

    /// Why the last turn of a switch did not work; tracked.
    pub fn problem(self) -> Option<String> {
        self.problem.get()
    }

    /// Stops or resumes one connection, or everything.
    pub fn turn(self, api: Api, connection: Option<String>, stopped: bool) {
        leptos::task::spawn_local(async move {
            let wanted = SetStop {
                connection,
                stopped,
            };
            match api.set_stop(&wanted).await {
                Ok(stops) => {
                    self.problem.try_set(None);
                    self.turned.try_set(stops);
                }
                Err(error) => {
                    self.problem.try_set(Some(error.message()));
                }
            }
        });
    }
}

impl Default for Stops {
    fn default() -> Self {
        Self::new()
    }
}

/// The stop switches, from the context.
pub fn use_stops() -> Stops {
    expect_context()
}
