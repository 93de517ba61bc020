//! What misspelled words may mean.

use super::Form;
use crate::index::lexicon::{Candidate, Lexicon, Probe};
use crate::index::loaded::{LoadedIndex, Lookup, ShardId};
use crate::query::QueryTerm;
use crate::rank::MatchKind;

/// Discount of a term one edit away.
const WEIGHT: f32 = 0.8;
/// Further discount for every edit, or part of one, more.
const PER_EDIT: f32 = 0.6;
/// Discount of a term that holds the word inside.
const INFIX_WEIGHT: f32 = 0.4;
/// What a word may mean.
#[derive(Debug)]
pub(crate) struct Correction {
    pub(crate) kind: MatchKind,
    pub(crate) candidates: Vec<Candidate>,
}

/// What a word of no article may mean: a misspelling of a term, or, with `infix`, a part of one.
pub(crate) fn correction(lexicon: &Lexicon, term: &QueryTerm, infix: bool) -> Correction {
    let candidates = if infix {
        lexicon.containing(&term.folded)
    } else {
        lexicon.near(Probe {
            word: &term.folded,
            unfinished: term.prefix.is_some(),
        })
    };
    // Without an edit it is an ending that stemming left.
    let kind = match candidates.first() {
        _ if infix => MatchKind::Infix,
        Some(cheapest) if cheapest.cost < 1.0 => MatchKind::Stem,
        _ => MatchKind::Typo,
    };
    Correction { kind, candidates }
}

/// Adds the candidates of a correction; notes shards that are missing.
pub(crate) fn spellings<'a>(
    index: &'a LoadedIndex,
    correction: &Correction,
    forms: &mut Vec<Form<'a>>,
    missing: &mut Vec<ShardId>,
) {
    for candidate in &correction.candidates {
        let weight = match correction.kind {
            MatchKind::Infix => INFIX_WEIGHT,
            _ => discount(candidate.cost),
        };
        match index.exact(&candidate.term) {
            Lookup::Missing(id) if !missing.contains(&id) => missing.push(id),
            Lookup::Found(Some(postings)) => {
                let matched = candidate.term.clone();
                forms.push(Form::of(postings, correction.kind, matched, weight));
            }
            _ => {}
        }
    }
}

/// `WEIGHT` at one edit, falling geometrically; by halves, since `powf` would pull in libm.
fn discount(cost: f32) -> f32 {
    let mut weight = WEIGHT;
    let mut rest = cost - 1.0;
    while rest > 0.0 {
        weight *= 1.0 - (1.0 - PER_EDIT) * rest.min(1.0);
        rest -= 1.0;
    }
    weight
}
