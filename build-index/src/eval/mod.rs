//! Relevance against judged queries, or against queries made from the articles themselves.

pub mod auto;
mod metrics;
mod queries;

pub use metrics::{QueryScore, Summary, score, summarize};
pub use queries::{JudgedQuery, read_queries};

use crate::bundle_dir::{LocalIndex, Manifest};
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Hits looked at per query.
pub const DEPTH: usize = 10;

/// Summaries over all queries, by language and by kind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Evaluation {
    /// Over all queries.
    pub overall: Summary,
    /// By the query's language.
    pub by_lang: BTreeMap<String, Summary>,
    /// By the query's kind.
    pub by_kind: BTreeMap<String, Summary>,
    /// By language and, within it, kind.
    pub by_lang_and_kind: BTreeMap<String, BTreeMap<String, Summary>>,
}

/// A judged query with what was found for it.
#[derive(Clone, Debug, Serialize)]
pub struct Judged {
    /// The query.
    #[serde(flatten)]
    pub query: JudgedQuery,
    /// Its measures.
    pub score: QueryScore,
    /// Ids of the hits, best first.
    pub hits: Vec<String>,
}

/// A bundle that queries are put to; each language is opened once.
#[derive(Debug)]
pub struct Judge {
    dir: PathBuf,
    manifest: Manifest,
    indexes: BTreeMap<String, LocalIndex>,
}

impl Judge {
    /// A judge of the bundle in `dir`.
    pub fn new(dir: &Path, manifest: Manifest) -> Self {
        Self {
            dir: dir.to_owned(),
            manifest,
            indexes: BTreeMap::new(),
        }
    }

    /// The index for a language; `None` when the bundle has none.
    ///
    /// # Errors
    /// When its root is missing or damaged.
    pub fn index(&mut self, lang: &str) -> Result<Option<&mut LocalIndex>> {
        let Some(tag) = self.manifest.resolve(lang) else {
            return Ok(None);
        };
        if !self.indexes.contains_key(tag) {
            let index = LocalIndex::open(&self.dir, &self.manifest, tag)?;
            self.indexes.insert(tag.to_owned(), index);
        }
        Ok(self.indexes.get_mut(tag))
    }

    /// Queries made from the articles of every language; see [`auto::queries`].
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn auto_queries(
        &mut self,
        kinds: &[auto::Kind],
        sample: usize,
    ) -> Result<Vec<JudgedQuery>> {
        let tags: Vec<String> = self.manifest.languages.keys().cloned().collect();
        let mut out = Vec::new();
        for tag in tags {
            if let Some(index) = self.index(&tag)? {
                out.extend(auto::queries(index, &tag, kinds, sample)?);
            }
        }
        Ok(out)
    }

    /// Asks a query in its own language. One in a language without an index finds nothing.
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn ask(&mut self, query: &JudgedQuery) -> Result<Judged> {
        let mut hits = Vec::new();
        if let Some(index) = self.index(&query.lang)? {
            let found = index.search(&query.query, DEPTH)?;
            let rows = found.hits.iter();
            let rows = rows.filter_map(|hit| index.searcher().row(hit.document));
            hits = rows.map(|row| row.id).collect();
        }
        Ok(Judged {
            score: score(&query.relevant, &hits),
            query: query.clone(),
            hits,
        })
    }
}

/// Averages judged queries.
pub fn evaluate(judged: &[Judged]) -> Evaluation {
    let langs = grouped(judged.iter(), |one| &one.query.lang);
    let kinds = |judged: &[&Judged]| means(&grouped(judged.iter().copied(), |one| &one.query.kind));
    let all: Vec<&Judged> = judged.iter().collect();
    Evaluation {
        overall: mean(&all),
        by_lang: means(&langs),
        by_kind: kinds(&all),
        by_lang_and_kind: langs
            .iter()
            .map(|(lang, judged)| ((*lang).to_owned(), kinds(judged)))
            .collect(),
    }
}

fn grouped<'a>(
    judged: impl Iterator<Item = &'a Judged>,
    key: fn(&Judged) -> &str,
) -> BTreeMap<&'a str, Vec<&'a Judged>> {
    let mut groups: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for one in judged {
        groups.entry(key(one)).or_default().push(one);
    }
    groups
}

fn means(groups: &BTreeMap<&str, Vec<&Judged>>) -> BTreeMap<String, Summary> {
    let groups = groups.iter();
    groups
        .map(|(name, judged)| ((*name).to_owned(), mean(judged)))
        .collect()
}

fn mean(judged: &[&Judged]) -> Summary {
    summarize(&judged.iter().map(|one| &one.score).collect::<Vec<_>>())
}
