//! What happens on the server, as it happens: one event stream a tab, opened by the frame.

use leptos::prelude::*;
use tidings_core::api::{Change, EventView, path};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventSource, MessageEvent};

use crate::api::Api;

/// The event by which the server says that it cannot go on where the browser was.
const RESYNC: &str = "resync";

type Listeners = Vec<(u32, Callback<Change>)>;

/// Hands every change to whoever listens.
#[derive(Clone, Copy)]
pub struct Live {
    listeners: StoredValue<Listeners>,
    next: StoredValue<u32>,
    is_connected: RwSignal<bool>,
    gaps: RwSignal<u32>,
}

impl Live {
    /// A stream that is not open yet.
    pub fn new() -> Self {
        Self {
            listeners: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            is_connected: RwSignal::new(true),
            gaps: RwSignal::new(0),
        }
    }

    /// Whether changes arrive at the moment.
    pub fn is_connected(self) -> bool {
        self.is_connected.get()
    }

    /// Tracks gaps in the stream: after each, what is shown has to be read anew.
    pub fn track_gaps(self) {
        self.gaps.track();
    }

    /// Calls `listener` with every change, until the owner of the calling scope is gone.
    pub fn listen(self, listener: impl Fn(Change) + Send + Sync + 'static) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.listeners
            .update_value(|listeners| listeners.push((id, Callback::new(listener))));
        on_cleanup(move || {
            self.listeners
                .try_update_value(|listeners| listeners.retain(|(other, _)| *other != id));
        });
    }

    /// Opens the stream; it closes with the owner of the calling scope. The browser reconnects by
    /// itself and says which event it saw last.
    pub fn open(self, api: Api) {
        let Ok(source) = EventSource::new(path::EVENTS) else {
            self.is_connected.set(false);
            return;
        };
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            self.is_connected.try_set(true);
            let event = event
                .data()
                .as_string()
                .and_then(|text| serde_json::from_str::<EventView>(&text).ok());
            if let Some(event) = event {
                self.tell(&event.change);
            }
        });
        let on_open = Closure::<dyn Fn(Event)>::new(move |_| {
            // Without an event seen, the browser cannot say from where to go on.
            if self.is_connected.try_get_untracked() == Some(false) {
                self.note_gap();
            }
            self.is_connected.try_set(true);
        });
        let on_resync = Closure::<dyn Fn(Event)>::new(move |_| self.note_gap());
        let on_error = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            self.is_connected.try_set(false);
            let gave_up = event
                .target()
                .and_then(|target| target.dyn_into::<EventSource>().ok())
                .is_some_and(|source| source.ready_state() == EventSource::CLOSED);
            if gave_up {
                // A refused stream says nothing about why: ask whether the session is over.
                leptos::task::spawn_local(async move {
                    let _ = api
                        .deliveries(&tidings_core::api::DeliveryFilter::default())
                        .await;
                });
            }
        });
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let resync = on_resync.as_ref().unchecked_ref();
        let _ = source.add_event_listener_with_callback(RESYNC, resync);
        let stream = StoredValue::new_local((source, on_message, on_open, on_error, on_resync));
        on_cleanup(move || {
            stream.try_with_value(|(source, ..)| {
                source.set_onmessage(None);
                source.set_onopen(None);
                source.set_onerror(None);
                source.close();
            });
        });
    }

    fn note_gap(self) {
        self.gaps.try_update(|gaps| *gaps = gaps.wrapping_add(1));
    }

    fn tell(self, change: &Change) {
        let listeners = self.listeners.try_get_value().unwrap_or_default();
        for (_, listener) in listeners {
            listener.run(change.clone());
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

/// The event stream, from the context.
pub fn use_live() -> Live {
    expect_context()
}
