//! What goes wrong around a collector loses nothing that it acknowledged.

use crate::clickhouse::away;
use crate::samples::batch;
use crate::server::ClickHouseServer;
use crate::service::{NO_LIMIT, Service, agent, post};
use helpdex::questions::Batch;
use helpdex_questions::collect::{self, Config};
use helpdex_questions::facts::{EventFact, Facts, FactsError, Filter, Losses, QueryFact};
use helpdex_questions::store::sqlite::Sqlite;
use helpdex_questions::store::{
    Address, Appended, ClientKey, Store, StoreError, Whom, open, record,
};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Names the store of the process that `collector_process` becomes.
const STORE: &str = "HELPDEX_TEST_STORE";

/// No test: what the tests below start as another process, and kill.
#[test]
#[ignore = "started by the tests of faults"]
fn collector_process() {
    let address: Address = std::env::var(STORE)
        .expect("an address")
        .parse()
        .expect("an address");
    let store = open(&address).expect("a store");
    let config = Config::parse(NO_LIMIT).expect("a configuration");
    let listen = "127.0.0.1:0".parse().expect("an address");
    let ready = |address| println!("\ncollecting on {address}");
    collect::run(listen, Arc::from(store), config, ready).expect("ended well");
}

struct Process {
    child: Child,
    /// Kept open: a process that cannot write what it says fails.
    _said: Lines<BufReader<ChildStdout>>,
    url: String,
}

impl Process {
    /// `before` is what the shell does first, such as setting a limit.
    fn start(store: &str, before: &str) -> Self {
        let program = std::env::current_exe().expect("this program");
        let arguments = "--exact faults::collector_process --ignored --nocapture";
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(format!("{before} exec \"$0\" {arguments}"))
            .arg(program)
            .env(STORE, store)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        let mut said = BufReader::new(child.stdout.take().expect("its output")).lines();
        let address = said.by_ref().map_while(Result::ok).find_map(|line| {
            let address = line.strip_prefix("collecting on ")?;
            Some(address.to_owned())
        });
        let url = format!("http://{}/v1/events", address.expect("an address"));
        Self {
            child,
            _said: said,
            url,
        }
    }

    /// The status, or none if there was no answer.
    fn send(&self, batch: &Batch) -> Option<u16> {
        let body = serde_json::to_vec(batch).expect("JSON");
        let answer = post(&agent(), &self.url, &body, &[]);
        answer.ok().map(|answer| answer.status)
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.expect("kill").success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn queries(store: &dyn Store) -> Vec<u64> {
    let mut ids = Vec::new();
    store
        .queries(&Filter::default(), &mut |fact| ids.push(fact.query))
        .expect("read");
    ids
}

fn until(what: impl Fn() -> bool) {
    let started = Instant::now();
    while !what() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "it takes too long"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn sqlite(folder: &tempfile::TempDir) -> (PathBuf, String) {
    let file = folder.path().join("questions.db");
    let address = format!("sqlite:{}", file.display());
    (file, address)
}

/// Four senders until one gets no answer any more. Returns the numbers that were acknowledged.
fn send_until_it_is_gone(
    process: &Process,
    first: u32,
    after: usize,
    then: impl FnOnce(),
) -> Vec<u32> {
    let acknowledged = Mutex::new(Vec::new());
    std::thread::scope(|threads| {
        for sender in 0..4 {
            let acknowledged = &acknowledged;
            threads.spawn(move || {
                let numbers = first + sender * 100_000..;
                for number in numbers {
                    match process.send(&batch(number)) {
                        Some(204) => acknowledged.lock().expect("no panic").push(number),
                        Some(status) => assert_eq!(status, 503),
                        None => return,
                    }
                }
            });
        }
        until(|| acknowledged.lock().expect("no panic").len() > after);
        then();
    });
    acknowledged.into_inner().expect("no panic")
}

/// Kills three collectors of a store, one after the other, then looks for what they acknowledged.
fn kill_collectors_of(address: &str) {
    let mut all = Vec::new();
    for round in 0..3 {
        let process = Process::start(address, "");
        let kill = || process.signal("-KILL");
        all.extend(send_until_it_is_gone(&process, round * 10_000, 50, kill));
    }
    let store = open(&address.parse().expect("an address")).expect("a store");
    let stored = queries(store.as_ref());
    let distinct: HashSet<u64> = stored.iter().copied().collect();
    assert_eq!(distinct.len(), stored.len(), "some are doubled");
    let lost = all.iter().filter(|number| {
        let (queries, _) = record::records(&batch(**number));
        !queries.iter().all(|query| distinct.contains(&query.id))
    });
    assert!(all.len() > 150, "{}", all.len());
    assert_eq!(lost.count(), 0);
}

#[test]
fn a_collector_that_is_killed_has_stored_what_it_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    kill_collectors_of(&sqlite(&folder).1);
}

#[test]
fn the_same_in_clickhouse() {
    let server = ClickHouseServer::start();
    kill_collectors_of(&server.address());
}

#[test]
fn a_collector_that_is_asked_to_end_answers_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, address) = sqlite(&folder);
    let mut process = Process::start(&address, "");
    let acknowledged = send_until_it_is_gone(&process, 0, 50, || process.signal("-TERM"));
    assert!(process.child.wait().expect("ended").success());
    let stored = queries(&Sqlite::open(&file).expect("a store"));
    // Nothing was begun and then dropped: what is stored was acknowledged.
    assert_eq!(stored.len(), acknowledged.len());
}

