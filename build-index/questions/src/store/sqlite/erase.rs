//! Rows and texts that go.

use super::tables::{LOCK_WAIT, TEXT_COLUMNS};
use super::write::Writer;
use crate::store::Whom;
use crate::store::record::hash;
use rusqlite::{Connection, ErrorCode, Result};
use std::time::Duration;

/// Rows deleted in one transaction.
const SLICE: u32 = 2000;

impl Writer {
    /// Deletes some of the rows before `hour`; 0 when none is left.
    pub fn purge_slice(&mut self, hour: u32) -> Result<u64> {
        self.transact(|transaction, _| {
            let mut removed = 0;
            for (table, _) in TEXT_COLUMNS {
                let old = format!("SELECT seq FROM {table} WHERE hour < ?1 LIMIT ?2");
                let delete = format!("DELETE FROM {table} WHERE seq IN ({old})");
                removed += transaction.execute(&delete, (hour, SLICE))? as u64;
            }
            Ok(removed)
        })
    }

    /// Deletes the texts that were last used before the day of `hour`: all rows that used
    /// them are gone by then.
    pub fn purge_texts(&mut self, hour: u32) -> Result<()> {
        let delete = "DELETE FROM texts WHERE day < ?1";
        self.transact(|transaction, dictionary| {
            dictionary.forget();
            transaction.execute(delete, [hour / 24]).map(drop)
        })?;
        self.truncate_log()
    }

    /// Deletes the rows of somebody, and the texts that no row uses any more.
    pub fn delete(&mut self, whom: &Whom) -> Result<u64> {
        let (column, id) = match whom {
            Whom::Session(id) => ("session", id),
            Whom::Client(id) => ("client", id),
        };
        let id = hash(id).cast_signed();
        let removed = self.transact(|transaction, dictionary| {
            dictionary.forget();
            let mut removed = 0;
            for (table, _) in TEXT_COLUMNS {
                let delete = format!("DELETE FROM {table} WHERE {column} = ?1 AND ?1 <> 0");
                removed += transaction.execute(&delete, [id])? as u64;
            }
            delete_unused_texts(transaction)?;
            Ok(removed)
        })?;
        self.truncate_log()?;
        Ok(removed)
    }

    /// What was deleted still stands in the write-ahead log until that is truncated. A reader
    /// keeps it for now, and is not waited for; then the next purge does it.
    fn truncate_log(&self) -> Result<()> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
        let truncated = self.connection.query_row(truncate, [], |_| Ok(()));
        self.connection.busy_timeout(LOCK_WAIT)?;
        match truncated {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(()),
            done => done,
        }
    }
}

fn delete_unused_texts(connection: &Connection) -> Result<()> {
    let used: Vec<String> = TEXT_COLUMNS
        .iter()
        .flat_map(|(table, columns)| {
            let select = move |column: &&str| format!("SELECT {column} FROM {table}");
            columns.iter().map(select)
        })
        .collect();
    let delete = format!(
        "DELETE FROM texts WHERE id NOT IN ({})",
        used.join(" UNION ")
    );
    connection.execute(&delete, []).map(drop)
}
