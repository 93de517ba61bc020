//! Articles to postings: every article is cut into words once, in parallel; the results are merged
//! in sorted order, so that threads and input order leave no trace.

use crate::analysis::{Analyzer, Variants, Word, WordKind};
use crate::document::Document;
use crate::schema::{FIELDS, Field, Ranking};
use fst::Streamer;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::impact::{Norm, Payload};
use super::{positions, word_counts};

/// Positions between one section and the next, so that no phrase reaches across.
const SECTION_GAP: u32 = 8;
/// Number of a term that is not kept.
const NOWHERE: u32 = u32::MAX;
/// Articles a thread inverts at a time: enough to share stems, few enough to balance the load.
const CHUNK: usize = 512;

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
struct Posting {
    term: u32,
    document: u32,
    /// In halves of an occurrence: see [`Inverter::occurrences`].
    frequencies: [u16; FIELDS],
    /// Whether title and aliases hold it as a part of a compound only.
    part_of_title: bool,
    /// Range in the chunk's encoded positions.
    positions: (u32, u32),
}

/// What one thread made of a run of articles.
#[derive(Default)]
struct Chunk {
    terms: Vec<String>,
    postings: Vec<Posting>,
    positions: Vec<u8>,
    /// Lower-cased words with their term and how often they stand in the articles.
    surfaces: Vec<(u32, String, u32)>,
    /// Words of each article by field; the length of its title without stop words, and of its
    /// aliases on average.
    lengths: Vec<([u32; FIELDS], [u32; 2])>,
}

impl Chunk {
    /// Terms with a posting: stop words that stand in no title have none.
    fn posted_terms(&self) -> impl Iterator<Item = &str> {
        let mut posted = vec![false; self.terms.len()];
        for posting in &self.postings {
            posted[posting.term as usize] = true;
        }
        self.terms
            .iter()
            .zip(posted)
            .filter(|(_, posted)| *posted)
            .map(|(term, _)| term.as_str())
    }
}

/// Inverts articles whose order is final.
pub(super) fn invert(documents: &[Document], analyzer: &Analyzer, ranking: &Ranking) -> Inverted {
    let known = if Variants::need_words(analyzer) {
        word_counts::count(documents, analyzer)
    } else {
        FxHashMap::default()
    };
    let variants = Variants::learn(analyzer, known);
    let inverter = |index| Inverter::new(analyzer, &variants, (index * CHUNK) as u32);
    let chunks: Vec<Chunk> = documents
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(index, documents)| inverter(index).run(documents))
        .collect();
    let mean_lengths = mean_lengths(&chunks, documents.len());
    merge(chunks, ranking, mean_lengths)
}

/// Steps of a mean length, a ratio. The exact mean would change with every article, and with it a few
/// payloads here and there, each in a file of its own. A mean that is 1 % off moves no payload by a
/// tenth of its step.
const MEAN_STEP: f32 = 1.02;

