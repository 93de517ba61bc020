//! What threads made of runs of articles, merged in sorted order.

use super::SPELLED_MARK;
use super::chunk::{Chunk, Posting};
use super::impact::{Norm, Payload};
use crate::schema::{FIELDS, Field, Ranking};
use core::ops::Range;
use fst::Streamer;
use rayon::prelude::*;
use std::sync::Arc;

/// Number of a term that is not kept.
const NOWHERE: u32 = u32::MAX;

/// All postings of a set of articles, by term.
pub(super) struct Inverted {
    /// Sorted.
    pub(super) terms: Vec<String>,
    /// Where the postings of each term begin; one more than terms.
    pub(super) starts: Vec<u32>,
    pub(super) documents: Vec<u32>,
    pub(super) payloads: Vec<u8>,
    /// Encoded positions of each posting, and where they begin; one more than postings.
    pub(super) positions: Vec<u8>,
    pub(super) position_starts: Vec<u32>,
    /// Field norm of each article.
    pub(super) norms: Vec<u8>,
    /// Words in each field, mean over the articles.
    pub(super) mean_lengths: [f32; FIELDS],
    /// The most frequent spelling of each term, lower-cased; empty for marked terms, identifiers
    /// and pairs of characters.
    pub(super) surfaces: Vec<String>,
}

impl Inverted {
    /// Where the postings of a term are, by its number.
    pub(super) fn range(&self, term: usize) -> Range<usize> {
        self.starts[term] as usize..self.starts[term + 1] as usize
    }

    /// Sorts all postings by term; within a term they stay in the order of the articles.
    pub(super) fn merge(
        chunks: &[Arc<Chunk>],
        ranking: &Ranking,
        mean_lengths: [f32; FIELDS],
    ) -> Self {
        let Terms {
            terms,
            numbers,
            frequencies,
        } = Terms::union(chunks).telling();
        let mut starts = vec![0u32; terms.len() + 1];
        for (term, frequency) in frequencies.into_iter().enumerate() {
            starts[term + 1] = starts[term] + frequency;
        }
        let order = order(chunks, &numbers, &starts);
        let firsts = first_documents(chunks);
        let norms = Norms::of(chunks, ranking, &mean_lengths);
        let posting = |(chunk, number): &(u32, u32)| {
            let posting = &chunks[*chunk as usize].postings[*number as usize];
            (posting, firsts[*chunk as usize] + posting.document)
        };
        let (surfaces, ((documents, payloads), (positions, position_starts))) = rayon::join(
            || surfaces(chunks, &numbers, terms.len()),
            || {
                rayon::join(
                    || {
                        let postings = order.par_iter().map(|at| {
                            let (posting, document) = posting(at);
                            let titles = chunks[at.0 as usize].lengths[posting.document as usize].1;
                            (
                                document,
                                norms.payload(posting, document, titles, ranking).0,
                            )
                        });
                        postings.unzip()
                    },
                    || positions(chunks, &order),
                )
            },
        );
        Self {
            surfaces,
            terms,
            starts,
            documents,
            payloads,
            positions,
            position_starts,
            norms: norms.encoded(),
            mean_lengths,
        }
    }
}

/// The terms of all chunks.
#[derive(Default)]
struct Terms {
    /// Sorted.
    terms: Vec<String>,
    /// The final number of each chunk's terms, or [`NOWHERE`].
    numbers: Vec<Vec<u32>>,
    /// How many articles hold each term.
    frequencies: Vec<u32>,
}

impl Terms {
    /// The sorted union of the chunks' vocabularies.
    fn union(chunks: &[Arc<Chunk>]) -> Self {
        let mut this = Self::default();
        let count = |chunk: &Arc<Chunk>| vec![NOWHERE; chunk.frequencies.len()];
        this.numbers = chunks.iter().map(count).collect();
        let maps = chunks.iter().map(|chunk| &chunk.terms);
        let mut union = maps.collect::<fst::map::OpBuilder>().union();
        while let Some((term, holders)) = union.next() {
            let number = this.terms.len() as u32;
            let mut frequency = 0;
            for holder in holders {
                let of_chunk = holder.value as usize;
                this.numbers[holder.index][of_chunk] = number;
                frequency += chunks[holder.index].frequencies[of_chunk];
            }
            this.terms.push(String::from_utf8_lossy(term).into_owned());
            this.frequencies.push(frequency);
        }
        this
    }

    /// Without terms that say nothing.
    fn telling(self) -> Self {
        let is_telling = |at| is_telling(&self.terms, &self.frequencies, at);
        let telling: Vec<bool> = (0..self.terms.len()).map(is_telling).collect();
        let mut next = 0;
        let renumber = telling.iter().map(|telling| {
            next += u32::from(*telling);
            if *telling { next - 1 } else { NOWHERE }
        });
        let renumbered: Vec<u32> = renumber.collect();
        let mut numbers = self.numbers;
        for number in numbers.iter_mut().flatten() {
            *number = renumbered.get(*number as usize).copied().unwrap_or(NOWHERE);
        }
        let kept = (self.terms.into_iter().zip(self.frequencies)).zip(telling);
        let kept = kept.filter_map(|(term, telling)| telling.then_some(term));
        let (terms, frequencies) = kept.unzip();
        Self {
            terms,
            numbers,
            frequencies,
        }
    }
}

