//! Indexes of the builds before that need not be made again.
//!
//! The notes (`.helpdex/indexes.json` in the bundle's folder) say of each language what its index was
//! made of and which files it consists of, each with the hash of its bytes on disk. Where the
//! fingerprint is the same and every file is there undamaged, the index is kept.

use super::generations::NOTES;
use super::{PartSize, part_of, write_atomically};
use anyhow::{Result, bail};
use helpdex::bundle::FileKind;
use helpdex::{Bundle, BundleStatistics};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A language's index about to be published.
#[derive(Clone, Debug)]
pub enum Index {
    /// Made by this build.
    Made {
        /// What it was made of.
        fingerprint: String,
        /// Its files.
        bundle: Bundle,
    },
    /// Published by a build before.
    Kept(KeptIndex),
}

impl Index {
    /// An index that this build made of what has this fingerprint.
    pub fn made(fingerprint: String, bundle: Bundle) -> Self {
        Self::Made {
            fingerprint,
            bundle,
        }
    }

    /// Path of the root in the bundle's folder; empty for an index without files.
    pub fn root(&self) -> &str {
        let root = match self {
            Self::Made { bundle, .. } => bundle.files.first().map(|file| file.name.as_str()),
            Self::Kept(kept) => kept.files.first().map(|file| file.path.as_str()),
        };
        root.unwrap_or_default()
    }

    /// Counts for the summary.
    pub fn statistics(&self) -> BundleStatistics {
        match self {
            Self::Made { bundle, .. } => bundle.statistics,
            Self::Kept(kept) => kept.statistics(),
        }
    }

    /// Files that have to be compressed and written.
    pub fn files_to_write(&self) -> usize {
        match self {
            Self::Made { bundle, .. } => bundle.files.len(),
            Self::Kept(_) => 0,
        }
    }
}

/// An index that is published already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptIndex {
    pub(super) fingerprint: String,
    documents: usize,
    terms: usize,
    postings: usize,
    /// The root first.
    pub(super) files: Vec<KeptFile>,
}

impl KeptIndex {
    /// Notes about an index that is being written.
    pub(super) fn new(
        fingerprint: &str,
        statistics: BundleStatistics,
        files: Vec<KeptFile>,
    ) -> Self {
        Self {
            fingerprint: fingerprint.to_owned(),
            documents: statistics.documents,
            terms: statistics.terms,
            postings: statistics.postings,
            files,
        }
    }

    fn statistics(&self) -> BundleStatistics {
        BundleStatistics {
            documents: self.documents,
            terms: self.terms,
            postings: self.postings,
        }
    }

    /// Refuses an index whose files another build has removed since they were looked at.
    pub(super) fn require(&self, out: &Path) -> Result<()> {
        let mut paths = self.files.iter().flat_map(KeptFile::paths);
        match paths.find(|path| !out.join(path).is_file()) {
            Some(path) => bail!(
                "{}: another build removed it meanwhile; build again",
                out.join(path).display()
            ),
            None => Ok(()),
        }
    }

    fn is_whole(&self, out: &Path) -> bool {
        !self.files.is_empty() && self.files.par_iter().all(|file| file.is_whole(out))
    }
}

/// A file of a kept index with its compressed siblings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptFile {
    /// In the bundle's folder.
    pub(super) path: String,
    /// A [`FileKind`] as a file's header has it.
    kind: u8,
    raw: u64,
    wire: u64,
    /// What is on disk: extension with its dot, empty for the file itself, and BLAKE3.
    on_disk: Vec<(String, String)>,
}

impl KeptFile {
    /// Notes about a file: `on_disk` are the extensions and bytes of the file and its siblings.
    pub(super) fn new<'a>(
        path: &str,
        kind: FileKind,
        size: PartSize,
        on_disk: impl Iterator<Item = (String, &'a [u8])>,
    ) -> Self {
        let hashed =
            on_disk.map(|(extension, bytes)| (extension, blake3::hash(bytes).to_hex().to_string()));
        Self {
            path: path.to_owned(),
            kind: kind as u8,
            raw: size.raw,
            wire: size.wire,
            on_disk: hashed.collect(),
        }
    }

    /// The file and its siblings, by their paths in the folder.
    pub(super) fn paths(&self) -> impl Iterator<Item = String> {
        self.on_disk
            .iter()
            .map(|(extension, _)| format!("{}{extension}", self.path))
    }

    /// What it adds to the sizes of its part, with that part's name.
    pub(super) fn size(&self) -> (&'static str, PartSize) {
        let kind = FileKind::ALL.iter().find(|kind| **kind as u8 == self.kind);
        let part = kind.map_or("root", |kind| part_of(*kind));
        let size = PartSize {
            files: 1,
            raw: self.raw,
            wire: self.wire,
        };
        (part, size)
    }

    fn is_whole(&self, out: &Path) -> bool {
        self.on_disk.iter().all(|(extension, hash)| {
            let bytes = fs::read(out.join(format!("{}{extension}", self.path)));
            bytes.is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash)
        })
    }
}

/// What is noted about the indexes in a bundle's folder.
#[derive(Debug, Default)]
pub struct KeptIndexes {
    out: PathBuf,
    by_language: BTreeMap<String, KeptIndex>,
}

impl KeptIndexes {
    /// Reads the notes; without any, or with damaged ones, nothing is kept.
    pub fn read(out: &Path) -> Self {
        let noted = fs::read(notes(out)).ok();
        let noted = noted.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self {
            out: out.to_owned(),
            by_language: noted.unwrap_or_default(),
        }
    }

    /// A language's index, if it was made of what has this fingerprint and is undamaged.
    pub fn find(&self, tag: &str, fingerprint: &str) -> Option<KeptIndex> {
        let noted = self.by_language.get(tag);
        let noted = noted.filter(|kept| kept.fingerprint == fingerprint);
        noted.filter(|kept| kept.is_whole(&self.out)).cloned()
    }
}

/// Notes the indexes of a build.
pub(super) fn note(out: &Path, indexes: &BTreeMap<String, KeptIndex>) -> Result<()> {
    write_atomically(&notes(out), &serde_json::to_vec(indexes)?)
}

fn notes(out: &Path) -> PathBuf {
    out.join(NOTES).join("indexes.json")
}
