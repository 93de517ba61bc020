//! The files of a folder, and how each is opened.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::audience::visible;
use super::intake::{Candidate, Outcome, admit};
use super::{
    Diagnostic, MAX_ARTICLE_BYTES, Options, Origin, Progress, ReadCache, SourceError, TreeFile,
    html_folder, markdown_folder,
};
use crate::extract::front_matter::{Field, Position, names_tree};

/// How the names of decision trees in YAML end.
const TREE_ENDINGS: [&str; 2] = [".tree.yml", ".tree.yaml"];

/// The forms of article that are files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Markdown,
    Html,
    /// A decision tree in YAML.
    Tree,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        if TREE_ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            return Some(Self::Tree);
        }
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }
}

/// One file that holds an article.
#[derive(Debug)]
pub(super) struct ArticleFile {
    /// As it is opened.
    pub(super) path: PathBuf,
    /// Below the source, with `/` on every system: what identifiers and order are made of.
    relative: String,
    form: Form,
    pub(super) bytes: u64,
    /// When it was last written, if the system tells.
    pub(super) modified: Option<SystemTime>,
}

impl ArticleFile {
    /// What a file alone tells of its article.
    pub(super) fn candidate(&self, options: &Options) -> Candidate {
        Candidate {
            origin: Origin::file(&self.path),
            id: self.stem().to_owned(),
            language: self.folder_language(options),
            ..Candidate::default()
        }
    }

    /// The relative path without extension.
    pub(super) fn stem(&self) -> &str {
        self.relative
            .rsplit_once('.')
            .map_or(self.relative.as_str(), |(stem, _)| stem)
    }

    /// The relative path.
    pub(super) fn relative(&self) -> &str {
        &self.relative
    }

    /// The file as it is named in messages.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn tree(&self, text: &str, options: &Options) -> TreeFile {
        TreeFile {
            path: self.path.clone(),
            language: self.folder_language(options).map(|field| field.text),
            is_yaml: self.form == Form::Tree,
            text: text.to_owned(),
        }
    }

    fn folder_language(&self, options: &Options) -> Option<Field> {
        let (top, _) = self.relative.split_once('/')?;
        let mut languages = options.languages.iter();
        let language = languages.find(|language| language.eq_ignore_ascii_case(top))?;
        Some(Field {
            text: language.clone(),
            position: Position::default(),
        })
    }
}

/// The address of a path below the site's root: one `/` before it (two would name another
/// host), and what a path may not hold escaped.
pub(super) fn path_url(path: &str) -> String {
    let mut url = String::with_capacity(path.len() + 1);
    url.push('/');
    for c in path.trim_start_matches('/').chars() {
        match c {
            ' ' | '%' | '?' | '#' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                url.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => url.push(c),
        }
    }
    url
}

