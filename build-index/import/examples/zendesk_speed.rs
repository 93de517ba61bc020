//! How long an import of 5,000 articles takes from a server on this machine that now and then
//! asks to wait: `cargo run --release -p helpdex-import --example zendesk_speed`.

use helpdex_import::{Options, Source, import};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Instant;

/// Articles, and articles of a page as Zendesk gives them at most.
const ARTICLES: usize = 5_000;
const PAGE: usize = 100;
/// One request in so many is refused with 429.
const REFUSED: usize = 10;

fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().flatten().enumerate() {
            std::thread::spawn(move || answer(&stream, number));
        }
    });
    let out = tempfile::tempdir().expect("a temporary folder");
    for round in ["first import", "second import"] {
        let start = Instant::now();
        let options = Options::new(Source::Zendesk, &base, out.path());
        let summary = import(&options, Arc::new(|_| {})).expect("the import ends well");
        println!(
            "{round}: {} articles, {} new, {} as they were, {} requests, {:.1} s",
            summary.articles,
            summary.added,
            summary.unchanged,
            summary.requests,
            start.elapsed().as_secs_f64()
        );
    }
}

fn answer(mut stream: &TcpStream, number: usize) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    while reader.read_line(&mut line).is_ok_and(|length| length > 2) {}
    let reply = if number % REFUSED == REFUSED - 1 {
        "HTTP/1.1 429 x\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            .to_owned()
    } else {
        let body = rows(&path).to_string();
        format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let _ = stream.write_all(reply.as_bytes());
}

fn rows(path: &str) -> Value {
    if path.contains("locales") {
        return json!({"locales": ["en-us"], "default_locale": "en-us"});
    }
    if !path.contains("articles.json") {
        return json!({"categories": [], "sections": [], "user_segments": [], "meta": {"has_more": false}});
    }
    let cursor = path.split("after%5D=").nth(1);
    let from: usize = cursor
        .and_then(|cursor| cursor.parse().ok())
        .unwrap_or_default();
    let end = (from + PAGE).min(ARTICLES);
    let articles: Vec<_> = (from..end).map(article).collect();
    json!({"articles": articles, "meta": {"has_more": end < ARTICLES, "after_cursor": end.to_string()}})
}

/// An article of some 5 KB.
fn article(id: usize) -> Value {
    let part = format!(
        "<h2>Step {id}</h2><p>Open <strong>Settings</strong>, then choose <a href=\"/hc/x\">Security</a>. \
         Confirm the change. Wait for the message.</p><ul><li>One</li><li>Two</li></ul>\
         <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    );
    json!({"id": id, "title": format!("Article {id}"), "html_url": format!("https://h.example/{id}"),
        "body": part.repeat(16), "locale": "en-us", "draft": false, "user_segment_id": null,
        "updated_at": "2026-01-01T00:00:00Z"})
}
