//! The queue of rows to be sent, without the sending.
//!
//! ```text
//! push_search, push_event ─▶ queue ─ take ─▶ Batch ─▶ network ─▶ acknowledge | failed | refused
//! ```
//!
//! A batch that was taken belongs to the caller until it says what became of it, so no row
//! is in two requests at a time. A request may still arrive although it seemed to fail:
//! every row has an id by which the collector drops what it knows.

pub use super::event::{Click, MAX_SHORT};
use super::event::{Event, bounded, message_type, short, texts as help_texts};
use super::place::bounded as bounded_place;
use super::redact::redact;
use super::schema::{
    Batch, Build, Consent, EventAttributes, EventObject, EventRow, HelpAttributes, OBJECT_ID_FIELD,
    Place, Position, QueryAttributes, QueryRow, SCHEMA,
};
use super::settle::REFINE_MS;
use super::stamp::{iso_hour, unique_id};

/// Largest request body, in bytes. Browsers allow 64 KiB for all requests that outlive
/// their page together.
pub const BATCH_BYTES: usize = 60_000;
/// Rows kept at most; the oldest are dropped, and counted.
pub const MAX_ROWS: usize = 200;
/// Rows wait this long, in ms, after the last one, so that refinements fold before they are
/// sent: the window in which a query can be refined.
pub const QUIET_MS: f64 = REFINE_MS;
/// … but no longer than this, in ms, after the first one.
pub const LONGEST_WAIT_MS: f64 = 120_000.0;
/// Waits after the first, second, … failure in a row, in ms; the last one repeats.
pub const BACKOFF_MS: [f64; 5] = [5_000.0, 30_000.0, 120_000.0, 600_000.0, 1_800_000.0];
/// Hits listed per query at most.
pub const MAX_HITS: usize = 50;
/// Queries with more words than this are sent as their search terms only.
pub const MAX_WORDS: usize = 12;

/// Bytes of a serialized batch, query row and event row without their variable strings.
const BATCH_OVERHEAD: usize = 380;
const QUERY_OVERHEAD: usize = 580;
const EVENT_OVERHEAD: usize = 640;

/// What every row of a page has in common.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Name of the embedding application.
    pub application: String,
    /// Which site it is, as configured.
    pub site: String,
    /// Language of the index.
    pub locale: String,
    /// Where the box stands, such as `inline`. [`Batcher::move_to`] changes it with the two
    /// beside it.
    pub surface: String,
    /// Path of the page. Ids in it are masked, its query string is cut.
    pub page: String,
    /// Build id of the search index; empty if unknown.
    pub index: String,
    /// Random, lives as long as the page.
    pub session: String,
}

/// A settled query, to be queued.
#[derive(Debug, Clone, Copy, Default)]
pub struct Search<'a> {
    /// Unique, at most [`MAX_SHORT`] characters; [`unique_id`] makes one.
    pub query_id: &'a str,
    /// The text as typed. It is redacted before anything keeps it.
    pub query: &'a str,
    /// The words that were searched for, if known. Dropped when the query had something to
    /// redact, because the words of an address no longer look like one.
    pub normalized: Option<&'a str>,
    /// The articles shown, best first; [`MAX_HITS`] are kept.
    pub hit_ids: &'a [String],
    /// Articles found.
    pub total: u32,
    /// `all`, `most`, `any`, `typo`, `infix`, `closest` or `none`.
    pub step: Option<&'a str>,
    /// `pause`, `enter` or `open`.
    pub trigger: &'a str,
    /// From the keystroke to the rows, ms.
    pub latency_ms: u32,
    /// The results are those of a corrected spelling.
    pub corrected: bool,
    /// The query was picked from a list.
    pub suggestion_used: bool,
    /// `query_id` of the query that this one probably rewords.
    pub reformulation_of: Option<&'a str>,
    /// `query_id` of the query that this one refines.
    pub replaces: Option<&'a str>,
}

#[derive(Debug)]
enum Row {
    Query(Box<QueryRow>),
    Event(Box<EventRow>),
}

/// A row, and where on the site it was made.
#[derive(Debug)]
struct Waiting {
    place: Place,
    row: Row,
}

