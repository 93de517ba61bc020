//! Rows as lines of JSON, a [`Batch`] a line: how they move from one store to another.

use super::{Appended, Store, StoreError, Trouble};
use crate::bounds;
use helpdex::questions::Batch;
use std::io::{BufRead, Read, Write};

/// Rows appended in one transaction, about.
const GROUP: usize = 5000;
/// Longest line, in bytes.
const MAX_LINE: u64 = 64 << 20;

/// Reads all lines into a store, and tells `progress` how many lines are done. Client ids and
/// times stay as they are. Importing the same lines again adds nothing.
///
/// # Errors
/// A line that is no batch, with its number: those before it are in the store, as far as
/// `progress` was told. Or what the store says.
pub fn import(
    store: &dyn Store,
    mut lines: impl BufRead,
    progress: &mut dyn FnMut(u64),
) -> Result<Appended, StoreError> {
    let mut appended = Appended::default();
    let mut group: Vec<Batch> = Vec::new();
    let (mut rows, mut number) = (0, 0);
    loop {
        let batch = next(&mut lines, &mut number);
        let wrong = |what| StoreError::new(Trouble::Usage, format!("line {number}: {what}"));
        let no_batch = |what| wrong(format!("no batch of rows ({what})"));
        let Some(batch) = batch.map_err(no_batch)? else {
            break;
        };
        bounds::check_rows(&batch).map_err(|error| wrong(error.to_string()))?;
        rows += batch.queries.len() + batch.events.len();
        group.push(batch);
        if rows >= GROUP {
            append(store, &mut group, &mut appended)?;
            rows = 0;
            progress(number);
        }
    }
    append(store, &mut group, &mut appended)?;
    progress(number);
    Ok(appended)
}

/// Writes all rows of a store as lines. Returns how many.
///
/// # Errors
/// What the store says, or that the lines cannot be written.
pub fn export(store: &dyn Store, mut out: impl Write) -> Result<u64, StoreError> {
    let mut rows = 0;
    let failed = |error: std::io::Error| {
        let message = format!("the rows cannot be written: {error}");
        StoreError::new(Trouble::Full, message)
    };
    store.export(&mut |batch| {
        rows += 1;
        serde_json::to_writer(&mut out, batch)
            .map_err(std::io::Error::from)
            .and_then(|()| out.write_all(b"\n"))
            .map_err(failed)
    })?;
    out.flush().map_err(failed)?;
    Ok(rows)
}

fn append(
    store: &dyn Store,
    group: &mut Vec<Batch>,
    appended: &mut Appended,
) -> Result<(), StoreError> {
    let added = store.append(group)?;
    appended.queries += added.queries;
    appended.events += added.events;
    appended.duplicates += added.duplicates;
    group.clear();
    Ok(())
}

/// The batch of the next line that is not empty. `number` counts lines.
///
/// # Errors
/// What is wrong with the line of that number.
pub(crate) fn next(lines: &mut impl BufRead, number: &mut u64) -> Result<Option<Batch>, String> {
    let mut line = Vec::new();
    loop {
        line.clear();
        *number += 1;
        let read = lines.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
        match read {
            Ok(0) => {
                *number -= 1;
                return Ok(None);
            }
            Ok(length) if length as u64 == MAX_LINE => {
                return Err(format!("longer than {MAX_LINE} bytes; split it"));
            }
            Ok(_) if line.trim_ascii().is_empty() => {}
            Ok(_) => {
                let batch = serde_json::from_slice(&line);
                return batch.map(Some).map_err(|error| error.to_string());
            }
            Err(error) => return Err(format!("cannot be read ({error})")),
        }
    }
}
