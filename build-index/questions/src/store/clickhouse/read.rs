//! Reading all rows of a database.

use super::row_binary::{Decoder, broken};
use super::server::Server;
use crate::facts::{Filter, Losses};
use crate::store::StoreError;
use crate::store::record::{EventRecord, QueryRecord};
use std::io::{BufRead, BufReader, Result};

/// Ends every row: an error message in the middle of an answer is not taken for rows.
const MARK: u8 = 42;
/// Bytes read at a time.
const BUFFER: usize = 1 << 20;

type Each<'a, T> = &'a mut dyn FnMut(&T) -> std::result::Result<(), StoreError>;

/// Calls `each` for the query rows of the filter's hours, oldest first.
pub fn queries(
    server: &Server,
    filter: &Filter,
    each: Each<'_, QueryRecord>,
) -> std::result::Result<(), StoreError> {
    let columns = "id, session, client, hour, origin, kind, user_query, normalized, hits, \
        result_count, latency_ms, redactions, reformulation_of, replaces";
    scan(server, "queries", columns, filter, each, |rows, record| {
        record.id = rows.u64()?;
        record.session = rows.u64()?;
        record.client = rows.u64()?;
        record.hour = rows.u32()?;
        rows.text(&mut record.origin)?;
        rows.text(&mut record.kind)?;
        rows.text(&mut record.user_query)?;
        rows.text(&mut record.normalized)?;
        rows.text(&mut record.hits)?;
        record.result_count = rows.u32()?;
        record.latency_ms = rows.u32()?;
        record.redactions = rows.u32()?;
        record.reformulation_of = rows.u64()?;
        record.replaces = rows.u64()?;
        Ok(())
    })
}

/// Calls `each` for the event rows of the filter's hours, oldest first.
pub fn events(
    server: &Server,
    filter: &Filter,
    each: Each<'_, EventRecord>,
) -> std::result::Result<(), StoreError> {
    let columns = "id, query, session, client, hour, origin, kind, article, position, dwell_s, \
        comment";
    scan(server, "events", columns, filter, each, |rows, record| {
        record.id = rows.u64()?;
        record.query = rows.u64()?;
        record.session = rows.u64()?;
        record.client = rows.u64()?;
        record.hour = rows.u32()?;
        rows.text(&mut record.origin)?;
        rows.text(&mut record.kind)?;
        rows.text(&mut record.article)?;
        record.position = rows.u32()?;
        record.dwell_s = rows.u32()?;
        rows.text(&mut record.comment)
    })
}

/// The counters.
pub fn losses(server: &Server) -> std::result::Result<Losses, StoreError> {
    let sql = "SELECT name, sum(count) FROM losses GROUP BY name FORMAT RowBinary";
    let answer = server.run(sql)?;
    let mut rows = Decoder(answer.as_slice());
    let mut losses = Losses::default();
    let mut read = || -> Result<()> {
        let mut name = String::new();
        while rows.has_more()? {
            rows.text(&mut name)?;
            losses.set(&name, rows.u64()?);
        }
        Ok(())
    };
    read().map_err(|error| server.broken(error))?;
    Ok(losses)
}

fn scan<T: Default>(
    server: &Server,
    table: &str,
    columns: &str,
    filter: &Filter,
    each: Each<'_, T>,
    read: impl Fn(&mut Decoder<&mut dyn BufRead>, &mut T) -> Result<()>,
) -> std::result::Result<(), StoreError> {
    let from = filter.from.unwrap_or(0);
    let to = filter.to.unwrap_or(u32::MAX);
    let sql = format!(
        "SELECT {columns}, toUInt8({MARK}) FROM {table} FINAL \
         WHERE hour >= {from} AND hour < {to} ORDER BY arrived FORMAT RowBinary"
    );
    let mut answer = BufReader::with_capacity(BUFFER, server.stream(&sql)?);
    let mut rows = Decoder(&mut answer as &mut dyn BufRead);
    let mut record = T::default();
    let told = |error| server.broken(error);
    while rows.has_more().map_err(told)? {
        read(&mut rows, &mut record).map_err(told)?;
        if rows.u8().map_err(told)? != MARK {
            return Err(told(broken("it is no row")));
        }
        each(&record)?;
    }
    Ok(())
}