/// A bounded queue of rows. Times are ms since 1970 (`Date.now()`).
#[derive(Debug)]
pub struct Batcher {
    origin: Origin,
    place: Place,
    rows: Vec<Waiting>,
    dropped: u32,
    failures: usize,
    first_at: f64,
    due: f64,
    not_before: f64,
}

impl Batcher {
    /// An empty queue.
    pub fn new(mut origin: Origin) -> Self {
        for text in [
            &mut origin.application,
            &mut origin.site,
            &mut origin.index,
            &mut origin.session,
        ] {
            *text = short(text);
        }
        let place = bounded_place(&Place {
            locale: std::mem::take(&mut origin.locale),
            surface: std::mem::take(&mut origin.surface),
            page: std::mem::take(&mut origin.page),
        });
        Self {
            origin,
            place,
            rows: Vec::new(),
            dropped: 0,
            failures: 0,
            first_at: 0.0,
            due: 0.0,
            not_before: 0.0,
        }
    }

    /// Rows waiting.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row waits.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows lost since the last batch that was acknowledged.
    pub fn dropped(&self) -> u32 {
        self.dropped
    }

    /// Queues a settled query. A waiting row that it refines is taken out, except one that
    /// found nothing while this one found something: that pair shows a word that the index
    /// lacks, so both are kept and this one is reported as its reformulation.
    pub fn push_search(&mut self, search: Search<'_>, now_ms: f64) {
        let mut row = self.query_row(search, now_ms);
        if let Some(replaced) = search.replaces {
            let waiting = self.rows.iter().position(
                |waiting| matches!(&waiting.row, Row::Query(query) if query.query_id == replaced),
            );
            let found = |place| matches!(self.rows.get(place), Some(Waiting { row: Row::Query(query), .. }) if query.query_attributes.result_count > 0);
            match waiting {
                None => row.query_attributes.replaces = Some(short(replaced)),
                Some(place) if found(place) || search.total == 0 => {
                    self.rows.remove(place);
                }
                Some(_) => row.query_attributes.reformulation_of = Some(short(replaced)),
            }
        }
        self.push(Row::Query(Box::new(row)), now_ms);
    }

    /// Queues an opened result; see [`push_event`](Self::push_event).
    pub fn push_click(&mut self, click: Click<'_>, now_ms: f64, random: [u8; 10]) {
        self.push_event(click.into(), now_ms, random);
    }

    /// Queues what was done; an action that is none of [`ACTIONS`](super::schema::ACTIONS) is
    /// left out. `random` makes its id; never pass the same bytes twice.
    pub fn push_event(&mut self, event: Event<'_>, now_ms: f64, random: [u8; 10]) {
        let Some(message_type) = message_type(event.action) else {
            return;
        };
        let mut help = bounded(event.help);
        let place = (event.position > 0).then(|| help.article_id.take());
        let row = EventRow {
            application: self.origin.application.clone(),
            action_name: event.action.to_owned(),
            event_id: Some(unique_id(now_ms, random)),
            query_id: (!event.query_id.is_empty()).then(|| short(event.query_id)),
            client_id: None,
            session_id: Some(self.origin.session.clone()),
            timestamp: iso_hour(now_ms),
            message_type: message_type.to_owned(),
            event_attributes: place.map(|article| EventAttributes {
                object: EventObject {
                    object_id: article.unwrap_or_default(),
                    object_id_type: "article".to_owned(),
                },
                position: Position {
                    ordinal: event.position,
                },
            }),
            help: (help != HelpAttributes::default()).then_some(help),
        };
        self.push(Row::Event(Box::new(row)), now_ms);
    }

    /// Says where the rows come from that are pushed from now on. Ids in the page's path are
    /// masked, its query string is cut.
    pub fn move_to(&mut self, place: Place) {
        self.place = bounded_place(&place);
    }

