//! The documentation as a help center, built of the articles that the command carries within itself.

use super::Failure;
use super::build::{OnMissed, build};
use super::demo::{configure, temporary_folder, write};
use crate::assets;
use crate::config::{Config, FILE_NAME};
use crate::serve::{Assets, Folder};
use crate::source::{self, Options};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Where the page of the documentation (`www/docs.html`) finds its bundle.
const BUNDLE: &str = "docs-help/";

/// Titles by language and section, for the page.
const CONTENTS: &str = "docs-contents.json";

/// The demo's pages, and the documentation beside them, built when somebody first asks for it.
pub(super) struct Documentation {
    pages: Vec<(String, Vec<u8>)>,
    /// `None` where it could not be built.
    built: OnceLock<Option<Built>>,
}

struct Built {
    bundle: Folder,
    contents: Vec<u8>,
    /// Goes with it.
    _folder: TempDir,
}

impl Documentation {
    /// Besides these pages.
    pub(super) fn new(pages: Vec<(String, Vec<u8>)>) -> Self {
        Self {
            pages,
            built: OnceLock::new(),
        }
    }

    fn built(&self) -> Option<&Built> {
        let built = self.built.get_or_init(|| match Built::new() {
            Ok(built) => Some(built),
            Err(Failure::Failed(error) | Failure::Usage(error)) => {
                eprintln!("helpdex: no documentation: {error:#}");
                None
            }
        });
        built.as_ref()
    }
}

impl Assets for Documentation {
    fn get(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        match path.strip_prefix(BUNDLE) {
            Some(path) => self.built()?.bundle.get(path),
            None if path == CONTENTS => Some(Cow::Borrowed(&self.built()?.contents)),
            None => self.pages.get(path),
        }
    }
}

impl Built {
    fn new() -> Result<Self, Failure> {
        let folder = temporary_folder()?;
        let (source, out) = (folder.path().join("articles"), folder.path().join("bundle"));
        for article in assets::DOCUMENTATION {
            write(&source.join(article.name), article.bytes)?;
        }
        let settings = source.join(FILE_NAME);
        let config = Config::load(&settings).map_err(|error| Failure::Usage(error.into()))?;
        let mut config = configure(config, &source, &out, None)?;
        config.eval.sample = 0;
        build(&config, OnMissed::Warn)?;
        Ok(Self {
            bundle: Folder::open(&out).map_err(anyhow::Error::from)?,
            contents: contents(&source)?,
            _folder: folder,
        })
    }
}

/// The articles' ids and titles by language and section, as JSON.
fn contents(source: &Path) -> Result<Vec<u8>, Failure> {
    let reading = source::read(source, &Options::default(), &|_| {})
        .map_err(|error| Failure::Usage(error.into()))?;
    let mut by_language: BTreeMap<String, BTreeMap<String, Vec<[String; 2]>>> = BTreeMap::new();
    for article in reading.articles {
        let document = article.document;
        let sections = by_language
            .entry(article.language.unwrap_or_default())
            .or_default();
        let section = sections
            .entry(document.breadcrumbs.join(" › "))
            .or_default();
        section.push([document.id, document.title]);
    }
    Ok(serde_json::to_vec(&by_language).map_err(anyhow::Error::from)?)
}
