//! Who is alive: every process that sends has a row and holds a lock on a file of the same name.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::PathBuf;

use super::{Ledger, LedgerError, Location};
use crate::clock;
use crate::id::OwnerId;

/// A lock on a file beside the database. The system frees it when the process ends, however it
/// ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock, or returns nothing while somebody else holds it.
    pub(crate) fn try_take(location: &Location, name: &str) -> Result<Option<Self>, LedgerError> {
        let (file, path) = open(location, name)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file, path })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(LedgerError::Folder { path, source }),
        }
    }

    /// Takes the lock as soon as it is free.
    pub(crate) async fn wait(location: &Location, name: &str) -> Result<Self, LedgerError> {
        let (file, path) = open(location, name)?;
        let failed = path.clone();
        let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| Self { file, path }));
        locked
            .await
            .unwrap_or_else(|error| Err(io::Error::other(error)))
            .map_err(|source| LedgerError::Folder {
                path: failed,
                source,
            })
    }

    /// Frees the lock and removes its file; for files whose names nobody takes again.
    fn remove(self) {
        // Removed while still held, so that nobody can hold a file that is about to go.
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::debug!(%error, path = %self.path.display(), "lock file left behind");
        }
        let _ = self.file.unlock();
    }
}

fn open(location: &Location, name: &str) -> Result<(File, PathBuf), LedgerError> {
    let path = location.locks().join(format!("{name}.lock"));
    let opened = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    match opened {
        Ok(file) => Ok((file, path)),
        Err(source) => Err(LedgerError::Folder { path, source }),
    }
}

/// This process, as the ledger knows it. Dropping it frees the lock, so that another process
/// counts what was on its way as in doubt.
#[derive(Debug)]
pub struct Owner {
    id: OwnerId,
    lock: Lock,
}

impl Owner {
    /// The id that rows are taken by.
    pub fn id(&self) -> &OwnerId {
        &self.id
    }
}

impl Ledger {
    /// The lock that only one `serve` a data folder can hold.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] when another one holds it.
    pub fn lock_for_serving(&self) -> Result<Lock, LedgerError> {
        Lock::try_take(self.location(), "serve")?.ok_or_else(|| LedgerError::InUse {
            path: self.location().folder().to_owned(),
        })
    }

    /// The lock of the one engine a database has, or nothing while another process runs it.
    pub(crate) fn lock_for_sending(&self) -> Result<Option<Lock>, LedgerError> {
        Lock::try_take(self.location(), "engine")
    }

    /// Registers this process; `role` says what it is, such as `serve` or `notify`.
    pub async fn register_owner(&self, role: &str) -> Result<Owner, LedgerError> {
        let id = OwnerId::random();
        // The lock comes first: a row without a held lock is a dead process.
        let lock = Lock::wait(self.location(), id.as_str()).await?;
        let row = (id.to_string(), role.to_owned());
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(INSERT_OWNER)
                        .bind(row.0)
                        .bind(row.1)
                        .bind(i64::from(std::process::id()))
                        .bind(clock::now().as_unix_millis())
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await?;
        Ok(Owner { id, lock })
    }

    /// Ends this process's registration. Rows it still has on their way become in doubt.
    pub async fn retire_owner(&self, owner: Owner) -> Result<(), LedgerError> {
        self.bury(owner.id).await?;
        owner.lock.remove();
        Ok(())
    }

    /// Finds processes that died: what they had on its way becomes in doubt, what they had only
    /// taken is free again. Returns how many rows became in doubt.
    pub async fn recover(&self) -> Result<u64, LedgerError> {
        let mut in_doubt = 0;
        for owner in self.owners().await? {
            // A free lock is a dead owner; a missing file too, and is made anew to find out.
            if let Some(lock) = Lock::try_take(self.location(), owner.as_str())? {
                in_doubt += self.bury(owner).await?;
                lock.remove();
            }
        }
        Ok(in_doubt)
    }

    async fn owners(&self) -> Result<Vec<OwnerId>, LedgerError> {
        let ids: Vec<String> = sqlx::query_scalar(OWNERS)
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        Ok(ids.into_iter().map(OwnerId::from_text).collect())
    }

    async fn bury(&self, owner: OwnerId) -> Result<u64, LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(super::settle::bury(tx, owner)))
            .await
    }
}

// Rows of an owner who is not registered have lost theirs too.
const OWNERS: &str = "SELECT id FROM owners
    UNION SELECT owner FROM deliveries WHERE state = 'attempting' AND owner IS NOT NULL";
const INSERT_OWNER: &str = "INSERT INTO owners (id, role, pid, started_at) VALUES (?, ?, ?, ?)";