    /// Forgets all that waits, and that anything failed: nothing of it may be sent any more.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.dropped = 0;
        self.acknowledge();
    }

    /// Whether the last attempt failed.
    pub fn is_failing(&self) -> bool {
        self.failures > 0
    }

    /// The network is back: what waits for another attempt need wait no longer.
    pub fn resume(&mut self) {
        self.not_before = 0.0;
    }

    /// Ms until the next batch should be taken: 0 = now, `None` = nothing waits.
    pub fn next_attempt(&self, now_ms: f64) -> Option<f64> {
        let at = self.due.max(self.not_before);
        // A clock set back must not silence the queue.
        let longest = LONGEST_WAIT_MS.max(self.back_off());
        (!self.rows.is_empty()).then(|| (at - now_ms).clamp(0.0, longest))
    }

    /// Takes the oldest row and those of the same place, as many as one request holds, due or
    /// not. Then call one of [`acknowledge`](Self::acknowledge), [`failed`](Self::failed) and
    /// [`refused`](Self::refused). Rows may be left: ask [`next_attempt`](Self::next_attempt).
    pub fn take(&mut self, now_ms: f64) -> Option<Batch> {
        let place = self.rows.first()?.place.clone();
        let mut batch = self.empty_batch(place, now_ms);
        let place = batch.place.clone();
        let mut bytes = BATCH_OVERHEAD
            + json_bytes(&batch.site_id)
            + json_bytes(&batch.build.index)
            + place_bytes(&place);
        // No row is larger than a batch; one that were would block the queue.
        let (mut count, mut is_full) = (0, false);
        let fits = |waiting: &mut Waiting| {
            if is_full || waiting.place != place {
                return false;
            }
            bytes += row_bytes(&waiting.row);
            is_full = bytes > BATCH_BYTES && count > 0;
            count += usize::from(!is_full);
            !is_full
        };
        for Waiting { row, .. } in self.rows.extract_if(.., fits) {
            match row {
                Row::Query(row) => batch.queries.push(*row),
                Row::Event(row) => batch.events.push(*row),
            }
        }
        Some(batch)
    }

    /// The batch arrived.
    pub fn acknowledge(&mut self) {
        self.failures = 0;
        self.not_before = 0.0;
    }

    /// The batch did not arrive: its rows go back to the front, and the next attempt waits
    /// for the next of [`BACKOFF_MS`].
    pub fn failed(&mut self, batch: Batch, now_ms: f64) {
        self.dropped = self.dropped.saturating_add(batch.dropped);
        let queries = batch
            .queries
            .into_iter()
            .map(|row| Row::Query(Box::new(row)));
        let events = batch
            .events
            .into_iter()
            .map(|row| Row::Event(Box::new(row)));
        let mut rows: Vec<Waiting> = queries
            .chain(events)
            .map(|row| Waiting {
                place: batch.place.clone(),
                row,
            })
            .collect();
        rows.append(&mut self.rows);
        self.rows = rows;
        self.trim();
        self.due = now_ms;
        self.not_before = now_ms + self.back_off();
        self.failures = self.failures.saturating_add(1);
    }

    /// The collector will never take this batch (a 4xx status): its rows are dropped, and
    /// counted.
    pub fn refused(&mut self, batch: Batch) {
        let rows = batch.queries.len().saturating_add(batch.events.len());
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        self.dropped = self
            .dropped
            .saturating_add(batch.dropped)
            .saturating_add(rows);
    }

    fn back_off(&self) -> f64 {
        let last = BACKOFF_MS.len() - 1;
        BACKOFF_MS
            .get(self.failures.min(last))
            .copied()
            .unwrap_or_default()
    }

    fn push(&mut self, row: Row, now_ms: f64) {
        if self.rows.is_empty() {
            self.first_at = now_ms;
        }
        self.due = (now_ms + QUIET_MS).min(self.first_at + LONGEST_WAIT_MS);
        self.rows.push(Waiting {
            place: self.place.clone(),
            row,
        });
        self.trim();
    }

    fn trim(&mut self) {
        let excess = self.rows.len().saturating_sub(MAX_ROWS);
        self.rows.drain(..excess);
        self.dropped = self.dropped.saturating_add(excess as u32);
    }

    fn query_row(&self, search: Search<'_>, now_ms: f64) -> QueryRow {
        let (user_query, normalized, redactions) = texts(search);
        QueryRow {
            application: self.origin.application.clone(),
            query_id: short(search.query_id),
            client_id: None,
            timestamp: iso_hour(now_ms),
            user_query,
            object_id_field: OBJECT_ID_FIELD.to_owned(),
            query_response_hit_ids: search
                .hit_ids
                .iter()
                .take(MAX_HITS)
                .map(|id| short(id))
                .collect(),
            query_attributes: QueryAttributes {
                session_id: Some(self.origin.session.clone()),
                normalized,
                result_count: search.total,
                step: search.step.map(short),
                corrected: search.corrected,
                suggestion_used: search.suggestion_used,
                locale: self.place.locale.clone(),
                surface: self.place.surface.clone(),
                trigger: short(search.trigger),
                latency_ms: search.latency_ms,
                redactions,
                page: self.place.page.clone(),
                reformulation_of: search.reformulation_of.map(short),
                replaces: None,
            },
        }
    }

    fn empty_batch(&mut self, place: Place, now_ms: f64) -> Batch {
        Batch {
            schema: SCHEMA.to_owned(),
            site_id: self.origin.site.clone(),
            sent_at: iso_hour(now_ms),
            // Without consent, or with Global Privacy Control, there is no batcher at all.
            consent: Consent {
                analytics: true,
                gpc: false,
            },
            build: Build {
                widget: env!("CARGO_PKG_VERSION").to_owned(),
                index: self.origin.index.clone(),
            },
            place,
            dropped: std::mem::take(&mut self.dropped),
            queries: Vec::new(),
            events: Vec::new(),
        }
    }
}

