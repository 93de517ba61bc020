//! What an import tells while it runs.

use std::sync::Arc;
use std::time::Duration;

/// A step of an import.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    /// So many articles were read, of so many if the source says how many there are.
    Articles {
        /// Read so far.
        done: u64,
        /// All, if known.
        total: Option<u64>,
    },
    /// The source is not asked for a while.
    Waiting {
        /// For how long.
        wait: Duration,
        /// Which host asked for it, or failed.
        host: &'a str,
        /// Why.
        why: &'a str,
    },
    /// An unfinished import goes on.
    Resumed {
        /// Answers that need not be asked for again.
        answers: u64,
    },
}

/// Hears of progress, from any thread.
pub type Listener = Arc<dyn Fn(Progress<'_>) + Send + Sync>;
