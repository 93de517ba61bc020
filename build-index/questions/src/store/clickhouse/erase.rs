//! Rows that go.

use super::server::Server;
use crate::store::{StoreError, Trouble};
use std::time::{Duration, Instant};

/// A deletion rewrites the parts that hold its rows; it may take this long.
const LONGEST: Duration = Duration::from_secs(3600);
/// How often the server is asked whether it is done.
const ASK: Duration = Duration::from_millis(200);

/// Deletes the rows that a condition holds for, and waits until they are gone.
pub fn delete(server: &Server, condition: &str) -> Result<u64, StoreError> {
    let mut removed = 0;
    for table in ["queries", "events"] {
        let count = count(server, &format!("{table} FINAL WHERE {condition}"))?;
        if count > 0 {
            server.run(&format!("ALTER TABLE {table} DELETE WHERE {condition}"))?;
            wait(server, table)?;
        }
        removed += count;
    }
    Ok(removed)
}

fn count(server: &Server, from: &str) -> Result<u64, StoreError> {
    let answer = server.run(&format!("SELECT count() FROM {from} FORMAT RowBinary"))?;
    let bytes = answer.as_slice().try_into();
    let bytes = bytes.map_err(|_| server.broken("no number"))?;
    Ok(u64::from_le_bytes(bytes))
}

fn wait(server: &Server, table: &str) -> Result<(), StoreError> {
    let database = server.database();
    let open = format!(
        "system.mutations WHERE database = '{database}' AND table = '{table}' AND is_done = 0"
    );
    let started = Instant::now();
    while count(server, &open)? > 0 {
        if started.elapsed() > LONGEST {
            let message = format!("{table}: rows are still being deleted; see system.mutations");
            return Err(StoreError::new(Trouble::Away, message));
        }
        std::thread::sleep(ASK);
    }
    Ok(())
}
