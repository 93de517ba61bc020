//! The folder of articles: which file is which article, and writing only what changed.

use crate::ImportError;
use crate::article::Article;
use crate::keys::{self, Identity};
use crate::names::slug;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Deepest folders below the language's.
const DEPTH: usize = 6;

/// An article in a language.
type Key = (String, String);

/// What writing an article did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Added,
    Changed,
    Unchanged,
    /// The article was written before in this import.
    Repeated,
}

/// The folder.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    source: String,
    /// Files that imports of this source wrote: path below the root, and `state`.
    known: HashMap<Key, (String, Option<String>)>,
    /// Every path below the root, in lower case, as some systems compare them.
    taken: HashSet<String>,
    seen: HashSet<Key>,
    kept: HashSet<String>,
}

impl Folder {
    /// Reads which articles of `source` are there.
    ///
    /// # Errors
    /// The folder cannot be made or read.
    pub(crate) fn open(root: &Path, source: &str) -> Result<Self, ImportError> {
        fs::create_dir_all(root).map_err(|cause| ImportError::folder(root, cause))?;
        let mut folder = Self {
            root: root.to_owned(),
            source: source.to_owned(),
            known: HashMap::new(),
            taken: HashSet::new(),
            seen: HashSet::new(),
            kept: HashSet::new(),
        };
        let is_visible = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
        };
        for entry in WalkDir::new(root)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(is_visible)
        {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(root).to_owned();
                ImportError::folder(&path, error.into())
            })?;
            if entry.file_type().is_file() {
                folder.learn(entry.path())?;
            }
        }
        Ok(folder)
    }

    fn learn(&mut self, path: &Path) -> Result<(), ImportError> {
        let Some(relative) = relative(&self.root, path) else {
            return Ok(());
        };
        self.taken.insert(relative.to_lowercase());
        if path.extension().is_none_or(|extension| extension != "md") {
            return Ok(());
        }
        let bytes = fs::read(path).map_err(|cause| ImportError::folder(path, cause))?;
        let Ok(text) = String::from_utf8(bytes) else {
            return Ok(());
        };
        let identity = keys::split(&text).and_then(|split| keys::identity(split.keys));
        if let Some(Identity {
            id,
            lang,
            source,
            state,
        }) = identity
            && source.as_deref() == Some(&self.source)
        {
            let key = (id, lang.unwrap_or_default());
            self.known.entry(key).or_insert((relative, state));
        }
        Ok(())
    }

    /// How many articles of the source are there from before.
    pub(crate) fn known(&self) -> usize {
        self.known.len()
    }

    /// The path of an article below the root: where it is already, or a free one.
    pub(crate) fn place(&self, article: &Article) -> String {
        if let Some((path, _)) = self.known.get(&key(article)) {
            return path.clone();
        }
        let mut parts: Vec<String> = article.lang.clone().into_iter().collect();
        let sections = article.section.iter().map(|name| slug(name));
        parts.extend(sections.filter(|name| !name.is_empty()).take(DEPTH));
        let folder = parts
            .iter()
            .fold(String::new(), |path, part| path + part + "/");
        let (title, id) = (slug(&article.title), slug(&article.id));
        let name = if title.is_empty() { id.clone() } else { title };
        let long = format!("{name}-{id}");
        let hashed = format!("{name}-{}", crate::short_hash(&article.id));
        for name in [name, long, hashed] {
            let path = format!("{folder}{name}.md");
            if !self.taken.contains(&path.to_lowercase()) {
                return path;
            }
        }
        let whole = crate::short_hash(&format!("{}\n{}", self.source, article.id));
        format!("{folder}{whole}.md")
    }

    /// Writes an article to `path`, if it differs from what is there.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub(crate) fn put(
        &mut self,
        article: &Article,
        path: String,
        body: &str,
    ) -> Result<Change, ImportError> {
        let key = key(article);
        if !self.seen.insert(key.clone()) {
            return Ok(Change::Repeated);
        }
        let file = self.root.join(&path);
        let before = match fs::read_to_string(&file) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(cause) => return Err(ImportError::folder(&file, cause)),
        };
        let text = keys::file(article, &self.source, body, before.as_deref());
        let change = match before {
            Some(before) if before == text => Change::Unchanged,
            Some(_) => Change::Changed,
            None => Change::Added,
        };
        if change != Change::Unchanged {
            self.write(&path, text.as_bytes())?;
        }
        self.taken.insert(path.to_lowercase());
        self.known.insert(key, (path, None));
        Ok(change)
    }

    /// Writes a file in whole, by renaming.
    ///
    /// # Errors
    /// The disk is full, or the folder not writable.
    pub(crate) fn write(&self, path: &str, content: &[u8]) -> Result<(), ImportError> {
        let target = self.root.join(path);
        let part = self.part();
        let written = || {
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            let mut file = fs::File::create(&part)?;
            file.write_all(content)?;
            drop(file);
            fs::rename(&part, &target)
        };
        written().map_err(|cause| ImportError::folder(&target, cause))
    }

    /// The file that is being written; one import at a time writes for a source.
    fn part(&self) -> PathBuf {
        let name = format!(".helpdex-import-{}.part", crate::short_hash(&self.source));
        self.root.join(name)
    }

    /// Whether the file is there.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    /// An article that is at the source, but could not be imported: its files stay.
    pub(crate) fn keep(&mut self, id: &str) {
        self.kept.insert(id.to_owned());
    }

    /// Paths of articles that are no longer at the source, and not retired yet.
    pub(crate) fn gone(&self) -> Vec<String> {
        let is_gone = |(key, (path, state)): (&Key, &(String, Option<String>))| {
            let is_there = self.seen.contains(key) || self.kept.contains(&key.0);
            let is_retired = state.as_deref() == Some("retired");
            (!is_there && !is_retired).then(|| path.clone())
        };
        self.known
            .iter()
            .filter_map(is_gone)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Sets `state: retired` in a file.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub(crate) fn retire(&self, path: &str) -> Result<(), ImportError> {
        let file = self.root.join(path);
        let text = fs::read_to_string(&file).map_err(|cause| ImportError::folder(&file, cause))?;
        match keys::retired(&text) {
            Some(text) => self.write(path, text.as_bytes()),
            None => Ok(()),
        }
    }

    /// Removes what an import that was killed may have left half written.
    pub(crate) fn finish(&self) {
        let _ = fs::remove_file(self.part());
    }
}

fn key(article: &Article) -> Key {
    (article.id.clone(), article.lang.clone().unwrap_or_default())
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<_>> = below.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}
