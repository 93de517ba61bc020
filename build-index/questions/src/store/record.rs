//! A row as stores keep it: numbers, and texts that repeat.
//!
//! What hardly varies is packed into two texts a row, so that a store holds each
//! combination once. Parts are separated by the control character `U+001F`:
//!
//! | text | parts |
//! |--|--|
//! | `origin` | application, site, locale, surface, page, version of helpdex, build id of the index |
//! | `kind` of a query | step, trigger, `c` if corrected, `s` if picked from a list |
//! | `kind` of an event | action, message type, type of the object, solved, reason, channel, rank, cell, tree, step, outcome, instrument, score, code |

mod export;
mod facts;
mod import;

pub use import::{event_id, event_records, hour_of, query_records, records};

/// Separates the parts of a packed text.
const UNIT: char = '\u{1f}';
/// Begins an id that is written as its hash.
const LITERAL: &str = "h:";

/// A query row. Ids are hashes; 0 means none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueryRecord<T = String> {
    /// Which query.
    pub id: u64,
    /// The page's session.
    pub session: u64,
    /// The visitor on that day.
    pub client: u64,
    /// Hours since 1970.
    pub hour: u32,
    /// Where it was asked; packed.
    pub origin: T,
    /// How it was asked; packed.
    pub kind: T,
    /// The text, redacted.
    pub user_query: T,
    /// The words that were searched for.
    pub normalized: T,
    /// Ids of the articles shown, one a line.
    pub hits: T,
    /// Articles found.
    pub result_count: u32,
    /// From the keystroke to the rows, ms.
    pub latency_ms: u32,
    /// Pieces that redaction took out.
    pub redactions: u32,
    /// The query that this one probably rewords.
    pub reformulation_of: u64,
    /// The query that this one refines.
    pub replaces: u64,
}

/// An event row. Ids are hashes; 0 means none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EventRecord<T = String> {
    /// Which event.
    pub id: u64,
    /// The query it followed from.
    pub query: u64,
    /// The page's session.
    pub session: u64,
    /// The visitor on that day.
    pub client: u64,
    /// Hours since 1970.
    pub hour: u32,
    /// Where it happened; packed.
    pub origin: T,
    /// What it was; packed.
    pub kind: T,
    /// Id of the article.
    pub article: T,
    /// Place in the list, from 1; 0 if it had none.
    pub position: u32,
    /// Seconds on screen; 0 if unknown.
    pub dwell_s: u32,
    /// What was written, redacted.
    pub comment: T,
}

/// The hash of an id that is unique by itself, such as a session's. 0 for an empty one.
pub fn hash(id: &str) -> u64 {
    if id.is_empty() {
        return 0;
    }
    read_literal(id).unwrap_or_else(|| first_bytes(&blake3::hash(id.as_bytes())))
}

/// The hash of a row's id, which is unique within its site: no site can take the ids of
/// another one's rows.
pub fn row_hash(site: &str, id: &str) -> u64 {
    if id.is_empty() {
        return 0;
    }
    read_literal(id).unwrap_or_else(|| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(site.as_bytes()).update(&[0]);
        first_bytes(&hasher.update(id.as_bytes()).finalize())
    })
}

/// A hash as an id: `h:` and 16 hexadecimal digits. Its hash is the same again, so what is
/// exported can be imported beside the original rows.
pub fn literal(hash: u64) -> String {
    format!("{LITERAL}{hash:016x}")
}

fn read_literal(id: &str) -> Option<u64> {
    let digits = id.strip_prefix(LITERAL).filter(|text| text.len() == 16)?;
    let hash = u64::from_str_radix(digits, 16).ok()?;
    (literal(hash) == id).then_some(hash)
}

/// Never 0, which means none.
fn first_bytes(hash: &blake3::Hash) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
    u64::from_le_bytes([a, b, c, d, e, f, g, h]).max(1)
}

/// The next part of a packed text.
fn part<'a>(parts: &mut std::str::Split<'a, char>) -> &'a str {
    parts.next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
