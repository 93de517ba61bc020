//! Rows into a database.

use super::row_binary::{Decoder, Encoder};
use super::server::Server;
use crate::facts::Losses;
use crate::store::record::{EventRecord, QueryRecord, records};
use crate::store::{Appended, ClientKey, StoreError};
use helpdex::questions::Batch;
use rustc_hash::FxHashSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Ids looked for in one statement: 20 digits each are well below `max_query_size`.
const IDS: usize = 5000;
/// Collectors that make the key of a day at the same time see each other's within this time.
const KEY_RACE: Duration = Duration::from_secs(1);

/// Numbers that order the rows of this process.
#[derive(Debug, Default)]
pub struct Arrivals(Mutex<u64>);

impl Arrivals {
    /// The first of `count` numbers, later than all before.
    fn next(&self, count: usize) -> u64 {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = (micros() << 12).max(*last);
        *last = first + count as u64;
        first
    }
}

fn micros() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| u64::try_from(now.as_micros()).unwrap_or_default())
}

/// Appends the rows of all batches. If it fails half way, some rows are there; they are found
/// when the batch is sent again.
pub fn append(
    server: &Server,
    arrivals: &Arrivals,
    batches: &[Batch],
) -> Result<Appended, StoreError> {
    let rows: Vec<_> = batches.iter().map(records).collect();
    let queries = rows
        .iter()
        .flat_map(|(queries, _)| queries.iter().map(|it| it.id));
    let events = rows
        .iter()
        .flat_map(|(_, events)| events.iter().map(|it| it.id));
    let known_queries = known(server, "queries", queries.collect())?;
    let known_events = known(server, "events", events.collect())?;
    let mut fresh = Fresh {
        queries: Rows::after(known_queries),
        events: Rows::after(known_events),
        ..Fresh::default()
    };
    let mut arrived = arrivals.next(rows.iter().map(|(q, e)| q.len() + e.len()).sum());
    for (batch, (queries, events)) in batches.iter().zip(&rows) {
        fresh.add(batch, queries, events, &mut arrived);
    }
    fresh.insert(server)
}

/// Rows that are not in the database yet.
#[derive(Default)]
struct Fresh {
    queries: Rows,
    events: Rows,
    duplicates: u64,
    in_pages: u64,
}

#[derive(Default)]
struct Rows {
    known: FxHashSet<u64>,
    encoded: Encoder,
    count: u64,
}

impl Rows {
    fn after(known: FxHashSet<u64>) -> Self {
        Self {
            known,
            ..Self::default()
        }
    }

    fn insert(&self, server: &Server, table: &str) -> Result<(), StoreError> {
        if self.count == 0 {
            return Ok(());
        }
        server.insert(table, &self.encoded.0)
    }
}

impl Fresh {
    fn add(
        &mut self,
        batch: &Batch,
        queries: &[QueryRecord],
        events: &[EventRecord],
        arrived: &mut u64,
    ) {
        let before = self.queries.count + self.events.count;
        for record in queries {
            *arrived += 1;
            if self.queries.known.insert(record.id) {
                encode_query(&mut self.queries.encoded, record, *arrived);
                self.queries.count += 1;
            }
        }
        for record in events {
            *arrived += 1;
            if self.events.known.insert(record.id) {
                encode_event(&mut self.events.encoded, record, *arrived);
                self.events.count += 1;
            }
        }
        let rows = (queries.len() + events.len()) as u64;
        let added = self.queries.count + self.events.count - before;
        self.duplicates += rows - added;
        if added > 0 || rows == 0 {
            self.in_pages += u64::from(batch.dropped);
        }
    }

    fn insert(self, server: &Server) -> Result<Appended, StoreError> {
        self.queries.insert(server, "queries")?;
        self.events.insert(server, "events")?;
        let losses = Losses {
            in_pages: self.in_pages,
            duplicates: self.duplicates,
            ..Losses::default()
        };
        add_losses(server, &losses)?;
        Ok(Appended {
            queries: self.queries.count,
            events: self.events.count,
            duplicates: self.duplicates,
        })
    }
}

/// Which of these ids are in a table.
fn known(server: &Server, table: &str, ids: Vec<u64>) -> Result<FxHashSet<u64>, StoreError> {
    let mut known = FxHashSet::default();
    for ids in ids.chunks(IDS) {
        let list: Vec<String> = ids.iter().map(u64::to_string).collect();
        let list = list.join(",");
        let sql = format!("SELECT id FROM {table} WHERE id IN ({list}) FORMAT RowBinary");
        let answer = server.run(&sql)?;
        let numbers = answer.as_chunks::<8>().0.iter();
        known.extend(numbers.map(|bytes| u64::from_le_bytes(*bytes)));
    }
    Ok(known)
}

fn encode_query(rows: &mut Encoder, record: &QueryRecord, arrived: u64) {
    rows.u64(record.id)
        .u64(arrived)
        .u64(record.session)
        .u64(record.client)
        .u32(record.hour)
        .text(&record.origin)
        .text(&record.kind)
        .text(&record.user_query)
        .text(&record.normalized)
        .text(&record.hits)
        .u32(record.result_count)
        .u32(record.latency_ms)
        .u32(record.redactions)
        .u64(record.reformulation_of)
        .u64(record.replaces);
}

fn encode_event(rows: &mut Encoder, record: &EventRecord, arrived: u64) {
    rows.u64(record.id)
        .u64(arrived)
        .u64(record.query)
        .u64(record.session)
        .u64(record.client)
        .u32(record.hour)
        .text(&record.origin)
        .text(&record.kind)
        .text(&record.article)
        .u32(record.position)
        .u32(record.dwell_s)
        .text(&record.comment);
}

/// Adds to the counters.
pub fn add_losses(server: &Server, losses: &Losses) -> Result<(), StoreError> {
    let mut rows = Encoder::default();
    for (name, count) in losses.named().iter().filter(|(_, count)| *count > 0) {
        rows.text(name).u64(*count);
    }
    if rows.0.is_empty() {
        return Ok(());
    }
    server.insert("losses", &rows.0)
}

/// The key of a day: the oldest, or `fresh` if there is none. Keys of days before are dropped.
pub fn client_key(server: &Server, day: u32, fresh: &ClientKey) -> Result<ClientKey, StoreError> {
    forget_keys_before(server, day)?;
    if let Some(key) = oldest_key(server, day)? {
        return Ok(key);
    }
    let mut row = Encoder::default();
    row.u32(day).u64(micros()).bytes(fresh);
    server.insert("client_keys", &row.0)?;
    std::thread::sleep(KEY_RACE);
    Ok(oldest_key(server, day)?.unwrap_or(*fresh))
}

fn oldest_key(server: &Server, day: u32) -> Result<Option<ClientKey>, StoreError> {
    let sql = format!(
        "SELECT key FROM client_keys WHERE day = {day} ORDER BY created, key LIMIT 1 FORMAT RowBinary"
    );
    let answer = server.run(&sql)?;
    let mut key = Vec::new();
    let read = Decoder(answer.as_slice()).bytes(&mut key);
    Ok(read.ok().and_then(|()| key.try_into().ok()))
}

fn forget_keys_before(server: &Server, day: u32) -> Result<(), StoreError> {
    let sql = format!("SELECT DISTINCT day FROM client_keys WHERE day < {day} FORMAT RowBinary");
    let days = server.run(&sql)?;
    for bytes in days.as_chunks::<4>().0 {
        let day = u32::from_le_bytes(*bytes);
        server.run(&format!("ALTER TABLE client_keys DROP PARTITION {day}"))?;
    }
    Ok(())
}
