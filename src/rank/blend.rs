//! Words and meaning in one score.

use super::{Accumulators, Sum, TermValues};
use crate::index::loaded::{LoadedIndex, Lookup, ShardId};
use crate::index::word_vectors::MAX_DIMENSIONS;
use crate::matching::Resolved;
use crate::query::Query;
use crate::schema::Ranking;

/// What a whole query makes of the sums of each article.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Blend {
    /// Sum of the terms' weights.
    weights: f32,
    /// Factor of the meaning's sum.
    meaning: f32,
}

/// How much more vectors count than expansions do: they tell more articles apart. Chosen on arduino and
/// msinsights (es); 1.3 to 2 are about as good.
const VECTORS: f32 = 1.6;

/// How much meaning counts in a query of so many terms: short ones are looked up, not understood.
fn gate(terms: usize) -> f32 {
    match terms {
        0..=2 => 0.0,
        3 => 0.5,
        _ => 1.0,
    }
}

/// Sum and sum of squares of a value over some articles; the others count as 0.
#[derive(Default)]
struct Moments {
    sum: f32,
    squares: f32,
}

impl Moments {
    fn add(&mut self, value: f32) {
        self.sum += value;
        self.squares += value * value;
    }

    fn deviation(&self, count: f32) -> f32 {
        let mean = self.sum / count;
        (self.squares / count - mean * mean).max(0.0).sqrt()
    }
}

impl Blend {
    pub(crate) fn new(weights: f32) -> Self {
        Self {
            weights,
            meaning: 0.0,
        }
    }

    /// Sum of the terms' weights.
    pub(crate) fn weights(self) -> f32 {
        self.weights
    }

    /// Adds the articles that mean the query's terms, scaled so that meaning and words have the
    /// same standard deviation over all articles before the weight counts.
    pub(crate) fn with_meaning(
        mut self,
        index: &LoadedIndex,
        query: &Query,
        resolved: &Resolved<'_>,
        accumulators: &mut Accumulators,
        wanted: &mut Vec<ShardId>,
    ) -> Self {
        let mut weight = index.ranking.meaning * gate(query.terms.len());
        if weight == 0.0 || !query.phrases.is_empty() {
            return self;
        }
        let vectors = index.word_vectors();
        let mut vector = [0; MAX_DIMENSIONS];
        for term in resolved.meant(query) {
            if let Some(Lookup::Found(vectors)) = vectors {
                vectors.add(term, &mut vector);
                continue;
            }
            match index.expansions(term) {
                Some(Lookup::Missing(id)) if !wanted.contains(&id) => wanted.push(id),
                Some(Lookup::Found(Some(postings))) => {
                    for (document, payload) in postings.documents.iter().zip(postings.payloads) {
                        accumulators.add_meaning(*document, f32::from(*payload));
                    }
                }
                _ => {}
            }
        }
        match vectors {
            Some(Lookup::Missing(id)) => wanted.push(id),
            Some(Lookup::Found(vectors)) => {
                for (document, product) in (0..).zip(vectors.products(&vector)) {
                    accumulators.add_meaning(document, product as f32);
                }
                weight *= VECTORS;
            }
            None => {}
        }
        let (mut words, mut meanings) = (Moments::default(), Moments::default());
        for (_, sum) in accumulators.matches() {
            words.add(sum.score);
            meanings.add(sum.meaning);
        }
        let count = index.documents as f32;
        let deviation = meanings.deviation(count);
        if deviation > 0.0 {
            self.meaning = weight * words.deviation(count) / deviation;
        }
        self
    }

    /// What meaning adds to an article's score.
    pub(crate) fn meaning_of(self, sum: &Sum) -> f32 {
        self.meaning * sum.meaning
    }

    /// The score of an article, without the title's echo.
    pub(crate) fn score(self, values: &TermValues, sum: &Sum) -> f32 {
        sum.score + values.title(sum.title, sum.share) + self.meaning_of(sum)
    }

    /// The score of an article whose title is the query, however often its words are repeated.
    pub(crate) fn ideal(self, ranking: &Ranking) -> f32 {
        let title = ranking.title_coverage + ranking.title_density + ranking.title_echo;
        self.weights * (1.0 + title)
    }
}
