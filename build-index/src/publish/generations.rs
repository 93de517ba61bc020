//! Which files of a bundle's folder belong to which build, and which can go.
//!
//! The notes (`.helpdex/generations.json`) list the published build and the one before it. A build
//! notes its own files before it switches the manifest over, so that one that is killed at any
//! moment leaves nothing behind that the next one would not find.

use super::lists::is_list;
use super::{SINGLE_FILE, SNIPPET, create_dir, write_atomically};
use crate::bundle_dir::{MANIFEST, Manifest};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Folder of our own notes inside a bundle's folder; not needed by any reader.
pub(super) const NOTES: &str = ".helpdex";
/// Beginning of the name of a file that is still being written.
pub(super) const TEMPORARY: &str = ".tmp-";

/// Beginning of every page for servers to include.
pub const INCLUDE_MARK: &str = "<!-- Written by helpdex build -->\n";

/// The files of one build, by their paths in the bundle's folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Generation {
    /// The manifest's `build`.
    build: String,
    files: BTreeSet<String>,
}

/// The builds in a folder, for as long as one writes to it.
pub(super) struct Generations {
    out: PathBuf,
    /// The published one first.
    known: Vec<Generation>,
    /// Whether what was announced is what is published already, so that nothing has to be noted.
    is_published: bool,
    /// Keeps other builds out of the folder until it is dropped.
    _lock: File,
}

impl Generations {
    /// Waits until no other build writes to `out`, and reads the notes.
    pub(super) fn open(out: &Path) -> Result<Self> {
        create_dir(&out.join("data"))?;
        create_dir(&out.join(NOTES))?;
        let lock = lock(&out.join(NOTES).join("lock"))?;
        let published = Manifest::read(out)
            .map(|manifest| manifest.build)
            .unwrap_or_default();
        let noted = fs::read(notes(out))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut known: Vec<Generation> = match noted {
            Some(known) => known,
            // Without notes, whatever is there may be what pages use.
            None if out.join(MANIFEST).is_file() => vec![Generation {
                build: published.clone(),
                files: own_files(out),
            }],
            None => Vec::new(),
        };
        known.sort_by_key(|generation| generation.build != published);
        Ok(Self {
            out: out.to_owned(),
            known,
            is_published: false,
            _lock: lock,
        })
    }

    /// Notes a build whose files are all written and that is about to be published.
    pub(super) fn announce(&mut self, build: &str, files: BTreeSet<String>) -> Result<()> {
        let announced = Generation {
            build: build.to_owned(),
            files,
        };
        self.is_published = self.known.first() == Some(&announced);
        if self.is_published {
            return Ok(());
        }
        let mut known: Vec<Generation> = self
            .known
            .iter()
            // The same build with other files beside them, such as compressed ones.
            .filter(|known| known.build != announced.build)
            .cloned()
            .collect();
        known.push(announced);
        self.write_notes(&known)?;
        self.known = known;
        Ok(())
    }

    /// Files of the published build whose paths begin so.
    pub(super) fn published(&self, prefix: &str) -> Vec<String> {
        let files = self.known.first().map(|published| &published.files);
        let files = files.into_iter().flatten();
        files
            .filter(|path| path.starts_with(prefix))
            .cloned()
            .collect()
    }

    /// Notes further files of the published build.
    pub(super) fn extend(&mut self, paths: Vec<String>) -> Result<()> {
        if let Some(published) = self.known.first_mut() {
            published.files.extend(paths);
        }
        self.write_notes(&self.known)
    }

    /// Keeps the announced build, now published, and the one published before it.
    pub(super) fn rotate(mut self) {
        if self.is_published {
            self.sweep();
            return;
        }
        if let Some(announced) = self.known.pop() {
            self.known.truncate(1);
            self.known.insert(0, announced);
        }
        self.sweep();
        // Notes of more builds than there are do no harm: the next build writes them anew.
        let _ = self.write_notes(&self.known);
    }

    /// Removes what a failed build wrote.
    pub(super) fn discard(self) {
        self.sweep();
    }

    fn write_notes(&self, known: &[Generation]) -> Result<()> {
        write_atomically(&notes(&self.out), &serde_json::to_vec(known)?)
    }

