//! Everything one sandbox knows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tokio::sync::{broadcast, watch};

use crate::clock::Timestamp;
use crate::conversations::Conversations;
use crate::fault::Faults;
use crate::haste::Haste;
use crate::ids::{Ids, Kind, mix};
use crate::ledger::{Entry, Ledger};
use crate::messenger::{Author, Channel, Message, Thread, Threads};
use crate::oauth::Tokens;
use crate::platform::guest::Guests;
use crate::platform::hooks::Hooks;
use crate::platform::notifications::Channels;
use crate::platform::relay::Relay;
use crate::platform::{Analytics, Failure, Interactions};
use crate::population::{Customer, Population};
use crate::signature::Key;
use crate::stats::Stats;
use crate::throttle::Throttle;
use crate::webhook::{Event, Facts, Webhook};
use crate::{Operation, Options};

/// The state of a sandbox. Each part has its own lock, held for a few lines and never across an
/// await; where two are needed they are taken one after the other.
#[derive(Debug)]
pub(crate) struct Cloud {
    pub(crate) ids: Ids,
    pub(crate) people: Population,
    pub(crate) conversations: Mutex<Conversations>,
    pub(crate) tokens: Mutex<Tokens>,
    pub(crate) throttle: Mutex<Throttle>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) ledger: Mutex<Ledger>,
    pub(crate) stats: Mutex<Stats>,
    pub(crate) threads: Mutex<Threads>,
    pub(crate) analytics: Mutex<Analytics>,
    pub(crate) interactions: Mutex<Interactions>,
    pub(crate) webhook: Webhook,
    /// Ticks with every new message; feeds wait for it.
    pub(crate) news: watch::Sender<u64>,
    /// Every new message; sockets pick out their guest's.
    pub(crate) arrivals: broadcast::Sender<Arrival>,
    /// True once the sandbox stops: sockets close.
    pub(crate) closing: watch::Sender<bool>,
    pub(crate) guests: Guests,
    pub(crate) channels: Mutex<Channels>,
    pub(crate) hooks: Mutex<Hooks>,
    pub(crate) haste: Haste,
    /// For webhooks of integrations.
    pub(crate) http: reqwest::Client,
    relay: Relay,
    contexts: std::sync::atomic::AtomicU32,
}

/// A message that was put into a thread.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) thread: Thread,
    pub(crate) message: Arc<Message>,
}

/// A message that a call brought to a guest.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// The recipient as the ledger shows it.
    pub(crate) target: String,
    pub(crate) thread: Thread,
    pub(crate) number: u32,
    pub(crate) message: Message,
    /// Why it will not reach the guest, though it was accepted.
    pub(crate) failure: Option<Failure>,
}

/// What somebody says, before it has an id and a time.
#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) author: Author,
    pub(crate) sender: Option<String>,
    pub(crate) operation: Option<Operation>,
    pub(crate) channel: Channel,
    /// Without one, the message opens a conversation that has its own id.
    pub(crate) conversation_id: Option<String>,
    pub(crate) contact_id: Option<String>,
    pub(crate) content: Value,
}

