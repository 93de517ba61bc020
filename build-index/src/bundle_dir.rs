//! A published bundle on disk: its manifest, and searching it natively with the engine that the
//! browser runs.

use crate::publish::ListPaths;
use anyhow::{Context, Result, anyhow, bail};
use flate2::read::GzDecoder;
use helpdex::{Hits, Outcome, Row, Searcher, ShardId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Name of the manifest in a bundle's folder.
pub const MANIFEST: &str = "manifest.json";
/// Number of the manifest's layout; a reader refuses another one.
pub const MANIFEST_VERSION: u32 = 1;
/// How often an answer is looked at again with what would make it better.
const SECOND_LOOKS: usize = 4;

/// The only mutable description of a bundle: where everything else is.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Manifest {
    /// Layout number, [`MANIFEST_VERSION`].
    pub helpdex: u32,
    /// Hash of everything the manifest names.
    pub build: String,
    /// Folder of the component's files, with a slash at the end; empty when the tool was built
    /// without them.
    pub app: String,
    /// Language to use when the page asks for none of the others.
    pub default: String,
    /// Languages searched after the page's own, in this order; left out when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fallback: Vec<String>,
    /// Name of the site, shown by the component; left out when it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// Label and placeholder of the field by base language, without English.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, [String; 2]>,
    /// Indexes by language tag.
    pub languages: BTreeMap<String, LanguageEntry>,
}

/// One language's index.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct LanguageEntry {
    /// Path of the root file.
    pub root: String,
    /// Name of the engine in the app folder.
    pub engine: String,
    /// Number of articles.
    pub articles: usize,
    /// Paths of what pages show apart from search results.
    #[serde(flatten)]
    pub lists: ListPaths,
}

impl Manifest {
    /// Reads the manifest of a bundle.
    ///
    /// # Errors
    /// When it is missing, no manifest, or of another layout.
    pub fn read(dir: &Path) -> Result<Self> {
        let path = dir.join(MANIFEST);
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!(
                "{}: no bundle here; build one with `helpdex build --out {}`",
                path.display(),
                dir.display()
            )
        })?;
        let manifest: Self = serde_json::from_str(&text).with_context(|| {
            format!(
                "{}: not a helpdex manifest; build the bundle again",
                path.display()
            )
        })?;
        if manifest.helpdex != MANIFEST_VERSION {
            bail!(
                "{}: manifest layout {}, this helpdex reads {MANIFEST_VERSION}; build the bundle again",
                path.display(),
                manifest.helpdex
            );
        }
        Ok(manifest)
    }

    /// The language of the index for a wanted tag: itself, then its primary language in any
    /// region, else `None`.
    pub fn resolve(&self, wanted: &str) -> Option<&str> {
        let wanted = wanted.to_ascii_lowercase();
        let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_owned();
        let exact = self
            .languages
            .keys()
            .find(|tag| tag.to_ascii_lowercase() == wanted);
        exact
            .or_else(|| {
                self.languages
                    .keys()
                    .find(|tag| primary(tag) == primary(&wanted))
            })
            .map(String::as_str)
    }
}

/// Reads a file of a bundle; those that are gzipped inside are unzipped.
///
/// # Errors
/// When the file is missing or damaged.
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    let bytes = std::fs::read(path)
        .with_context(|| format!("{}: cannot be read; build the bundle again", path.display()))?;
    if !is_gzip(&bytes) {
        return Ok(bytes);
    }
    let mut out = Vec::new();
    GzDecoder::new(bytes.as_slice())
        .read_to_end(&mut out)
        .with_context(|| {
            format!(
                "{}: damaged gzip data; build the bundle again",
                path.display()
            )
        })?;
    Ok(out)
}

/// Whether these are the bytes of a file that is gzipped inside.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The content of a compressed sibling of a file.
///
/// # Errors
/// When it is damaged, or `extension` is neither `br` nor `gz`.
pub fn unpack(extension: &str, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    match extension {
        "br" => brotli::BrotliDecompress(&mut &bytes[..], &mut out)?,
        "gz" => drop(GzDecoder::new(bytes).read_to_end(&mut out)?),
        _ => {
            return Err(std::io::Error::other(format!(
                "no encoding has the extension {extension}"
            )));
        }
    }
    Ok(out)
}

/// A published bundle whose indexes are opened as they are asked.
#[derive(Debug)]
pub struct LocalBundle {
    dir: PathBuf,
    manifest: Manifest,
    indexes: BTreeMap<String, LocalIndex>,
}

impl LocalBundle {
    /// The bundle in `dir`, with its manifest; no index is opened yet.
    pub fn new(dir: &Path, manifest: Manifest) -> Self {
        Self {
            dir: dir.to_owned(),
            manifest,
            indexes: BTreeMap::new(),
        }
    }

