//! Progress lines on stderr: `dist [3/9] search engine, de (wasm)… 8.2 s`.

use std::time::Instant;

use anyhow::Result;

/// The steps of one verb.
pub struct Progress {
    verb: &'static str,
    total: usize,
    done: usize,
}

impl Progress {
    /// `total` is the number of steps that will be reported.
    pub fn new(verb: &'static str, total: usize) -> Self {
        Self {
            verb,
            total,
            done: 0,
        }
    }

    /// Runs a quiet step: one line, begun before and completed after it.
    pub fn step<T>(&mut self, label: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        eprint!("{}{label}… ", self.number());
        let started = Instant::now();
        let result = work();
        eprintln!(
            "{}",
            if result.is_ok() {
                seconds(started)
            } else {
                "failed".into()
            }
        );
        result
    }

    /// Announces a step that prints lines of its own.
    pub fn begin(&mut self, label: &str) {
        eprintln!("{}{label}", self.number());
    }

    /// Reports a step that ran beside others and began at `started`.
    pub fn finished(&mut self, label: &str, started: Instant) {
        eprintln!("{}{label}… {}", self.number(), seconds(started));
    }

    fn number(&mut self) -> String {
        self.done += 1;
        format!("{} [{}/{}] ", self.verb, self.done, self.total)
    }
}

fn seconds(started: Instant) -> String {
    format!("{:.1} s", started.elapsed().as_secs_f64())
}
