//! A store against a list of rows, with any batches in any order, any number of times.

use crate::samples::batch;
use helpdex::questions::Batch;
use helpdex::questions::schema::EventRow;
use helpdex_questions::facts::{EventFact, Facts, Filter, QueryFact};
use helpdex_questions::store::record::{hash, hour_of, row_hash};
use helpdex_questions::store::sqlite::Sqlite;
use helpdex_questions::store::{Store, Whom};
use proptest::prelude::*;
use std::collections::HashSet;

/// What is done to a store.
#[derive(Debug, Clone)]
enum Step {
    Append(Vec<Batch>),
    Purge(u32),
    Delete(u32),
}

fn any_batch() -> impl Strategy<Value = Batch> {
    let texts = (
        "[a-c]{0,3}",
        "\\PC{0,12}",
        prop::collection::vec("kb-[0-9]", 0..4),
    );
    let numbers = (0..40_u32, 0..3_u8, 0..5_u32, 0..4_u32);
    (numbers, texts, any::<[bool; 4]>()).prop_map(
        |((number, site, count, events), texts, flags)| {
            let mut batch = batch(number);
            let (user_query, normalized, hits) = texts;
            let [corrected, suggestion, has_normalized, has_place] = flags;
            batch.site_id = format!("site-{site}");
            batch.dropped = count;
            let query = &mut batch.queries[0];
            query.user_query = user_query;
            query.query_response_hit_ids = hits;
            query.query_attributes.normalized = has_normalized.then_some(normalized);
            query.query_attributes.result_count = count;
            query.query_attributes.corrected = corrected;
            query.query_attributes.suggestion_used = suggestion;
            query.query_attributes.replaces = has_place.then(|| format!("q{number}"));
            if !has_place {
                batch.place = Default::default();
            }
            batch.events.truncate(events as usize);
            batch
        },
    )
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => prop::collection::vec(any_batch(), 0..8).prop_map(Step::Append),
        1 => (498_190..498_235_u32).prop_map(Step::Purge),
        1 => (0..7_u32).prop_map(Step::Delete),
    ]
}

/// The rows, as they came, the first of each id.
#[derive(Default)]
struct Oracle {
    queries: Vec<(String, Batch)>,
    events: Vec<(String, Batch, EventRow)>,
    in_pages: u64,
    duplicates: u64,
}

impl Oracle {
    fn append(&mut self, batch: &Batch) {
        let before = self.queries.len() + self.events.len();
        for row in &batch.queries {
            let id = format!("{}/{}", batch.site_id, row.query_id);
            if self.queries.iter().any(|(known, _)| *known == id) {
                self.duplicates += 1;
            } else {
                self.queries.push((id, batch.clone()));
            }
        }
        for row in &batch.events {
            let own = row.event_id.as_deref().expect("an id");
            let id = format!("{}/{own}", batch.site_id);
            if self.events.iter().any(|(known, ..)| *known == id) {
                self.duplicates += 1;
            } else {
                self.events.push((id, batch.clone(), row.clone()));
            }
        }
        if before < self.queries.len() + self.events.len() {
            self.in_pages += u64::from(batch.dropped);
        }
    }

    fn retain(&mut self, keep: impl Fn(&str, &str) -> bool) {
        self.queries.retain(|(_, batch)| {
            let row = &batch.queries[0];
            let session = row.query_attributes.session_id.as_deref();
            keep(&row.timestamp, session.unwrap_or_default())
        });
        self.events.retain(|(_, _, row)| {
            keep(
                &row.timestamp,
                row.session_id.as_deref().unwrap_or_default(),
            )
        });
    }

    fn facts(&self) -> Vec<String> {
        let queries = self.queries.iter().map(|(_, batch)| query_fact(batch));
        let events = self
            .events
            .iter()
            .map(|(_, batch, row)| event_fact(batch, row));
        queries.chain(events).collect()
    }
}

fn query_fact(batch: &Batch) -> String {
    let row = &batch.queries[0];
    let rest = &row.query_attributes;
    let fact = QueryFact {
        query: row_hash(&batch.site_id, &row.query_id),
        session: hash(rest.session_id.as_deref().unwrap_or_default()),
        client: hash(row.client_id.as_deref().unwrap_or_default()),
        hour: hour_of(&row.timestamp).expect("a time"),
        site: &batch.site_id,
        locale: &rest.locale,
        surface: &rest.surface,
        build: &batch.build.index,
        user_query: &row.user_query,
        normalized: rest.normalized.as_deref().unwrap_or_default(),
        hits: &row.query_response_hit_ids.join("\n"),
        result_count: rest.result_count,
        step: rest.step.as_deref().unwrap_or_default(),
        is_corrected: rest.corrected,
        is_suggestion: rest.suggestion_used,
        latency_ms: rest.latency_ms,
        redactions: rest.redactions,
        reformulation_of: 0,
        replaces: row_hash(&batch.site_id, rest.replaces.as_deref().unwrap_or_default()),
    };
    format!("{fact:?}")
}

fn event_fact(batch: &Batch, row: &EventRow) -> String {
    let help = row.help.clone().unwrap_or_default();
    let place = row.event_attributes.as_ref();
    let article = place
        .map(|it| it.object.object_id.clone())
        .or(help.article_id);
    let fact = EventFact {
        action: &row.action_name,
        query: row_hash(&batch.site_id, row.query_id.as_deref().unwrap_or_default()),
        session: hash(row.session_id.as_deref().unwrap_or_default()),
        client: hash(row.client_id.as_deref().unwrap_or_default()),
        hour: hour_of(&row.timestamp).expect("a time"),
        site: &batch.site_id,
        locale: &batch.place.locale,
        surface: &batch.place.surface,
        article: &article.unwrap_or_default(),
        position: place.map_or(0, |it| it.position.ordinal),
        solved: &help.solved.unwrap_or_default(),
        reason: &help.reason.unwrap_or_default(),
        instrument: &help.instrument.unwrap_or_default(),
        score: help.score,
        ..EventFact::default()
    };
    format!("{fact:?}")
}

fn facts(store: &Sqlite) -> Vec<String> {
    let mut all = Vec::new();
    let everything = Filter::default();
    store
        .queries(&everything, &mut |fact| all.push(format!("{fact:?}")))
        .expect("read");
    store
        .events(&everything, &mut |fact| all.push(format!("{fact:?}")))
        .expect("read");
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_store_tells_what_a_list_of_rows_tells(steps in prop::collection::vec(any_step(), 1..10)) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Sqlite::open(&folder.path().join("questions.db")).expect("a store");
        let mut oracle = Oracle::default();
        for step in steps {
            match step {
                Step::Append(batches) => {
                    batches.iter().for_each(|batch| oracle.append(batch));
                    store.append(&batches).expect("appended");
                }
                Step::Purge(hour) => {
                    oracle.retain(|time, _| hour_of(time).expect("a time") >= hour);
                    store.purge(hour).expect("purged");
                }
                Step::Delete(number) => {
                    let id = format!("s{number}");
                    oracle.retain(|_, session| session != id);
                    store.delete(&Whom::Session(id)).expect("deleted");
                }
            }
            prop_assert_eq!(facts(&store), oracle.facts());
        }
        let losses = store.losses().expect("losses");
        prop_assert_eq!((losses.in_pages, losses.duplicates), (oracle.in_pages, oracle.duplicates));
        let ids: HashSet<&String> = oracle.queries.iter().map(|(id, _)| id).collect();
        prop_assert_eq!(ids.len(), oracle.queries.len());
    }
}
