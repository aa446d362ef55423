//! Everybody who used web messaging in a window: conversations in, people with their contacts out.

use tidings_core::audience::{
    Ask, BreakOff, CONTACTS_PER_CALL, GatherPoint, GatherStep, Gathering, Interval, PersonKey,
    Profile,
};
use tidings_core::dialect::platform::contacts::BulkContacts;
use tidings_core::operation::Operation;
use tidings_core::retry::{OnServerError, RetryPolicy};

use super::shelf::{Shelf, ShelfError, Shelving};
use crate::clock;
use crate::genesys::{Genesys, in_words, sleep_until};
use crate::ledger::Window;

/// The people of a window. Memory stays flat however many they are: they are on disk.
#[derive(Debug)]
pub(crate) struct Crowd {
    genesys: Genesys,
    window: Window,
    shelving: Shelving,
    shelf: Option<Shelf>,
    is_complete: bool,
}

impl Crowd {
    /// Opens nothing yet.
    pub(crate) const fn new(genesys: Genesys, window: Window, shelving: Shelving) -> Self {
        Self {
            genesys,
            window,
            shelving,
            shelf: None,
            is_complete: false,
        }
    }

    /// Gathers what is not gathered yet: all conversations of the window and all their contacts.
    ///
    /// # Errors
    /// Why it broke off; asking again goes on from there.
    pub(crate) async fn complete(&mut self) -> Result<(), BreakOff> {
        if self.is_complete {
            return Ok(());
        }
        let Some(window) = Interval::new(self.window.from, self.window.to) else {
            self.is_complete = true;
            return Ok(());
        };
        let shelf = match &mut self.shelf {
            Some(shelf) => shelf,
            None => self
                .shelf
                .insert(Shelf::open(&self.shelving).await.map_err(disk)?),
        };
        // A file of another window would be another audience's.
        let kept = shelf.point().await.map_err(disk)?;
        let kept = kept.filter(|point| point.window() == window);
        if kept.is_none() {
            shelf.clear().await.map_err(disk)?;
        }
        let point = kept.unwrap_or_else(|| GatherPoint::new(window));
        gather(&self.genesys, shelf, point).await?;
        look_up(&self.genesys, shelf).await?;
        shelf.bring_together().await.map_err(disk)?;
        self.is_complete = true;
        Ok(())
    }

    /// The next people after a key, in the order of their keys; nobody after the last.
    pub(crate) async fn profiles(&mut self, after: &PersonKey) -> Result<Vec<Profile>, BreakOff> {
        match &mut self.shelf {
            Some(shelf) => shelf.profiles(after).await.map_err(disk),
            None => Ok(Vec::new()),
        }
    }

    /// Removes what was kept.
    pub(crate) async fn discard(self) {
        if let Some(shelf) = self.shelf {
            shelf.close().await;
        }
        self.shelving.remove();
    }
}

async fn gather(genesys: &Genesys, shelf: &mut Shelf, point: GatherPoint) -> Result<(), BreakOff> {
    let window = point.window();
    let mut gathering = Gathering::new(point, policy(genesys));
    loop {
        match gathering.poll(clock::now()) {
            GatherStep::Done => return Ok(()),
            GatherStep::Broken(reason) => return Err(reason),
            GatherStep::WaitUntil(at) => sleep_until(at).await,
            // `ask_once` has dropped the token already; nothing else asks in this loop.
            GatherStep::Pending | GatherStep::RefreshToken => tokio::task::yield_now().await,
            GatherStep::Ask(ask) => match genesys.ask_once::<Ask>(&ask).await {
                Ok((answer, conversations)) => {
                    gathering.handle(answer, clock::now());
                    shelf
                        .add(&conversations, window, gathering.point())
                        .await
                        .map_err(disk)?;
                }
                Err(outcome) => {
                    tracing::warn!(reason = in_words(&outcome), "a page did not come");
                    gathering.handle_failure(outcome, clock::entropy(), clock::now());
                }
            },
        }
    }
}

/// Looks up every contact that was met, and those that they were merged into.
async fn look_up(genesys: &Genesys, shelf: &mut Shelf) -> Result<(), BreakOff> {
    shelf.list_contacts().await.map_err(disk)?;
    loop {
        let ids = shelf
            .contacts_to_ask(CONTACTS_PER_CALL)
            .await
            .map_err(disk)?;
        if ids.is_empty() {
            return Ok(());
        }
        let found = genesys
            .ask_until_answered(&BulkContacts { ids })
            .await
            .map_err(BreakOff::Failed)?;
        shelf.found_contacts(&found).await.map_err(disk)?;
    }
}

fn policy(genesys: &Genesys) -> RetryPolicy {
    let dialect = genesys.connection().dialect;
    RetryPolicy::for_operation(dialect, Operation::Audience, OnServerError::Retry)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` calls"
)]
fn disk(error: ShelfError) -> BreakOff {
    BreakOff::Disk(error.to_string())
}
