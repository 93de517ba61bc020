//! Articles about the same: what the reader offers below an article.
//!
//! An article is asked for with its own heaviest terms, each with the weight that it has there. The
//! score of another one is the sum over shared terms of both weights' product, a weight being
//! x/(k1+x) · idf as in the ranking: cosine similarity of BM25 vectors without the length, which
//! BM25 has accounted for.

use super::inversion::Inverted;
use super::is_marked;
use crate::document::Document;
use crate::rank::TermValues;
use rayon::prelude::*;

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
) -> Vec<Vec<u32>> {
    let weights = Weights::new(documents.len(), inverted, values);
    let heaviest = weights.heaviest(documents.len());
    let titles: Vec<String> = (documents.par_iter())
        .map(|document| document.title.to_lowercase())
        .collect();
    (0..documents.len() as u32)
        .into_par_iter()
        .map_init(
            || Sums::new(documents.len()),
            |sums, document| {
                let terms = &heaviest[document as usize];
                let own: f32 = terms.iter().map(|(_, weight)| weight * weight).sum();
                sums.add(terms, &weights);
                let least = own * LEAST_SHARE;
                let ranked = sums.take(|other, score| other != document && score >= least);
                distinct(document, &ranked, &titles)
            },
        )
        .collect()
}

/// The best articles of different titles, none of them the article's own.
fn distinct(document: u32, ranked: &[(f32, u32)], titles: &[String]) -> Vec<u32> {
    let mut kept: Vec<u32> = vec![document];
    for (_, other) in ranked {
        let is_known = |known: &u32| titles[*known as usize] == titles[*other as usize];
        if kept.len() <= MAX_RELATED && !kept.iter().any(is_known) {
            kept.push(*other);
        }
    }
    kept.split_off(1)
}

/// What terms weigh in articles.
struct Weights<'a> {
    inverted: &'a Inverted,
    values: &'a TermValues,
    /// Inverse document frequency by term; 0 for terms that do not count.
    idf: Vec<f32>,
}

impl<'a> Weights<'a> {
    fn new(documents: usize, inverted: &'a Inverted, values: &'a TermValues) -> Self {
        let idf = |term: usize| {
            let frequency = (inverted.starts[term + 1] - inverted.starts[term]) as usize;
            let is_common = frequency > MAX_FREQUENCY || frequency * 2 > documents.max(8);
            if frequency < 2 || is_common || is_marked(&inverted.terms[term]) {
                return 0.0;
            }
            let (all, frequency) = (documents as f32, frequency as f32);
            (1.0 + (all - frequency + 0.5) / (frequency + 0.5)).ln()
        };
        Self {
            inverted,
            values,
            idf: (0..inverted.terms.len()).map(idf).collect(),
        }
    }

    /// Articles of a term with its weight in each.
    fn of(&self, term: usize) -> impl Iterator<Item = (u32, f32)> {
        let idf = self.idf[term];
        let range = self.inverted.starts[term] as usize..self.inverted.starts[term + 1] as usize;
        range.map(move |at| {
            let document = self.inverted.documents[at];
            let norm = self.inverted.norms[document as usize];
            let value = self.values.saturated(self.inverted.payloads[at], norm);
            (document, value * idf)
        })
    }

    /// The heaviest terms of every article.
    fn heaviest(&self, documents: usize) -> Vec<Vec<(u32, f32)>> {
        let mut all: Vec<Vec<(u32, f32)>> = vec![Vec::new(); documents];
        for term in (0..self.idf.len()).filter(|term| self.idf[*term] > 0.0) {
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

    /// Articles that are wanted, best first, as far as they can be needed.
    fn take(&mut self, wanted: impl Fn(u32, f32) -> bool) -> Vec<(f32, u32)> {
        let mut ranked = Vec::new();
        for document in self.touched.drain(..) {
            let score = std::mem::take(&mut self.scores[document as usize]);
            if wanted(document, score) {
                ranked.push((score, document));
            }
        }
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked
    }
}
