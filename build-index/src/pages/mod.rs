//! Static pages for people and crawlers: one an article, a list of all articles a language, and what
//! tells machines about them (`sitemap.xml`, Atom feeds, OpenSearch descriptions).
//!
//! - [`address`]: which file an address stands for.
//! - [`outline`]: what a page says besides the article's body, and its versions in other languages.
//! - [`render`]: pages from templates; [`structured_data`]: what they tell crawlers.
//! - [`machine`]: sitemap, feeds and search descriptions.
//! - [`owned`]: writing without touching what somebody else put there.
//!
//! Bodies and related articles are read from the published bundle, so that a page holds nothing that
//! the bundle does not. The same articles give the same bytes: no clock is read.

pub mod address;
mod machine;
pub mod outline;
mod owned;
mod render;
mod structured_data;
mod texts;

pub use owned::OWNED;

use crate::bundle_dir::{LocalBundle, Manifest};
use crate::config::Config;
use crate::faq::Entry;
use crate::search::ArticleRecord;
use address::Addresses;
use anyhow::{Context, Result};
use outline::{Outline, Site};
use rayon::prelude::*;
use render::Renderer;
use std::collections::BTreeMap;
use std::path::Path;

/// What is to be written, besides what the bundle holds.
#[derive(Debug, Default)]
pub struct Plan {
    /// The articles of the bundle, in order of language and source.
    pub outlines: Vec<Outline>,
    /// Frequent questions by language, shown on the lists of articles.
    pub questions: BTreeMap<String, Vec<Entry>>,
}

/// What was written.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Pages {
    /// Articles with a page.
    pub articles: usize,
    /// Files, the list of them not counted.
    pub files: usize,
    /// Of these, new or changed.
    pub written: usize,
    /// Pages of articles that are gone.
    pub removed: usize,
    /// What could not be done, a line each.
    pub warnings: Vec<String>,
    /// Address of the sitemap, for robots.txt.
    pub sitemap: String,
}

/// Writes the pages of a bundle that has just been published to `config.out`.
///
/// # Errors
/// Settings that do not fit, a template that cannot be used, or a file that cannot be written.
pub fn write(config: &Config, out: &Path, plan: Plan) -> Result<Pages> {
    let addresses = Addresses::new(config.pages_base()?);
    let renderer = Renderer::new(config.pages.templates())?;
    let mut pages = Pages {
        sitemap: addresses.absolute("sitemap.xml"),
        ..Pages::default()
    };
    let site = Site::new(config, addresses, plan, &mut pages.warnings);
    pages.articles = site.articles.len();
    let records = records(config, &site)?;
    let mut files = article_files(&renderer, &site, &records)?;
    files.extend(site_files(&renderer, &site)?);
    owned::write(out, files, &mut pages)?;
    Ok(pages)
}

/// The bodies, in order of the articles.
fn records(config: &Config, site: &Site) -> Result<Vec<ArticleRecord>> {
    let manifest = Manifest::read(&config.out)?;
    let mut bundle = LocalBundle::new(&config.out, manifest);
    let mut records = Vec::with_capacity(site.articles.len());
    for article in &site.articles {
        let index = bundle.index(&article.language)?;
        let record = ArticleRecord::read(index, &article.id)?;
        records.push(record.with_context(|| {
            format!(
                "article {:?} ({}) is not in the bundle; build again",
                article.id, article.language
            )
        })?);
    }
    Ok(records)
}

/// Paths below the folder of pages, with contents.
type Files = BTreeMap<String, Vec<u8>>;

fn article_files(renderer: &Renderer, site: &Site, records: &[ArticleRecord]) -> Result<Files> {
    let articles: Vec<_> = site.articles.iter().zip(records).collect();
    articles
        .par_iter()
        .map(|(article, record)| {
            let page = renderer.article(site, article, record)?;
            Ok((article.file.clone(), page.into_bytes()))
        })
        .collect()
}

fn site_files(renderer: &Renderer, site: &Site) -> Result<Files> {
    let mut files = machine::files(renderer, site)?;
    for language in &site.languages {
        let page = renderer.contents(site, language)?;
        files.insert(language.contents_file.clone(), page.into_bytes());
    }
    files.insert(render::STYLE_FILE.to_owned(), renderer.style().to_vec());
    Ok(files)
}
