//! From the rows on the wire to records.

use super::{EventRecord, QueryRecord, UNIT, hash, literal, row_hash};
use helpdex::questions::Batch;
use helpdex::questions::schema::{EventRow, HelpAttributes, QueryRow};
use std::collections::HashMap;

/// The records of a batch.
pub fn records(batch: &Batch) -> (Vec<QueryRecord>, Vec<EventRecord>) {
    (
        query_records(batch).collect(),
        event_records(batch).collect(),
    )
}

/// The records of a batch's queries.
pub fn query_records(batch: &Batch) -> impl Iterator<Item = QueryRecord> {
    batch.queries.iter().map(|row| query(batch, row))
}

/// The records of a batch's events.
pub fn event_records(batch: &Batch) -> impl Iterator<Item = EventRecord> {
    let mut seen = HashMap::new();
    let rows = batch.events.iter();
    rows.map(move |row| event(batch, row, &mut seen))
}

/// Hours since 1970 of a time such as `2026-11-22T15:00:00Z`.
pub fn hour_of(timestamp: &str) -> Option<u32> {
    let is_plain = timestamp.len() == 20 && timestamp.ends_with('Z');
    let time: jiff::Timestamp = is_plain.then(|| timestamp.parse().ok()).flatten()?;
    u32::try_from(time.as_second().div_euclid(3600)).ok()
}

/// The id of an event that was sent without one: what it says, and how many of its like
/// stand before it in the batch. A batch that is sent again gets the same ids.
pub fn event_id(row: &EventRow, seen: &mut HashMap<u64, u32>) -> String {
    // The collector sets the client, so it is no part of what the page sent.
    let sent = EventRow {
        client_id: None,
        ..row.clone()
    };
    let text = serde_json::to_string(&sent).unwrap_or_default();
    let before = seen.entry(hash(&text)).or_default();
    *before += 1;
    literal(hash(&format!("{before} {text}")))
}

fn query(batch: &Batch, row: &QueryRow) -> QueryRecord {
    let site = &batch.site_id;
    let attributes = &row.query_attributes;
    let or = |own: &str, of_batch: &str| if own.is_empty() { of_batch } else { own }.to_owned();
    let place = &batch.place;
    let hits: Vec<String> = row
        .query_response_hit_ids
        .iter()
        .map(|id| clean(id))
        .collect();
    let id = |id: &Option<String>| row_hash(site, id.as_deref().unwrap_or_default());
    QueryRecord {
        id: row_hash(site, &row.query_id),
        session: hash(attributes.session_id.as_deref().unwrap_or_default()),
        client: hash(row.client_id.as_deref().unwrap_or_default()),
        hour: hour_of(&row.timestamp).unwrap_or_default(),
        origin: pack(&[
            &row.application,
            site,
            &or(&attributes.locale, &place.locale),
            &or(&attributes.surface, &place.surface),
            &or(&attributes.page, &place.page),
            &batch.build.widget,
            &batch.build.index,
        ]),
        kind: pack(&[
            attributes.step.as_deref().unwrap_or_default(),
            &attributes.trigger,
            if attributes.corrected { "c" } else { "" },
            if attributes.suggestion_used { "s" } else { "" },
        ]),
        user_query: clean(&row.user_query),
        normalized: clean(attributes.normalized.as_deref().unwrap_or_default()),
        hits: hits.join("\n"),
        result_count: attributes.result_count,
        latency_ms: attributes.latency_ms,
        redactions: attributes.redactions,
        reformulation_of: id(&attributes.reformulation_of),
        replaces: id(&attributes.replaces),
    }
}

fn event(batch: &Batch, row: &EventRow, seen: &mut HashMap<u64, u32>) -> EventRecord {
    let site = &batch.site_id;
    let id = row.event_id.clone().unwrap_or_else(|| event_id(row, seen));
    let object = row.event_attributes.as_ref().map(|it| &it.object);
    let nothing = HelpAttributes::default();
    let help = row.help.as_ref().unwrap_or(&nothing);
    let article = object.map(|it| &it.object_id).or(help.article_id.as_ref());
    let text = |text: &Option<String>| clean(text.as_deref().unwrap_or_default());
    EventRecord {
        id: row_hash(site, &id),
        query: row_hash(site, row.query_id.as_deref().unwrap_or_default()),
        session: hash(row.session_id.as_deref().unwrap_or_default()),
        client: hash(row.client_id.as_deref().unwrap_or_default()),
        hour: hour_of(&row.timestamp).unwrap_or_default(),
        origin: pack(&[
            &row.application,
            site,
            &batch.place.locale,
            &batch.place.surface,
            &batch.place.page,
            &batch.build.widget,
            &batch.build.index,
        ]),
        kind: event_kind(row, help),
        article: clean(article.map_or("", String::as_str)),
        position: row
            .event_attributes
            .as_ref()
            .map_or(0, |it| it.position.ordinal),
        dwell_s: help.dwell_s.unwrap_or_default(),
        comment: text(&help.comment),
    }
}

fn event_kind(row: &EventRow, help: &HelpAttributes) -> String {
    let object = row.event_attributes.as_ref().map(|it| &it.object);
    let score = help.score.map(|score| score.to_string());
    fn text(text: &Option<String>) -> &str {
        text.as_deref().unwrap_or_default()
    }
    pack(&[
        &row.action_name,
        &row.message_type,
        object.map_or("", |it| &it.object_id_type),
        text(&help.solved),
        text(&help.reason),
        text(&help.channel),
        text(&help.rank),
        text(&help.cell),
        text(&help.tree_id),
        text(&help.step_id),
        text(&help.outcome),
        text(&help.instrument),
        text(&score),
        text(&help.code),
    ])
}

fn pack(parts: &[&str]) -> String {
    let mut packed = String::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            packed.push(UNIT);
        }
        packed.push_str(&clean(part));
    }
    packed
}

/// Control characters separate what records hold, so they become spaces.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
