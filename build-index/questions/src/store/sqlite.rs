//! A store in one SQLite file: nothing to set up, one writer at a time, any number of readers.

mod backup;
mod dictionary;
mod erase;
mod read;
mod tables;
mod write;

use super::{Appended, ClientKey, Store, StoreError, Trouble, Whom};
use crate::facts::{EventFact, Facts, FactsError, Filter, Hour, Losses, QueryFact};
use helpdex::questions::Batch;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use write::Writer;

/// A store in one file. Beside it, while it is open, lie its `-wal` and `-shm`.
#[derive(Debug)]
pub struct Sqlite {
    file: PathBuf,
    writer: Mutex<Writer>,
}

impl Sqlite {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be opened, is no store, or is of a newer version.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let connection = tables::connect(file).map_err(|error| trouble(file, error))?;
        tables::prepare(&connection, file)?;
        Ok(Self {
            file: file.to_owned(),
            writer: Mutex::new(Writer::new(connection)),
        })
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // Every use is one transaction, so a panic leaves nothing half done.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| trouble(&self.file, error))
    }
}

impl Store for Sqlite {
    fn append(&self, batches: &[Batch]) -> Result<Appended, StoreError> {
        self.told(self.writer().append(batches))
    }

    fn add_losses(&self, losses: &Losses) -> Result<(), StoreError> {
        self.told(self.writer().add_losses(losses))
    }

    fn client_key(&self, day: u32) -> Result<ClientKey, StoreError> {
        let mut fresh = ClientKey::default();
        getrandom::fill(&mut fresh).map_err(|error| {
            StoreError::new(Trouble::Away, format!("no random numbers: {error}"))
        })?;
        self.told(self.writer().client_key(day, fresh))
    }

    fn purge(&self, hour: Hour) -> Result<u64, StoreError> {
        let mut removed = 0;
        // The lock is let go between slices, so that rows can be appended meanwhile.
        loop {
            let rows = self.told(self.writer().purge_slice(hour))?;
            removed += rows;
            if rows == 0 {
                return self.told(self.writer().purge_texts(hour)).map(|()| removed);
            }
        }
    }

    fn delete(&self, whom: &Whom) -> Result<u64, StoreError> {
        self.told(self.writer().delete(whom))
    }

    fn back_up(&self, file: &Path) -> Result<(), StoreError> {
        backup::back_up(&self.file, file)
    }

    fn export(
        &self,
        each: &mut dyn FnMut(&Batch) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut failure = Ok(());
        let mut hand_over = |batch: Batch| {
            if failure.is_ok() {
                failure = each(&batch);
            }
        };
        self.told(read::queries(
            &self.file,
            &Filter::default(),
            &mut |record| {
                hand_over(record.batch());
            },
        ))?;
        self.told(read::events(
            &self.file,
            &Filter::default(),
            &mut |record| {
                hand_over(record.batch());
            },
        ))?;
        failure
    }

    fn check(&self) -> Result<(), StoreError> {
        self.told(self.writer().check())
    }
}

impl Facts for Sqlite {
    fn queries(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&QueryFact<'_>),
    ) -> Result<(), FactsError> {
        let read = read::queries(&self.file, filter, &mut |record| {
            if let Some(fact) = record.fact(filter) {
                each(&fact);
            }
        });
        self.told(read).map_err(|error| FactsError(error.message))
    }

    fn events(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&EventFact<'_>),
    ) -> Result<(), FactsError> {
        let read = read::events(&self.file, filter, &mut |record| {
            if let Some(fact) = record.fact(filter) {
                each(&fact);
            }
        });
        self.told(read).map_err(|error| FactsError(error.message))
    }

    fn losses(&self) -> Result<Losses, FactsError> {
        self.told(read::losses(&self.file))
            .map_err(|error| FactsError(error.message))
    }
}

/// What is wrong with a file, and the cure.
fn trouble(file: &Path, error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode as Code;
    let (trouble, cure) = match error.sqlite_error_code() {
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => (
            Trouble::Locked,
            "another process holds its lock; wait for it or end it",
        ),
        Some(Code::DiskFull) => (
            Trouble::Full,
            "make room on its disk, or purge old rows with a smaller --before",
        ),
        Some(Code::NotADatabase | Code::DatabaseCorrupt) => {
            (Trouble::Damaged, "name another file, or restore a backup")
        }
        Some(Code::CannotOpen | Code::PermissionDenied | Code::ReadOnly) => (
            Trouble::Usage,
            "make its folder, and let this user write there",
        ),
        _ => (Trouble::Away, "see whether its disk works"),
    };
    StoreError::new(trouble, format!("{}: {error}; {cure}", file.display()))
}

#[cfg(test)]
mod tests;
