//! Requests, good and hostile.

use crate::samples::batch;
use crate::service::{NO_LIMIT, Service, agent};
use helpdex::questions::Batch;
use helpdex_questions::collect::openapi;
use helpdex_questions::facts::{Facts, Filter, Losses};
use helpdex_questions::store::Store;
use helpdex_questions::store::sqlite::Sqlite;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

struct Collector {
    _folder: tempfile::TempDir,
    store: Arc<Sqlite>,
    service: Service,
}

fn collector(config: &str) -> Collector {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("questions.db")).expect("a store");
    let store = Arc::new(store);
    let service = Service::start(store.clone(), config);
    Collector {
        _folder: folder,
        store,
        service,
    }
}

/// Query and event rows.
pub fn rows(store: &dyn Store) -> (usize, usize) {
    let (mut queries, mut events) = (0, 0);
    store
        .queries(&Filter::default(), &mut |_| queries += 1)
        .expect("read");
    store
        .events(&Filter::default(), &mut |_| events += 1)
        .expect("read");
    (queries, events)
}

fn json(batch: &Batch) -> Vec<u8> {
    serde_json::to_vec(batch).expect("JSON")
}

#[test]
fn rows_are_stored_once_redacted_and_with_a_client_of_the_day() {
    let collector = collector(NO_LIMIT);
    let mut sent = batch(1);
    sent.queries[0].user_query = "where is ann@example.com".to_owned();
    assert_eq!(collector.service.send(&sent), 204);
    assert_eq!(collector.service.send(&sent), 204);
    assert_eq!(rows(collector.store.as_ref()), (1, 3));
    let mut clients = Vec::new();
    let mut each = |fact: &helpdex_questions::facts::QueryFact<'_>| {
        assert_eq!((fact.user_query, fact.redactions), ("where is [email]", 1));
        clients.push(fact.client);
    };
    collector
        .store
        .queries(&Filter::default(), &mut each)
        .expect("read");
    assert_ne!(clients, [0]);
    let service = &collector.service;
    assert_eq!(
        service.metric("helpdex_requests_total{outcome=\"stored\"}"),
        2
    );
    assert_eq!(service.metric("helpdex_rows_total{kind=\"duplicate\"}"), 4);
    assert_eq!(service.metric("helpdex_redactions_total"), 2);
    let body = json(&batch(2));
    let other = service.post(
        &body,
        &[
            ("user-agent", "another browser"),
            ("content-type", "application/json"),
        ],
    );
    assert_eq!(other.status, 204);
    collector
        .store
        .queries(&Filter::default(), &mut |fact| clients.push(fact.client))
        .expect("read");
    assert_ne!(clients.first(), clients.last());
}

#[test]
fn who_does_not_want_to_be_counted_is_not() {
    let mut collector = collector(NO_LIMIT);
    let service = &collector.service;
    assert_eq!(
        service.post(&json(&batch(1)), &[("sec-gpc", "1")]).status,
        204
    );
    let mut without = batch(1);
    without.consent.analytics = false;
    assert_eq!(service.send(&without), 204);
    let mut control = batch(1);
    control.consent.gpc = true;
    assert_eq!(service.send(&control), 204);
    assert_eq!(rows(collector.store.as_ref()), (0, 0));
    collector.service.stop();
    let losses = collector.store.losses().expect("losses");
    assert_eq!((losses.privacy_control, losses.no_consent), (2, 1));
}

#[test]
fn origins_and_sites_are_checked_and_preflights_answered() {
    let config = format!(
        "{NO_LIMIT}[[site]]\nkey = \"acme\"\norigins = [\"https://acme.example\"]\n[[site]]\nkey = \"open\"\n"
    );
    let collector = collector(&config);
    let service = &collector.service;
    let good = ("origin", "https://acme.example");
    let answer = service.post(&json(&batch(1)), &[good]);
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (204, good.1)
    );
    assert_eq!(
        service
            .post(&json(&batch(1)), &[("origin", "https://evil.example")])
            .status,
        403
    );
    assert_eq!(service.post(&json(&batch(1)), &[]).status, 403);
    let mut open = batch(2);
    open.site_id = "open".to_owned();
    assert_eq!(service.send(&open), 204);
    open.site_id = "unknown".to_owned();
    let refused = service.post(&json(&open), &[]);
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("[[site]]"), "{}", refused.body);
    let preflight = |origin: &str| {
        let mut stream = TcpStream::connect(service.address).expect("connected");
        let request = format!(
            "OPTIONS /v1/events HTTP/1.1\r\nHost: x\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer.to_lowercase()
    };
    let answer = preflight(good.1);
    for line in [
        "access-control-allow-origin: https://acme.example\r\n",
        "access-control-allow-methods: get,post\r\n",
        "access-control-allow-headers: content-type\r\n",
        "access-control-max-age: 86400\r\n",
    ] {
        assert!(answer.contains(line), "{line} in {answer}");
    }
}

#[test]
fn an_origin_of_no_site_is_not_allowed_by_a_preflight() {
    let collector = collector("[[site]]\nkey = \"acme\"\norigins = [\"https://acme.example\"]\n");
    let answer = collector
        .service
        .post(&json(&batch(1)), &[("origin", "https://evil.example")]);
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (403, "")
    );
}

