//! How long and how large what a batch holds may be. `batch.schema.json` beside the rows'
//! types says the same to other tools; a test compares both.

use crate::store::record::hour_of;
use helpdex::questions::Batch;
use helpdex::questions::batch::{MAX_HITS, MAX_ROWS, MAX_SHORT};
use helpdex::questions::redact::MAX_CHARS;
use helpdex::questions::schema::{EventRow, HelpAttributes, QueryRow};

/// Longest comment, in characters.
pub const MAX_COMMENT: usize = 1000;
/// Largest number of articles found.
pub const MAX_RESULTS: u32 = 10_000_000;
/// Longest time in ms or seconds: a day.
pub const MAX_MS: u32 = 86_400_000;
/// Longest time on screen, in seconds: a day.
pub const MAX_DWELL_S: u32 = 86_400;
/// Last place in a list.
pub const MAX_ORDINAL: u32 = 10_000;
/// Highest answer of a survey.
pub const MAX_SCORE: u8 = 10;
/// Most rows that a page can have lost between two batches.
pub const MAX_DROPPED: u32 = 1_000_000;

/// What is out of bounds: where, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {wrong}")]
pub struct OutOfBounds {
    /// Path in the batch, such as `queries[3].user_query`.
    pub at: String,
    /// What is wrong with it.
    pub wrong: String,
}

/// Checks a request's batch.
///
/// # Errors
/// The first value that is out of bounds.
pub fn check(batch: &Batch) -> Result<(), OutOfBounds> {
    for (name, rows) in [
        ("queries", batch.queries.len()),
        ("events", batch.events.len()),
    ] {
        if rows > MAX_ROWS {
            let wrong = format!("{rows} rows, at most {MAX_ROWS} are allowed");
            return Err(at("", name, wrong));
        }
    }
    check_rows(batch)
}

/// Checks a batch of any number of rows, as an import takes it.
///
/// # Errors
/// The first value that is out of bounds.
pub fn check_rows(batch: &Batch) -> Result<(), OutOfBounds> {
    let top = Within("");
    if !is_known(&batch.schema) {
        let wrong = format!("{:?}, but version 1 is spoken here", short(&batch.schema));
        return Err(at("", "schema", wrong));
    }
    top.text("schema", &batch.schema, MAX_CHARS)?;
    top.some("site_id", &batch.site_id)?;
    top.time("sent_at", &batch.sent_at)?;
    top.number("dropped", batch.dropped, MAX_DROPPED)?;
    top.text("build.widget", &batch.build.widget, MAX_SHORT)?;
    top.text("build.index", &batch.build.index, MAX_SHORT)?;
    top.text("place.locale", &batch.place.locale, MAX_SHORT)?;
    top.text("place.surface", &batch.place.surface, MAX_SHORT)?;
    top.text("place.page", &batch.place.page, MAX_CHARS)?;
    for (place, row) in batch.queries.iter().enumerate() {
        query(Within(&format!("queries[{place}].")), row)?;
    }
    for (place, row) in batch.events.iter().enumerate() {
        event(Within(&format!("events[{place}].")), row)?;
    }
    Ok(())
}

/// Whether a schema is `…/1.x.y`.
fn is_known(schema: &str) -> bool {
    let version = schema.rsplit('/').next().unwrap_or_default();
    let numbers: Vec<&str> = version.split('.').collect();
    let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    numbers.len() == 3
        && schema.contains('/')
        && numbers.first() == Some(&"1")
        && numbers.iter().all(is_number)
}

fn query(row: Within<'_>, query: &QueryRow) -> Result<(), OutOfBounds> {
    row.text("application", &query.application, MAX_SHORT)?;
    row.some("query_id", &query.query_id)?;
    row.option("client_id", &query.client_id, MAX_SHORT)?;
    row.time("timestamp", &query.timestamp)?;
    row.text("user_query", &query.user_query, MAX_CHARS)?;
    row.text("object_id_field", &query.object_id_field, MAX_SHORT)?;
    let hits = &query.query_response_hit_ids;
    if hits.len() > MAX_HITS {
        let wrong = format!("{} ids, at most {MAX_HITS} are allowed", hits.len());
        return Err(at(row.0, "query_response_hit_ids", wrong));
    }
    for id in hits {
        row.text("query_response_hit_ids", id, MAX_SHORT)?;
    }
    let rest = &query.query_attributes;
    row.option("query_attributes.session_id", &rest.session_id, MAX_SHORT)?;
    row.option("query_attributes.normalized", &rest.normalized, MAX_CHARS)?;
    row.number(
        "query_attributes.result_count",
        rest.result_count,
        MAX_RESULTS,
    )?;
    row.option("query_attributes.step", &rest.step, MAX_SHORT)?;
    row.text("query_attributes.locale", &rest.locale, MAX_SHORT)?;
    row.text("query_attributes.surface", &rest.surface, MAX_SHORT)?;
    row.text("query_attributes.trigger", &rest.trigger, MAX_SHORT)?;
    row.number("query_attributes.latency_ms", rest.latency_ms, MAX_MS)?;
    row.number(
        "query_attributes.redactions",
        rest.redactions,
        MAX_CHARS as u32,
    )?;
    row.text("query_attributes.page", &rest.page, MAX_CHARS)?;
    row.option(
        "query_attributes.reformulation_of",
        &rest.reformulation_of,
        MAX_SHORT,
    )?;
    row.option("query_attributes.replaces", &rest.replaces, MAX_SHORT)
}

