//! Collecting rows, and looking after them.

use crate::support::{helpdex, run};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

/// A batch of one query and one event, as `simulate` writes it.
fn line(number: u32) -> String {
    let hour = "2026-11-20T10:00:00Z";
    json!({
        "schema": helpdex::questions::schema::SCHEMA, "site_id": "acme", "sent_at": hour,
        "consent": { "analytics": true, "gpc": false },
        "build": { "widget": "0.1.0", "index": "" },
        "queries": [{
            "application": "help", "query_id": format!("q{number}"), "client_id": "c1",
            "timestamp": hour, "user_query": "cancel order", "object_id_field": "article_id",
            "query_response_hit_ids": ["kb-1"],
            "query_attributes": { "session_id": format!("s{number}"), "result_count": 1 },
        }],
        "events": [{
            "application": "help", "event_id": format!("e{number}"), "query_id": format!("q{number}"),
            "session_id": format!("s{number}"), "client_id": "c1", "timestamp": hour,
            "action_name": "contact_start", "message_type": "CONTACT", "help": { "channel": "chat" },
        }],
    })
    .to_string()
}

/// Runs `collect VERB --store …`.
fn collect(verb: &str, store: &str, rest: &[&str]) -> crate::support::Run {
    run([&["collect", verb, "--store", store][..], rest].concat())
}

#[test]
fn rows_go_in_and_out_of_a_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let store = format!("sqlite:{}", path("questions.db"));
    let (rows, out, copy) = (path("rows.ndjson"), path("out.ndjson"), path("copy.db"));
    let lines: Vec<String> = (0..5).map(line).collect();
    std::fs::write(&rows, lines.join("\n")).expect("written");

    let added = collect("import", &store, &[&rows, "--json"]).good().json();
    assert_eq!(added, json!({ "queries": 5, "events": 5, "duplicates": 0 }));
    let again = collect("import", &store, &[&rows]).good().stdout;
    assert_eq!(
        again,
        "0 queries and 0 events added; 10 rows were there already\n"
    );
    let written = collect("export", &store, &["--out", &out, "--json"])
        .good()
        .json();
    assert_eq!(written, json!({ "rows": 10 }));
    let exported = collect("export", &store, &[]).good().stdout;
    assert_eq!(exported, std::fs::read_to_string(&out).expect("text"));
    let first: Value =
        serde_json::from_str(exported.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["queries"][0]["timestamp"], "2026-11-20T10:00:00Z");

    collect("backup", &store, &[&copy]).good();
    let removed = collect("delete", &store, &["--session", "s3", "--json"])
        .good()
        .json();
    assert_eq!(removed, json!({ "rows": 2 }));
    let removed = collect("purge", &store, &["--before", "0"]).good().stdout;
    assert_eq!(removed, "8 rows removed\n");
    assert_eq!(collect("export", &store, &[]).good().stdout, "");
    let copied = collect("export", &format!("sqlite:{copy}"), &[])
        .good()
        .stdout;
    assert_eq!(copied, exported);
}

#[test]
fn mistakes_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let store = format!("sqlite:{}", path("questions.db"));
    let rows = path("rows.ndjson");
    std::fs::write(&rows, format!("{}\n{{}}\n", line(1))).expect("written");
    collect("import", &store, &[&rows]).bad(2, &["rows.ndjson", "line 2", "no batch of rows"]);
    collect("import", &store, &[&path("none")]).bad(2, &["none"]);
    collect("delete", &store, &[]).bad(2, &["--session"]);
    collect("export", "postgres:x", &[]).bad(2, &["sqlite:FILE"]);
    run(["collect"]).bad(2, &["--store", "--listen"]);
    let config = path("collect.toml");
    std::fs::write(&config, "[limits]\nqueue = 0\n").expect("written");
    let service = [
        "collect",
        "--store",
        &store,
        "--listen",
        "127.0.0.1:0",
        "--config",
        &config,
    ];
    run(service).bad(2, &["collect.toml", "limits.queue"]);
    let away = "clickhouse:http://127.0.0.1:1/help";
    collect("export", away, &[]).bad(1, &["127.0.0.1:1", "is the server running?"]);
}

#[test]
fn the_service_says_where_it_is_logs_lines_and_ends_when_it_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = format!("sqlite:{}", folder.path().join("questions.db").display());
    let mut service = helpdex()
        .args(["collect", "--store", &store, "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut said = BufReader::new(service.stdout.take().expect("its output"));
    let mut greeting = String::new();
    said.read_line(&mut greeting).expect("a line");
    let address = greeting
        .strip_prefix("collecting on http://")
        .and_then(|rest| rest.strip_suffix("/v1/events\n"))
        .expect("an address");
    let body = line(7);
    let mut stream = TcpStream::connect(address).expect("connected");
    let length = body.len();
    write!(
        stream,
        "POST /v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
    let id = service.id().to_string();
    assert!(
        Command::new("kill")
            .arg(&id)
            .status()
            .expect("kill")
            .success()
    );
    let output = service.wait_with_output().expect("ended");
    assert!(output.status.success());
    let log = String::from_utf8(output.stderr).expect("text");
    assert!(log.lines().count() >= 2, "{log}");
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).expect("JSON");
        assert!(
            entry["timestamp"].is_string() && entry["level"].is_string(),
            "{line}"
        );
    }
    assert!(!log.contains("cancel order"));
    assert_eq!(
        collect("export", &store, &[]).good().stdout.lines().count(),
        2
    );
}
