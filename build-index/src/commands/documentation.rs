//! The documentation as a help center, built of the articles that the command carries within itself.

use super::Failure;
use super::build::{OnMissed, build};
use super::demo::{configure, write};
use crate::assets;
use crate::config::{Config, FILE_NAME};
use crate::serve::{Assets, Folder};
use crate::source::{self, Options};
use anyhow::anyhow;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// Where the page of the documentation (`www/docs.html`) finds its bundle.
const BUNDLE: &str = "docs-help/";

/// Titles by language and section, for the page.
const CONTENTS: &str = "docs-contents.json";

/// The demo's pages, and the documentation beside them.
pub(super) struct Documentation {
    pages: Vec<(String, Vec<u8>)>,
    bundle: Folder,
    /// Goes with it.
    _folder: tempfile::TempDir,
}

impl Documentation {
    /// Builds its bundle; `pages` are served as they are.
    ///
    /// # Errors
    /// No temporary folder, or a build that failed.
    pub(super) fn build(mut pages: Vec<(String, Vec<u8>)>) -> Result<Self, Failure> {
        let folder = tempfile::tempdir().map_err(|error| {
            anyhow!("no temporary folder ({error}); set TMPDIR to a folder that can be written")
        })?;
        let (source, out) = (folder.path().join("articles"), folder.path().join("bundle"));
        for article in assets::DOCUMENTATION {
            write(&source.join(article.name), article.bytes)?;
        }
        let settings = source.join(FILE_NAME);
        let config = Config::load(&settings).map_err(|error| Failure::Usage(error.into()))?;
        let mut config = configure(config, &source, &out, None)?;
        config.eval.sample = 0;
        build(&config, OnMissed::Warn)?;
        pages.push((CONTENTS.to_owned(), contents(&source)?));
        Ok(Self {
            pages,
            bundle: Folder::open(&out).map_err(|error| anyhow!(error))?,
            _folder: folder,
        })
    }
}

impl Assets for Documentation {
    fn get(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        match path.strip_prefix(BUNDLE) {
            Some(path) => self.bundle.get(path),
            None => self.pages.get(path),
        }
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
