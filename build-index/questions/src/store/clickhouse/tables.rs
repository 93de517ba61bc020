//! The tables of a database.

use super::server::Server;
use crate::store::StoreError;

/// `arrived` orders rows: microseconds since 1970, shifted by 12 bits, then counted up.
const TABLES: [&str; 4] = [
    "CREATE TABLE IF NOT EXISTS queries (id UInt64, arrived UInt64, session UInt64, \
        client UInt64, hour UInt32, origin String, kind String, user_query String, \
        normalized String, hits String, result_count UInt32, latency_ms UInt32, \
        redactions UInt32, reformulation_of UInt64, replaces UInt64) \
        ENGINE = ReplacingMergeTree() ORDER BY id",
    "CREATE TABLE IF NOT EXISTS events (id UInt64, arrived UInt64, query UInt64, \
        session UInt64, client UInt64, hour UInt32, origin String, kind String, \
        article String, position UInt32, dwell_s UInt32, comment String) \
        ENGINE = ReplacingMergeTree() ORDER BY id",
    "CREATE TABLE IF NOT EXISTS losses (name String, count UInt64) \
        ENGINE = SummingMergeTree() ORDER BY name",
    // A partition a day: dropping it forgets the key at once.
    "CREATE TABLE IF NOT EXISTS client_keys (day UInt32, created UInt64, key String) \
        ENGINE = MergeTree() PARTITION BY day ORDER BY created",
];

/// Makes what is missing.
pub fn prepare(server: &Server) -> Result<(), StoreError> {
    let database = server.database();
    server.run_outside(&format!("CREATE DATABASE IF NOT EXISTS {database}"))?;
    TABLES
        .iter()
        .try_for_each(|table| server.run(table).map(drop))
}
