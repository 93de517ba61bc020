use proptest::prelude::*;

use super::super::place::mask_page;
use super::*;

const NOW: f64 = 1_795_361_999_000.0;

fn batcher() -> Batcher {
    Batcher::new(Origin {
        application: "help-search".to_owned(),
        site: "acme-store".to_owned(),
        locale: "en".to_owned(),
        surface: "inline".to_owned(),
        page: "/orders/12345/edit?token=abc".to_owned(),
        index: "sha256-9f2c".to_owned(),
        session: "s1".to_owned(),
    })
}

fn place(surface: &str) -> Place {
    Place {
        locale: "en".to_owned(),
        surface: surface.to_owned(),
        page: "/orders/12345/edit?token=abc".to_owned(),
    }
}

fn search<'a>(query_id: &'a str, query: &'a str) -> Search<'a> {
    Search {
        query_id,
        query,
        total: 1,
        trigger: "pause",
        ..Search::default()
    }
}

fn ids(batch: &Batch) -> Vec<&str> {
    batch
        .queries
        .iter()
        .map(|row| row.query_id.as_str())
        .collect()
}

#[test]
fn the_sample_batch_reads_and_writes() {
    let sample = include_str!("sample.json");
    let batch: Batch = serde_json::from_str(sample).unwrap();
    assert_eq!(batch.queries.len(), 1);
    assert_eq!(batch.events.len(), 4);
    let written = serde_json::to_value(&batch).unwrap();
    let read: serde_json::Value = serde_json::from_str(sample).unwrap();
    assert_eq!(written, read, "nothing is lost or added");
}

#[test]
fn rows_have_the_shape_of_the_sample() {
    let mut batcher = batcher();
    let hits = ["kb-101".to_owned(), "kb-044".to_owned()];
    let row = Search {
        normalized: Some("cancel order"),
        hit_ids: &hits,
        total: 2,
        step: Some("all"),
        latency_ms: 4,
        corrected: true,
        ..search("q1", "how do i cancle my order")
    };
    batcher.push_search(row, NOW);
    batcher.push_click(
        Click {
            query_id: "q1",
            article_id: "kb-101",
            position: 1,
        },
        NOW,
        [7; 10],
    );
    let written = serde_json::to_value(batcher.take(NOW).unwrap()).unwrap();
    let expected = serde_json::json!({
        "schema": SCHEMA, "site_id": "acme-store", "sent_at": "2026-11-22T15:00:00Z",
        "consent": {"analytics": true, "gpc": false},
        "build": {"widget": env!("CARGO_PKG_VERSION"), "index": "sha256-9f2c"},
        "place": {"locale": "en", "surface": "inline", "page": "/orders/:id/edit"},
        "queries": [{
            "application": "help-search", "query_id": "q1", "timestamp": "2026-11-22T15:00:00Z",
            "user_query": "how do i cancle my order", "object_id_field": "article_id",
            "query_response_hit_ids": ["kb-101", "kb-044"],
            "query_attributes": {
                "session_id": "s1",
                "normalized": "cancel order", "result_count": 2, "step": "all", "corrected": true,
                "suggestion_used": false, "locale": "en", "surface": "inline", "trigger": "pause",
                "latency_ms": 4, "redactions": 0, "page": "/orders/:id/edit",
                "reformulation_of": null,
            },
        }],
        "events": [{
            "application": "help-search", "action_name": "result_click",
            "event_id": "01a203c5-6d80-7707-8707-070707070707", "query_id": "q1",
            "session_id": "s1", "timestamp": "2026-11-22T15:00:00Z", "message_type": "RESULT",
            "event_attributes": {
                "object": {"object_id": "kb-101", "object_id_type": "article"},
                "position": {"ordinal": 1},
            },
        }],
    });
    assert_eq!(written, expected);
}

#[test]
fn nothing_unredacted_is_queued() {
    let mut batcher = batcher();
    let row = Search {
        normalized: Some("ann example com"),
        ..search("q1", "mail ann@example.com")
    };
    batcher.push_search(row, NOW);
    assert!(!format!("{batcher:?}").contains("example"));
    let batch = batcher.take(NOW).unwrap();
    assert_eq!(batch.queries[0].user_query, "mail [email]");
    assert_eq!(batch.queries[0].query_attributes.redactions, 1);
    assert_eq!(batch.queries[0].query_attributes.normalized, None);
}

