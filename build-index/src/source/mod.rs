//! Where articles come from: folders of Markdown and HTML files, and JSON lines.
//!
//! [`read`] looks at a path, reads every article below it and applies the same rules to
//! each, whatever its form (`intake`). An article that breaks a rule is reported as a
//! [`Diagnostic`] and left out, or mended where that is safe; it never costs another
//! article. Only a source that cannot be read at all is a [`SourceError`].
//!
//! The result depends on the files alone: not on their order in the file system, on the
//! number of threads or on the clock.

mod audience;
mod care;
mod detect;
mod folder;
mod html_folder;
mod intake;
mod jsonl;
pub mod language;
mod markdown_folder;
mod nearest;
mod read_cache;
mod row;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use helpdex::document::Document;

use crate::extract::marks::Marks;
pub use audience::{Audience, CUSTOMER, INTERNAL, PUBLIC};

pub use care::{Care, review};
pub use intake::{is_wanted, place_url};
pub use nearest::nearest;
pub use read_cache::ReadCache;

pub use crate::rules::Severity;

/// Largest article that is read, in bytes of its file or JSON line: 20 MB. Help articles
/// are a few kilobytes; one of this size is a dump or a mistake.
pub const MAX_ARTICLE_BYTES: u64 = 20_000_000;

/// Where an article is in its life.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Being written.
    Draft,
    /// Waiting for a decision.
    Review,
    /// For readers; the only state that enters the index.
    #[default]
    Published,
    /// No longer valid.
    Retired,
}

impl State {
    /// The words that sources use, each with its state.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("published", Self::Published),
        ("draft", Self::Draft),
        ("review", Self::Review),
        ("retired", Self::Retired),
    ];

    /// The state called `name`; case is ignored.
    pub fn named(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        let found = names.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, state)| *state)
    }
}

/// The place that an article or a message is about.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file, beginning with the path given to [`read`].
    pub path: PathBuf,
    /// Line, from 1; 0 when it is the whole file.
    pub line: u32,
    /// Column in characters, from 1; 0 when it is the whole line.
    pub column: u32,
}

impl Origin {
    /// The whole of `path`.
    pub fn file(path: &Path) -> Self {
        Self::line(path, 0)
    }

    /// A whole line of `path`.
    pub fn line(path: &Path, line: u32) -> Self {
        Self {
            path: path.to_owned(),
            line,
            column: 0,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        for count in [self.line, self.column] {
            if count == 0 {
                break;
            }
            write!(f, ":{count}")?;
        }
        Ok(())
    }
}

/// An article that may enter the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// What is indexed.
    pub document: Document,
    /// Language tag in its usual spelling; `None` means the default language.
    pub language: Option<String>,
    /// Always [`State::Published`] in what [`read`] returns.
    pub state: State,
    /// Who looks after it.
    pub care: Care,
    /// For whom it is; empty: for everybody.
    pub audience: Vec<String>,
    /// Where it was read.
    pub origin: Origin,
    /// Its links, images and headings; empty unless [`Options::marks`] asks for them.
    pub marks: Marks,
}

/// Something wrong with one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub origin: Origin,
    /// Whether the article is lost by it.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub cure: String,
    /// Name of the rule that it breaks: one of [`crate::rules::RULES`].
    pub rule: &'static str,
}

impl Diagnostic {
    pub(crate) fn error(
        origin: Origin,
        message: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        let (message, cure) = (message.into(), cure.into());
        Self {
            origin,
            severity: Severity::Error,
            message,
            cure,
            rule: "unreadable",
        }
    }

    pub(crate) fn warning(
        origin: Origin,
        message: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        let (message, cure) = (message.into(), cure.into());
        Self {
            origin,
            severity: Severity::Warning,
            message,
            cure,
            rule: "bad-value",
        }
    }

    /// The same diagnostic of another rule than that for values or files that cannot be read.
    pub(crate) fn of(self, rule: &'static str) -> Self {
        Self { rule, ..self }
    }
}

impl fmt::Display for Diagnostic {
    /// `guides/a.md:3: error: no title; begin the article with …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            origin,
            severity,
            message,
            cure,
            ..
        } = self;
        write!(f, "{origin}: {severity}: {message}; {cure}")
    }
}

/// Articles left out on purpose.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// In state draft.
    pub draft: u32,
    /// In state review.
    pub review: u32,
    /// In state retired.
    pub retired: u32,
    /// In a language outside [`Options::languages`].
    pub other_language: u32,
    /// For others than [`Options::audience`].
    pub other_audience: u32,
}

/// What to read of a source.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Options {
    /// The languages wanted; empty (the default) means all. `pt` admits `pt-BR`. In a
    /// folder, a top folder named like one of them gives its articles their language.
    pub languages: Vec<String>,
    /// Language of the articles that state none and whose text does not tell for certain;
    /// without it they stay `None`, and pass every choice of languages.
    pub default_language: Option<String>,
    /// Whether bodies are kept for the reader, too (default: not).
    pub reader: bool,
    /// For whom; `None` (the default) reads everything, with `<internal>` blocks.
    pub audience: Option<Audience>,
    /// Whether links, images and headings are kept with their places, for `helpdex check` (default:
    /// not).
    pub marks: bool,
    /// Base of the site, put before addresses that begin with a slash; links and images of bodies are
    /// then addressed from their article. `None` (the default) leaves all addresses as they are
    /// written.
    pub url_base: Option<String>,
}

