//! Articles to postings: every article is cut into words once, in parallel; the results are merged
//! in sorted order, so that threads and input order leave no trace.

use crate::analysis::{Analyzer, Variants, Word, WordKind};
use crate::document::Document;
use crate::schema::{FIELDS, Field, Ranking};
use core::ops::Range;
use fst::Streamer;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

use super::impact::{Norm, Payload};
use super::index_cache::{self, IndexCache};
use super::sharding::ranges;
use super::word_counts;

/// Positions between one field or section and the next at least, so that no phrase reaches across.
const SECTION_GAP: u32 = 8;
/// Fields and sections begin at a multiple of this: words added to one of them leave the positions, and
/// so the files, of most words behind it as they are.
const SECTION_START: u32 = 32;
/// Number of a term that is not kept.
const NOWHERE: u32 = u32::MAX;
/// Articles a thread inverts at a time, on average: enough to share stems, few enough to balance the
/// load and to do again where one of them has changed.
const CHUNK: usize = 256;

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

/// A term in one article.
#[derive(Debug)]
struct Posting {
    term: u32,
    /// Number of the article in its run.
    document: u32,
    /// In halves of an occurrence: see [`Inverter::occurrences`].
    frequencies: [u16; FIELDS],
    /// Whether title and aliases hold it as a part of a compound only.
    part_of_title: bool,
    /// Range in the chunk's encoded positions.
    positions: (u32, u32),
}

/// What one thread made of a run of articles.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Terms with a posting, by the numbers that they have here: stop words that stand in no title
    /// have none.
    terms: fst::Map<Vec<u8>>,
    /// How many articles hold each term, by its number.
    frequencies: Vec<u32>,
    postings: Vec<Posting>,
    positions: Vec<u8>,
    /// Lower-cased words with their term and how often they stand in the articles.
    surfaces: Vec<(u32, String, u32)>,
    /// Words of each article by field; the length of its title without stop words, and of its
    /// aliases on average.
    lengths: Vec<([u32; FIELDS], [u32; 2])>,
}

/// Inverts articles whose order is final. Runs of them that `cache` knows are not cut into words
/// again.
pub(super) fn invert(
    documents: &[Document],
    analyzer: &Analyzer,
    ranking: &Ranking,
    cache: Option<&IndexCache>,
) -> Inverted {
    let known = if Variants::need_words(analyzer) {
        word_counts::count(documents, analyzer)
    } else {
        FxHashMap::default()
    };
    let context = cache.map(|_| index_cache::context(analyzer, &known));
    let variants = Variants::learn(analyzer, known);
    let inverter = || Inverter::new(analyzer, &variants);
    let ids = documents.iter().map(|document| document.id.as_str());
    let runs = ranges(ids.map(|id| (id, 1)), CHUNK);
    let invert = |run: Range<usize>| {
        let documents = &documents[run];
        let made = || Arc::new(inverter().run(documents));
        match (cache, &context) {
            (Some(cache), Some(context)) => cache.chunk(documents, context, made),
            _ => made(),
        }
    };
    let chunks: Vec<Arc<Chunk>> = runs.into_par_iter().map(invert).collect();
    let mean_lengths = mean_lengths(&chunks, documents.len());
    merge(&chunks, ranking, mean_lengths)
}

/// Steps of a mean length, a ratio. The exact mean would change with every article, and with it a few
/// payloads here and there, each in a file of its own. A mean that is 1 % off moves no payload by a
/// tenth of its step.
const MEAN_STEP: f32 = 1.02;

/// Mean words of each field, to the next [`MEAN_STEP`].
fn mean_lengths(chunks: &[Arc<Chunk>], documents: usize) -> [f32; FIELDS] {
    let mut sums = [0u64; FIELDS];
    for (lengths, _) in chunks.iter().flat_map(|chunk| &chunk.lengths) {
        for (sum, length) in sums.iter_mut().zip(lengths) {
            *sum += u64::from(*length);
        }
    }
    sums.map(|sum| {
        let mean = (sum as f32 / documents.max(1) as f32).max(1e-3);
        MEAN_STEP.powf((mean.ln() / MEAN_STEP.ln()).round())
    })
}

