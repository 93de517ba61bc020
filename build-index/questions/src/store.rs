//! Where rows are kept. Both stores hold the same [`record`]s, so a report reads the same
//! facts from either.

pub mod address;
pub mod clickhouse;
pub mod ndjson;
pub mod record;
#[cfg(test)]
pub(crate) mod samples;
pub mod sqlite;

pub use address::{Address, open};

use crate::facts::{Facts, Hour, Losses};
use helpdex::questions::Batch;
use std::path::Path;

/// A store of batches. Every call is one transaction: done or not done. Rows are unique by
/// the ids that the page gave them, so a batch may be appended any number of times.
pub trait Store: Facts + Send + Sync {
    /// Appends batches that were already checked and redacted. They are durable once this
    /// returns.
    ///
    /// # Errors
    /// [`StoreError`]; then none of the batches may be acknowledged.
    fn append(&self, batches: &[Batch]) -> Result<Appended, StoreError>;

    /// Adds to what [`Facts::losses`] tells.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was added.
    fn add_losses(&self, losses: &Losses) -> Result<(), StoreError>;

    /// The random key by which visitors are told apart on this day (days since 1970, UTC):
    /// the same for all collectors of the store. Keys of other days are forgotten.
    ///
    /// # Errors
    /// [`StoreError`].
    fn client_key(&self, day: u32) -> Result<ClientKey, StoreError>;

    /// Removes rows before `hour`, and every text that only they used. Returns how many rows.
    ///
    /// # Errors
    /// [`StoreError`].
    fn purge(&self, hour: Hour) -> Result<u64, StoreError>;

    /// Removes all rows of somebody, and every text that only they used. Returns how many rows.
    ///
    /// # Errors
    /// [`StoreError`].
    fn delete(&self, whom: &Whom) -> Result<u64, StoreError>;

    /// Writes a complete copy to `file`, while rows may arrive.
    ///
    /// # Errors
    /// [`StoreError`]; the file is then as it was before.
    fn back_up(&self, file: &Path) -> Result<(), StoreError>;

    /// Calls `each` for all rows, oldest first, as batches with one query or event each. Ids
    /// are those of [`record::literal`].
    ///
    /// # Errors
    /// [`StoreError`], or what `each` returns.
    fn export(
        &self,
        each: &mut dyn FnMut(&Batch) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Whether rows could be appended now.
    ///
    /// # Errors
    /// [`StoreError`] says why not.
    fn check(&self) -> Result<(), StoreError>;
}

/// Random bytes that turn an address into a client id of one day.
pub type ClientKey = [u8; 32];

/// What became of the rows of [`Store::append`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Appended {
    /// Query rows added.
    pub queries: u64,
    /// Event rows added.
    pub events: u64,
    /// Rows dropped: their ids were there already.
    pub duplicates: u64,
}

/// Whose rows to delete: an id as the page sent it, or as an export writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Of one page's session.
    Session(String),
    /// Of one visitor on one day.
    Client(String),
}

/// What kept a store from doing something.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    /// What kind of trouble, for metrics and retries.
    pub trouble: Trouble,
    /// What is wrong, where, and the cure.
    pub message: String,
}

impl StoreError {
    /// An error of this kind.
    pub fn new(trouble: Trouble, message: impl Into<String>) -> Self {
        Self {
            trouble,
            message: message.into(),
        }
    }
}

/// Kinds of trouble with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Another process holds the lock.
    Locked,
    /// No space is left.
    Full,
    /// It does not answer.
    Away,
    /// It cannot be opened, or what is in it cannot be read.
    Damaged,
    /// The address or a file name is wrong.
    Usage,
}

impl Trouble {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Locked,
        Self::Full,
        Self::Away,
        Self::Damaged,
        Self::Usage,
    ];

    /// Its name in logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Full => "full",
            Self::Away => "away",
            Self::Damaged => "damaged",
            Self::Usage => "usage",
        }
    }
}
