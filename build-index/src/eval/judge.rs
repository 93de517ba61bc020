//! Puts queries to a bundle.

use super::auto::{self, Kind};
use super::{DEPTH, JudgedQuery, QueryScore, score};
use crate::bundle_dir::{LocalBundle, LocalIndex, Manifest};
use anyhow::Result;
use helpdex::{Explanation, Row};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

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
    bundle: LocalBundle,
    /// Numbers of articles by language tag and id, once they were asked for.
    numbers: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Judge {
    /// A judge of the bundle in `dir`.
    pub fn new(dir: &Path, manifest: Manifest) -> Self {
        Self {
            bundle: LocalBundle::new(dir, manifest),
            numbers: BTreeMap::new(),
        }
    }

    /// The index for a language; `None` when the bundle has none.
    ///
    /// # Errors
    /// When its root is missing or damaged.
    pub fn index(&mut self, lang: &str) -> Result<Option<&mut LocalIndex>> {
        match self.bundle.manifest().resolve(lang).map(str::to_owned) {
            Some(tag) => self.bundle.index(&tag).map(Some),
            None => Ok(None),
        }
    }

    /// Queries made from the articles of every language; see [`auto::queries`].
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn auto_queries(&mut self, kinds: &[Kind], sample: usize) -> Result<Vec<JudgedQuery>> {
        let tags: Vec<String> = self.bundle.manifest().languages.keys().cloned().collect();
        let queries = tags
            .iter()
            .map(|tag| self.auto_queries_in(tag, kinds, sample));
        Ok(queries.collect::<Result<Vec<_>>>()?.concat())
    }

    /// The same of one language, by its tag in the manifest.
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn auto_queries_in(
        &mut self,
        tag: &str,
        kinds: &[Kind],
        sample: usize,
    ) -> Result<Vec<JudgedQuery>> {
        match self.index(tag)? {
            Some(index) => auto::queries(index, tag, kinds, sample),
            None => Ok(Vec::new()),
        }
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

    /// What the bundle shows of an article; `None` when it has no such article.
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn row(&mut self, lang: &str, id: &str) -> Result<Option<Row>> {
        let Some(document) = self.number(lang, id)? else {
            return Ok(None);
        };
        let index = self.index(lang)?;
        Ok(index.and_then(|index| index.searcher().row(document)))
    }

    /// Why an article has its score for a query; `None` when the bundle has no such article.
    ///
    /// # Errors
    /// When a file is missing or damaged.
    pub fn explain(&mut self, query: &JudgedQuery, id: &str) -> Result<Option<Explanation>> {
        let Some(document) = self.number(&query.lang, id)? else {
            return Ok(None);
        };
        let Some(index) = self.index(&query.lang)? else {
            return Ok(None);
        };
        // Loads what the explanation reads.
        index.search(&query.query, DEPTH)?;
        Ok(Some(index.searcher().explain(&query.query, document)))
    }

    /// The number of an article in its index.
    fn number(&mut self, lang: &str, id: &str) -> Result<Option<u32>> {
        let Some(tag) = self.bundle.manifest().resolve(lang).map(str::to_owned) else {
            return Ok(None);
        };
        if !self.numbers.contains_key(&tag)
            && let Some(index) = self.index(&tag)?
        {
            let numbers = index
                .rows()?
                .into_iter()
                .map(|(number, row)| (row.id, number));
            let numbers = numbers.collect();
            self.numbers.insert(tag.clone(), numbers);
        }
        let numbers = self.numbers.get(&tag);
        Ok(numbers.and_then(|numbers| numbers.get(id)).copied())
    }
}