impl Cloud {
    pub(crate) fn new(options: &Options, webhook: Webhook, relay: Relay) -> Self {
        let run = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| d.as_nanos());
        let run = u64::try_from(run & u128::from(u64::MAX)).unwrap_or(0);
        let run = mix(run, 4, u64::from(std::process::id()));
        let ids = Ids::new(options.seed, run);
        let key = mix(run, 5, options.seed).to_le_bytes();
        let as_of = options
            .now
            .map_or_else(|| Timestamp::now().midnight(), Timestamp::from);
        Self {
            people: Population::new(options.seed, options.customers, as_of, ids.clone()),
            ids,
            conversations: Mutex::default(),
            tokens: Mutex::default(),
            throttle: Mutex::new(Throttle::new(options.rate_per_minute)),
            faults: Mutex::new(Faults::new(options.seed, options.faults.clone())),
            ledger: Mutex::default(),
            stats: Mutex::default(),
            threads: Mutex::default(),
            analytics: Mutex::default(),
            interactions: Mutex::default(),
            news: watch::Sender::new(0),
            arrivals: broadcast::Sender::new(ARRIVALS),
            closing: watch::Sender::new(false),
            guests: Guests::new(&Key::new(&key)),
            channels: Mutex::default(),
            hooks: Mutex::default(),
            haste: Haste::default(),
            http: webhook.client(),
            webhook,
            relay,
            contexts: std::sync::atomic::AtomicU32::new(0),
        }
    }

    /// A context id nobody had before.
    pub(crate) fn context_id(&self) -> String {
        let number = self
            .contexts
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.ids.make(Kind::Context, number)
    }

    /// Makes a message for a guest's messenger, with an id and the time.
    pub(crate) fn compose(&self, target: &str, thread: Thread, post: Post) -> Delivery {
        let number = lock(&self.threads).reserve();
        let id = self.ids.make(Kind::Message, number);
        let message = Message {
            author: post.author,
            sender: post.sender,
            operation: post.operation,
            channel: post.channel,
            conversation_id: post.conversation_id.unwrap_or_else(|| id.clone()),
            contact_id: post.contact_id,
            at: Timestamp::now(),
            content: post.content,
            in_reply_to: None,
            value: None,
            route: None,
            id,
        };
        Delivery {
            target: target.to_owned(),
            thread,
            number,
            message,
            failure: None,
        }
    }

    /// The customer an id of that kind belongs to.
    pub(crate) fn customer(&self, kind: Kind, id: &str) -> Option<Customer> {
        self.people
            .find(kind, id)
            .map(|index| self.people.customer(index))
    }

    /// Puts a message into its thread and wakes the feeds.
    pub(crate) fn show(&self, number: u32, thread: Thread, message: Message) {
        if message.author == Author::Guest {
            self.note_guest(number, &message);
        }
        let message = Arc::new(message);
        lock(&self.threads).add(number, thread.clone(), Arc::clone(&message));
        self.news.send_modify(|tick| *tick = tick.wrapping_add(1));
        let arrival = Arrival { thread, message };
        // Nobody may be there to see it.
        let _unseen = self.arrivals.send(arrival.clone());
        self.relay.take(arrival);
    }

    /// Accepts a send: ledger, counters, the guest's messenger, and soon the delivery receipt.
    pub(crate) fn accept(
        &self,
        client: &str,
        operation: Operation,
        body: &Value,
        delivery: Delivery,
    ) {
        let Delivery {
            target,
            thread,
            number,
            message,
            failure,
        } = delivery;
        let (at, id) = (message.at, message.id.as_str());
        let entry = Entry {
            at,
            client,
            operation,
            target: &target,
            body,
            id,
        };
        lock(&self.ledger).record(&entry);
        lock(&self.stats).accepted(operation);
        let receipt = match failure {
            None => status_event(&message, "delivered", None),
            Some(failure) => status_event(&message, "failed", Some(failure.reason.as_str())),
        };
        if failure.is_none() {
            self.show(number, thread, message);
        }
        self.webhook.tell(DELIVERY_TAKES, receipt);
    }

    /// Marks messages as seen by the guest and says so.
    pub(crate) fn read(&self, thread: &Thread, up_to: u32) {
        let seen = lock(&self.threads).read(thread, up_to);
        for message in seen {
            self.note_read(&message.id);
            self.webhook
                .tell(DELIVERY_TAKES, status_event(&message, "read", None));
        }
    }

    /// Tells the webhook what became of a message.
    pub(crate) fn tell_status(
        &self,
        message: &Message,
        status: &'static str,
        reason: Option<&'static str>,
    ) {
        self.webhook
            .tell(Duration::ZERO, status_event(message, status, reason));
    }
}

fn status_event(message: &Message, status: &'static str, reason: Option<&'static str>) -> Event {
    Event {
        name: "message.status",
        conversation_id: message.conversation_id.clone(),
        facts: Facts::Status {
            contact_id: message
                .contact_id
                .clone()
                .filter(|_| message.author == Author::Business),
            message_id: message.id.clone(),
            status,
            reason,
        },
        at: Timestamp::now(),
    }
}

/// Locks a part of the cloud. A panic elsewhere leaves counters and lists that are still whole.
pub(crate) fn lock<T>(part: &Mutex<T>) -> MutexGuard<'_, T> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The sandbox stops.
pub(crate) async fn stopped(closing: &mut watch::Receiver<bool>) {
    // An error means that the sandbox is gone, which is stopping too.
    drop(closing.wait_for(|closing| *closing).await);
}

/// How long after acceptance a message is delivered.
const DELIVERY_TAKES: Duration = Duration::from_millis(150);
/// Messages that a socket may fall behind before it is closed.
const ARRIVALS: usize = 4096;