/// Turns a run of articles into a [`Chunk`].
struct Inverter<'a> {
    analyzer: &'a Analyzer,
    variants: &'a Variants<'a>,
    chunk: Chunk,
    /// Surface form to what became of it; most words were seen before.
    seen: FxHashMap<(&'a str, WordKind), Known>,
    /// Further terms of all words seen, and whether they are parts of them.
    further: Vec<(u32, bool)>,
    /// Terms by their numbers in the chunk.
    numbers: FxHashMap<String, u32>,
    /// Occurrences in the current article: term, position, field, and what they count: 2, or 1 for
    /// a part of a compound.
    occurrences: Vec<(u32, u32, u8, u8)>,
    document: u32,
}

#[derive(Clone, Copy)]
struct Known {
    term: Option<u32>,
    stop: bool,
    /// The term with its diacritics, if it has any.
    spelled: Option<u32>,
    /// Number among the chunk's surfaces.
    surface: Option<u32>,
    /// Range in [`Inverter::further`].
    further: (u32, u32),
}

impl<'a> Inverter<'a> {
    fn new(analyzer: &'a Analyzer, variants: &'a Variants<'a>) -> Self {
        Self {
            analyzer,
            variants,
            further: Vec::new(),
            chunk: Chunk::default(),
            seen: FxHashMap::default(),
            numbers: FxHashMap::default(),
            occurrences: Vec::new(),
            document: 0,
        }
    }

    fn run(mut self, documents: &'a [Document]) -> Chunk {
        for document in documents {
            self.article(document);
            self.document += 1;
        }
        self.close();
        self.chunk
    }

    /// Sorts the terms that have a posting.
    fn close(&mut self) {
        let mut frequencies = vec![0u32; self.numbers.len()];
        for posting in &self.chunk.postings {
            frequencies[posting.term as usize] += 1;
        }
        let numbers = std::mem::take(&mut self.numbers).into_iter();
        let posted = numbers.filter(|(_, number)| frequencies[*number as usize] > 0);
        let mut terms: Vec<(String, u64)> = posted
            .map(|(term, number)| (term, u64::from(number)))
            .collect();
        terms.sort_unstable();
        // Sorted and distinct, which is all that the builder asks for.
        self.chunk.terms = fst::Map::from_iter(terms).unwrap_or_default();
        self.chunk.frequencies = frequencies;
    }

