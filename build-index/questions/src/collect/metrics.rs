//! What `/metrics` tells.

use crate::store::{Appended, Trouble};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Upper bounds of the histograms' buckets, in seconds.
const SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

/// Counters of one collector since it was started.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Outcome, Counter>,
    rows: Family<Kind, Counter>,
    store_errors: Family<Kind, Counter>,
    /// Pieces that redaction took out although pages redact, too.
    pub redactions: Counter,
    /// Rows whose time was moved.
    pub moved: Counter,
    /// Rows removed by retention.
    pub purged: Counter,
    /// Batches that wait for the store.
    pub queue: Gauge,
    /// Seconds of a transaction.
    pub commit_seconds: Histogram,
    /// Seconds from the request's head to its answer.
    pub request_seconds: Histogram,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("helpdex"),
            requests: Family::default(),
            rows: Family::default(),
            store_errors: Family::default(),
            redactions: Counter::default(),
            moved: Counter::default(),
            purged: Counter::default(),
            queue: Gauge::default(),
            commit_seconds: Histogram::new(SECONDS),
            request_seconds: Histogram::new(SECONDS),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let all = &mut self.registry;
        all.register(
            "requests",
            "Requests with rows, by outcome",
            self.requests.clone(),
        );
        all.register("rows", "Rows, by what they are", self.rows.clone());
        let help = "Transactions that failed, by trouble";
        all.register("store_errors", help, self.store_errors.clone());
        let help = "Pieces of personal data taken out here";
        all.register("redactions", help, self.redactions.clone());
        let help = "Rows whose time was moved, because a clock was wrong";
        all.register("moved_rows", help, self.moved.clone());
        let help = "Rows removed because they were too old";
        all.register("purged_rows", help, self.purged.clone());
        all.register(
            "queue_batches",
            "Batches that wait for the store",
            self.queue.clone(),
        );
        let help = "Seconds of a transaction";
        all.register("commit_seconds", help, self.commit_seconds.clone());
        let help = "Seconds until a request with rows was answered";
        all.register("request_seconds", help, self.request_seconds.clone());
    }

    /// Counts a request.
    pub fn request(&self, outcome: &'static str) {
        self.requests.get_or_create(&Outcome { outcome }).inc();
    }

    /// Counts rows.
    pub fn appended(&self, appended: &Appended) {
        for (kind, count) in [
            ("query", appended.queries),
            ("event", appended.events),
            ("duplicate", appended.duplicates),
        ] {
            self.rows.get_or_create(&Kind { kind }).inc_by(count);
        }
    }

    /// Counts a transaction that failed.
    pub fn store_error(&self, trouble: Trouble) {
        let kind = trouble.name();
        self.store_errors.get_or_create(&Kind { kind }).inc();
    }

    /// All of them in the text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
