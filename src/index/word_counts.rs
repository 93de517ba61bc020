//! The words of a site, for the rules that learn from them.

use crate::analysis::{Analyzer, WordKind, words};
use crate::document::Document;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Articles a thread counts at a time.
const CHUNK: usize = 512;

/// Lower-cased words without identifiers and bigrams, each with the number of articles that hold it.
pub(super) fn count(documents: &[Document], analyzer: &Analyzer) -> FxHashMap<String, u32> {
    // The sum depends neither on the order of the chunks nor on that of the maps.
    let chunks: Vec<FxHashMap<&str, u32>> = documents.par_chunks(CHUNK).map(of_chunk).collect();
    let mut total: FxHashMap<String, u32> = FxHashMap::default();
    for (word, articles) in chunks.into_iter().flatten() {
        *total.entry(analyzer.lower(word)).or_default() += articles;
    }
    total
}

fn of_chunk(documents: &[Document]) -> FxHashMap<&str, u32> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for word in documents.iter().flat_map(words_of) {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// The distinct words of an article as they are written.
fn words_of(document: &Document) -> FxHashSet<&str> {
    let sections = document
        .sections
        .iter()
        .flat_map(|section| [section.heading.as_str(), section.text.as_str()]);
    core::iter::once(document.title.as_str())
        .chain(sections)
        .flat_map(words)
        .filter(|word| word.kind == WordKind::Word)
        .map(|word| word.text)
        .collect()
}
