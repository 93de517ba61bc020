//! Logs: one line of JSON an event, on stderr.

use tracing::level_filters::LevelFilter;

/// Begins to log what is at least as grave as `level`. Once in a process; later calls do
/// nothing.
pub fn start_logs(level: &str) {
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_max_level(level.parse().unwrap_or(LevelFilter::INFO))
        .with_writer(std::io::stderr)
        .finish();
    let _ = tracing::subscriber::set_global_default(subscriber);
}
