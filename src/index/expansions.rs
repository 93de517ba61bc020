//! Terms that articles mean without holding them, as postings: files of kind 7, which have the
//! sections of a postings shard with weights 1 to 15 as payloads.

use super::postings::write::TermPostings;
use crate::document::Document;
use std::collections::BTreeMap;

/// Steps of a stored weight: four bits after compression.
const LEVELS: f32 = 15.0;
/// Share of the weights that may lie above the highest step.
const CLIPPED: f32 = 0.005;

/// A term with the articles that mean it.
#[derive(Debug)]
pub(super) struct Expanded {
    pub(super) term: String,
    documents: Vec<u32>,
    weights: Vec<u8>,
}

impl Expanded {
    pub(super) fn postings(&self) -> TermPostings<'_> {
        TermPostings {
            term: &self.term,
            frequency: self.documents.len() as u32,
            documents: &self.documents,
            payloads: &self.weights,
        }
    }

    /// Stored bytes, roughly.
    pub(super) fn bytes(&self, documents: u32) -> usize {
        let count = self.documents.len();
        let bits = (documents as f32 / count.max(1) as f32).log2() + 1.5 + 4.0;
        3 + self.term.len() / 4 + (count as f32 * bits / 8.0) as usize
    }
}

/// The expansions of articles whose order is final, by term.
pub(super) fn invert(documents: &[Document]) -> Vec<Expanded> {
    let all = || documents.iter().flat_map(|document| &document.expansions);
    let mut weights: Vec<f32> = all().map(|expansion| expansion.weight).collect();
    weights.sort_unstable_by(f32::total_cmp);
    let highest = (weights.len() as f32 * (1.0 - CLIPPED)) as usize;
    let Some(unit) = weights
        .get(highest.min(weights.len().saturating_sub(1)))
        .filter(|weight| **weight > 0.0)
        .map(|weight| weight / LEVELS)
    else {
        return Vec::new();
    };
    let mut terms: BTreeMap<&str, Vec<(u32, u8)>> = BTreeMap::new();
    for (document, number) in documents.iter().zip(0..) {
        for expansion in &document.expansions {
            let level = (expansion.weight / unit).round().clamp(0.0, LEVELS) as u8;
            if level > 0 && !expansion.term.is_empty() && !super::is_marked(&expansion.term) {
                let list = terms.entry(&expansion.term).or_default();
                if list.last().is_none_or(|(last, _)| *last < number) {
                    list.push((number, level));
                }
            }
        }
    }
    let expanded = terms.into_iter().map(|(term, list)| {
        let (documents, weights) = list.into_iter().unzip();
        Expanded {
            term: term.to_owned(),
            documents,
            weights,
        }
    });
    expanded.collect()
}