    /// Removes the files that no known build needs, and temporary files of builds that were killed.
    fn sweep(&self) {
        let is_needed = |path: &&String| {
            !is_temporary(path) && self.known.iter().any(|known| known.files.contains(*path))
        };
        let files = own_files(&self.out);
        for path in files.iter().filter(|path| !is_needed(path)) {
            // One that somebody removed meanwhile is gone as well.
            let _ = fs::remove_file(self.out.join(path));
        }
        for folder in app_folders(&self.out) {
            // Fails, as it should, unless the folder is empty.
            let _ = fs::remove_dir(self.out.join(folder));
        }
    }
}

/// A file of the build called `build` that is noted but not there. A folder that was copied
/// without its notes has none.
pub fn missing_file(out: &Path, build: &str) -> Option<PathBuf> {
    let files = files_of(out, build).into_iter();
    files
        .map(|path| out.join(path))
        .find(|path| !path.is_file())
}

/// The files that are noted for the build called `build`, by their paths in the folder; none in a
/// folder that was copied without its notes.
pub fn files_of(out: &Path, build: &str) -> BTreeSet<String> {
    let noted = fs::read(notes(out)).ok();
    let known = noted.and_then(|bytes| serde_json::from_slice::<Vec<Generation>>(&bytes).ok());
    let mut known = known.unwrap_or_default().into_iter();
    let published = known.find(|generation| generation.build == build);
    published
        .map(|generation| generation.files)
        .unwrap_or_default()
}

fn notes(out: &Path) -> PathBuf {
    out.join(NOTES).join("generations.json")
}

fn lock(path: &Path) -> Result<File> {
    let open = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path);
    let file = open.with_context(|| {
        format!(
            "{}: cannot be written; check --out and the permissions",
            path.display()
        )
    })?;
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        eprintln!(
            "waiting for another build that writes to the same folder ({})",
            path.display()
        );
        // A file system without locks has to do without.
        let _ = file.lock();
    }
    Ok(file)
}

/// Every file in the folder that only a build can have written, the manifest left out. Whatever
/// else a site keeps there is not ours to touch.
fn own_files(out: &Path) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    let mut folders = vec![
        (String::new(), is_snippet as fn(&str) -> bool),
        ("data/".into(), is_index),
        (format!("{NOTES}/"), |_| false),
    ];
    folders.extend(
        app_folders(out)
            .into_iter()
            .map(|folder| (folder, (|_| true) as fn(&str) -> bool)),
    );
    for (folder, is_own) in folders {
        let names = names(&out.join(&folder)).into_iter();
        files.extend(
            names
                .filter(|name| is_own(name) || is_temporary(name))
                .map(|name| format!("{folder}{name}")),
        );
    }
    files.extend(includes(out));
    files
}

/// The pages for servers to include. What does not begin as they do is a page of the site.
fn includes(out: &Path) -> impl Iterator<Item = String> {
    let is_ours = |name: &String| {
        let mut start = Vec::new();
        let open = File::open(out.join(name));
        let length = INCLUDE_MARK.len() as u64;
        let read = open.and_then(|file| file.take(length).read_to_end(&mut start));
        read.is_ok() && start == INCLUDE_MARK.as_bytes()
    };
    let names = names(out).into_iter();
    names
        .filter(|name| name.ends_with(".html"))
        .filter(is_ours)
        .collect::<Vec<_>>()
        .into_iter()
}

/// `.tmp-1234-manifest.json`, in any folder. As only one build writes at a time, its writer is dead.
fn is_temporary(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let writer = name
        .strip_prefix(TEMPORARY)
        .and_then(|rest| rest.split_once('-'));
    writer.is_some_and(|(process, _)| {
        !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_snippet(name: &str) -> bool {
    name == SNIPPET || name == SINGLE_FILE
}

fn is_index(name: &str) -> bool {
    let name = [".br", ".gz"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    name.ends_with(".hdx") || is_list(name)
}

fn app_folders(out: &Path) -> Vec<String> {
    let is_app = |name: &String| {
        name.strip_prefix("app-").is_some_and(|hash| {
            hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    };
    names(out)
        .into_iter()
        .filter(is_app)
        .map(|name| format!("{name}/"))
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}
