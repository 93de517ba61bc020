//! Articles about the same: what the reader offers below an article.
//!
//! An article is asked for with its own heaviest terms, each with the weight that it has there. The
//! score of another one is the sum over shared terms of both weights' product, a weight being
//! x/(k1+x) · idf as in the ranking: cosine similarity of BM25 vectors without the length, which
//! BM25 has accounted for.

use super::content_hash::ContentHasher;
use super::index_cache::{IndexCache, Key};
use super::inverted::Inverted;
use super::is_marked;
use crate::document::Document;
use crate::rank::{TermValues, idf};
use core::cmp::Ordering;
use rayon::prelude::*;
use std::collections::BinaryHeap;
use std::hash::Hash;

/// Most related articles of an article.
const MAX_RELATED: usize = 3;
/// Heaviest terms of an article that it is asked for with.
const TERMS: usize = 16;
/// A term of more articles says little about any of them, and its list takes long to add.
const MAX_FREQUENCY: usize = 2_048;
/// A related article scores at least this share of what an article scores for itself.
const LEAST_SHARE: f32 = 0.12;

/// Numbers of the related articles of every article, best first.
pub(super) fn of_all(
    documents: &[Document],
    inverted: &Inverted,
    values: &TermValues,
    cache: Option<&IndexCache>,
) -> Vec<Vec<u32>> {
    let weights = Weights::new(documents.len(), inverted, values);
    let heaviest = weights.heaviest(documents.len());
    let titles: Vec<String> = (documents.par_iter())
        .map(|document| document.title.to_lowercase())
        .collect();
    let find = |sums: &mut Sums, document: u32| {
        let terms = &heaviest[document as usize];
        let own: f32 = terms.iter().map(|(_, weight)| weight * weight).sum();
        sums.add(terms, &weights);
        let least = own * LEAST_SHARE;
        let ranked = sums.take(|other, score| other != document && score >= least);
        distinct(document, ranked, &titles)
    };
    let keys = cache.map(|cache| (cache, Keys::new(&weights, &titles)));
    (0..documents.len() as u32)
        .into_par_iter()
        .map_init(
            || Sums::new(documents.len()),
            |sums, document| match &keys {
                Some((cache, keys)) => {
                    let key = keys.of(document, &heaviest[document as usize]);
                    cache.related(key, || find(sums, document))
                }
                None => find(sums, document),
            },
        )
        .collect()
}

/// What related articles are made of, hashed.
struct Keys {
    titles: Key,
    /// Articles and weights of each term; nothing for a term that does not count.
    terms: Vec<Key>,
}

impl Keys {
    fn new(weights: &Weights<'_>, titles: &[String]) -> Self {
        let term = |term: usize| {
            let mut hasher = ContentHasher::default();
            for (document, weight) in weights.of(term) {
                (document, weight.to_bits()).hash(&mut hasher);
            }
            hasher.hash()
        };
        let mut hasher = ContentHasher::default();
        titles.hash(&mut hasher);
        let terms = (0..weights.inverted.terms.len()).into_par_iter();
        Self {
            titles: hasher.hash(),
            terms: terms.map(term).collect(),
        }
    }

    fn of(&self, document: u32, terms: &[(u32, f32)]) -> Key {
        let mut hasher = ContentHasher::default();
        (document, self.titles).hash(&mut hasher);
        for (term, weight) in terms {
            (self.terms[*term as usize], weight.to_bits()).hash(&mut hasher);
        }
        hasher.hash()
    }
}

/// The best articles of different titles, none of them the article's own.
fn distinct(document: u32, mut ranked: BinaryHeap<Ranked>, titles: &[String]) -> Vec<u32> {
    let mut kept: Vec<u32> = vec![document];
    while kept.len() <= MAX_RELATED
        && let Some(Ranked { document, .. }) = ranked.pop()
    {
        let is_known = |known: &u32| titles[*known as usize] == titles[document as usize];
        if !kept.iter().any(is_known) {
            kept.push(document);
        }
    }
    kept.split_off(1)
}

