//! Every term of a query with the postings that stand for it.

use super::completion::{block_of_completions, completions, has_completion};
use super::ending::{Relaxation, endings};
use super::spelling::{Correction, correction, spellings};
use super::synonym::synonyms;
use super::{Form, TermForms};
use crate::index::loaded::{LoadedIndex, Lookup, ShardId};
use crate::index::spelled_key;
use crate::query::{Query, QueryTerm};
use crate::rank::{Accumulators, Blend, MatchKind, TermValues};
use crate::searcher::Replacement;
use crate::snippet::Matcher;

/// Discount of a term that an article spells with other diacritics than the query.
const OTHER_SPELLING: f32 = 0.9;

/// What may stand for a word of no article, from strict to loose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// A term it is a misspelling of, or one with another ending.
    Spelling,
    /// A term that holds it inside.
    Infix,
    /// A term that begins like it.
    Closest,
}

/// What resolving a query asks for, and what it found missing.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// Whether somebody will read the names of all forms.
    pub(crate) named: bool,
    /// Shards without which there is no answer.
    pub(crate) missing: Vec<ShardId>,
    /// Shards that would make it better.
    pub(crate) wanted: Vec<ShardId>,
}

/// Every term of a query with its forms.
#[derive(Default)]
pub(crate) struct Resolved<'a> {
    pub(crate) terms: Vec<TermForms<'a>>,
    pub(crate) synonyms: Vec<Replacement>,
    /// Number of the term, and what was searched instead.
    corrections: Vec<(usize, Correction)>,
    /// Whether any term was only found as the beginning of a word.
    closest: bool,
}

fn note(list: &mut Vec<ShardId>, id: ShardId) {
    if !list.contains(&id) {
        list.push(id);
    }
}

/// Shards that the query needs, and that would make its answer better.
pub(crate) fn needs_of(index: &LoadedIndex, query: &Query) -> Needs {
    let mut needs = Needs::default();
    for term in &query.terms {
        if let Some(prefix) = &term.prefix
            && let (Lookup::Missing(id), _) = block_of_completions(index, prefix)
        {
            note(&mut needs.missing, id);
        }
        if let Lookup::Missing(id) = index.exact(&term.term) {
            // A word being typed is rarely one that a single article holds.
            let prefix = term.prefix.as_deref();
            let completed = prefix.is_some_and(|prefix| has_completion(index, prefix));
            let is_rare = matches!(index.rare(), Lookup::Missing(rare) if rare == id);
            if completed && is_rare {
                note(&mut needs.wanted, id);
            } else {
                note(&mut needs.missing, id);
            }
        }
    }
    let spelled: Vec<String> = query.terms.iter().filter_map(key_of_spelling).collect();
    for key in &spelled {
        if let Lookup::Missing(id) = index.block_of(key) {
            note(&mut needs.missing, id);
        }
    }
    let synonyms = index.synonyms.find(&query.words).into_iter();
    let mut others: Vec<&String> = query.excluded.iter().collect();
    others.extend(synonyms.flat_map(|(.., alternative)| &alternative.terms));
    for term in others {
        if let Lookup::Missing(id) = index.exact(term) {
            note(&mut needs.missing, id);
        }
    }
    needs
}

fn key_of_spelling(term: &QueryTerm) -> Option<String> {
    let spelled = term.spelled.as_deref()?;
    Some(spelled_key(&term.term, spelled))
}

/// Finds what stands for each term. What [`needs_of`] finds missing must be loaded.
pub(crate) fn resolve<'a>(
    index: &'a LoadedIndex,
    values: &TermValues,
    query: &Query,
    attempt: Attempt,
    needs: &mut Needs,
) -> Resolved<'a> {
    let terms = query.terms.iter();
    let mut lists: Vec<Vec<Form<'a>>> = terms
        .map(|term| written(index, term, needs.named))
        .collect();
    let mut resolved = Resolved {
        synonyms: synonyms(index, values, query, &mut lists),
        ..Resolved::default()
    };
    for (number, (term, list)) in query.terms.iter().zip(&mut lists).enumerate() {
        if !list.is_empty() || term.quoted {
            continue;
        }
        if attempt != Attempt::Closest && term.is_word {
            let correction = correct(index, term, attempt, needs);
            if let Some(correction) = correction {
                spellings(index, &correction, list, &mut needs.missing);
                resolved.corrections.push((number, correction));
            }
        }
        if list.is_empty()
            && let Lookup::Found(block) = index.block_of(&term.term)
        {
            let relaxation = if attempt == Attempt::Closest {
                Relaxation::Closest
            } else {
                Relaxation::Endings
            };
            endings(block, &term.term, relaxation, list);
            if let (true, Lookup::Found(Some(rare))) = (list.is_empty(), index.rare()) {
                endings(rare, &term.term, relaxation, list);
            }
            resolved.closest |= attempt == Attempt::Closest && !list.is_empty();
        }
    }
    resolved.terms = lists.into_iter().map(TermForms::new).collect();
    resolved
}

