//! Relevance against judged queries.

mod metrics;
mod queries;

pub use metrics::{QueryScore, Summary, score, summarize};
pub use queries::{JudgedQuery, read_queries};

use crate::bundle_dir::{LocalIndex, Manifest};
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

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

/// Runs every query in its own language. Queries in a language without an index find nothing.
///
/// # Errors
/// When the bundle cannot be read.
pub fn run(
    dir: &Path,
    manifest: &Manifest,
    queries: Vec<JudgedQuery>,
    mut progress: impl FnMut(),
) -> Result<Vec<Judged>> {
    let mut indexes: BTreeMap<String, LocalIndex> = BTreeMap::new();
    let mut out = Vec::with_capacity(queries.len());
    for query in queries {
        let mut hits = Vec::new();
        if let Some(tag) = manifest.resolve(&query.lang) {
            if !indexes.contains_key(tag) {
                indexes.insert(tag.to_owned(), LocalIndex::open(dir, manifest, tag)?);
            }
            if let Some(index) = indexes.get_mut(tag) {
                let found = index.search(&query.query, DEPTH)?;
                hits = found
                    .hits
                    .iter()
                    .filter_map(|hit| index.searcher().row(hit.document))
                    .map(|row| row.id)
                    .collect();
            }
        }
        out.push(Judged {
            score: score(&query.relevant, &hits),
            query,
            hits,
        });
        progress();
    }
    Ok(out)
}

/// Averages judged queries.
pub fn evaluate(judged: &[Judged]) -> Evaluation {
    let by = |key: fn(&JudgedQuery) -> &str| {
        let mut groups: BTreeMap<String, Vec<&QueryScore>> = BTreeMap::new();
        for one in judged {
            groups
                .entry(key(&one.query).to_owned())
                .or_default()
                .push(&one.score);
        }
        groups
            .into_iter()
            .map(|(name, scores)| (name, summarize(&scores)))
            .collect()
    };
    Evaluation {
        overall: summarize(&judged.iter().map(|one| &one.score).collect::<Vec<_>>()),
        by_lang: by(|query| &query.lang),
        by_kind: by(|query| &query.kind),
    }
}
