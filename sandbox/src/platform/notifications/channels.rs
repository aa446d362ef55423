//! The channels of each client and what they listen to.

use std::collections::BTreeSet;

use serde_json::Value;
use tokio::sync::mpsc;

use crate::clock::{DAY_MILLIS, Timestamp};
use crate::ids::{Ids, Kind};

/// All channels, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Channels {
    all: Vec<Channel>,
    sockets: u64,
    opened: u32,
}

/// A place where a client hears of events.
#[derive(Debug)]
pub(super) struct Channel {
    pub(super) id: String,
    client: &'static str,
    pub(super) expires: Timestamp,
    topics: BTreeSet<String>,
    socket: Option<Socket>,
}

/// The one socket of a channel.
#[derive(Debug)]
struct Socket {
    number: u64,
    frames: mpsc::Sender<String>,
}

/// Why no more can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

impl Channels {
    /// An id for the next channel.
    pub(super) fn next_id(&mut self, ids: &Ids) -> String {
        self.opened = self.opened.wrapping_add(1);
        ids.make(Kind::Channel, self.opened)
    }

    /// A new channel. The oldest of the client's without a socket makes room for it.
    pub(super) fn open(
        &mut self,
        id: String,
        client: &'static str,
        now: Timestamp,
    ) -> Result<&Channel, TooMany> {
        self.all.retain(|channel| channel.expires > now);
        let theirs = self.all.iter().filter(|channel| channel.client == client);
        if theirs.count() >= MOST_CHANNELS {
            let oldest = self
                .all
                .iter()
                .position(|channel| channel.client == client && channel.socket.is_none());
            self.all.remove(oldest.ok_or(TooMany)?);
        }
        self.all.push(Channel {
            id,
            client,
            expires: now.plus_millis(DAY_MILLIS),
            topics: BTreeSet::new(),
            socket: None,
        });
        self.all.last().ok_or(TooMany)
    }

    /// The client's channels.
    pub(super) fn of(
        &self,
        client: &'static str,
        now: Timestamp,
    ) -> impl Iterator<Item = &Channel> {
        let theirs = move |channel: &&Channel| channel.client == client && channel.expires > now;
        self.all.iter().filter(theirs)
    }

    /// The client's channel of that id.
    pub(super) fn find(
        &mut self,
        id: &str,
        client: &'static str,
        now: Timestamp,
    ) -> Option<&mut Channel> {
        self.all
            .iter_mut()
            .find(|channel| channel.id == id && channel.client == client && channel.expires > now)
    }

    /// A socket for the channel of that id; one that was there before closes. Its number, and what
    /// it is to send.
    pub(super) fn connect(
        &mut self,
        id: &str,
        now: Timestamp,
    ) -> Option<(u64, mpsc::Receiver<String>)> {
        let good = |channel: &&mut Channel| channel.id == id && channel.expires > now;
        let channel = self.all.iter_mut().find(good)?;
        let (frames, receiver) = mpsc::channel(WAITING);
        self.sockets += 1;
        let number = self.sockets;
        channel.socket = Some(Socket { number, frames });
        Some((number, receiver))
    }

    /// That socket is gone.
    pub(super) fn disconnect(&mut self, number: u64) {
        for channel in &mut self.all {
            channel.socket.take_if(|socket| socket.number == number);
        }
    }

    /// Sends an event to who listens; who is not there misses it.
    pub(super) fn publish(&mut self, topic: &str, event: &Value) {
        let mut frame = None;
        for channel in self.all.iter().filter(|it| it.topics.contains(topic)) {
            let Some(socket) = &channel.socket else {
                continue;
            };
            let frame = frame.get_or_insert_with(|| event.to_string());
            if socket.frames.try_send(frame.clone()).is_err() {
                tracing::warn!(
                    topic,
                    "a notification channel is too slow: an event was dropped"
                );
            }
        }
    }

    /// Whether anybody listens to that topic.
    pub(super) fn wants(&self, topic: &str) -> bool {
        self.all
            .iter()
            .any(|channel| channel.topics.contains(topic))
    }
}

impl Channel {
    pub(super) fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.iter().map(String::as_str)
    }

    /// Listens to these as well, and lives another day.
    pub(super) fn add(&mut self, topics: Vec<String>, now: Timestamp) -> Result<(), TooMany> {
        let mut wanted = self.topics.clone();
        wanted.extend(topics);
        if wanted.len() > MOST_TOPICS {
            return Err(TooMany);
        }
        self.topics = wanted;
        self.expires = now.plus_millis(DAY_MILLIS);
        Ok(())
    }

    /// Listens to these and nothing else, and lives another day.
    pub(super) fn replace(&mut self, topics: Vec<String>, now: Timestamp) -> Result<(), TooMany> {
        let before = std::mem::take(&mut self.topics);
        let done = self.add(topics, now);
        if done.is_err() {
            self.topics = before;
        }
        done
    }

    /// Listens to nothing.
    pub(super) fn clear(&mut self) {
        self.topics.clear();
    }
}

/// Channels of a client (documented: of a user and an app).
pub(super) const MOST_CHANNELS: usize = 20;
/// Topics of a channel (documented).
pub(super) const MOST_TOPICS: usize = 1000;
/// Frames that a slow socket may fall behind.
const WAITING: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_channel_without_a_socket_makes_room() {
        let (mut channels, now) = (Channels::default(), Timestamp::now());
        for number in 0..MOST_CHANNELS {
            channels.open(number.to_string(), "c", now).unwrap();
        }
        let _socket = channels.connect("0", now).unwrap();
        channels.open("new".into(), "c", now).unwrap();
        let ids: Vec<_> = channels.of("c", now).map(|it| it.id.as_str()).collect();
        assert_eq!((ids.len(), ids[0], ids[1], ids[19]), (20, "0", "2", "new"));
        assert!(channels.open("other".into(), "d", now).is_ok());
    }

    #[test]
    fn a_channel_lives_a_day_from_its_last_subscription() {
        let (mut channels, now) = (Channels::default(), Timestamp::now());
        channels.open("a".into(), "c", now).unwrap();
        let later = now.plus_millis(DAY_MILLIS - 1);
        channels
            .find("a", "c", later)
            .unwrap()
            .add(vec![], later)
            .unwrap();
        assert!(
            channels
                .find("a", "c", now.plus_millis(DAY_MILLIS))
                .is_some()
        );
        assert!(
            channels
                .connect("a", later.plus_millis(DAY_MILLIS))
                .is_none()
        );
        assert!(channels.find("a", "d", now).is_none());
    }

    #[test]
    fn a_thousand_topics_fit_and_a_refused_change_changes_nothing() {
        let (mut channels, now) = (Channels::default(), Timestamp::now());
        channels.open("a".into(), "c", now).unwrap();
        let channel = channels.find("a", "c", now).unwrap();
        let topics = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(channel.add(topics(1000), now), Ok(()));
        assert_eq!(channel.add(topics(1001), now), Err(TooMany));
        assert_eq!(channel.replace(topics(1001), now), Err(TooMany));
        assert_eq!(channel.topics().count(), 1000);
    }
}
