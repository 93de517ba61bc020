//! The tables of a file, and how it is opened.

use crate::store::{StoreError, Trouble};
use rusqlite::{Connection, OpenFlags, Result};
use std::path::Path;
use std::time::Duration;

/// `application_id` of a store: `hdxq`.
const APPLICATION: i32 = 0x6864_7871;
/// Version of the tables; a file of a newer one is refused.
const VERSION: i32 = 1;
/// How long a lock of another process is waited for.
pub const LOCK_WAIT: Duration = Duration::from_secs(2);
/// Page cache of the writer, in KiB.
const CACHE_KIB: i32 = 65_536;

/// `day` is the last day (since 1970) on which a text was used by an appended row: older
/// texts can go with the rows of their time.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS texts (
    id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, day INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS queries (
    seq INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, session INTEGER NOT NULL,
    client INTEGER NOT NULL, hour INTEGER NOT NULL, origin INTEGER NOT NULL,
    kind INTEGER NOT NULL, user_query INTEGER NOT NULL, normalized INTEGER NOT NULL,
    hits INTEGER NOT NULL, result_count INTEGER NOT NULL, latency_ms INTEGER NOT NULL,
    redactions INTEGER NOT NULL, reformulation_of INTEGER NOT NULL, replaces INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, query INTEGER NOT NULL,
    session INTEGER NOT NULL, client INTEGER NOT NULL, hour INTEGER NOT NULL,
    origin INTEGER NOT NULL, kind INTEGER NOT NULL, article INTEGER NOT NULL,
    position INTEGER NOT NULL, dwell_s INTEGER NOT NULL, comment INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS queries_by_hour ON queries (hour);
CREATE INDEX IF NOT EXISTS events_by_hour ON events (hour);
CREATE TABLE IF NOT EXISTS losses (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS client_keys (day INTEGER PRIMARY KEY, key BLOB NOT NULL);
";

/// Columns of `texts` ids, which keep a text alive.
pub const TEXT_COLUMNS: [(&str, &[&str]); 2] = [
    (
        "queries",
        &["origin", "kind", "user_query", "normalized", "hits"],
    ),
    ("events", &["origin", "kind", "article", "comment"]),
];

/// A connection that writes.
pub fn connect(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(LOCK_WAIT)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // A commit is on the disk before it is acknowledged.
    connection.pragma_update(None, "synchronous", "full")?;
    // What was deleted must not be found in the file.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// A connection that reads, and sees one state of the file within a transaction.
pub fn connect_to_read(file: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(LOCK_WAIT)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Makes the tables of a file that has none.
pub fn prepare(connection: &Connection, file: &Path) -> std::result::Result<(), StoreError> {
    let told = |error| super::trouble(file, error);
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = number("application_id").map_err(told)?;
    let version = number("user_version").map_err(told)?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
        .map_err(told)?;
    if application != APPLICATION && tables > 0 {
        let message = "this SQLite file holds something else; name another file";
        return Err(StoreError::new(
            Trouble::Usage,
            format!("{}: {message}", file.display()),
        ));
    }
    if version > VERSION {
        let message = "a newer helpdex wrote this file; use that one";
        return Err(StoreError::new(
            Trouble::Usage,
            format!("{}: {message}", file.display()),
        ));
    }
    let marks = format!("PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION};");
    connection
        .execute_batch(&format!("BEGIN IMMEDIATE; {TABLES} {marks} COMMIT;"))
        .map_err(told)
}
