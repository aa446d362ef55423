//! What the sandbox knows of its guests.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::files::Files;
use super::jwt::Passes;
use super::session::{Sessions, State};
use crate::clock::Timestamp;
use crate::cloud::lock;
use crate::ids::{Ids, Kind};
use crate::signature::Key;

/// Sessions, files and tokens of guests. Each part has its own lock, as the cloud's have.
#[derive(Debug)]
pub(crate) struct Guests {
    pub(super) sessions: Mutex<Sessions>,
    pub(super) files: Mutex<Files>,
    pub(super) passes: Passes,
    pub(super) key: Key,
    connections: AtomicU64,
    attachments: AtomicU32,
}

impl Guests {
    pub(crate) fn new(key: &Key) -> Self {
        Self {
            sessions: Mutex::default(),
            files: Mutex::default(),
            passes: Passes::new(key.clone()),
            key: key.clone(),
            connections: AtomicU64::new(0),
            attachments: AtomicU32::new(0),
        }
    }

    /// Whether the customer's messenger has shown that message.
    pub(crate) fn has_shown(&self, customer: u32, message: u32) -> bool {
        let mut shown = false;
        lock(&self.sessions).each_of(customer, |session| shown |= session.has_shown(message));
        shown
    }

    /// Whether the guest cleared the last session, and has not come back since.
    pub(crate) fn has_cleared(&self, customer: u32) -> bool {
        let mut cleared = false;
        lock(&self.sessions).each_of(customer, |session| {
            cleared = session.state == State::Cleared;
        });
        cleared
    }

    /// When the customer's newest good session ends.
    pub(crate) fn expires(&self, customer: u32) -> Option<Timestamp> {
        let mut expires = None;
        lock(&self.sessions).each_of(customer, |session| {
            if session.is_good() {
                expires = expires.max(Some(session.expires));
            }
        });
        expires
    }

    pub(super) fn next_connection(&self) -> u64 {
        self.connections.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn attachment_id(&self, ids: &Ids) -> String {
        ids.make(
            Kind::Attachment,
            self.attachments.fetch_add(1, Ordering::Relaxed),
        )
    }
}
