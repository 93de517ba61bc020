//! What a batch becomes before it is stored: nothing in it is as fine as the page knew it.

use crate::bounds::MAX_COMMENT;
use crate::store::record::{event_id, hour_of};
use helpdex::questions::place::mask_page;
use helpdex::questions::redact::{MAX_CHARS, redact, redact_to};
use helpdex::questions::schema::{Batch, QueryRow};
use helpdex::questions::stamp::iso_hour;
use std::collections::HashMap;

/// A page's clock may differ by this many hours before its times are moved.
const TOLERATED_HOURS: i64 = 1;
/// Rows cannot be older than this many hours: longer than any page waits to send them.
const OLDEST_HOURS: i64 = 7 * 24;

/// What was changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pieces that redaction took out.
    pub redactions: u64,
    /// Rows whose time was moved.
    pub moved: u64,
}

/// Redacts a batch once more, rounds and bounds its times, and sets its client ids. `now` is
/// in hours since 1970.
pub fn accept(batch: &mut Batch, now: u32, client: Option<&str>) -> Changes {
    let mut changes = Changes::default();
    let mut seen = HashMap::new();
    for row in &mut batch.events {
        // From the row as it was sent: a batch that is sent again gets the same ids.
        let id = row.event_id.take().filter(|id| !id.is_empty());
        row.event_id = Some(id.unwrap_or_else(|| event_id(row, &mut seen)));
    }
    let clock = Clock::of(batch, now);
    batch.place.page = mask_page(&batch.place.page);
    for row in &mut batch.queries {
        row.client_id = client.map(str::to_owned);
        changes.redactions += u64::from(redact_query(row));
        changes.moved += u64::from(clock.set(&mut row.timestamp));
    }
    for row in &mut batch.events {
        row.client_id = client.map(str::to_owned);
        changes.moved += u64::from(clock.set(&mut row.timestamp));
        if let Some(comment) = row.help.as_mut().and_then(|help| help.comment.as_mut()) {
            let redacted = redact_to(comment, MAX_COMMENT);
            changes.redactions += u64::from(redacted.count);
            *comment = redacted.text;
        }
    }
    batch.sent_at = iso(i64::from(now));
    changes
}

/// How many pieces were taken out.
fn redact_query(row: &mut QueryRow) -> u32 {
    let attributes = &mut row.query_attributes;
    let query = redact(&row.user_query);
    row.user_query = query.text;
    // The words of an address no longer look like one.
    let words = attributes.normalized.take().filter(|_| query.count == 0);
    let words = words.map(|words| redact(&words));
    let count = query.count + words.as_ref().map_or(0, |words| words.count);
    attributes.normalized = words.map(|words| words.text);
    attributes.redactions = attributes
        .redactions
        .saturating_add(count)
        .min(MAX_CHARS as u32);
    attributes.page = mask_page(&attributes.page);
    count
}

/// How a page's times are read.
struct Clock {
    now: i64,
    shift: i64,
}

impl Clock {
    /// A page says when it sent the batch by its own clock: a difference is that clock's.
    fn of(batch: &Batch, now: u32) -> Self {
        let now = i64::from(now);
        let sent = hour_of(&batch.sent_at).map_or(now, i64::from);
        let shift = now - sent;
        let is_jump = shift.abs() > TOLERATED_HOURS;
        Self {
            now,
            shift: if is_jump { shift } else { 0 },
        }
    }

    /// Whether the time had to be moved.
    fn set(&self, time: &mut String) -> bool {
        let told = hour_of(time).map_or(self.now, i64::from);
        let hour = (told + self.shift).clamp(self.now - OLDEST_HOURS, self.now);
        *time = iso(hour);
        hour != told
    }
}

fn iso(hour: i64) -> String {
    iso_hour(hour as f64 * 3_600_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::batch;

    fn at(time: &str) -> u32 {
        hour_of(time).expect("a time")
    }

    #[test]
    fn personal_data_that_a_page_let_through_is_taken_out() {
        let mut batch = batch(1);
        batch.place.page = "/orders/123456?token=1".to_owned();
        batch.queries[0].user_query = "refund for ann@example.com".to_owned();
        batch.queries[0].query_attributes.normalized = Some("refund ann example com".to_owned());
        batch.queries[0].query_attributes.page = "/u/ann@example.com".to_owned();
        let help = batch.events[1].help.as_mut().expect("a vote");
        help.comment = Some(format!("{} call +48 600 123 456", "very long ".repeat(40)));
        let now = at("2026-11-01T01:00:00Z");
        let changes = accept(&mut batch, now, Some("h:00000000000000ff"));
        assert_eq!(
            changes,
            Changes {
                redactions: 2,
                moved: 0
            }
        );
        assert_eq!(batch.queries[0].user_query, "refund for [email]");
        assert_eq!(batch.queries[0].query_attributes.normalized, None);
        assert_eq!(batch.queries[0].query_attributes.redactions, 1);
        let text = serde_json::to_string(&batch).expect("JSON");
        for gone in ["ann", "600 123", "123456", "token", "\"c1\""] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        assert_eq!(text.matches("h:00000000000000ff").count(), 4);
        let once = batch.clone();
        assert_eq!(
            accept(&mut batch, now, Some("h:00000000000000ff")),
            Changes::default()
        );
        assert_eq!(batch, once);
    }

    #[test]
    fn times_follow_the_collectors_clock() {
        for (sent, row, now, expected) in [
            (
                "2026-11-20T10:00:00Z",
                "2026-11-20T09:00:00Z",
                "2026-11-20T10:00:00Z",
                "2026-11-20T09:00:00Z",
            ),
            (
                "2026-11-20T10:59:59Z",
                "2026-11-20T10:31:00Z",
                "2026-11-20T11:00:00Z",
                "2026-11-20T10:00:00Z",
            ),
            (
                "2031-01-01T05:00:00Z",
                "2031-01-01T03:00:00Z",
                "2026-11-20T10:00:00Z",
                "2026-11-20T08:00:00Z",
            ),
            (
                "1970-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "2026-11-20T10:00:00Z",
                "2026-11-20T10:00:00Z",
            ),
            (
                "2026-11-20T10:00:00Z",
                "9999-12-31T23:00:00Z",
                "2026-11-20T10:00:00Z",
                "2026-11-20T10:00:00Z",
            ),
            (
                "2026-11-20T10:00:00Z",
                "2026-01-01T00:00:00Z",
                "2026-11-20T10:00:00Z",
                "2026-11-13T10:00:00Z",
            ),
        ] {
            let mut batch = batch(1);
            batch.sent_at = sent.to_owned();
            batch.queries[0].timestamp = row.to_owned();
            accept(&mut batch, at(now), None);
            assert_eq!(batch.queries[0].timestamp, expected, "{row}");
        }
    }

    #[test]
    fn events_without_ids_get_the_same_ones_whenever_they_are_sent() {
        let mut first = batch(1);
        for event in &mut first.events {
            event.event_id = None;
        }
        let mut again = first.clone();
        accept(
            &mut first,
            at("2026-11-01T01:00:00Z"),
            Some("h:0000000000000001"),
        );
        accept(
            &mut again,
            at("2026-11-05T01:00:00Z"),
            Some("h:0000000000000002"),
        );
        let ids = |batch: &Batch| -> Vec<_> {
            batch
                .events
                .iter()
                .map(|row| row.event_id.clone())
                .collect()
        };
        assert_eq!(ids(&first), ids(&again));
        assert!(first.events.iter().all(|row| row.event_id.is_some()));
    }
}
