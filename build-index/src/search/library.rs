//! A bundle that is open for many questions.

use super::{Answer, Article, answer};
use crate::bundle_dir::{LocalBundle, Manifest, read_file};
use crate::publish::ListKind;
use anyhow::Result;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A bundle that many threads ask. When another build has been published, it is seen with the next
/// look at the languages: [`Library::resolve`] comes before every question.
#[derive(Debug)]
pub struct Library {
    dir: PathBuf,
    bundle: Mutex<LocalBundle>,
}

/// A language that the bundle does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no index for language {wanted:?} in {}; it has: {}", dir.display(), known.join(", "))]
pub struct NoLanguage {
    /// The bundle's folder.
    pub dir: PathBuf,
    /// What was asked for.
    pub wanted: String,
    /// What there is.
    pub known: Vec<String>,
}

impl Library {
    /// The bundle in `dir`, with its manifest.
    pub fn new(dir: &Path, manifest: Manifest) -> Self {
        Self {
            dir: dir.to_owned(),
            bundle: Mutex::new(LocalBundle::new(dir, manifest)),
        }
    }

    /// Tags of the languages, the default one first.
    pub fn languages(&self) -> Vec<String> {
        let bundle = self.newest();
        let Manifest {
            default, languages, ..
        } = bundle.manifest();
        let others = languages.keys().filter(|tag| *tag != default);
        [default].into_iter().chain(others).cloned().collect()
    }

    /// Name of the site; empty if it has none.
    pub fn site(&self) -> String {
        self.newest().manifest().site.clone()
    }

    /// The language of the index for a wanted tag; for none, the bundle's default.
    ///
    /// # Errors
    /// The bundle has no such language in any region.
    pub fn resolve(&self, wanted: Option<&str>) -> Result<String, NoLanguage> {
        let bundle = self.newest();
        let manifest = bundle.manifest();
        let wanted = wanted.unwrap_or(&manifest.default);
        let found = manifest.resolve(wanted).map(str::to_owned);
        found.ok_or_else(|| NoLanguage {
            dir: self.dir.clone(),
            wanted: wanted.to_owned(),
            known: manifest.languages.keys().cloned().collect(),
        })
    }

    /// Searches in a language of [`Library::resolve`]; `explain` adds the sums behind the scores.
    ///
    /// # Errors
    /// A file of the bundle cannot be read.
    pub fn search(&self, lang: &str, text: &str, limit: usize, explain: bool) -> Result<Answer> {
        answer(self.bundle().index(lang)?, text, limit, explain)
    }

    /// An article by its id; `None` if the language has none with it, or the bundle holds no
    /// articles to read.
    ///
    /// # Errors
    /// A file of the bundle cannot be read.
    pub fn article(&self, lang: &str, id: &str) -> Result<Option<Article>> {
        Article::read(self.bundle().index(lang)?, lang, id)
    }

    /// What pages in a language show apart from results; `None` if there is no such list, or it cannot
    /// be read.
    pub(crate) fn list(&self, lang: &str, kind: ListKind) -> Option<Value> {
        let bundle = self.bundle();
        let path = bundle.manifest().languages.get(lang)?.lists.get(kind)?;
        let bytes = read_file(&self.dir.join(path)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    fn bundle(&self) -> MutexGuard<'_, LocalBundle> {
        // What a panic left behind is at worst an index with fewer shards loaded.
        self.bundle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bundle, after a look whether there is another build.
    fn newest(&self) -> MutexGuard<'_, LocalBundle> {
        let mut bundle = self.bundle();
        if let Ok(manifest) = Manifest::read(&self.dir)
            && manifest.build != bundle.manifest().build
        {
            *bundle = LocalBundle::new(&self.dir, manifest);
        }
        bundle
    }
}
