//! The one writer of a process. Each method is one transaction.

use super::dictionary::Dictionary;
use crate::facts::Losses;
use crate::store::record::{EventRecord, QueryRecord, records};
use crate::store::{Appended, ClientKey};
use helpdex::questions::Batch;
use rusqlite::{Connection, Result, Transaction, TransactionBehavior};

const INSERT_QUERY: &str = "INSERT OR IGNORE INTO queries (id, session, client, hour, origin, \
    kind, user_query, normalized, hits, result_count, latency_ms, redactions, reformulation_of, \
    replaces) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
const INSERT_EVENT: &str = "INSERT OR IGNORE INTO events (id, query, session, client, hour, \
    origin, kind, article, position, dwell_s, comment) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
const ADD_LOSS: &str = "INSERT INTO losses VALUES (?1, ?2) \
    ON CONFLICT (name) DO UPDATE SET count = count + excluded.count";

/// A connection, and what it remembers of the file.
#[derive(Debug)]
pub struct Writer {
    pub(super) connection: Connection,
    pub(super) dictionary: Dictionary,
}

impl Writer {
    /// A writer that remembers nothing yet.
    pub fn new(connection: Connection) -> Self {
        Self {
            connection,
            dictionary: Dictionary::default(),
        }
    }

    /// Appends the rows of all batches, or none.
    pub fn append(&mut self, batches: &[Batch]) -> Result<Appended> {
        self.transact(|transaction, dictionary| {
            let mut appended = Appended::default();
            let mut in_pages = 0;
            for batch in batches {
                let before = appended.queries + appended.events;
                append(transaction, dictionary, batch, &mut appended)?;
                let is_resent = before == appended.queries + appended.events
                    && batch.queries.len() + batch.events.len() > 0;
                if !is_resent {
                    in_pages += u64::from(batch.dropped);
                }
            }
            let losses = Losses {
                in_pages,
                duplicates: appended.duplicates,
                ..Losses::default()
            };
            add_losses(transaction, &losses)?;
            Ok(appended)
        })
    }

    /// Adds to the counters.
    pub fn add_losses(&mut self, losses: &Losses) -> Result<()> {
        self.transact(|transaction, _| add_losses(transaction, losses))
    }

    /// The key of a day: `fresh`, unless there is one. Other days' keys are deleted.
    pub fn client_key(&mut self, day: u32, fresh: ClientKey) -> Result<ClientKey> {
        self.transact(|transaction, _| {
            transaction.execute("DELETE FROM client_keys WHERE day <> ?1", [day])?;
            transaction.execute(
                "INSERT OR IGNORE INTO client_keys VALUES (?1, ?2)",
                (day, fresh),
            )?;
            let select = "SELECT key FROM client_keys WHERE day = ?1";
            transaction.query_row(select, [day], |row| row.get(0))
        })
    }

    /// Takes the lock for writing and lets it go again.
    pub fn check(&mut self) -> Result<()> {
        self.transact(|_, _| Ok(()))
    }

    /// One transaction that holds the lock for writing from its beginning.
    pub(super) fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut Dictionary) -> Result<T>,
    ) -> Result<T> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let dictionary = &mut self.dictionary;
        let done = dictionary
            .renew(&transaction)
            .and_then(|()| work(&transaction, dictionary))
            .and_then(|value| transaction.commit().map(|()| value));
        if done.is_err() {
            dictionary.forget();
        }
        done
    }
}

fn append(
    connection: &Connection,
    dictionary: &mut Dictionary,
    batch: &Batch,
    appended: &mut Appended,
) -> Result<()> {
    let (queries, events) = records(batch);
    for record in &queries {
        let added = insert_query(connection, dictionary, record)?;
        appended.queries += added;
        appended.duplicates += 1 - added;
    }
    for record in &events {
        let added = insert_event(connection, dictionary, record)?;
        appended.events += added;
        appended.duplicates += 1 - added;
    }
    Ok(())
}

/// 1 if the row was added, 0 if it was there.
fn insert_query(
    connection: &Connection,
    dictionary: &mut Dictionary,
    record: &QueryRecord,
) -> Result<u64> {
    let day = record.hour / 24;
    let mut number = |text: &str| dictionary.number(connection, text, day);
    let added = connection.prepare_cached(INSERT_QUERY)?.execute((
        record.id.cast_signed(),
        record.session.cast_signed(),
        record.client.cast_signed(),
        record.hour,
        number(&record.origin)?,
        number(&record.kind)?,
        number(&record.user_query)?,
        number(&record.normalized)?,
        number(&record.hits)?,
        record.result_count,
        record.latency_ms,
        record.redactions,
        record.reformulation_of.cast_signed(),
        record.replaces.cast_signed(),
    ))?;
    Ok(u64::from(added > 0))
}

/// 1 if the row was added, 0 if it was there.
fn insert_event(
    connection: &Connection,
    dictionary: &mut Dictionary,
    record: &EventRecord,
) -> Result<u64> {
    let day = record.hour / 24;
    let mut number = |text: &str| dictionary.number(connection, text, day);
    let added = connection.prepare_cached(INSERT_EVENT)?.execute((
        record.id.cast_signed(),
        record.query.cast_signed(),
        record.session.cast_signed(),
        record.client.cast_signed(),
        record.hour,
        number(&record.origin)?,
        number(&record.kind)?,
        number(&record.article)?,
        record.position,
        record.dwell_s,
        number(&record.comment)?,
    ))?;
    Ok(u64::from(added > 0))
}

fn add_losses(connection: &Connection, losses: &Losses) -> Result<()> {
    for (name, count) in losses.named() {
        if count > 0 {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            connection
                .prepare_cached(ADD_LOSS)?
                .execute((name, count))?;
        }
    }
    Ok(())
}
