//! Calls back when files change.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::ServeError;

/// How long nothing may change before the callback is called: editors write a file in
/// several steps, a few milliseconds apart. After one that takes longer it is called again.
pub const QUIET_TIME: Duration = Duration::from_millis(12);

/// How long nothing may change before the callback hears that somebody paused.
pub const REST_TIME: Duration = Duration::from_secs(3);

/// What the callback is called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Files changed, and then nothing for [`QUIET_TIME`].
    Burst,
    /// After the callback for a burst, nothing changed for [`REST_TIME`].
    Rest,
}

/// Watches as long as it lives.
pub struct Watch {
    _watcher: notify::RecommendedWatcher,
}

/// Watches `paths` (files, or folders with everything below) and calls `on_change` after
/// each burst of changes and once more when they pause, on a thread of its own, one call at a
/// time. Changes below `ignored`, such as the folder that `on_change` writes to, do not count.
///
/// When `on_change` fails, the error is printed to stderr and watching goes on.
///
/// # Errors
/// When a path does not exist or the system cannot watch it.
pub fn watch<F>(paths: &[PathBuf], ignored: &[PathBuf], on_change: F) -> Result<Watch, ServeError>
where
    F: Fn(Change) -> Result<(), Box<dyn Error + Send + Sync>> + Send + 'static,
{
    let ignored: Vec<PathBuf> = ignored.iter().map(|path| absolute(path)).collect();
    let watched: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
    let (sender, changes) = channel();
    let sources = watched.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| is_change(&event, &sources, &ignored)) {
            // Nobody waits for it when the watch has ended.
            let _ = sender.send(());
        }
    })
    .map_err(|cause| ServeError::Watch { cause })?;
    for path in &watched {
        // An editor that saves a file puts a new one in its place, which a watch on the file
        // itself would miss.
        let (place, mode) = match path.parent() {
            Some(parent) if path.is_file() => (parent, RecursiveMode::NonRecursive),
            _ => (path.as_path(), RecursiveMode::Recursive),
        };
        watcher
            .watch(place, mode)
            .map_err(|cause| ServeError::Watch { cause })?;
    }
    std::thread::spawn(move || {
        let mut last = Change::Rest;
        while let Some(change) = next(&changes, last) {
            if let Err(error) = on_change(change) {
                eprintln!("{error}\nthe bundle built before is still served");
            }
            last = change;
        }
    });
    Ok(Watch { _watcher: watcher })
}

/// Waits for what comes after `last`; `None` when the watch has ended.
fn next(changes: &Receiver<()>, last: Change) -> Option<Change> {
    if last == Change::Burst {
        match changes.recv_timeout(REST_TIME) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return Some(Change::Rest),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    } else {
        changes.recv().ok()?;
    }
    loop {
        match changes.recv_timeout(QUIET_TIME) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return Some(Change::Burst),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

fn is_change(event: &Event, sources: &[PathBuf], ignored: &[PathBuf]) -> bool {
    let is_write = !matches!(event.kind, EventKind::Access(_));
    let is_below =
        |path: &PathBuf, folders: &[PathBuf]| folders.iter().any(|folder| path.starts_with(folder));
    let counts = |path: &PathBuf| is_below(path, sources) && !is_below(path, ignored);
    is_write && event.paths.iter().any(counts)
}

/// The canonical path; of one that does not exist yet, the canonical path of its parent
/// with its name.
fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if let Ok(canonical) = absolute.canonicalize() {
        return canonical;
    }
    match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => self::absolute(parent).join(name),
        _ => absolute,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::Sender;

    use super::*;

    fn watch_counting(root: &Path, fail: bool) -> (Watch, Receiver<Change>) {
        let (sender, calls): (Sender<Change>, _) = channel();
        let out = root.join("out");
        let watch = watch(&[root.to_owned()], &[out], move |change| {
            sender.send(change)?;
            if fail {
                Err("broken article".into())
            } else {
                Ok(())
            }
        });
        (watch.unwrap(), calls)
    }

    #[test]
    fn what_changes_together_is_one_call() {
        let (sender, changes) = channel();
        (0..5).for_each(|_| sender.send(()).unwrap());
        assert_eq!(next(&changes, Change::Rest), Some(Change::Burst));
        assert_eq!(next(&changes, Change::Burst), Some(Change::Rest));
        sender.send(()).unwrap();
        assert_eq!(next(&changes, Change::Burst), Some(Change::Burst));
        drop(sender);
        assert_eq!(next(&changes, Change::Burst), None);
        assert_eq!(next(&changes, Change::Rest), None);
    }

    #[test]
    fn changes_and_the_pause_after_them_are_told_and_ignored_paths_are_not() {
        let root = tempfile::tempdir().unwrap();
        let (_watch, calls) = watch_counting(root.path(), false);
        for n in 0..5 {
            fs::write(root.path().join(format!("{n}.md")), "x").unwrap();
        }
        let first = calls.recv_timeout(Duration::from_secs(10));
        assert_eq!(first, Ok(Change::Burst));
        // On a busy machine writing five files may take several bursts, even with pauses between.
        let until_silence = |silence| {
            let mut told = Vec::new();
            while let Ok(change) = calls.recv_timeout(silence) {
                told.push(change);
            }
            told
        };
        let mut told = until_silence(Duration::from_millis(500));
        let before = told.len();
        fs::create_dir(root.path().join("out")).unwrap();
        fs::write(root.path().join("out/a.hdx"), "x").unwrap();
        fs::read(root.path().join("0.md")).unwrap();
        told.extend(until_silence(REST_TIME * 2));
        assert!(!told[before..].contains(&Change::Burst), "{told:?}");
        // Somebody pauses: told once.
        assert!(told.ends_with(&[Change::Rest]), "{told:?}");
        assert!(!told.ends_with(&[Change::Rest, Change::Rest]), "{told:?}");
    }

    #[test]
    fn a_file_is_followed_when_another_takes_its_place() {
        let root = tempfile::tempdir().unwrap();
        let [file, draft] = ["a.jsonl", "draft"].map(|name| root.path().join(name));
        fs::write(&file, "0").unwrap();
        let (sender, calls) = channel();
        let _watch = watch(std::slice::from_ref(&file), &[], move |change| {
            Ok(sender.send(change)?)
        })
        .unwrap();
        for text in ["1", "2"] {
            // What is left of the change before.
            while calls.recv_timeout(Duration::from_millis(200)).is_ok() {}
            fs::write(&draft, text).unwrap();
            assert!(
                calls.recv_timeout(QUIET_TIME * 4).is_err(),
                "the draft is no source"
            );
            fs::rename(&draft, &file).unwrap();
            assert!(
                calls.recv_timeout(Duration::from_secs(10)).is_ok(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_failure_does_not_end_the_watch() {
        let root = tempfile::tempdir().unwrap();
        let (_watch, calls) = watch_counting(root.path(), true);
        for text in ["one", "two"] {
            fs::write(root.path().join("a.md"), text).unwrap();
            assert!(
                calls.recv_timeout(Duration::from_secs(10)).is_ok(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_missing_path_is_refused() {
        let result = watch(&[PathBuf::from("/nowhere/at/all")], &[], |_| Ok(()));
        assert!(result.is_err());
    }
}