fn event(row: Within<'_>, event: &EventRow) -> Result<(), OutOfBounds> {
    row.text("application", &event.application, MAX_SHORT)?;
    row.some("action_name", &event.action_name)?;
    row.option("event_id", &event.event_id, MAX_SHORT)?;
    row.option("query_id", &event.query_id, MAX_SHORT)?;
    row.option("client_id", &event.client_id, MAX_SHORT)?;
    row.option("session_id", &event.session_id, MAX_SHORT)?;
    row.time("timestamp", &event.timestamp)?;
    row.text("message_type", &event.message_type, MAX_SHORT)?;
    if let Some(attributes) = &event.event_attributes {
        let object = &attributes.object;
        row.text(
            "event_attributes.object.object_id",
            &object.object_id,
            MAX_SHORT,
        )?;
        let kind = &object.object_id_type;
        row.text("event_attributes.object.object_id_type", kind, MAX_SHORT)?;
        let ordinal = attributes.position.ordinal;
        if ordinal == 0 {
            let wrong = "0, but places are counted from 1".to_owned();
            return Err(at(row.0, "event_attributes.position.ordinal", wrong));
        }
        row.number("event_attributes.position.ordinal", ordinal, MAX_ORDINAL)?;
    }
    event.help.as_ref().map_or(Ok(()), |it| help(row, it))
}

fn help(row: Within<'_>, help: &HelpAttributes) -> Result<(), OutOfBounds> {
    for (name, text) in [
        ("help.article_id", &help.article_id),
        ("help.solved", &help.solved),
        ("help.reason", &help.reason),
        ("help.channel", &help.channel),
        ("help.rank", &help.rank),
        ("help.cell", &help.cell),
        ("help.tree_id", &help.tree_id),
        ("help.step_id", &help.step_id),
        ("help.outcome", &help.outcome),
        ("help.instrument", &help.instrument),
        ("help.code", &help.code),
    ] {
        row.option(name, text, MAX_SHORT)?;
    }
    row.option("help.comment", &help.comment, MAX_COMMENT)?;
    row.number(
        "help.dwell_s",
        help.dwell_s.unwrap_or_default(),
        MAX_DWELL_S,
    )?;
    let score = help.score.unwrap_or_default();
    row.number("help.score", score.into(), MAX_SCORE.into())
}

/// The row that is being checked, as the beginning of a path.
#[derive(Clone, Copy)]
struct Within<'a>(&'a str);

impl Within<'_> {
    fn text(self, name: &str, text: &str, longest: usize) -> Result<(), OutOfBounds> {
        let length = text.chars().count();
        if length <= longest {
            return Ok(());
        }
        let wrong = format!("{length} characters, at most {longest} are allowed");
        Err(at(self.0, name, wrong))
    }

    fn some(self, name: &str, text: &str) -> Result<(), OutOfBounds> {
        if text.is_empty() {
            return Err(at(self.0, name, "empty, but it must be set".to_owned()));
        }
        self.text(name, text, MAX_SHORT)
    }

    fn option(self, name: &str, text: &Option<String>, longest: usize) -> Result<(), OutOfBounds> {
        self.text(name, text.as_deref().unwrap_or_default(), longest)
    }

    fn number(self, name: &str, number: u32, largest: u32) -> Result<(), OutOfBounds> {
        if number <= largest {
            return Ok(());
        }
        Err(at(
            self.0,
            name,
            format!("{number}, at most {largest} is allowed"),
        ))
    }

    fn time(self, name: &str, time: &str) -> Result<(), OutOfBounds> {
        if hour_of(time).is_some() {
            return Ok(());
        }
        let wrong = format!("{:?} is no time like 2026-11-22T15:00:00Z", short(time));
        Err(at(self.0, name, wrong))
    }
}

fn at(row: &str, name: &str, wrong: String) -> OutOfBounds {
    OutOfBounds {
        at: format!("{row}{name}"),
        wrong,
    }
}

/// As much of a wrong text as a message shows.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