#[test]
fn long_questions_are_sent_as_their_terms() {
    let mut batcher = batcher();
    let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
    batcher.push_search(
        Search {
            normalized: Some("terms"),
            ..search("q1", long)
        },
        NOW,
    );
    batcher.push_search(
        Search {
            normalized: Some("terms"),
            ..search("q2", &long[..long.len() - 9])
        },
        NOW,
    );
    let batch = batcher.take(NOW).unwrap();
    assert_eq!(batch.queries[0].user_query, "terms");
    assert!(batch.queries[1].user_query.ends_with("twelve"));
}

#[test]
fn a_refinement_folds_while_the_row_waits() {
    let mut batcher = batcher();
    batcher.push_search(search("q1", "cancel"), NOW);
    batcher.push_search(
        Search {
            replaces: Some("q1"),
            ..search("q2", "cancel order")
        },
        NOW,
    );
    let batch = batcher.take(NOW).unwrap();
    assert_eq!(ids(&batch), ["q2"]);
    assert_eq!(batch.queries[0].query_attributes.replaces, None);
    batcher.push_search(
        Search {
            replaces: Some("q2"),
            ..search("q3", "cancel orders")
        },
        NOW,
    );
    let sent = &batcher.take(NOW).unwrap().queries[0];
    assert_eq!(
        sent.query_attributes.replaces.as_deref(),
        Some("q2"),
        "the collector folds"
    );
}

#[test]
fn a_word_without_results_stays_as_evidence() {
    let mut batcher = batcher();
    batcher.push_search(
        Search {
            total: 0,
            ..search("q1", "cancle")
        },
        NOW,
    );
    batcher.push_search(
        Search {
            replaces: Some("q1"),
            ..search("q2", "cancel")
        },
        NOW,
    );
    let batch = batcher.take(NOW).unwrap();
    assert_eq!(ids(&batch), ["q1", "q2"]);
    assert_eq!(
        batch.queries[1]
            .query_attributes
            .reformulation_of
            .as_deref(),
        Some("q1")
    );
}

#[test]
fn waits_for_quiet_but_not_for_ever() {
    let mut batcher = batcher();
    assert_eq!(batcher.next_attempt(NOW), None);
    batcher.push_search(search("q", "a"), NOW);
    assert_eq!(batcher.next_attempt(NOW), Some(QUIET_MS));
    batcher.push_search(search("q", "b"), NOW + 20_000.0);
    assert_eq!(batcher.next_attempt(NOW + 20_000.0), Some(QUIET_MS));
    batcher.push_search(search("q", "c"), NOW + 110_000.0);
    assert_eq!(batcher.next_attempt(NOW + 110_000.0), Some(10_000.0));
    assert_eq!(batcher.next_attempt(NOW + 500_000.0), Some(0.0));
    assert_eq!(
        batcher.next_attempt(0.0),
        Some(LONGEST_WAIT_MS),
        "the clock was set back"
    );
}

#[test]
fn backs_off_after_failures_and_forgets_them_after_success() {
    let mut batcher = batcher();
    batcher.push_search(search("q1", "a"), NOW);
    for wait in BACKOFF_MS.into_iter().chain([1_800_000.0]) {
        let batch = batcher.take(NOW).unwrap();
        assert!(batcher.is_empty(), "the batch is the caller's");
        batcher.failed(batch, NOW);
        assert_eq!(batcher.next_attempt(NOW), Some(wait));
    }
    batcher.push_search(search("q2", "b"), NOW);
    let batch = batcher.take(NOW).unwrap();
    assert_eq!(ids(&batch), ["q1", "q2"], "in order");
    batcher.acknowledge();
    batcher.push_search(search("q3", "c"), NOW);
    assert_eq!(batcher.next_attempt(NOW), Some(QUIET_MS));
}

#[test]
fn a_full_queue_drops_the_oldest_and_says_so() {
    let mut batcher = batcher();
    for number in 0..MAX_ROWS + 3 {
        batcher.push_search(search(&number.to_string(), "a"), NOW);
    }
    assert_eq!((batcher.len(), batcher.dropped()), (MAX_ROWS, 3));
    let batch = batcher.take(NOW).unwrap();
    assert_eq!((ids(&batch)[0], batch.dropped), ("3", 3));
    let rows = batch.queries.len() as u32;
    batcher.refused(batch);
    assert_eq!(batcher.dropped(), 3 + rows);
}

#[test]
fn ids_in_paths_are_masked() {
    for (page, masked) in [
        ("", ""),
        ("/", "/"),
        ("/help/getting-started", "/help/getting-started"),
        ("/v2/docs/?q=secret#top", "/v2/docs/"),
        ("/orders/7", "/orders/:id"),
        ("/u/ann@example.com/x", "/u/:id/x"),
        ("/a/order-2024-1234/b", "/a/:id/b"),
        ("/t/123e4567-e89b-12d3-a456-426614174000", "/t/:id"),
        ("/طلب/٧", "/طلب/:id"),
    ] {
        assert_eq!(mask_page(page), masked);
    }
}

