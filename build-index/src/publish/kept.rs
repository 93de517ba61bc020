//! Indexes of the builds before that need not be made again.
//!
//! The notes (`.helpdex/indexes.json` in the bundle's folder) say how files were compressed, and of each
//! language what its index was made of and which files it consists of, each with the hash of its bytes
//! on disk. Where the fingerprint is the same and every file is there undamaged, the index is kept;
//! else those of its files are that the new index holds, too.

use super::generations::NOTES;
use super::output::{Output, write_output};
use super::{Compress, PartSize, part_of, write_atomically};
use crate::bundle_dir::is_gzip;
use anyhow::{Context, Result, bail};
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
}

/// What is noted about the indexes in a bundle's folder.
#[derive(Debug, Default)]
pub struct KeptIndexes {
    out: PathBuf,
    compress: Compress,
    noted: Notes,
}

/// The notes as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Notes {
    /// Name of a [`Compress`].
    compress: String,
    by_language: BTreeMap<String, KeptIndex>,
}

impl KeptIndexes {
    /// Reads the notes, for a build that compresses in this way. Without any, with damaged ones or
    /// with those of a build that compressed in another way nothing is kept.
    pub fn read(out: &Path, compress: Compress) -> Self {
        let noted = fs::read(notes(out)).ok();
        let noted = noted.and_then(|bytes| serde_json::from_slice::<Notes>(&bytes).ok());
        let noted = noted.filter(|noted| compress.keeps(&noted.compress));
        Self {
            out: out.to_owned(),
            compress,
            noted: noted.unwrap_or_default(),
        }
    }

    /// How this build compresses.
    pub(super) fn compress(&self) -> Compress {
        self.compress
    }

    /// A language's index, if it was made of what has this fingerprint and is undamaged.
    pub fn find(&self, tag: &str, fingerprint: &str) -> Option<KeptIndex> {
        let noted = self.noted.by_language.get(tag);
        let noted = noted.filter(|kept| kept.fingerprint == fingerprint);
        let noted = noted.filter(|kept| !kept.files.is_empty());
        let are_whole = |files: &[KeptFile]| files.par_iter().all(|file| self.is_whole(file));
        noted.filter(|kept| are_whole(&kept.files)).cloned()
    }

    /// Files of a language's index before this one that are undamaged, by their paths. Names are made
    /// of contents, so that one of the same name need not be compressed and written again.
    pub(super) fn files(&self, tag: &str) -> BTreeMap<&str, &KeptFile> {
        let noted = self.noted.by_language.get(tag);
        let files: Vec<&KeptFile> = noted.iter().flat_map(|kept| &kept.files).collect();
        let whole = files.into_par_iter().filter(|file| self.is_whole(file));
        whole.map(|file| (file.path.as_str(), file)).collect()
    }

    /// A preview looks only whether a file is there: this process wrote it a moment ago.
    fn is_whole(&self, file: &KeptFile) -> bool {
        file.on_disk.iter().all(|(extension, hash)| {
            let path = self.out.join(format!("{}{extension}", file.path));
            if self.compress == Compress::Preview {
                return path.is_file();
            }
            let bytes = fs::read(path);
            bytes.is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash)
        })
    }
}

/// Adds the compressed siblings that a preview left out, and notes them. Gives the paths of all files
/// that have some now.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn add_siblings(out: &Path) -> Result<Vec<String>> {
    let kept = KeptIndexes::read(out, Compress::Preview);
    let mut by_language = kept.noted.by_language;
    if by_language.is_empty() || kept.noted.compress != Compress::Preview.name() {
        return Ok(Vec::new());
    }
    let files = by_language
        .values_mut()
        .flat_map(|index| &mut index.files)
        .filter(|file| file.on_disk.len() == 1);
    let files: Vec<&mut KeptFile> = files.collect();
    let added: Vec<Vec<String>> = files
        .into_par_iter()
        .map(|file| file.add_siblings(out))
        .collect::<Result<_>>()?;
    note(out, Compress::Host, by_language)?;
    Ok(added.into_iter().flatten().collect())
}

impl KeptFile {
    /// Gives the paths of the file and what was added; none for shards, which are compressed inside.
    fn add_siblings(&mut self, out: &Path) -> Result<Vec<String>> {
        let path = out.join(&self.path);
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        if is_gzip(&bytes) {
            return Ok(Vec::new());
        }
        let output = Output::with_siblings(out, self.size().0, self.path.clone(), &bytes);
        write_output(out, &output)?;
        *self = Self {
            kind: self.kind,
            ..output.kept(FileKind::Root)
        };
        Ok(self.paths().collect())
    }
}

/// Notes the indexes of a build.
pub(super) fn note(
    out: &Path,
    compress: Compress,
    by_language: BTreeMap<String, KeptIndex>,
) -> Result<()> {
    let noted = Notes {
        compress: compress.name().to_owned(),
        by_language,
    };
    write_atomically(&notes(out), &serde_json::to_vec(&noted)?)
}

fn notes(out: &Path) -> PathBuf {
    out.join(NOTES).join("indexes.json")
}