/// Reads every article file below `root`.
pub(super) fn read(
    root: &Path,
    options: &Options,
    cache: Option<&ReadCache>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Outcome>, SourceError> {
    let (mut entries, mut failures) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(is_visible)
    {
        match entry {
            Ok(entry) if entry.file_type().is_file() => entries.push(entry),
            Ok(_) => {}
            Err(error) => failures.push(unreadable_entry(root, &error)?),
        }
    }
    let files = entries.par_iter();
    let mut files: Vec<ArticleFile> = files
        .filter_map(|entry| article_file(root, entry))
        .collect();
    if files.is_empty() && failures.is_empty() {
        return Err(SourceError::NoArticles {
            path: root.to_owned(),
        });
    }
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    failures.extend(read_files(&files, options, cache, progress));
    Ok(failures)
}

/// Reads the article in one file.
pub(super) fn read_file(
    path: &Path,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Outcome>, SourceError> {
    let unknown = || SourceError::UnknownKind {
        path: path.to_owned(),
    };
    let form = Form::of(path).ok_or_else(unknown)?;
    let relative = path
        .file_name()
        .ok_or_else(unknown)?
        .to_string_lossy()
        .into_owned();
    let metadata = std::fs::metadata(path).ok();
    let file = ArticleFile {
        path: path.to_owned(),
        relative,
        form,
        bytes: metadata.as_ref().map_or(0, Metadata::len),
        modified: metadata.and_then(|metadata| metadata.modified().ok()),
    };
    Ok(read_files(&[file], options, None, progress))
}

fn is_visible(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || name == "node_modules")
}

fn article_file(root: &Path, entry: &DirEntry) -> Option<ArticleFile> {
    let form = Form::of(entry.path())?;
    let below = entry.path().strip_prefix(root).ok()?;
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    let metadata = entry.metadata().ok();
    Some(ArticleFile {
        path: entry.path().to_owned(),
        relative: parts.join("/"),
        form,
        bytes: metadata.as_ref().map_or(0, Metadata::len),
        modified: metadata.and_then(|metadata| metadata.modified().ok()),
    })
}

/// A folder below the root that cannot be listed costs its own articles only.
fn unreadable_entry(root: &Path, error: &walkdir::Error) -> Result<Outcome, SourceError> {
    let path = error.path().unwrap_or(root);
    let cause = error
        .io_error()
        .map_or_else(|| error.to_string(), ToString::to_string);
    if path == root {
        let cause = std::io::Error::other(cause);
        return Err(SourceError::Unreadable {
            path: root.to_owned(),
            cause,
        });
    }
    let message = format!("cannot be read ({cause})");
    Ok(Diagnostic::error(Origin::file(path), message, "check its permissions").into())
}

fn read_files(
    files: &[ArticleFile],
    options: &Options,
    cache: Option<&ReadCache>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Outcome> {
    let total = files.iter().map(|file| file.bytes).sum();
    let done = AtomicU64::new(0);
    let read = |file: &ArticleFile| {
        let outcome = outcome(file, options).unwrap_or_else(Outcome::from);
        let done = done.fetch_add(file.bytes, Ordering::Relaxed) + file.bytes;
        progress(Progress { done, total });
        outcome
    };
    match cache {
        Some(cache) => cache.read(files, options, read),
        None => files.par_iter().map(read).collect(),
    }
}

fn outcome(file: &ArticleFile, options: &Options) -> Result<Outcome, Diagnostic> {
    let text = text_of(file)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let origin = Origin::file(&file.path);
    let text = &*visible(text, options.audience.as_ref(), &origin)?;
    let is_tree = match file.form {
        Form::Tree => true,
        Form::Markdown => names_tree(text),
        Form::Html => false,
    };
    if is_tree {
        return Ok(Outcome {
            tree: Some(file.tree(text, options)),
            ..Outcome::default()
        });
    }
    let candidate = match file.form {
        Form::Html => html_folder::candidate(file, text, options),
        _ => markdown_folder::candidate(file, text, options)?,
    };
    Ok(admit(candidate, options))
}

/// Reads the decision trees of a folder, or one file; articles are passed over.
pub(super) fn read_trees(path: &Path, options: &Options) -> Result<Vec<Outcome>, SourceError> {
    let nothing = |_| {};
    let outcomes = if path.is_dir() {
        read(path, options, None, &nothing)
    } else {
        read_file(path, options, &nothing)
    };
    let is_article = |outcome: &Outcome| outcome.article.is_some() || outcome.skipped.is_some();
    Ok(outcomes?
        .into_iter()
        .filter(|outcome| !is_article(outcome))
        .collect())
}

fn text_of(file: &ArticleFile) -> Result<String, Diagnostic> {
    let origin = || Origin::file(&file.path);
    if file.bytes > MAX_ARTICLE_BYTES {
        return Err(too_large(origin(), file.bytes));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(file.bytes).unwrap_or(0));
    // The file may have grown since it was listed, or be of a kind that tells no size.
    let limit = MAX_ARTICLE_BYTES + 1;
    let read = File::open(&file.path).and_then(|open| open.take(limit).read_to_end(&mut bytes));
    if let Err(error) = read {
        let message = format!("cannot be read ({error})");
        return Err(Diagnostic::error(
            origin(),
            message,
            "check its permissions",
        ));
    }
    if bytes.len() as u64 > MAX_ARTICLE_BYTES {
        return Err(too_large(origin(), bytes.len() as u64));
    }
    String::from_utf8(bytes).map_err(|error| not_utf8(origin(), &error.utf8_error()))
}

pub(super) fn too_large(origin: Origin, bytes: u64) -> Diagnostic {
    let (size, limit) = (bytes / 1_000_000, MAX_ARTICLE_BYTES / 1_000_000);
    let message = format!("the article has {size} MB or more; at most {limit} MB are read");
    Diagnostic::error(
        origin,
        message,
        "split it, or move data such as images out of it",
    )
}

pub(super) fn not_utf8(origin: Origin, error: &std::str::Utf8Error) -> Diagnostic {
    let message = format!("not valid UTF-8 at byte {}", error.valid_up_to());
    Diagnostic::error(origin, message, "save the file as UTF-8")
}
