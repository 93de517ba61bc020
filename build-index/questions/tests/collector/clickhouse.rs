//! The real server of Debian: it gives the same facts as SQLite, and survives being killed.

use crate::http::rows;
use crate::samples::batch;
use crate::server::ClickHouseServer;
use crate::service::{NO_LIMIT, Service};
use helpdex::questions::Batch;
use helpdex_questions::facts::Filter;
use helpdex_questions::store::sqlite::Sqlite;
use helpdex_questions::store::{Address, Store, Whom, ndjson, open};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

fn store(server: &ClickHouseServer) -> Box<dyn Store> {
    let address: Address = server.address().parse().expect("an address");
    open(&address).expect("a store")
}

fn sqlite(folder: &tempfile::TempDir, name: &str) -> Sqlite {
    Sqlite::open(&folder.path().join(name)).expect("a store")
}

/// Every fact that a store tells, as text.
fn facts(store: &dyn Store, filter: &Filter) -> Vec<String> {
    let mut all = Vec::new();
    store
        .queries(filter, &mut |fact| all.push(format!("{fact:?}")))
        .expect("read");
    store
        .events(filter, &mut |fact| all.push(format!("{fact:?}")))
        .expect("read");
    all.push(format!("{:?}", store.losses().expect("losses")));
    all
}

fn lines(store: &dyn Store) -> String {
    let mut lines = Vec::new();
    ndjson::export(store, &mut lines).expect("exported");
    String::from_utf8(lines).expect("JSON")
}

/// Batches with duplicates, other sites and languages, and texts that need care.
fn varied() -> Vec<Batch> {
    (0..300)
        .map(|number| {
            let mut batch = batch(number % 250);
            if number % 3 == 0 {
                batch.site_id = "other".to_owned();
                batch.place.locale = "pl".to_owned();
                batch.queries[0].query_attributes.locale = "pl".to_owned();
                batch.queries[0].user_query =
                    format!("gdzie są \\'zwroty\\t'\"; {number}? \u{1F600}");
            }
            batch.dropped = number % 5;
            batch
        })
        .collect()
}

#[test]
fn it_holds_what_sqlite_holds() {
    let server = ClickHouseServer::start();
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (store(&server), sqlite(&folder, "questions.db"));
    for group in varied().chunks(40) {
        assert_eq!(
            one.append(group).expect("appended"),
            other.append(group).expect("appended")
        );
    }
    let everything = Filter::default();
    let some = Filter {
        from: Some(498_200),
        to: Some(498_400),
        site: Some("acme".to_owned()),
        locale: Some("en".to_owned()),
    };
    for filter in [&everything, &some] {
        let expected = facts(&other, filter);
        assert!(expected.len() > 100, "{}", expected.len());
        assert_eq!(facts(one.as_ref(), filter), expected);
    }
    assert_eq!(lines(one.as_ref()), lines(&other));

    let whom = Whom::Session("s3".to_owned());
    assert_eq!(
        one.delete(&whom).expect("deleted"),
        other.delete(&whom).expect("deleted")
    );
    assert_eq!(
        one.purge(498_250).expect("purged"),
        other.purge(498_250).expect("purged")
    );
    assert_eq!(facts(one.as_ref(), &everything), facts(&other, &everything));

    let copy = folder.path().join("copy.db");
    one.back_up(&copy).expect("copied");
    assert_eq!(
        facts(&sqlite(&folder, "copy.db"), &everything),
        facts(&other, &everything)
    );

    let key = one.client_key(20_000).expect("a key");
    assert_eq!(store(&server).client_key(20_000).expect("a key"), key);
    assert_ne!(one.client_key(20_001).expect("a key"), key);
    assert_ne!(
        one.client_key(20_000).expect("a key"),
        key,
        "it was forgotten"
    );
}

#[test]
fn collectors_of_one_server_do_not_double_what_is_sent_to_both() {
    let server = ClickHouseServer::start();
    let services: Vec<Service> = (0..2)
        .map(|_| Service::start(Arc::from(store(&server)), NO_LIMIT))
        .collect();
    std::thread::scope(|threads| {
        for service in services.iter().cycle().take(4) {
            threads.spawn(|| {
                for number in 0..40 {
                    assert_eq!(service.send(&batch(number)), 204);
                }
            });
        }
    });
    let store = store(&server);
    let (mut queries, mut events, mut clients) = (0, 0, Vec::new());
    store
        .queries(&Filter::default(), &mut |fact| {
            queries += 1;
            clients.push(fact.client);
        })
        .expect("read");
    store
        .events(&Filter::default(), &mut |_| events += 1)
        .expect("read");
    assert_eq!((queries, events), (40, 120));
    clients.dedup();
    assert_eq!(
        clients.len(),
        1,
        "one visitor, whichever collector answered"
    );
}

/// How long a store is away besides what a test needs: `AWAY_SECONDS`, for longer tests by hand.
pub fn away() -> Duration {
    let seconds = std::env::var("AWAY_SECONDS").ok();
    Duration::from_secs(seconds.map_or(0, |seconds| seconds.parse().expect("seconds")))
}

/// Sends until told to stop, again what was not acknowledged. Returns how many batches were.
fn send_until(service: &Service, stop: &AtomicBool, first: u32) -> u32 {
    let mut number = first;
    while !stop.load(Ordering::Relaxed) {
        match service.send(&batch(number)) {
            204 => number += 1,
            503 => std::thread::sleep(Duration::from_millis(20)),
            status => panic!("status {status}"),
        }
    }
    number - first
}

#[test]
fn a_server_that_is_killed_and_comes_back_loses_nothing_that_was_acknowledged() {
    let mut server = ClickHouseServer::start();
    let service = Service::start(Arc::from(store(&server)), NO_LIMIT);
    let stop = AtomicBool::new(false);
    let stored = || service.metric("helpdex_requests_total{outcome=\"stored\"}");
    let refused = || service.metric("helpdex_store_errors_total{kind=\"away\"}");
    let until = |what: &dyn Fn() -> bool| {
        let started = Instant::now();
        while !what() {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "it takes too long"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    let acknowledged: Vec<u32> = std::thread::scope(|threads| {
        let (service, stop) = (&service, &stop);
        let senders: Vec<_> = (0..4)
            .map(|sender| threads.spawn(move || send_until(service, stop, sender * 100_000)))
            .collect();
        until(&|| stored() > 50);
        server.kill();
        until(&|| refused() > 3);
        std::thread::sleep(away());
        server.restart();
        let before = stored();
        until(&|| stored() > before + 50);
        stop.store(true, Ordering::Relaxed);
        senders
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect()
    });
    let store = store(&server);
    let sent = acknowledged.iter().sum::<u32>() as usize;
    assert_eq!(rows(store.as_ref()), (sent, sent * 3));
}
