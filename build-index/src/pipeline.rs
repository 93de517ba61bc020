//! Articles to one index a language.

mod fingerprint;

use crate::publish::{Index, KeptIndexes};
use crate::source::Article;
use anyhow::{Context, Result};
use helpdex::analysis::Language;
use helpdex::{BundleOptions, IndexWriter};
use std::collections::BTreeMap;

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

/// Indexes every language. `options` gives the settings of a language. One whose articles and
/// settings are those that `kept` was made of is not made again.
///
/// # Errors
/// When a language tag is malformed or an index cannot be written.
pub fn index(
    groups: BTreeMap<String, Vec<Article>>,
    options: impl Fn(&str) -> BundleOptions,
    kept: &KeptIndexes,
    mut progress: impl FnMut(&str),
) -> Result<BTreeMap<String, Index>> {
    let mut out = BTreeMap::new();
    for (tag, articles) in groups {
        let options = options(&tag);
        let fingerprint = fingerprint::of(&tag, &articles, &options);
        let index = match kept.find(&tag, &fingerprint) {
            Some(kept) => Index::Kept(kept),
            None => Index::made(fingerprint, index_language(&tag, articles, options)?),
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
pub fn index_language(
    tag: &str,
    articles: Vec<Article>,
    options: BundleOptions,
) -> Result<helpdex::Bundle> {
    let language = Language::parse(tag).with_context(|| {
        format!("{tag:?} is no language tag; write one such as `en` or `pt-BR`")
    })?;
    let mut writer = IndexWriter::new(language, options);
    for article in articles {
        writer.add(article.document);
    }
    writer.finish().with_context(|| format!("language {tag}"))
}