    fn article(&mut self, article: &'a Document) {
        self.occurrences.clear();
        let mut lengths = [0; FIELDS];
        let mut position = 0;
        let mut field = |this: &mut Self, text: &'a str, field: Field| {
            let counted = this.text(text, field, &mut position);
            position = (position + SECTION_GAP).next_multiple_of(SECTION_START);
            if let Some(length) = lengths.get_mut(field as usize) {
                *length += counted.0;
            }
            counted.1
        };
        let title_length = field(self, &article.title, Field::Title);
        for section in &article.sections {
            field(self, &section.heading, Field::Headings);
            field(self, &section.text, Field::Body);
        }
        for label in article.tags.iter().chain(&article.breadcrumbs) {
            field(self, label, Field::Tags);
        }
        for question in &article.also_asked_as {
            field(self, question, Field::Aliases);
        }
        // Density in an alias is that of an alias of mean length.
        let aliases = article.also_asked_as.len().max(1) as u32;
        let alias_length = (lengths[Field::Aliases as usize] / aliases).max(1);
        self.chunk
            .lengths
            .push((lengths, [title_length.max(1), alias_length]));
        self.postings();
    }

    /// Adds the words of a text; gives their number and how many are no stop words.
    fn text(&mut self, text: &'a str, field: Field, position: &mut u32) -> (u32, u32) {
        let (mut all, mut content) = (0, 0);
        for word in self.analyzer.words(text) {
            let known = self.known(word);
            if let Some(term) = known.term {
                // Stop words count in titles only: "Who are we" must be found, "we" in a body not.
                if !known.stop || matches!(field, Field::Title | Field::Aliases) {
                    let whole = |term| (term, *position, field as u8, 2);
                    self.occurrences.push(whole(term));
                    self.occurrences.extend(known.spelled.map(whole));
                    // Found by them, too, but no longer for it: lengths count the word once.
                    let (from, to) = known.further;
                    let further = &self.further[from as usize..to as usize];
                    let occurrences = further
                        .iter()
                        .map(|(term, part)| (*term, *position, field as u8, 2 - u8::from(*part)));
                    self.occurrences.extend(occurrences);
                }
                all += 1;
                content += u32::from(!known.stop);
                self.count(known.surface);
            }
            // An identifier stands at the place of its first part.
            *position += u32::from(word.kind != WordKind::Identifier);
        }
        (all, content)
    }

    fn known(&mut self, word: Word<'a>) -> Known {
        let key = (word.text, word.kind);
        if let Some(known) = self.seen.get(&key) {
            return *known;
        }
        let lowered = self.analyzer.lower(word.text);
        let term = self.analyzer.term(&lowered, word.kind);
        let start = self.further.len() as u32;
        for (term, part) in self.variants.of(word, &lowered) {
            let number = (!super::is_marked(&term))
                .then(|| self.number(term))
                .flatten();
            self.further.extend(number.map(|number| (number, part)));
        }
        let spelled = self.analyzer.spelled(&lowered, word.kind);
        let stop = self.analyzer.is_stop(&lowered);
        let marked = (spelled != term && !super::is_marked(&term) && !spelled.is_empty())
            .then(|| super::spelled_key(&term, &spelled));
        let number = (!super::is_marked(&term))
            .then(|| self.number(term))
            .flatten();
        let surface = number.filter(|_| word.kind == WordKind::Word && !stop);
        let known = Known {
            term: number,
            stop,
            spelled: number.and(marked).and_then(|key| self.number(key)),
            surface: surface.map(|term| {
                self.chunk.surfaces.push((term, lowered, 0));
                self.chunk.surfaces.len() as u32 - 1
            }),
            further: (start, self.further.len() as u32),
        };
        self.seen.insert(key, known);
        known
    }

    fn count(&mut self, surface: Option<u32>) {
        let found = surface.and_then(|at| self.chunk.surfaces.get_mut(at as usize));
        if let Some((_, _, count)) = found {
            *count += 1;
        }
    }

    fn number(&mut self, term: String) -> Option<u32> {
        if term.is_empty() {
            return None;
        }
        let next = self.numbers.len() as u32;
        Some(*self.numbers.entry(term).or_insert(next))
    }

    /// Groups the occurrences of the current article by term.
    fn postings(&mut self) {
        self.occurrences.sort_unstable();
        let mut list = Vec::new();
        for group in self.occurrences.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(term, ..)) = group.first() else {
                continue;
            };
            let mut frequencies = [0u16; FIELDS];
            let mut part_of_title = true;
            list.clear();
            for (_, position, field, count) in group {
                if let Some(frequency) = frequencies.get_mut(usize::from(*field)) {
                    *frequency = frequency.saturating_add(u16::from(*count));
                }
                let titled = [Field::Title as u8, Field::Aliases as u8].contains(field);
                part_of_title &= !titled || *count == 1;
                list.push(*position);
            }
            let start = self.chunk.positions.len() as u32;
            super::positions::write::posting(&mut self.chunk.positions, &list);
            let positions = (start, self.chunk.positions.len() as u32);
            self.chunk.postings.push(Posting {
                term,
                document: self.document,
                frequencies,
                part_of_title,
                positions,
            });
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
    let Some((term, _)) = terms[at].split_once(super::SPELLED_MARK) else {
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

/// Sorts all postings by term; within a term they stay in the order of the articles.
fn merge(chunks: &[Arc<Chunk>], ranking: &Ranking, mean_lengths: [f32; FIELDS]) -> Inverted {
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
    Inverted {
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
