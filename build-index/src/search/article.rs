//! An article as programs and assistants read it.

use crate::bundle_dir::LocalIndex;
use crate::faq::html;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An article of a bundle.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Article {
    /// Id, unique in its language.
    pub id: String,
    /// Language of the index.
    pub lang: String,
    /// Title.
    pub title: String,
    /// Where its page is.
    pub url: String,
    /// Day of the last change, `YYYY-MM-DD`; empty if the article states none.
    pub updated: String,
    /// Breadcrumbs.
    pub section: String,
    /// The body as Markdown.
    pub markdown: String,
    /// The body as HTML, of the elements that the reader shows.
    pub html: String,
    /// Other articles that people may want to read.
    pub related: Vec<Related>,
}

/// An article that is related to another one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Where its page is.
    pub url: String,
}

/// What the reader's record holds (`FORMAT.md`).
#[derive(Debug, Deserialize)]
pub(crate) struct ArticleRecord {
    id: String,
    title: String,
    url: String,
    updated: Option<String>,
    breadcrumbs: String,
    /// Nodes.
    pub(crate) body: Value,
    /// Other articles that people may want to read.
    #[serde(default)]
    pub(crate) related: Vec<Related>,
}

impl ArticleRecord {
    /// Reads the record of an article by its id; `None` for an unknown id and in a bundle without
    /// articles to read.
    ///
    /// # Errors
    /// A file of the bundle cannot be read, or is damaged.
    pub(crate) fn read(index: &mut LocalIndex, id: &str) -> Result<Option<Self>> {
        let Some(document) = index.find(id)? else {
            return Ok(None);
        };
        let Some(record) = index.article(document)? else {
            return Ok(None);
        };
        let record = serde_json::from_str(&record)
            .with_context(|| format!("article {id:?} is damaged; build the bundle again"))?;
        Ok(Some(record))
    }
}

impl Article {
    /// Reads an article by its id; `None` for an unknown id and in a bundle without articles to read.
    ///
    /// # Errors
    /// A file of the bundle cannot be read, or is damaged.
    pub(super) fn read(index: &mut LocalIndex, lang: &str, id: &str) -> Result<Option<Self>> {
        let Some(record) = ArticleRecord::read(index, id)? else {
            return Ok(None);
        };
        let mut body = String::new();
        html::nodes(&mut body, &record.body);
        let markdown = htmd::convert(&body)
            .with_context(|| format!("article {id:?} cannot be written as Markdown"))?;
        Ok(Some(Self {
            id: record.id,
            lang: lang.to_owned(),
            title: record.title,
            url: record.url,
            updated: record.updated.unwrap_or_default(),
            section: record.breadcrumbs,
            markdown,
            html: body,
            related: record.related,
        }))
    }
}