/// Mean words of each field, to the next [`MEAN_STEP`].
fn mean_lengths(chunks: &[Chunk], documents: usize) -> [f32; FIELDS] {
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
    fn new(analyzer: &'a Analyzer, variants: &'a Variants<'a>, document: u32) -> Self {
        Self {
            analyzer,
            variants,
            further: Vec::new(),
            chunk: Chunk::default(),
            seen: FxHashMap::default(),
            numbers: FxHashMap::default(),
            occurrences: Vec::new(),
            document,
        }
    }

    fn run(mut self, documents: &'a [Document]) -> Chunk {
        for document in documents {
            self.article(document);
            self.document += 1;
        }
        self.chunk
    }

    fn article(&mut self, article: &'a Document) {
        self.occurrences.clear();
        let mut lengths = [0; FIELDS];
        let mut position = 0;
        let mut field = |this: &mut Self, text: &'a str, field: Field| {
            let counted = this.text(text, field, &mut position);
            position += SECTION_GAP;
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
        let next = self.chunk.terms.len() as u32;
        Some(*self.numbers.entry(term).or_insert_with_key(|term| {
            self.chunk.terms.push(term.clone());
            next
        }))
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
            positions::write::posting(&mut self.chunk.positions, &list);
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

/// The sorted union of the chunks' vocabularies, as a stream over one fst each.
fn union(chunks: &[Chunk]) -> Vec<String> {
    let sets = chunks.par_iter().map(|chunk| {
        let mut terms: Vec<&str> = chunk.posted_terms().collect();
        terms.sort_unstable();
        // Sorted and distinct, which is all that the builder asks for.
        fst::Set::from_iter(terms).unwrap_or_default()
    });
    let sets: Vec<fst::Set<Vec<u8>>> = sets.collect();
    let mut union = sets.iter().collect::<fst::set::OpBuilder>().union();
    let mut terms = Vec::new();
    while let Some(term) = union.next() {
        terms.push(String::from_utf8_lossy(term).into_owned());
    }
    terms
}

/// How many articles hold each term, over all chunks.
fn frequencies(chunks: &[Chunk], numbers: &[Vec<u32>], terms: usize) -> Vec<u32> {
    let mut frequencies = vec![0u32; terms];
    for (chunk, numbers) in chunks.iter().zip(numbers) {
        for posting in &chunk.postings {
            frequencies[numbers[posting.term as usize] as usize] += 1;
        }
    }
    frequencies
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
fn surfaces(chunks: &[Chunk], numbers: &[Vec<u32>], terms: usize) -> Vec<String> {
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
fn merge(mut chunks: Vec<Chunk>, ranking: &Ranking, mean_lengths: [f32; FIELDS]) -> Inverted {
    let all = union(&chunks);
    // The chunk's number of a term to the final one.
    let number_in = |terms: &[String], chunks: &[Chunk]| -> Vec<Vec<u32>> {
        let chunks = chunks.par_iter();
        let of_chunk = chunks.map(|chunk| {
            let numbers = chunk.terms.iter().map(|term| terms.binary_search(term));
            numbers
                .map(|at| at.map_or(NOWHERE, |at| at as u32))
                .collect()
        });
        of_chunk.collect()
    };
    let counted = frequencies(&chunks, &number_in(&all, &chunks), all.len());
    let telling: Vec<bool> = (0..all.len())
        .map(|at| is_telling(&all, &counted, at))
        .collect();
    let terms: Vec<String> = all
        .into_iter()
        .zip(telling)
        .filter_map(|(term, telling)| telling.then_some(term))
        .collect();
    let numbers = number_in(&terms, &chunks);
    for (chunk, numbers) in chunks.iter_mut().zip(&numbers) {
        chunk
            .postings
            .retain(|posting| numbers[posting.term as usize] != NOWHERE);
    }
    let mut starts = vec![0u32; terms.len() + 1];
    let of_chunk = |chunk: usize, term: u32| numbers[chunk][term as usize] as usize;
    for (term, frequency) in frequencies(&chunks, &numbers, terms.len())
        .into_iter()
        .enumerate()
    {
        starts[term + 1] = starts[term] + frequency;
    }
    let total = starts.last().copied().unwrap_or(0) as usize;
    let mut next = starts.clone();
    let mut order = vec![(0u32, 0u32); total];
    for (index, chunk) in chunks.iter().enumerate() {
        for (number, posting) in chunk.postings.iter().enumerate() {
            let slot = &mut next[of_chunk(index, posting.term)];
            order[*slot as usize] = (index as u32, number as u32);
            *slot += 1;
        }
    }
    let mut inverted = Inverted {
        surfaces: surfaces(&chunks, &numbers, terms.len()),
        terms,
        starts,
        documents: Vec::with_capacity(total),
        payloads: Vec::with_capacity(total),
        positions: Vec::with_capacity(chunks.iter().map(|chunk| chunk.positions.len()).sum()),
        position_starts: Vec::with_capacity(total + 1),
        norms: norms(&chunks, ranking, &mean_lengths),
        mean_lengths,
    };
    inverted.position_starts.push(0);
    for (chunk, number) in order {
        let chunk_index = chunk as usize;
        let chunk = &chunks[chunk_index];
        let posting = &chunk.postings[number as usize];
        let (lengths, titles) = &chunk.lengths[posting.document as usize - chunk_index * CHUNK];
        inverted.documents.push(posting.document);
        inverted
            .payloads
            .push(payload(posting, lengths, *titles, ranking, &mean_lengths).0);
        inverted.positions.extend_from_slice(
            &chunk.positions[posting.positions.0 as usize..posting.positions.1 as usize],
        );
        inverted
            .position_starts
            .push(inverted.positions.len() as u32);
    }
    inverted
}

fn norm(field: usize, length: u32, ranking: &Ranking, means: &[f32; FIELDS]) -> f32 {
    (1.0 - ranking.b[field] + ranking.b[field] * length as f32 / means[field]).max(1e-3)
}

fn norms(chunks: &[Chunk], ranking: &Ranking, means: &[f32; FIELDS]) -> Vec<u8> {
    let body = Field::Body as usize;
    let lengths = chunks.iter().flat_map(|chunk| &chunk.lengths);
    lengths
        .map(|(lengths, _)| Norm::encode(norm(body, lengths[body], ranking, means)).0)
        .collect()
}

fn payload(
    posting: &Posting,
    lengths: &[u32; FIELDS],
    titles: [u32; 2],
    ranking: &Ranking,
    means: &[f32; FIELDS],
) -> Payload {
    let [title, alias] = titles;
    let title = (posting.frequencies[Field::Title as usize] > 0).then_some(title);
    let alias = (posting.frequencies[Field::Aliases as usize] > 0).then_some(alias);
    // A compound that says the same in one word makes the title no better an answer than words do.
    let length = title.into_iter().chain(alias).min();
    let length = length.map(|length| length + u32::from(posting.part_of_title));
    let parts = (0..FIELDS).map(|field| {
        let later = length.is_none() && field == Field::Body as usize;
        let norm = if later {
            1.0
        } else {
            norm(field, lengths[field], ranking, means)
        };
        ranking.weights[field] * f32::from(posting.frequencies[field]) / 2.0 / norm
    });
    Payload::encode(parts.sum(), length)
}
