//! Measures a collector and its store on this machine.
//!
//! ```text
//! cargo run --release -p helpdex-questions --example load -- STORE [SECONDS [BATCHES_AT_ONCE [EVENTS_PER_BATCH]]]
//! cargo run --release -p helpdex-questions --example load -- STORE fill ROWS
//! cargo run --release -p helpdex-questions --example load -- STORE scan
//! ```
//!
//! The first sends batches over loopback from this process, the second appends synthetic rows
//! without HTTP, the third reads all facts as a report does.

use helpdex::questions::Batch;
use helpdex_questions::collect::{Config, serve};
use helpdex_questions::facts::Filter;
use helpdex_questions::store::{Address, Store, open};
use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

const CONFIG: &str = "[limits]\nrequests_per_minute = 60000000\nburst = 1000000\nqueue = 4096\n[log]\nlevel = \"warn\"\n";
/// Rows appended in one transaction by `fill`.
const FILL_GROUP: u64 = 5000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (address, rest) = arguments.split_first().ok_or("name a store")?;
    let store: Arc<dyn Store> = Arc::from(open(&address.parse::<Address>()?)?);
    match rest {
        ["fill", rows] => fill(store.as_ref(), rows.parse()?),
        ["scan"] => scan(store.as_ref()),
        numbers => {
            let number = |place: usize, default: u64| {
                numbers.get(place).map_or(Ok(default), |text| text.parse())
            };
            let load = Load {
                seconds: number(0, 20)?,
                senders: number(1, 16)?,
                events: number(2, 9)?,
            };
            load.run(store)
        }
    }
}

struct Load {
    seconds: u64,
    senders: u64,
    events: u64,
}

impl Load {
    fn run(&self, store: Arc<dyn Store>) -> Result<(), Box<dyn Error>> {
        let runtime = tokio::runtime::Runtime::new()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        let config = Config::parse(CONFIG)?;
        runtime.spawn(serve(listener, store, config, std::future::pending()));
        let started = Instant::now();
        let mut times: Vec<Duration> = Vec::new();
        std::thread::scope(|threads| {
            let senders: Vec<_> = (0..self.senders)
                .map(|sender| threads.spawn(move || self.send(address, sender, started)))
                .collect();
            let watch = Duration::from_secs(self.seconds.div_ceil(4).max(1));
            while started.elapsed() < Duration::from_secs(self.seconds) {
                std::thread::sleep(watch);
                eprintln!("{:>4} s: {} MB", started.elapsed().as_secs(), memory_mb());
            }
            for sender in senders {
                times.extend(sender.join().expect("no panic").expect("answers"));
            }
        });
        self.print(&mut times, started.elapsed().as_secs_f64());
        Ok(())
    }

    /// Sends one batch after the other over one connection. Returns how long each took.
    fn send(
        &self,
        address: SocketAddr,
        sender: u64,
        started: Instant,
    ) -> std::io::Result<Vec<Duration>> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let mut times = Vec::new();
        let mut answer = [0; 4096];
        for number in 0.. {
            if started.elapsed() > Duration::from_secs(self.seconds) {
                break;
            }
            let body = serde_json::to_vec(&batch(sender << 40 | number, self.events))?;
            let head = format!(
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let began = Instant::now();
            stream.write_all(&[head.as_bytes(), &body].concat())?;
            let length = stream.read(&mut answer)?;
            let is_stored = answer
                .get(..length)
                .is_some_and(|it| it.starts_with(b"HTTP/1.1 204"));
            assert!(is_stored, "{}", String::from_utf8_lossy(&answer));
            times.push(began.elapsed());
        }
        Ok(times)
    }

