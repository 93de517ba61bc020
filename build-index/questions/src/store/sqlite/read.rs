//! Reading all rows of a file, in one state of it.

use super::dictionary::Texts;
use super::tables::connect_to_read;
use crate::facts::{Filter, Losses};
use crate::store::record::{EventRecord, QueryRecord};
use rusqlite::{Connection, Result, Row};
use std::path::Path;

const QUERIES: &str = "SELECT id, session, client, hour, origin, kind, user_query, normalized, \
    hits, result_count, latency_ms, redactions, reformulation_of, replaces FROM queries";
const EVENTS: &str = "SELECT id, query, session, client, hour, origin, kind, article, position, \
    dwell_s, comment FROM events";

/// Calls `each` for the query rows of the filter's hours, oldest first.
pub fn queries(
    file: &Path,
    filter: &Filter,
    each: &mut dyn FnMut(&QueryRecord<&str>),
) -> Result<()> {
    scan(file, QUERIES, filter, |row, texts| {
        let text = |column| Ok::<_, rusqlite::Error>(texts.get(row.get(column)?));
        each(&QueryRecord {
            id: id(row, 0)?,
            session: id(row, 1)?,
            client: id(row, 2)?,
            hour: row.get(3)?,
            origin: text(4)?,
            kind: text(5)?,
            user_query: text(6)?,
            normalized: text(7)?,
            hits: text(8)?,
            result_count: row.get(9)?,
            latency_ms: row.get(10)?,
            redactions: row.get(11)?,
            reformulation_of: id(row, 12)?,
            replaces: id(row, 13)?,
        });
        Ok(())
    })
}

/// Calls `each` for the event rows of the filter's hours, oldest first.
pub fn events(
    file: &Path,
    filter: &Filter,
    each: &mut dyn FnMut(&EventRecord<&str>),
) -> Result<()> {
    scan(file, EVENTS, filter, |row, texts| {
        let text = |column| Ok::<_, rusqlite::Error>(texts.get(row.get(column)?));
        each(&EventRecord {
            id: id(row, 0)?,
            query: id(row, 1)?,
            session: id(row, 2)?,
            client: id(row, 3)?,
            hour: row.get(4)?,
            origin: text(5)?,
            kind: text(6)?,
            article: text(7)?,
            position: row.get(8)?,
            dwell_s: row.get(9)?,
            comment: text(10)?,
        });
        Ok(())
    })
}

/// The counters.
pub fn losses(file: &Path) -> Result<Losses> {
    let connection = connect_to_read(file)?;
    let mut losses = Losses::default();
    let mut select = connection.prepare("SELECT name, count FROM losses")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let count: i64 = row.get(1)?;
        losses.set(row.get_ref(0)?.as_str()?, count.unsigned_abs());
    }
    Ok(losses)
}

fn scan(
    file: &Path,
    select: &str,
    filter: &Filter,
    mut each: impl FnMut(&Row<'_>, &Texts) -> Result<()>,
) -> Result<()> {
    let mut connection = connect_to_read(file)?;
    let transaction = connection.transaction()?;
    let texts = Texts::read(&transaction)?;
    scan_rows(&transaction, select, filter, |row| each(row, &texts))
}

fn scan_rows(
    connection: &Connection,
    select: &str,
    filter: &Filter,
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    // `+hour` keeps the order of arrival without sorting.
    let hours = format!("{select} WHERE +hour >= ?1 AND +hour < ?2 ORDER BY seq");
    let mut select = connection.prepare(&hours)?;
    let from = filter.from.unwrap_or(0);
    let to = filter.to.map_or(i64::MAX, i64::from);
    let mut rows = select.query((from, to))?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

fn id(row: &Row<'_>, column: usize) -> Result<u64> {
    row.get(column).map(i64::cast_unsigned)
}