    /// What it consists of.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The index of a language, by its tag in the manifest.
    ///
    /// # Errors
    /// When the language is not in the manifest or its root cannot be opened.
    pub fn index(&mut self, tag: &str) -> Result<&mut LocalIndex> {
        match self.indexes.entry(tag.to_owned()) {
            Entry::Occupied(open) => Ok(open.into_mut()),
            Entry::Vacant(place) => {
                Ok(place.insert(LocalIndex::open(&self.dir, &self.manifest, tag)?))
            }
        }
    }
}

/// One language of a bundle, opened.
#[derive(Debug)]
pub struct LocalIndex {
    dir: PathBuf,
    searcher: Searcher,
}

impl LocalIndex {
    /// Opens the index of a language of the bundle in `dir`, by its tag in the manifest.
    ///
    /// # Errors
    /// When the language is not in the manifest or its root cannot be opened.
    pub fn open(dir: &Path, manifest: &Manifest, tag: &str) -> Result<Self> {
        let entry = manifest
            .languages
            .get(tag)
            .ok_or_else(|| anyhow!("language {tag:?} is not in the manifest"))?;
        let path = dir.join(&entry.root);
        let searcher = Searcher::open(&read_file(&path)?)
            .with_context(|| format!("{}: damaged; build the bundle again", path.display()))?;
        Ok(Self {
            dir: dir.to_owned(),
            searcher,
        })
    }

    /// The engine, with the shards loaded so far.
    pub fn searcher(&mut self) -> &mut Searcher {
        &mut self.searcher
    }

    /// Answers as a page does after its second look: loads what the answer needs, then what would
    /// make it better.
    ///
    /// # Errors
    /// When a shard is missing or damaged.
    pub fn search(&mut self, text: &str, limit: usize) -> Result<Hits> {
        let mut hits = self.first_look(text, limit)?;
        for _ in 0..SECOND_LOOKS {
            if hits.wanted.is_empty() {
                break;
            }
            self.load(&hits.wanted)?;
            hits = self.first_look(text, limit)?;
        }
        Ok(hits)
    }

    /// Searches, loading shards as they are asked for.
    fn first_look(&mut self, text: &str, limit: usize) -> Result<Hits> {
        loop {
            match self.searcher.search(text, limit) {
                Outcome::Complete(hits) => return Ok(hits),
                Outcome::Missing(missing) => self.load(&missing)?,
            }
        }
    }

    /// Loads the rows of articles.
    fn load_rows(&mut self, documents: &[u32]) -> Result<()> {
        let without = |document: &u32| self.searcher.row(*document).is_none();
        let documents: Vec<u32> = documents.iter().copied().filter(without).collect();
        // While its row is missing, an article has no text to miss.
        let missing = self.searcher.missing_texts(&documents);
        self.load(&missing)
    }

    /// Every article by its number.
    ///
    /// # Errors
    /// When a shard is missing or damaged.
    pub fn rows(&mut self) -> Result<Vec<(u32, Row)>> {
        let documents: Vec<u32> = (0..self.searcher.document_count()).collect();
        self.load_rows(&documents)?;
        let row = |number: u32| {
            let row = self.searcher.row(number);
            row.map(|row| (number, row))
                .with_context(|| format!("article {number} has no row; build the bundle again"))
        };
        documents.into_iter().map(row).collect()
    }

    /// Loads the texts of articles, for snippets.
    ///
    /// # Errors
    /// When a shard is missing or damaged.
    pub fn load_texts(&mut self, documents: &[u32]) -> Result<()> {
        self.load_rows(documents)?;
        let missing = self.searcher.missing_texts(documents);
        self.load(&missing)
    }

    /// What the reader shows of an article, as JSON; `None` if the bundle holds nothing of it.
    ///
    /// # Errors
    /// When a shard is missing or damaged.
    pub fn article(&mut self, document: u32) -> Result<Option<String>> {
        let missing = self.searcher.missing_articles(document);
        self.load(&missing)?;
        Ok(self.searcher.article(document).map(str::to_owned))
    }

    /// The number of the article with this id.
    ///
    /// # Errors
    /// When a shard is missing or damaged.
    pub fn find(&mut self, id: &str) -> Result<Option<u32>> {
        loop {
            match self.searcher.find(id).transpose() {
                Ok(found) => return Ok(found),
                Err(missing) => self.load(&[missing])?,
            }
        }
    }

    /// Loads shards by number.
    ///
    /// # Errors
    /// When a shard is missing or damaged.
    pub fn load(&mut self, shards: &[ShardId]) -> Result<()> {
        for id in shards {
            let name = self
                .searcher
                .shard_name(*id)
                .ok_or_else(|| anyhow!("shard {id} has no name"))?;
            let path = self.dir.join(name);
            let bytes = read_file(&path)?;
            self.searcher
                .load_shard(*id, &bytes)
                .with_context(|| format!("{}: damaged; build the bundle again", path.display()))?;
        }
        Ok(())
    }
}
