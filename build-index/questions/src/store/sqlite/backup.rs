//! A copy of a file while it is written to.

use super::tables::connect_to_read;
use super::trouble;
use crate::store::{StoreError, Trouble};
use rusqlite::Connection;
use rusqlite::backup::Backup;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Pages copied at a time; all of them come from one state of the file.
const PAGES: i32 = 10_000;

/// Copies a store. The copy replaces `to` when it is complete.
pub fn back_up(from: &Path, to: &Path) -> Result<(), StoreError> {
    let io = |error: std::io::Error| {
        let message = format!("{}: {error}; name a file that can be written", to.display());
        StoreError::new(Trouble::Usage, message)
    };
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    match fs::remove_file(part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
        _ => {}
    }
    copy(from, part)?;
    let file = fs::File::open(part).map_err(io)?;
    file.sync_all().map_err(io)?;
    fs::rename(part, to).map_err(io)
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let source = connect_to_read(from).map_err(|error| trouble(from, error))?;
    // A transaction of its own: writers would make the copy begin again.
    let copied = source.execute_batch("BEGIN").and_then(|()| {
        source.query_row("SELECT count(*) FROM client_keys", [], |_| Ok(()))?;
        let mut target = Connection::open(to)?;
        Backup::new(&source, &mut target)?.run_to_completion(PAGES, Duration::ZERO, None)?;
        // Who has the copy must not be able to tell visitors again.
        target.execute_batch(
            "PRAGMA journal_mode=delete; PRAGMA secure_delete=on; DELETE FROM client_keys;",
        )
    });
    copied.map_err(|error| trouble(to, error))
}