/// What was read.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Reading {
    /// The published articles: in order of path, or of line.
    pub articles: Vec<Article>,
    /// What is wrong, in the same order.
    pub diagnostics: Vec<Diagnostic>,
    /// What was left out on purpose.
    pub skipped: Skipped,
    /// Ids of the articles for other audiences: no index holds them, but they are there.
    pub elsewhere: BTreeSet<String>,
    /// Decision trees, not read yet: see [`crate::tree::read`].
    pub trees: Vec<TreeFile>,
}

/// A file that holds a decision tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeFile {
    /// As it is named in messages.
    pub path: PathBuf,
    /// Language of the folder that it stands in, if that is one of [`Options::languages`].
    pub language: Option<String>,
    /// YAML; else Markdown with front matter.
    pub is_yaml: bool,
    /// Its content, without a byte-order mark.
    pub text: String,
}

impl TreeFile {
    /// Its name without extensions.
    pub fn name(&self) -> &str {
        let name = self.path.file_name().and_then(std::ffi::OsStr::to_str);
        name.unwrap_or_default()
            .split('.')
            .next()
            .unwrap_or_default()
    }
}

/// How far reading has come.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the source read so far (compressed bytes of a compressed file).
    pub done: u64,
    /// Bytes of the whole source.
    pub total: u64,
}

/// A source that cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Nothing has this path.
    #[error("{} does not exist; set `source` in helpdex.toml or --source to a folder of .md or .html files, or to a .jsonl file", path.display())]
    NotFound {
        /// The path.
        path: PathBuf,
    },
    /// The file or folder cannot be opened or read.
    #[error("{} cannot be read ({cause}); check its permissions", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A file of a kind that holds no articles.
    #[error("{} is not a source of articles; expected a folder, or a .jsonl, .jsonl.gz, .md or .html file", path.display())]
    UnknownKind {
        /// The path.
        path: PathBuf,
    },
    /// A compressed file that breaks off or is damaged.
    #[error("{} is damaged after line {line} ({cause}); export or download it again", path.display())]
    Damaged {
        /// The path.
        path: PathBuf,
        /// The last whole line.
        line: u32,
        /// What the decoder says.
        cause: io::Error,
    },
    /// A folder or file without decision trees.
    #[error("{} holds no decision tree; expected .tree.yml files, or .md files with `tree` in their front matter; set `trees` in helpdex.toml", path.display())]
    NoTrees {
        /// The path.
        path: PathBuf,
    },
    /// A folder without articles.
    #[error("{} holds no article; expected .md, .markdown, .html or .htm files below it, or articles.jsonl in it", path.display())]
    NoArticles {
        /// The path.
        path: PathBuf,
    },
}

/// Reads every article of the source at `path`: a `.jsonl` or `.jsonl.gz` file, a
/// `.md`, `.markdown`, `.html` or `.htm` file, a folder with `articles.jsonl` or
/// `articles.jsonl.gz` in it, or a folder with Markdown and HTML files below it (hidden
/// ones and `node_modules` are passed over, symbolic links are not followed).
///
/// `progress` is called now and then, from any thread.
///
/// # Errors
/// [`SourceError`] when the source as a whole cannot be read.
pub fn read(
    path: &Path,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Reading, SourceError> {
    read_with(path, options, None, progress)
}

/// As [`read`], but files of a folder that are still what `cache` knows are not read again.
///
/// # Errors
/// As [`read`].
pub fn read_again(
    path: &Path,
    options: &Options,
    cache: &ReadCache,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Reading, SourceError> {
    read_with(path, options, Some(cache), progress)
}

fn read_with(
    path: &Path,
    options: &Options,
    cache: Option<&ReadCache>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Reading, SourceError> {
    let metadata = std::fs::metadata(path).map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => SourceError::NotFound {
            path: path.to_owned(),
        },
        _ => SourceError::Unreadable {
            path: path.to_owned(),
            cause,
        },
    })?;
    let outcomes = if metadata.is_dir() {
        let lines = ["articles.jsonl", "articles.jsonl.gz"].map(|name| path.join(name));
        match lines.iter().find(|file| file.is_file()) {
            Some(file) => jsonl::read(file, options, progress)?,
            None => folder::read(path, options, cache, progress)?,
        }
    } else if jsonl::is_jsonl(path) {
        jsonl::read(path, options, progress)?
    } else {
        folder::read_file(path, options, progress)?
    };
    Ok(intake::collect(outcomes))
}

/// Reads the decision trees below `path`, or the one in it; articles are passed over.
///
/// # Errors
/// [`SourceError`] when nothing can be read there, or there is no tree.
pub fn read_trees(path: &Path, options: &Options) -> Result<Reading, SourceError> {
    let none = || SourceError::NoTrees {
        path: path.to_owned(),
    };
    if !path.exists() {
        return Err(none());
    }
    let reading = intake::collect(folder::read_trees(path, options)?);
    if reading.trees.is_empty() && reading.diagnostics.is_empty() {
        return Err(none());
    }
    Ok(reading)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
