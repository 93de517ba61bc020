//! Articles to postings: every article is cut into words once, in parallel; the results are merged
//! in sorted order, so that threads and input order leave no trace.

use crate::analysis::{Analyzer, Variants, Word, WordKind};
use crate::document::Document;
use crate::schema::{FIELDS, Field, Ranking};
use core::ops::Range;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

use super::chunk::{Chunk, Posting};
use super::index_cache::{self, IndexCache};
use super::inverted::Inverted;
use super::sharding::ranges;
use super::word_counts;

/// Positions between one field or section and the next at least, so that no phrase reaches across.
const SECTION_GAP: u32 = 8;
/// Fields and sections begin at a multiple of this: words added to one of them leave the positions, and
/// so the files, of most words behind it as they are.
const SECTION_START: u32 = 32;
/// Articles a thread inverts at a time, on average: enough to share stems, few enough to balance the
/// load and to do again where one of them has changed.
const CHUNK: usize = 256;

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
    Inverted::merge(&chunks, ranking, mean_lengths)
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
