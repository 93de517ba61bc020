//! Ctrl-C during a build: the published bundle is the one before or the new one, and the user is
//! told which.

use std::path::PathBuf;
use std::process::exit;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Whether the new bundle is published; held while it becomes so.
static PUBLISHED: Mutex<bool> = Mutex::new(false);

fn published() -> MutexGuard<'static, bool> {
    PUBLISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the step that publishes a bundle. Ctrl-C waits for its end.
pub fn publishing<T, E>(step: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut published = published();
    let result = step();
    *published = result.is_ok();
    result
}

/// From now on, Ctrl-C and termination end the process with a message and exit code 1. A system
/// that refuses leaves the default: the process ends without a message.
pub fn explain_ctrl_c(out: PathBuf) {
    let _ = ctrlc::set_handler(move || {
        let out = out.display();
        let published = published();
        if *published {
            eprintln!("\nhelpdex: interrupted; the new bundle in {out} is complete");
        } else {
            eprintln!(
                "\nhelpdex: interrupted; the bundle in {out} is as it was. Build again; that also removes what is half written"
            );
        }
        exit(1)
    });
}
