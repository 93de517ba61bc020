//! What a command is doing: a bar on a terminal, one line a phase anywhere else.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

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
        Self { bar }
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