#[test]
fn an_event_is_a_row_of_its_place() {
    let mut batcher = batcher();
    let event = |action| Event {
        action,
        query_id: "q1",
        help: HelpAttributes {
            article_id: Some("kb-1".to_owned()),
            comment: Some("call +48 600 123 456".to_owned()),
            ..HelpAttributes::default()
        },
        ..Event::default()
    };
    batcher.push_event(event("article_flag"), NOW, [1; 10]);
    batcher.move_to(place("suggest"));
    batcher.push_event(event("contact_submit"), NOW, [2; 10]);
    batcher.push_event(event("made_up"), NOW, [3; 10]);
    batcher.move_to(place("inline"));
    batcher.push_event(event("article_share"), NOW, [4; 10]);
    let inline = batcher.take(NOW).unwrap();
    assert_eq!(inline.place.surface, "inline");
    let names: Vec<_> = inline
        .events
        .iter()
        .map(|row| row.action_name.as_str())
        .collect();
    assert_eq!(names, ["article_flag", "article_share"]);
    let flag = &inline.events[0];
    assert_eq!(flag.message_type, "ARTICLE");
    assert_eq!(
        flag.help.as_ref().unwrap().comment.as_deref(),
        Some("call [phone]")
    );
    assert_eq!(flag.event_attributes, None);
    let suggest = batcher.take(NOW).unwrap();
    assert_eq!(suggest.place.page, "/orders/:id/edit");
    assert_eq!(suggest.events[0].message_type, "CONTACT");
    assert_eq!(suggest.events[0].session_id, flag.session_id);
    assert!(batcher.is_empty());
    batcher.failed(suggest.clone(), NOW);
    assert_eq!(
        batcher.take(NOW).unwrap(),
        suggest,
        "it goes back to its place, under the same ids"
    );
}

#[test]
fn a_withdrawn_consent_leaves_nothing() {
    let mut batcher = batcher();
    batcher.push_search(search("q1", "cancel"), NOW);
    let lost = batcher.take(NOW).unwrap();
    batcher.failed(lost, NOW);
    assert!(batcher.is_failing());
    batcher.clear();
    assert!(batcher.is_empty() && !batcher.is_failing());
    assert_eq!(batcher.next_attempt(NOW), None);
}

#[test]
fn the_network_that_is_back_is_used_at_once() {
    let mut batcher = batcher();
    batcher.push_search(search("q1", "cancel"), NOW);
    let lost = batcher.take(NOW).unwrap();
    batcher.failed(lost, NOW);
    assert_eq!(batcher.next_attempt(NOW), Some(BACKOFF_MS[0]));
    batcher.resume();
    assert_eq!(batcher.next_attempt(NOW), Some(0.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn batches_fit_and_no_row_is_in_two(
        rows in prop::collection::vec((any::<String>(), prop::collection::vec("\\PC{0,20}", 0..60), any::<bool>()), 1..40),
    ) {
        let mut batcher = batcher();
        for (number, (text, hits, click)) in rows.iter().enumerate() {
            let id = number.to_string();
            let long = text.repeat(5);
            let row = Search { normalized: Some(&long), hit_ids: hits, replaces: Some(&long), ..search(&id, &long) };
            batcher.push_search(row, NOW);
            if *click {
                let text = || Some(long.clone());
                let help = HelpAttributes {
                    article_id: text(), solved: text(), reason: text(), comment: text(), dwell_s: Some(u32::MAX),
                    channel: text(), rank: text(), cell: text(), tree_id: text(), step_id: text(),
                    outcome: text(), instrument: text(), score: Some(u8::MAX), code: text(),
                };
                batcher.move_to(place(if number % 3 == 0 { "faq" } else { &long }));
                batcher.push_event(Event { action: "survey_response", query_id: &long, position: number as u32 % 2, help }, NOW, [9; 10]);
            }
        }
        let waiting = batcher.len();
        let (mut seen, mut events) = (Vec::new(), 0);
        while let Some(batch) = batcher.take(NOW) {
            prop_assert!(serde_json::to_vec(&batch).unwrap().len() <= BATCH_BYTES);
            seen.extend(batch.queries.iter().map(|row| row.query_id.clone()));
            events += batch.events.len();
        }
        prop_assert_eq!(seen.len() + events, waiting);
        let all = seen.len();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), all);
    }
}