/// The query and its search terms as they may be kept, and how many pieces were taken out.
fn texts(search: Search<'_>) -> (String, Option<String>, u32) {
    let query = redact(search.query);
    let normalized = search
        .normalized
        .filter(|_| query.count == 0)
        .map(|words| redact(words).text);
    let long = search.query.split_whitespace().nth(MAX_WORDS).is_some();
    let user_query = match &normalized {
        Some(words) if long => words.clone(),
        _ => query.text,
    };
    (user_query, normalized, query.count)
}

/// An upper bound of the bytes of a row in JSON.
fn row_bytes(row: &Row) -> usize {
    let sum = |texts: &[&str]| texts.iter().map(|text| json_bytes(text)).sum::<usize>();
    let optional = |text: &Option<String>| text.as_deref().map_or(0, json_bytes);
    match row {
        Row::Query(row) => {
            let attributes = &row.query_attributes;
            let hits = &row.query_response_hit_ids;
            QUERY_OVERHEAD
                + sum(&[&row.application, &row.query_id, &row.user_query])
                + hits.iter().map(|id| json_bytes(id) + 3).sum::<usize>()
                + sum(&[
                    &attributes.locale,
                    &attributes.surface,
                    &attributes.trigger,
                    &attributes.page,
                ])
                + optional(&attributes.session_id)
                + optional(&attributes.normalized)
                + optional(&attributes.step)
                + optional(&attributes.reformulation_of)
                + optional(&attributes.replaces)
        }
        Row::Event(row) => {
            let object = row.event_attributes.as_ref();
            EVENT_OVERHEAD
                + json_bytes(&row.application)
                + optional(&row.query_id)
                + optional(&row.session_id)
                + object.map_or(0, |attributes| json_bytes(&attributes.object.object_id))
                + row
                    .help
                    .iter()
                    .flat_map(help_texts)
                    .flatten()
                    .map(json_bytes)
                    .sum::<usize>()
        }
    }
}

fn place_bytes(place: &Place) -> usize {
    json_bytes(&place.locale) + json_bytes(&place.surface) + json_bytes(&place.page)
}

/// Bytes of a string in JSON, without its quotes. Control characters take six at most.
fn json_bytes(text: &str) -> usize {
    let escaped = |byte: u8| match byte {
        0..=0x1F => 6,
        b'"' | b'\\' => 2,
        _ => 1,
    };
    text.bytes().map(escaped).sum()
}

#[cfg(test)]
mod tests;