#[test]
fn each_visitor_has_a_limit_of_his_own() {
    let config = "proxies = 1\n[limits]\nrequests_per_minute = 1\nburst = 3\n";
    let collector = collector(config);
    let send = |visitor: &str| {
        collector
            .service
            .post(&json(&batch(1)), &[("x-forwarded-for", visitor)])
    };
    let statuses: Vec<u16> = (0..4).map(|_| send("192.0.2.7").status).collect();
    assert_eq!(statuses, [204, 204, 204, 429]);
    let wait: u64 = send("192.0.2.7")
        .header("retry-after")
        .parse()
        .expect("seconds");
    assert!((1..=61).contains(&wait), "{wait}");
    assert_eq!(send("192.0.2.8").status, 204);
    let network: Vec<u16> = (1..5)
        .map(|it| send(&format!("2001:db8::{it}")).status)
        .collect();
    assert_eq!(network, [204, 204, 204, 429]);
}

#[test]
fn hostile_bodies_are_refused_and_named() {
    let mut collector = collector(NO_LIMIT);
    let service = &collector.service;
    let good = String::from_utf8(json(&batch(1))).expect("text");
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let unknown = format!("{{\"x\":{deep},{}", &good[1..]);
    let long = good.replace("cancel my order 1", &"a".repeat(300));
    let wrong = good.replace("\"result_count\":2", "\"result_count\":\"two\"");
    let negative = good.replace("\"latency_ms\":4", "\"latency_ms\":-4");
    let float = good.replace("\"latency_ms\":4", "\"latency_ms\":1e300");
    let half = &good[..good.len() / 2];
    for (body, at) in [
        (deep.as_bytes(), "no batch of rows"),
        (long.as_bytes(), "queries[0].user_query: 300 characters"),
        (wrong.as_bytes(), "no batch of rows"),
        (negative.as_bytes(), "no batch of rows"),
        (float.as_bytes(), "no batch of rows"),
        (half.as_bytes(), "EOF"),
        (b"", "EOF"),
        (b"null", "no batch of rows"),
        (b"\xFF\xFE\x00", "no batch of rows"),
        (b"{\"schema\":\"\xED\xA0\x80\"}", "no batch of rows"),
    ] {
        let answer = service.post(body, &[]);
        assert_eq!(answer.status, 400, "{}", answer.body);
        assert!(answer.body.contains(at), "{at} in {}", answer.body);
    }
    let huge = vec![b' '; 64 * 1024 + 1];
    assert_eq!(service.post(&huge, &[]).status, 413);
    let answer = service.post(good.as_bytes(), &[("content-type", "image/png")]);
    assert_eq!(answer.status, 415);
    assert_eq!(
        service.metric("helpdex_requests_total{outcome=\"malformed\"}"),
        9
    );
    assert_eq!(
        service.metric("helpdex_requests_total{outcome=\"too_large\"}"),
        1
    );
    // Nothing of it has harmed the service, and what is unknown is skipped, however deep.
    assert_eq!(service.post(unknown.as_bytes(), &[]).status, 204);
    assert_eq!(service.post(good.as_bytes(), &[]).status, 204);
    assert_eq!(rows(collector.store.as_ref()), (1, 3));
    collector.service.stop();
    let expected = Losses {
        refused: 12,
        duplicates: 4,
        ..Losses::default()
    };
    assert_eq!(collector.store.losses().expect("losses"), expected);
}

#[test]
fn hidden_text_cannot_break_a_row() {
    let collector = collector(NO_LIMIT);
    let mut hostile = batch(1);
    hostile.queries[0].user_query = "a\u{1f}b\nc\u{0}d".to_owned();
    hostile.queries[0].query_response_hit_ids = vec!["kb\n1".to_owned(), "\u{1f}".to_owned()];
    hostile.queries[0].query_attributes.locale = "e\u{1f}n".to_owned();
    assert_eq!(collector.service.send(&hostile), 204);
    let mut each = |fact: &helpdex_questions::facts::QueryFact<'_>| {
        assert_eq!((fact.user_query, fact.locale), ("a b c d", "e n"));
        assert_eq!(
            (fact.hits, fact.site, fact.surface),
            ("kb 1\n ", "acme", "inline")
        );
    };
    collector
        .store
        .queries(&Filter::default(), &mut each)
        .expect("read");
}

#[test]
fn the_other_routes_answer_as_they_are_described() {
    let collector = collector("[[site]]\nkey = \"acme\"\n");
    let service = &collector.service;
    assert_eq!(service.get("/healthz").body, "{\"status\":\"ok\"}");
    let described: serde_json::Value =
        serde_json::from_str(&service.get("/openapi.json").body).expect("JSON");
    assert_eq!(described, openapi());
    let metrics = service.get("/metrics");
    assert!(
        metrics
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    assert!(metrics.body.ends_with("# EOF\n"));
    assert_eq!(
        service.get("/v1/top-questions?lang=en&site=acme").body,
        "{\"questions\":[]}"
    );
    assert_eq!(
        service.get("/v1/top-questions?lang=en&site=other").status,
        404
    );
    assert_eq!(service.get("/v1/top-questions").status, 400);
    assert_eq!(service.get("/v1/events").status, 405);
    for path in described["paths"].as_object().expect("paths").keys() {
        let status = agent()
            .get(service.url(path))
            .call()
            .expect("an answer")
            .status();
        assert_ne!(status.as_u16(), 404, "{path}");
    }
}
