//! A store in a ClickHouse server: for more rows than one file, and more than one collector.
//!
//! Plain SQL and `RowBinary` over HTTP, as servers of 2018 and of today speak it. Rows are
//! looked for by their ids before they are inserted; when two collectors insert the same row
//! at once, `ReplacingMergeTree` and `FINAL` leave one.

mod append;
mod erase;
mod read;
mod row_binary;
mod server;
mod tables;

pub use server::Server;

use super::sqlite::Sqlite;
use super::{Appended, ClientKey, Store, StoreError, Trouble, Whom};
use crate::facts::{EventFact, Facts, FactsError, Filter, Hour, Losses, QueryFact};
use append::Arrivals;
use helpdex::questions::Batch;
use std::path::Path;

/// Batches appended to a copy in one transaction.
const COPY_GROUP: usize = 5000;

/// A store in a database of a server.
#[derive(Debug)]
pub struct ClickHouse {
    server: Server,
    arrivals: Arrivals,
}

impl ClickHouse {
    /// Connects to a server, and makes database and tables that are missing.
    ///
    /// # Errors
    /// [`StoreError`] when the server does not answer or refuses.
    pub fn open(server: Server) -> Result<Self, StoreError> {
        tables::prepare(&server)?;
        Ok(Self {
            server,
            arrivals: Arrivals::default(),
        })
    }
}

impl Store for ClickHouse {
    fn append(&self, batches: &[Batch]) -> Result<Appended, StoreError> {
        append::append(&self.server, &self.arrivals, batches)
    }

    fn add_losses(&self, losses: &Losses) -> Result<(), StoreError> {
        append::add_losses(&self.server, losses)
    }

    fn client_key(&self, day: u32) -> Result<ClientKey, StoreError> {
        let mut fresh = ClientKey::default();
        getrandom::fill(&mut fresh).map_err(|error| {
            StoreError::new(Trouble::Away, format!("no random numbers: {error}"))
        })?;
        append::client_key(&self.server, day, &fresh)
    }

    fn purge(&self, hour: Hour) -> Result<u64, StoreError> {
        erase::delete(&self.server, &format!("hour < {hour}"))
    }

    fn delete(&self, whom: &Whom) -> Result<u64, StoreError> {
        let (column, id) = match whom {
            Whom::Session(id) => ("session", id),
            Whom::Client(id) => ("client", id),
        };
        match super::record::hash(id) {
            0 => Ok(0),
            hash => erase::delete(&self.server, &format!("{column} = {hash}")),
        }
    }

    /// The copy is a SQLite store, which every machine can read.
    fn back_up(&self, file: &Path) -> Result<(), StoreError> {
        let mut part = file.as_os_str().to_owned();
        part.push(".rows");
        let part = Path::new(&part);
        let _ = std::fs::remove_file(part);
        let copy = Sqlite::open(part)?;
        let mut group = Vec::new();
        self.export(&mut |batch| {
            group.push(batch.clone());
            if group.len() == COPY_GROUP {
                copy.append(&group)?;
                group.clear();
            }
            Ok(())
        })?;
        copy.append(&group)?;
        let losses = read::losses(&self.server)?;
        copy.add_losses(&losses)?;
        copy.back_up(file)?;
        drop(copy);
        let _ = std::fs::remove_file(part);
        Ok(())
    }

    fn export(
        &self,
        each: &mut dyn FnMut(&Batch) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let all = Filter::default();
        read::queries(&self.server, &all, &mut |record| each(&record.batch()))?;
        read::events(&self.server, &all, &mut |record| each(&record.batch()))
    }

    fn check(&self) -> Result<(), StoreError> {
        self.server.run("SELECT 1").map(drop)
    }
}

impl Facts for ClickHouse {
    fn queries(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&QueryFact<'_>),
    ) -> Result<(), FactsError> {
        let read = read::queries(&self.server, filter, &mut |record| {
            if let Some(fact) = record.fact(filter) {
                each(&fact);
            }
            Ok(())
        });
        read.map_err(|error| FactsError(error.message))
    }

    fn events(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&EventFact<'_>),
    ) -> Result<(), FactsError> {
        let read = read::events(&self.server, filter, &mut |record| {
            if let Some(fact) = record.fact(filter) {
                each(&fact);
            }
            Ok(())
        });
        read.map_err(|error| FactsError(error.message))
    }

    fn losses(&self) -> Result<Losses, FactsError> {
        read::losses(&self.server).map_err(|error| FactsError(error.message))
    }
}
