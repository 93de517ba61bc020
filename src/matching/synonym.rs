//! Synonyms as further forms of the terms they stand for.

use super::Form;
use crate::index::loaded::{LoadedIndex, Lookup};
use crate::index::synonyms::Alternative;
use crate::query::{Query, QueryWord};
use crate::rank::{MatchKind, TermValues};
use std::borrow::Cow;

/// Share of a synonym's weight that the further words of a phrase get which it stands for: enough
/// to count as matched.
const FURTHER_WORDS: f32 = 0.05;

/// A synonym that was searched.
pub(crate) struct Used {
    /// Words of the query, as typed.
    pub(crate) typed: String,
    pub(crate) used: String,
}

/// Every alternative for words of the query, with the words it stands for.
fn alternatives<'a>(
    index: &'a LoadedIndex,
    query: &'a Query,
) -> impl Iterator<Item = (&'a [QueryWord], &'a Alternative)> {
    let terms: Vec<&str> = query.words.iter().map(|word| word.term.as_str()).collect();
    let starts = (0..query.words.len()).flat_map(move |start| {
        let rest = terms.get(start..).unwrap_or(&[]);
        let entries = index.synonyms.at(rest);
        let entries: Vec<_> = entries.map(|(len, entry)| (start, len, entry)).collect();
        entries
    });
    starts.flat_map(|(start, len, entry)| {
        let words = query.words.get(start..start + len).unwrap_or(&[]);
        entry.to.iter().map(move |alternative| (words, alternative))
    })
}

/// The terms that the query's synonyms need.
pub(crate) fn synonym_terms<'a>(
    index: &'a LoadedIndex,
    query: &'a Query,
) -> impl Iterator<Item = &'a str> {
    let all = alternatives(index, query);
    all.flat_map(|(_, alternative)| alternative.terms.iter().map(String::as_str))
}

/// Adds synonyms to the forms of the terms they stand for; gives those that some article holds.
pub(crate) fn synonyms<'a>(
    index: &'a LoadedIndex,
    values: &TermValues,
    query: &Query,
    forms: &mut [Vec<Form<'a>>],
) -> Vec<Used> {
    let mut used = Vec::new();
    for (words, alternative) in alternatives(index, query) {
        let mut numbers: Vec<usize> = words.iter().filter_map(|word| word.number).collect();
        numbers.dedup();
        let quoted = |number: &usize| query.terms.get(*number).is_some_and(|term| term.quoted);
        if numbers.iter().any(quoted) {
            continue;
        }
        let mut weight = index.ranking.synonym_weight;
        let mut found = false;
        for number in numbers {
            let form = form_of(index, values, alternative, weight);
            if let Some((form, list)) = form.zip(forms.get_mut(number)) {
                list.push(form);
                found = true;
            }
            weight = index.ranking.synonym_weight * FURTHER_WORDS;
        }
        if found {
            let typed: Vec<&str> = words.iter().map(|word| word.lowered.as_str()).collect();
            used.push(Used {
                typed: typed.join(" "),
                used: alternative.spelled.clone(),
            });
        }
    }
    used
}

/// The articles that hold every term of an alternative; of several terms the weakest counts.
fn form_of<'a>(
    index: &'a LoadedIndex,
    values: &TermValues,
    alternative: &Alternative,
    weight: f32,
) -> Option<Form<'a>> {
    let mut terms = alternative.terms.iter();
    let mut form: Option<Form<'a>> = None;
    for term in terms.by_ref() {
        let Lookup::Found(Some(postings)) = index.exact(term) else {
            return None;
        };
        let next = Form::of(postings, MatchKind::Synonym, term.clone(), weight);
        form = Some(match form {
            None => next,
            Some(form) => both(index, values, form, &next),
        });
    }
    form.filter(|form| !form.documents.is_empty())
}

fn both<'a>(index: &LoadedIndex, values: &TermValues, a: Form<'a>, b: &Form<'_>) -> Form<'a> {
    let shared = a.postings().filter_map(|(document, payload)| {
        let other = b.payload(document)?;
        let norm = index.norm(document);
        let value = |payload| values.saturated(payload, norm);
        let weaker = if value(other) < value(payload) {
            other
        } else {
            payload
        };
        Some((document, weaker))
    });
    let (documents, payloads): (Vec<u32>, Vec<u8>) = shared.unzip();
    Form {
        frequency: (documents.len() as u32).max(1),
        documents: Cow::Owned(documents),
        payloads: Cow::Owned(payloads),
        matched: [a.matched.as_str(), b.matched.as_str()].join(" "),
        kind: a.kind,
        weight: a.weight,
    }
}