/// The term as it is written, and what it may be the beginning of.
fn written<'a>(index: &'a LoadedIndex, term: &QueryTerm, named: bool) -> Vec<Form<'a>> {
    let mut forms = Vec::new();
    if let Lookup::Found(Some(postings)) = index.exact(&term.term) {
        let name = || term.term.clone();
        let mut exact = Form::of(postings, MatchKind::Exact, name(), 1.0);
        let spelled = key_of_spelling(term).and_then(|key| index.spelling(&key));
        if let Some(postings) = spelled {
            exact.weight = OTHER_SPELLING;
            let mut spelled = Form::of(postings, MatchKind::Exact, name(), 1.0);
            spelled.frequency = exact.frequency;
            forms.push(spelled);
        }
        forms.push(exact);
    }
    if let Some(prefix) = &term.prefix {
        completions(index, prefix, &term.term, named, &mut forms);
    }
    forms
}

fn correct(
    index: &LoadedIndex,
    term: &QueryTerm,
    attempt: Attempt,
    needs: &mut Needs,
) -> Option<Correction> {
    match index.lexicon()? {
        Lookup::Missing(id) => {
            note(&mut needs.wanted, id);
            None
        }
        Lookup::Found(lexicon) => {
            let correction = correction(lexicon, term, attempt == Attempt::Infix);
            (!correction.candidates.is_empty()).then_some(correction)
        }
    }
}

impl Resolved<'_> {
    /// Sums the terms' values in the accumulators, which it clears first.
    pub(crate) fn score(
        &self,
        index: &LoadedIndex,
        values: &TermValues,
        accumulators: &mut Accumulators,
    ) -> Blend {
        accumulators.clear(index.documents);
        let mut weights = 0.0;
        for (number, term) in self.terms.iter().enumerate() {
            weights += term.weight(index.documents);
            for form in &term.forms {
                let weight = term.weight_of(form, index.documents);
                for (document, payload) in form.postings() {
                    let value = weight * values.saturated(payload, index.norm(document));
                    let share = values.title_share(payload);
                    if term.forms.len() == 1 {
                        accumulators.add(document, number, value, weight, share);
                    } else {
                        accumulators.group(document, value, weight, share);
                    }
                }
            }
            accumulators.end_group(number);
        }
        Blend::new(weights)
    }

    /// What to highlight.
    pub(crate) fn matcher(&self, index: &LoadedIndex, query: &Query) -> Matcher {
        let mut matcher = Matcher::default();
        for (term, forms) in query.terms.iter().zip(&self.terms) {
            let weight = forms.weight(index.documents);
            matcher.term(&term.term, weight);
            if let Some(prefix) = &term.prefix {
                matcher.prefix(prefix, weight);
            }
            let others = forms.forms.iter();
            let others =
                others.filter(|form| !matches!(form.kind, MatchKind::Exact | MatchKind::Prefix));
            for form in others {
                form.matched
                    .split(' ')
                    .for_each(|name| matcher.term(name, weight));
            }
        }
        matcher
    }

    /// The bit of the term with the lowest weight among three or more, else 0.
    pub(crate) fn least_informative(&self, index: &LoadedIndex) -> u32 {
        if self.terms.len() < 3 {
            return 0;
        }
        let weights = self.terms.iter().map(|term| term.weight(index.documents));
        let least = weights.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        least.map_or(0, |(number, _)| 1 << number)
    }

    /// The loosest way in which a term was guessed.
    pub(crate) fn attempt_used(&self) -> Option<MatchKind> {
        if self.closest {
            return Some(MatchKind::Stem);
        }
        let mut kinds = self.corrections.iter().map(|(_, found)| found.kind);
        kinds.rfind(|kind| *kind != MatchKind::Stem)
    }

    /// Terms whose meaning counts: as typed, or the likeliest correction.
    pub(crate) fn meant<'b>(&'b self, query: &'b Query) -> impl Iterator<Item = &'b str> {
        query.terms.iter().enumerate().map(|(number, term)| {
            let corrected = self.corrections.iter().find(|(at, _)| *at == number);
            let candidate = corrected.and_then(|(_, found)| found.candidates.first());
            candidate.map_or(term.term.as_str(), |candidate| &candidate.term)
        })
    }

    /// Misspelled words, each with the spelling that the best hit holds.
    pub(crate) fn corrections(&self, query: &Query, best: Option<u32>) -> Vec<Replacement> {
        let typos = self.corrections.iter();
        let typos = typos.filter(|(_, found)| found.kind == MatchKind::Typo);
        let replaced = typos.filter_map(|(number, found)| {
            let forms = &self.terms.get(*number)?.forms;
            let holds = |term: &str| {
                let form = forms.iter().find(|form| form.matched == term);
                form.zip(best)
                    .is_some_and(|(form, best)| form.payload(best).is_some())
            };
            let mut candidates = found.candidates.iter();
            let used = candidates
                .find(|candidate| holds(&candidate.term))
                .or(found.candidates.first())?;
            Some(Replacement {
                typed: query.terms.get(*number)?.typed.clone(),
                used: used.surface.clone(),
            })
        });
        replaced.collect()
    }
}