/// An article with its score; the better one is greater, of equal ones the first.
#[derive(PartialEq)]
struct Ranked {
    score: f32,
    document: u32,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = self.score.total_cmp(&other.score);
        by_score.then(other.document.cmp(&self.document))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What terms weigh in articles.
struct Weights<'a> {
    inverted: &'a Inverted,
    /// Of each posting; 0 where the term does not count.
    weights: Vec<f32>,
}

impl<'a> Weights<'a> {
    fn new(documents: usize, inverted: &'a Inverted, values: &TermValues) -> Self {
        let terms = (0..inverted.terms.len()).into_par_iter();
        let weights = terms.flat_map_iter(|term| {
            let idf = counting_idf(inverted, term, documents);
            inverted.range(term).map(move |at| {
                let norm = inverted.norms[inverted.documents[at] as usize];
                match idf {
                    0.0 => 0.0,
                    idf => values.saturated(inverted.payloads[at], norm) * idf,
                }
            })
        });
        Self {
            inverted,
            weights: weights.collect(),
        }
    }

    /// Articles of a term with its weight in each; none if it does not count.
    fn of(&self, term: usize) -> impl Iterator<Item = (u32, f32)> {
        let range = self.inverted.range(term);
        let counts = self.weights[range.clone()].first() != Some(&0.0);
        let range = if counts { range } else { 0..0 };
        let weights = &self.weights[range.clone()];
        let documents = &self.inverted.documents[range];
        documents.iter().copied().zip(weights.iter().copied())
    }

    /// The heaviest terms of every article.
    fn heaviest(&self, documents: usize) -> Vec<Vec<(u32, f32)>> {
        let mut all: Vec<Vec<(u32, f32)>> = vec![Vec::new(); documents];
        for term in 0..self.inverted.terms.len() {
            for (document, weight) in self.of(term) {
                let terms = &mut all[document as usize];
                terms.push((term as u32, weight));
                if terms.len() == 4 * TERMS {
                    keep_heaviest(terms);
                }
            }
        }
        all.par_iter_mut().for_each(keep_heaviest);
        all
    }
}

/// Inverse document frequency; 0 for a term that does not count.
fn counting_idf(inverted: &Inverted, term: usize, documents: usize) -> f32 {
    let frequency = inverted.range(term).len();
    let is_common = frequency > MAX_FREQUENCY || frequency * 2 > documents.max(8);
    if frequency < 2 || is_common || is_marked(&inverted.terms[term]) {
        return 0.0;
    }
    idf(frequency as u32, documents as u32)
}

fn keep_heaviest(terms: &mut Vec<(u32, f32)>) {
    terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.truncate(TERMS);
}

/// Scores of articles, all 0 between one use and the next.
struct Sums {
    scores: Vec<f32>,
    touched: Vec<u32>,
}

impl Sums {
    fn new(documents: usize) -> Self {
        Self {
            scores: vec![0.0; documents],
            touched: Vec::new(),
        }
    }

    fn add(&mut self, terms: &[(u32, f32)], weights: &Weights<'_>) {
        for (term, weight) in terms {
            for (document, other) in weights.of(*term as usize) {
                let score = &mut self.scores[document as usize];
                if *score == 0.0 {
                    self.touched.push(document);
                }
                *score += weight * other;
            }
        }
    }

    /// Articles that are wanted.
    fn take(&mut self, wanted: impl Fn(u32, f32) -> bool) -> BinaryHeap<Ranked> {
        let mut ranked = Vec::new();
        for document in self.touched.drain(..) {
            let score = std::mem::take(&mut self.scores[document as usize]);
            if wanted(document, score) {
                ranked.push(Ranked { score, document });
            }
        }
        // Few of them are looked at: sorting all would take longer than everything before.
        ranked.into()
    }
}
