use super::*;
use crate::facts::Filter;
use crate::store::samples::batch;

#[test]
fn ids_of_sites_do_not_meet_and_literals_stand_for_themselves() {
    assert_ne!(row_hash("a", "1"), row_hash("b", "1"));
    assert_eq!(row_hash("a", ""), 0);
    let id = row_hash("a", "1");
    assert_eq!(row_hash("b", &literal(id)), id);
    assert_eq!(hash(&literal(id)), id);
    assert_ne!(
        hash("h:+000000000000001"),
        1,
        "no other spelling of a literal"
    );
}

#[test]
fn hours_are_read() {
    assert_eq!(hour_of("1970-01-02T01:59:59Z"), Some(25));
    for wrong in [
        "",
        "1969-12-31T23:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-02-03T00:00:00+00:00",
        "2026-02-03 00:00:00",
        "12026-02-03T00:00:00",
        "２０２６-02-03T0:0Z",
    ] {
        assert_eq!(hour_of(wrong), None, "{wrong}");
    }
}

#[test]
fn a_record_survives_its_export() {
    let (queries, events) = records(&batch(1));
    for record in queries {
        assert_eq!(records(&record.batch()).0, std::slice::from_ref(&record));
        let fact = record.fact(&Filter::default()).expect("no filter");
        assert_eq!((fact.site, fact.locale, fact.step), ("acme", "en", "some"));
        assert_eq!((fact.is_corrected, fact.is_suggestion), (true, false));
        assert_eq!(fact.hits, "kb-1\nkb-44");
    }
    let everything = Filter::default();
    let facts: Vec<_> = events
        .iter()
        .filter_map(|it| it.fact(&everything))
        .collect();
    let [click, vote, survey] = facts.as_slice() else {
        panic!("three events");
    };
    assert_eq!(
        (click.action, click.article, click.position),
        ("result_click", "kb-1", 2)
    );
    assert_eq!(
        (vote.solved, vote.reason, vote.article),
        ("no", "other", "kb-1")
    );
    assert_eq!((survey.instrument, survey.score), ("ces", Some(6)));
    for record in &events {
        assert_eq!(records(&record.batch()).1, std::slice::from_ref(record));
    }
}

#[test]
fn equal_events_without_ids_are_told_apart_and_found_again() {
    let mut twice = batch(1);
    twice.queries.clear();
    for event in &mut twice.events {
        event.event_id = None;
    }
    twice.events.extend(twice.events.clone());
    let ids: Vec<u64> = records(&twice).1.iter().map(|it| it.id).collect();
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 6);
    assert_eq!(
        records(&twice).1.iter().map(|it| it.id).collect::<Vec<_>>(),
        ids
    );
}
