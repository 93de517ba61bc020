//! A bundle that is open for many questions.

use super::{Answer, Article, answer};
use crate::bundle_dir::{LocalIndex, Manifest};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A bundle whose indexes are opened when a question needs them. When another build has been
/// published, the next question is answered from that one.
#[derive(Debug)]
pub struct Library {
    dir: PathBuf,
    shelf: Mutex<Shelf>,
}

#[derive(Debug)]
struct Shelf {
    manifest: Manifest,
    open: BTreeMap<String, LocalIndex>,
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
    /// Opens the bundle in `dir`.
    ///
    /// # Errors
    /// There is no bundle, or its manifest is damaged.
    pub fn open(dir: &Path) -> Result<Self> {
        let shelf = Shelf {
            manifest: Manifest::read(dir)?,
            open: BTreeMap::new(),
        };
        Ok(Self {
            dir: dir.to_owned(),
            shelf: Mutex::new(shelf),
        })
    }

    /// Tags of the languages, the default one first.
    pub fn languages(&self) -> Vec<String> {
        self.with(|shelf| {
            let default = shelf.manifest.default.clone();
            let others = shelf.manifest.languages.keys();
            let others = others.filter(|tag| **tag != default).cloned();
            [default.clone()].into_iter().chain(others).collect()
        })
    }

    /// Name of the site; empty if it has none.
    pub fn site(&self) -> String {
        self.with(|shelf| shelf.manifest.site.clone())
    }

    /// The language of the index for a wanted tag; for none, the bundle's default.
    ///
    /// # Errors
    /// The bundle has no such language in any region.
    pub fn resolve(&self, wanted: Option<&str>) -> Result<String, NoLanguage> {
        self.with(|shelf| {
            let wanted = wanted.unwrap_or(&shelf.manifest.default);
            let found = shelf.manifest.resolve(wanted).map(str::to_owned);
            found.ok_or_else(|| NoLanguage {
                dir: self.dir.clone(),
                wanted: wanted.to_owned(),
                known: shelf.manifest.languages.keys().cloned().collect(),
            })
        })
    }

    /// Searches in a language of [`Library::resolve`]; `explain` adds the sums behind the scores.
    ///
    /// # Errors
    /// A file of the bundle cannot be read.
    pub fn search(&self, lang: &str, text: &str, limit: usize, explain: bool) -> Result<Answer> {
        self.with(|shelf| answer(shelf.index(&self.dir, lang)?, text, limit, explain))
    }

    /// An article by its id; `None` if the language has none with it, or the bundle holds no
    /// articles to read.
    ///
    /// # Errors
    /// A file of the bundle cannot be read.
    pub fn article(&self, lang: &str, id: &str) -> Result<Option<Article>> {
        self.with(|shelf| Article::read(shelf.index(&self.dir, lang)?, lang, id))
    }

    /// Looks whether there is another build before something is asked of it.
    fn with<T>(&self, ask: impl FnOnce(&mut Shelf) -> T) -> T {
        // What a panic left behind is at worst an index with fewer shards loaded.
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(manifest) = Manifest::read(&self.dir)
            && manifest.build != shelf.manifest.build
        {
            *shelf = Shelf {
                manifest,
                open: BTreeMap::new(),
            };
        }
        ask(&mut shelf)
    }
}

impl Shelf {
    fn index(&mut self, dir: &Path, lang: &str) -> Result<&mut LocalIndex> {
        if !self.open.contains_key(lang) {
            let index = LocalIndex::open(dir, &self.manifest, lang)?;
            self.open.insert(lang.to_owned(), index);
        }
        // It was just put there.
        self.open
            .get_mut(lang)
            .ok_or_else(|| anyhow::anyhow!("language {lang:?} is not open"))
    }
}
