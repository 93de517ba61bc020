//! Words with endings that the stemmer does not know.

use super::Form;
use crate::index::is_marked;
use crate::index::postings::PostingsBlock;
use crate::rank::MatchKind;

/// Discount of such a term, times the share of the word that it has in common.
const WEIGHT: f32 = 0.5;
/// Most terms that may stand for such a word.
const MAX_TERMS: usize = 32;

/// How little a word that no article holds may have in common with the terms that stand for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relaxation {
    /// Three letters and half of the word: enough for endings.
    Endings,
    /// Two letters: the last resort before an empty answer.
    Closest,
}

/// Adds the terms that have the longest beginning in common with a word that no article holds.
/// What a stemmer misses is mostly at the end.
pub(crate) fn endings<'a>(
    block: &'a PostingsBlock,
    word: &str,
    relaxation: Relaxation,
    forms: &mut Vec<Form<'a>>,
) {
    let (letters, half) = match relaxation {
        Relaxation::Endings => (3, true),
        Relaxation::Closest => (2, false),
    };
    let cuts = word
        .char_indices()
        .skip(letters)
        .map(|(at, _)| at)
        .filter(|at| !half || at * 2 >= word.len());
    for cut in cuts.collect::<Vec<_>>().into_iter().rev() {
        let Some(common) = word.get(..cut) else {
            continue;
        };
        let weight = WEIGHT * cut as f32 / word.len() as f32;
        block.with_prefix(common, MAX_TERMS, |matched, postings| {
            if !is_marked(matched) {
                let matched = matched.to_owned();
                forms.push(Form::of(postings, MatchKind::Stem, matched, weight));
            }
        });
        if !forms.is_empty() {
            return;
        }
    }
}