    fn print(&self, times: &mut [Duration], seconds: f64) {
        times.sort_unstable();
        let at = |share: f64| {
            let place = (times.len() as f64 * share) as usize;
            times
                .get(place)
                .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        let batches = times.len() as f64 / seconds;
        println!(
            "{batches:.0} batches/s, {:.0} rows/s ({} rows a batch, {} at once): p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms, {} MB",
            batches * (1 + self.events) as f64,
            1 + self.events,
            self.senders,
            at(0.5),
            at(0.99),
            at(1.0 - f64::EPSILON),
            memory_mb(),
        );
    }
}

fn fill(store: &dyn Store, rows: u64) -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let mut number = 1 << 50;
    for _ in 0..rows.div_ceil(FILL_GROUP) {
        let batches: Vec<Batch> = (0..FILL_GROUP / 4)
            .map(|it| batch(number + it, 3))
            .collect();
        number += FILL_GROUP / 4;
        store.append(&batches)?;
    }
    println!(
        "{rows} rows appended in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

fn scan(store: &dyn Store) -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let (mut queries, mut events, mut letters) = (0_u64, 0_u64, 0);
    store.queries(&Filter::default(), &mut |fact| {
        queries += 1;
        letters += fact.user_query.len();
    })?;
    let between = started.elapsed().as_secs_f64();
    store.events(&Filter::default(), &mut |fact| {
        events += 1;
        letters += fact.article.len();
    })?;
    println!(
        "{queries} queries in {between:.1} s, {events} events in {:.1} s, {letters} bytes of texts, {} MB",
        started.elapsed().as_secs_f64() - between,
        memory_mb()
    );
    Ok(())
}

/// A query of some 100,000 texts, and what was done with its results.
fn batch(number: u64, events: u64) -> Batch {
    let id = |kind: u64| {
        format!(
            "0190a1b2-0000-7000-8{:03x}-{:012x}",
            kind,
            number & 0xFFFF_FFFF_FFFF
        )
    };
    let id = |kind: u64| format!("{}-{}", id(kind), number >> 48);
    let hour = helpdex::questions::stamp::iso_hour(now_ms() - (number % 500) as f64 * 3.6e6 * 0.3);
    let text = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 100_000;
    let session = format!("session-{}", number / 3);
    let events: Vec<_> = (1..=events)
        .map(|kind| {
            let common = serde_json::json!({
                "application": "help", "event_id": id(kind), "query_id": id(0), "session_id": session,
                "timestamp": hour, "action_name": "result_click", "message_type": "RESULT",
            });
            let mut row = common;
            let article = format!("article-{}", (text + kind) % 3000);
            match kind % 3 {
                0 => {
                    row["action_name"] = "article_view".into();
                    row["message_type"] = "ARTICLE".into();
                    row["help"] = serde_json::json!({ "article_id": article, "dwell_s": kind * 7 });
                }
                1 => {
                    row["event_attributes"] = serde_json::json!({
                        "object": { "object_id": article, "object_id_type": "article" },
                        "position": { "ordinal": 1 + text % 10 } });
                }
                _ => {
                    row["action_name"] = "article_feedback".into();
                    row["message_type"] = "FEEDBACK".into();
                    row["help"] = serde_json::json!({ "article_id": article, "solved": "yes" });
                }
            }
            row
        })
        .collect();
    let hits: Vec<_> = (0..8)
        .map(|hit| format!("article-{}", (text + hit) % 3000))
        .collect();
    let batch = serde_json::json!({
        "schema": helpdex::questions::schema::SCHEMA, "site_id": "acme", "sent_at": hour,
        "consent": { "analytics": true, "gpc": false },
        "build": { "widget": "0.1.0", "index": "9f2c" },
        "place": { "locale": "en", "surface": "inline", "page": "/orders" },
        "queries": [{
            "application": "help", "query_id": id(0), "timestamp": hour,
            "user_query": format!("how do i cancel order of kind {text}"), "object_id_field": "article_id",
            "query_response_hit_ids": hits,
            "query_attributes": {
                "session_id": session, "normalized": format!("cancel order kind {text}"),
                "result_count": 8, "step": "all", "locale": "en", "surface": "inline",
                "trigger": "pause", "latency_ms": 4, "page": "/orders",
            },
        }],
        "events": events,
    });
    serde_json::from_value(batch).expect("a batch")
}

fn now_ms() -> f64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0.0, |now| now.as_secs_f64() * 1000.0)
}

/// Resident memory of this process; 0 where it is not told.
fn memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
