//! Articles to one index a language.

mod fingerprint;

use crate::publish::{Index, KeptIndexes};
use crate::source::Article;
use anyhow::{Context, Result};
use helpdex::analysis::Language;
use helpdex::{Bundle, BundleOptions, IndexCache, IndexWriter};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Articles by language tag (lower-cased); articles that state none get `default`.
pub fn by_language(articles: Vec<Article>, default: &str) -> BTreeMap<String, Vec<Article>> {
    let mut out: BTreeMap<String, Vec<Article>> = BTreeMap::new();
    for article in articles {
        let language = article
            .language
            .as_deref()
            .unwrap_or(default)
            .to_ascii_lowercase();
        out.entry(language).or_default().push(article);
    }
    out
}

/// What the indexes of one build leave in memory for the next, by language.
#[derive(Debug, Default)]
pub struct IndexMemory(Mutex<BTreeMap<String, Arc<IndexCache>>>);

impl IndexMemory {
    fn of(&self, tag: &str) -> Arc<IndexCache> {
        let mut by_language = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        by_language.entry(tag.to_owned()).or_default().clone()
    }
}

/// Indexes every language. `options` gives the settings of a language. One whose articles and
/// settings are those that `kept` was made of is not made again, and of the others what `memory`
/// knows is not.
///
/// # Errors
/// When a language tag is malformed or an index cannot be written.
pub fn index(
    groups: BTreeMap<String, Vec<Article>>,
    options: impl Fn(&str) -> BundleOptions,
    kept: &KeptIndexes,
    memory: Option<&IndexMemory>,
    mut progress: impl FnMut(&str),
) -> Result<BTreeMap<String, Index>> {
    let mut out = BTreeMap::new();
    for (tag, articles) in groups {
        let options = options(&tag);
        let fingerprint = fingerprint::of(&tag, &articles, &options);
        let index = match kept.find(&tag, &fingerprint) {
            Some(kept) => Index::Kept(kept),
            None => {
                let memory = memory.map(|memory| memory.of(&tag));
                let bundle = write(&tag, articles, options, memory.as_deref())?;
                Index::made(fingerprint, bundle)
            }
        };
        progress(&tag);
        out.insert(tag, index);
    }
    Ok(out)
}

/// Indexes one language.
///
/// # Errors
/// As [`index`].
pub fn index_language(tag: &str, articles: Vec<Article>, options: BundleOptions) -> Result<Bundle> {
    write(tag, articles, options, None)
}

fn write(
    tag: &str,
    articles: Vec<Article>,
    options: BundleOptions,
    memory: Option<&IndexCache>,
) -> Result<Bundle> {
    let language = Language::parse(tag).with_context(|| {
        format!("{tag:?} is no language tag; write one such as `en` or `pt-BR`")
    })?;
    let mut writer = IndexWriter::new(language, options);
    for article in articles {
        writer.add(article.document);
    }
    let bundle = match memory {
        Some(memory) => writer.finish_with(memory),
        None => writer.finish(),
    };
    bundle.with_context(|| format!("language {tag}"))
}
