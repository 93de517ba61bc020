//! Queries made from a bundle's own articles, for sites that have no judged ones: each asks for the
//! article that it was made from.
//!
//! The same articles give the same queries, whatever the ranking: everything is chosen by hashes of
//! the articles' ids.

mod draw;
mod fragments;
pub(crate) mod letters;
mod questions;
mod slips;

use super::JudgedQuery;
use crate::bundle_dir::LocalIndex;
use anyhow::{Context, Result};
use draw::Draw;
use fragments::Fragments;
use helpdex::Section;
use letters::Letters;
use std::collections::BTreeMap;

/// What is made of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Its title as it stands.
    Title,
    /// The title with one slip in its longest word of at least four letters; in scripts without
    /// spaces anywhere.
    Typo,
    /// The title up to the middle of its last word.
    HalfWord,
    /// "How do I" and the title, in the article's language; titles that are questions are left out.
    Question,
    /// Three to five words from the middle of its text that stand nowhere else.
    Fragment,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Title,
        Self::Typo,
        Self::HalfWord,
        Self::Question,
        Self::Fragment,
    ];
    /// Those made of titles alone, so that no article's text has to be read.
    pub const OF_TITLES: [Self; 4] = [Self::Title, Self::Typo, Self::HalfWord, Self::Question];

    /// Stable word for tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Typo => "typo",
            Self::HalfWord => "half-word",
            Self::Question => "question",
            Self::Fragment => "fragment",
        }
    }
}

/// An article as far as queries are made from it.
#[derive(Debug)]
struct Article {
    document: u32,
    id: String,
    title: String,
    /// Number of its title among the different ones.
    group: usize,
}

/// Queries of these kinds from at most `sample` articles of an index, 0 for all of them. `tag` is
/// the index's language. Every article with the title of the asked one is right.
///
/// # Errors
/// When a shard is missing or damaged.
pub fn queries(
    index: &mut LocalIndex,
    tag: &str,
    kinds: &[Kind],
    sample: usize,
) -> Result<Vec<JudgedQuery>> {
    let (articles, groups) = articles(index)?;
    let letters = Letters::of(articles.iter().map(|article| article.title.as_str()));
    let sampled = sampled(&articles, sample);
    let mut out = Vec::new();
    for kind in kinds {
        let texts: Vec<(usize, String)> = match kind {
            Kind::Fragment => fragments(index, &articles, &sampled)?,
            _ => sampled
                .iter()
                .filter_map(|at| Some((*at, of_title(*kind, articles.get(*at)?, tag, &letters)?)))
                .collect(),
        };
        for (at, query) in texts {
            if let Some(article) = articles.get(at) {
                let right = groups.get(article.group).into_iter().flatten();
                out.push(JudgedQuery {
                    qid: format!("{}:{tag}:{}", kind.name(), article.id),
                    lang: tag.to_owned(),
                    query,
                    kind: kind.name().to_owned(),
                    relevant: right.map(|id| (id.clone(), 2)).collect(),
                });
            }
        }
    }
    Ok(out)
}

fn of_title(kind: Kind, article: &Article, tag: &str, letters: &Letters) -> Option<String> {
    let title = article.title.as_str();
    match kind {
        Kind::Title => Some(title.to_owned()),
        Kind::Typo => slips::typo(title, letters, &mut Draw::of("typo", &article.id)),
        Kind::HalfWord => slips::half_word(title),
        Kind::Question => questions::question(title, tag),
        Kind::Fragment => None,
    }
}

/// Every article that has a title, in the order of ids, and the ids by title.
fn articles(index: &mut LocalIndex) -> Result<(Vec<Article>, Vec<Vec<String>>)> {
    let mut rows = index.rows()?;
    rows.retain(|(_, row)| !row.title.trim().is_empty());
    rows.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<String>> = Vec::new();
    let articles = rows.into_iter().map(|(document, row)| {
        let next = groups.len();
        let group = *numbers
            .entry(row.title.trim().to_lowercase())
            .or_insert(next);
        if group == next {
            groups.push(Vec::new());
        }
        if let Some(ids) = groups.get_mut(group) {
            ids.push(row.id.clone());
        }
        Article {
            document,
            id: row.id,
            title: row.title,
            group,
        }
    });
    let articles = articles.collect();
    Ok((articles, groups))
}

/// Places of the chosen articles, in order.
fn sampled(articles: &[Article], sample: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..articles.len()).collect();
    if sample > 0 && sample < places.len() {
        places.sort_by_cached_key(|at| {
            let id = articles.get(*at).map(|article| article.id.as_str());
            Draw::of("sample", id.unwrap_or_default()).number()
        });
        places.truncate(sample);
        places.sort_unstable();
    }
    places
}

fn fragments(
    index: &mut LocalIndex,
    articles: &[Article],
    sampled: &[usize],
) -> Result<Vec<(usize, String)>> {
    let mut fragments = Fragments::default();
    for (at, article) in sampled
        .iter()
        .filter_map(|at| Some((*at, articles.get(*at)?)))
    {
        fragments.choose(at, &article.id, &text(index, article)?);
    }
    for article in articles {
        fragments.note(article.group, &text(index, article)?);
    }
    Ok(fragments.unique())
}

fn text(index: &mut LocalIndex, article: &Article) -> Result<Vec<Section>> {
    index.load_texts(&[article.document])?;
    let text = index.searcher().text(article.document);
    text.with_context(|| format!("article {:?} without a text", article.id))
}
