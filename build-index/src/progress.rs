//! What a command is doing: a bar on a terminal, one line a phase anywhere else.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How often a long phase says where it is when there is no terminal.
const REPORT: Duration = Duration::from_secs(30);

/// What a bar counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes, shown as KiB and MiB.
    Bytes,
    /// Things of this name: one, many.
    Things(&'static str, &'static str),
}

/// A phase, on stderr from its start until it is dropped.
#[derive(Debug)]
pub struct Phase {
    bar: ProgressBar,
    /// Of a long phase without a terminal: its name, and when it last said where it is.
    report: Option<(String, Mutex<Instant>)>,
}

impl Phase {
    /// Begins a phase called `what` (`reading articles/`) of `length` units.
    pub fn begin(what: &str, length: u64, unit: Unit) -> Self {
        if !std::io::stderr().is_terminal() {
            match unit {
                Unit::Things(one, many) => eprintln!("{what} {}", count(length, one, many)),
                Unit::Bytes => eprintln!("{what}"),
            }
            return Self {
                bar: ProgressBar::hidden(),
                report: None,
            };
        }
        let counts = match unit {
            Unit::Bytes => "{binary_bytes} of {binary_total_bytes}".to_owned(),
            Unit::Things(_, many) => format!("{{pos}} of {{len}} {many}"),
        };
        let bar = ProgressBar::new(length);
        if let Ok(style) =
            ProgressStyle::with_template(&format!("{{msg}} [{{wide_bar}}] {counts}, {{elapsed}}"))
        {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what.to_owned());
        Self { bar, report: None }
    }

    /// Begins a phase of minutes: it says how long the rest will take, without a terminal, too.
    pub fn begin_long(what: &str, length: u64, unit: Unit) -> Self {
        let mut phase = Self::begin(what, length, unit);
        if phase.bar.is_hidden() {
            // Counts without drawing.
            phase.bar.set_length(length);
            phase.report = Some((what.to_owned(), Mutex::new(Instant::now())));
        } else if let Ok(style) = ProgressStyle::with_template(
            "{msg} [{wide_bar}] {pos} of {len}, {elapsed}, about {eta} left",
        ) {
            phase.bar.set_style(style.progress_chars("=> "));
        }
        phase
    }

    /// `count` more are done.
    pub fn advance_by(&self, count: u64) {
        self.bar.inc(count);
        let Some((what, reported)) = &self.report else {
            return;
        };
        let Ok(mut reported) = reported.lock() else {
            return;
        };
        if reported.elapsed() >= REPORT {
            *reported = Instant::now();
            eprintln!(
                "{what}: {} of {}, about {} left",
                self.bar.position(),
                self.bar.length().unwrap_or_default(),
                indicatif::HumanDuration(self.bar.eta())
            );
        }
    }

    /// One more is done.
    pub fn advance(&self) {
        self.bar.inc(1);
    }

    /// `done` of `length` are done.
    pub fn reach(&self, done: u64, length: u64) {
        self.bar.set_length(length);
        self.bar.set_position(done);
    }
}

/// `1 file`, `2 files`.
pub(crate) fn count(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

impl Drop for Phase {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