/// Whether a term says something: a spelling that all articles of its term have does not.
fn is_telling(terms: &[String], frequencies: &[u32], at: usize) -> bool {
    let Some((term, _)) = terms[at].split_once(SPELLED_MARK) else {
        return true;
    };
    let plain = terms.binary_search_by(|known| known.as_str().cmp(term));
    plain.map_or(true, |plain| frequencies[plain] != frequencies[at])
}

/// The most frequent spelling of each term; of equally frequent ones the first in the alphabet.
fn surfaces(chunks: &[Arc<Chunk>], numbers: &[Vec<u32>], terms: usize) -> Vec<String> {
    let mut all: Vec<(u32, &str, u32)> = Vec::new();
    for (chunk, numbers) in chunks.iter().zip(numbers) {
        let of_chunk = chunk.surfaces.iter();
        all.extend(
            of_chunk
                .map(|(term, surface, count)| (numbers[*term as usize], surface.as_str(), *count)),
        );
    }
    all.par_sort_unstable();
    let mut best = vec![(0u32, String::new()); terms];
    for group in all.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (term, surface, _) = group[0];
        let count = group.iter().map(|(_, _, count)| count).sum();
        // Words of stop-word titles aside, a term without postings is in no dictionary.
        if let Some(slot) = best.get_mut(term as usize).filter(|slot| slot.0 < count) {
            *slot = (count, surface.to_owned());
        }
    }
    best.into_iter().map(|(_, surface)| surface).collect()
}

/// The number of each chunk's first article.
fn first_documents(chunks: &[Arc<Chunk>]) -> Vec<u32> {
    let mut next = 0;
    let firsts = chunks.iter().map(|chunk| {
        next += chunk.lengths.len() as u32;
        next - chunk.lengths.len() as u32
    });
    firsts.collect()
}

/// Chunk and number of every posting, by term and then by article.
fn order(chunks: &[Arc<Chunk>], numbers: &[Vec<u32>], starts: &[u32]) -> Vec<(u32, u32)> {
    let total = starts.last().copied().unwrap_or(0) as usize;
    let mut next = starts.to_vec();
    let mut order = vec![(0u32, 0u32); total];
    for (index, (chunk, numbers)) in chunks.iter().zip(numbers).enumerate() {
        for (number, posting) in chunk.postings.iter().enumerate() {
            // A term that is not kept is behind all that are.
            if let Some(slot) = next.get_mut(numbers[posting.term as usize] as usize) {
                order[*slot as usize] = (index as u32, number as u32);
                *slot += 1;
            }
        }
    }
    order
}

/// Encoded positions of postings in this order, and where those of each begin; one more than postings.
fn positions(chunks: &[Arc<Chunk>], order: &[(u32, u32)]) -> (Vec<u8>, Vec<u32>) {
    let bytes = chunks.iter().map(|chunk| chunk.positions.len()).sum();
    let mut positions = Vec::with_capacity(bytes);
    let mut starts = Vec::with_capacity(order.len() + 1);
    starts.push(0);
    for (chunk, number) in order {
        let chunk = &chunks[*chunk as usize];
        let (from, to) = chunk.postings[*number as usize].positions;
        positions.extend_from_slice(&chunk.positions[from as usize..to as usize]);
        starts.push(positions.len() as u32);
    }
    (positions, starts)
}

/// The field norms of all articles.
struct Norms(Vec<[f32; FIELDS]>);

impl Norms {
    fn of(chunks: &[Arc<Chunk>], ranking: &Ranking, means: &[f32; FIELDS]) -> Self {
        let lengths = chunks.iter().flat_map(|chunk| &chunk.lengths);
        let norms = lengths.map(|(lengths, _)| {
            std::array::from_fn(|field| norm(field, lengths[field], ranking, means))
        });
        Self(norms.collect())
    }

    /// Those of bodies, as the root holds them.
    fn encoded(&self) -> Vec<u8> {
        let bodies = self.0.iter().map(|norms| norms[Field::Body as usize]);
        bodies.map(|norm| Norm::encode(norm).0).collect()
    }

    /// What a posting of an article is worth; `titles` are the lengths of the article's title without
    /// stop words and of its aliases.
    fn payload(
        &self,
        posting: &Posting,
        document: u32,
        titles: [u32; 2],
        ranking: &Ranking,
    ) -> Payload {
        let norms = &self.0[document as usize];
        let [title, alias] = titles;
        let title = (posting.frequencies[Field::Title as usize] > 0).then_some(title);
        let alias = (posting.frequencies[Field::Aliases as usize] > 0).then_some(alias);
        // A compound that says the same in one word makes the title no better an answer than words do.
        let length = title.into_iter().chain(alias).min();
        let length = length.map(|length| length + u32::from(posting.part_of_title));
        let parts = (0..FIELDS).map(|field| {
            let later = length.is_none() && field == Field::Body as usize;
            let norm = if later { 1.0 } else { norms[field] };
            ranking.weights[field] * f32::from(posting.frequencies[field]) / 2.0 / norm
        });
        Payload::encode(parts.sum(), length)
    }
}

fn norm(field: usize, length: u32, ranking: &Ranking, means: &[f32; FIELDS]) -> f32 {
    (1.0 - ranking.b[field] + ranking.b[field] * length as f32 / means[field]).max(1e-3)
}