#[test]
fn a_full_disk_refuses_and_takes_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, address) = sqlite(&folder);
    // Blocks of 512 bytes; the signal would end the process.
    let process = Process::start(&address, "trap '' XFSZ; ulimit -f 800;");
    let mut acknowledged = 0;
    let refused = (0..100_000).find(|number| match process.send(&batch(*number)) {
        Some(204) => {
            acknowledged += 1;
            false
        }
        status => {
            assert_eq!(status, Some(503));
            true
        }
    });
    assert!(refused.is_some() && acknowledged > 10, "{acknowledged}");
    drop(process);
    assert_eq!(
        queries(&Sqlite::open(&file).expect("a store")).len(),
        acknowledged
    );
    let process = Process::start(&address, "");
    assert_eq!(process.send(&batch(refused.expect("a number"))), Some(204));
}

#[test]
fn a_locked_store_refuses_until_it_is_free() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("questions.db");
    let store = Arc::new(Sqlite::open(&file).expect("a store"));
    let service = Service::start(store.clone(), NO_LIMIT);
    assert_eq!(service.send(&batch(1)), 204);
    let holder = rusqlite::Connection::open(&file).expect("opened");
    holder.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let body = serde_json::to_vec(&batch(2)).expect("JSON");
    let refused = service.post(&body, &[]);
    assert_eq!((refused.status, refused.header("retry-after")), (503, "5"));
    assert_eq!(service.get("/healthz").body, "{\"status\":\"locked\"}");
    assert_eq!(
        service.metric("helpdex_store_errors_total{kind=\"locked\"}"),
        1
    );
    let begun = Instant::now();
    while begun.elapsed() < away() {
        assert_eq!(service.send(&batch(2)), 503);
    }
    holder.execute_batch("ROLLBACK").expect("unlocked");
    assert_eq!(service.send(&batch(2)), 204);
    assert_eq!(queries(store.as_ref()).len(), 2);
}

#[test]
fn rows_that_come_twice_and_in_any_order_are_stored_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("questions.db")).expect("a store");
    let store = Arc::new(store);
    let service = Service::start(store.clone(), NO_LIMIT);
    std::thread::scope(|threads| {
        for sender in 0..4 {
            let service = &service;
            threads.spawn(move || {
                for place in 0..60 {
                    let number = if sender % 2 == 0 { place } else { 59 - place };
                    assert_eq!(service.send(&batch(number)), 204);
                }
            });
        }
    });
    assert_eq!(queries(store.as_ref()).len(), 60);
    assert_eq!(
        service.metric("helpdex_rows_total{kind=\"duplicate\"}"),
        3 * 60 * 4
    );
}

/// A store whose disk takes its time: it waits while `is_slow`.
struct Slow {
    store: Sqlite,
    is_slow: AtomicBool,
}

impl Store for Slow {
    fn append(&self, batches: &[Batch]) -> Result<Appended, StoreError> {
        until(|| !self.is_slow.load(Ordering::Relaxed));
        self.store.append(batches)
    }
    fn add_losses(&self, losses: &Losses) -> Result<(), StoreError> {
        self.store.add_losses(losses)
    }
    fn client_key(&self, day: u32) -> Result<ClientKey, StoreError> {
        self.store.client_key(day)
    }
    fn purge(&self, hour: u32) -> Result<u64, StoreError> {
        self.store.purge(hour)
    }
    fn delete(&self, whom: &Whom) -> Result<u64, StoreError> {
        self.store.delete(whom)
    }
    fn back_up(&self, file: &Path) -> Result<(), StoreError> {
        self.store.back_up(file)
    }
    fn export(
        &self,
        each: &mut dyn FnMut(&Batch) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.store.export(each)
    }
    fn check(&self) -> Result<(), StoreError> {
        self.store.check()
    }
}

impl Facts for Slow {
    fn queries(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&QueryFact<'_>),
    ) -> Result<(), FactsError> {
        self.store.queries(filter, each)
    }
    fn events(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&EventFact<'_>),
    ) -> Result<(), FactsError> {
        self.store.events(filter, each)
    }
    fn losses(&self) -> Result<Losses, FactsError> {
        self.store.losses()
    }
}

#[test]
fn a_full_queue_refuses_at_once_and_what_waits_is_stored() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Arc::new(Slow {
        store: Sqlite::open(&folder.path().join("questions.db")).expect("a store"),
        is_slow: AtomicBool::new(true),
    });
    let config = format!("{NO_LIMIT}queue = 4\n");
    let service = Service::start(store.clone(), &config);
    let refused = || service.metric("helpdex_requests_total{outcome=\"queue_full\"}");
    std::thread::scope(|threads| {
        let service = &service;
        let senders: Vec<_> = (0..20)
            .map(|number| threads.spawn(move || service.send(&batch(number))))
            .collect();
        // Some are in the transaction, four wait, the others are refused while it lasts.
        until(|| refused() > 0);
        assert!(service.metric("helpdex_queue_batches") <= 4);
        store.is_slow.store(false, Ordering::Relaxed);
        let statuses: Vec<u16> = senders
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect();
        let stored = statuses.iter().filter(|status| **status == 204).count();
        assert!(statuses.iter().all(|status| matches!(status, 204 | 503)));
        assert_eq!(queries(store.as_ref()).len(), stored);
        assert!(stored >= 5, "{stored}");
    });
}
