//! Synonyms as further forms of the terms they stand for.

use super::Form;
use crate::index::loaded::{LoadedIndex, Lookup};
use crate::index::synonyms::Alternative;
use crate::query::Query;
use crate::rank::{MatchKind, TermValues};
use crate::searcher::Replacement;
use std::borrow::Cow;

/// Share of a synonym's weight that the further words of a phrase get which it stands for: enough
/// to count as matched.
const FURTHER_WORDS: f32 = 0.05;

/// Adds synonyms to the forms of the terms they stand for; gives those that some article holds.
pub(crate) fn synonyms<'a>(
    index: &'a LoadedIndex,
    values: &TermValues,
    query: &Query,
    forms: &mut [Vec<Form<'a>>],
) -> Vec<Replacement> {
    let mut used = Vec::new();
    for (start, end, alternative) in index.synonyms.find(&query.words) {
        let words = query.words.get(start..end).unwrap_or(&[]);
        let mut weight = index.ranking.synonym_weight;
        let mut found = false;
        let mut last = None;
        for number in words.iter().filter_map(|word| word.number) {
            let quoted = query.terms.get(number).is_none_or(|term| term.quoted);
            if quoted || last == Some(number) {
                continue;
            }
            last = Some(number);
            let form = form_of(index, values, alternative, weight);
            if let Some((form, list)) = form.zip(forms.get_mut(number)) {
                list.push(form);
                found = true;
            }
            weight = index.ranking.synonym_weight * FURTHER_WORDS;
        }
        if found {
            let mut typed = String::new();
            for word in words {
                if !typed.is_empty() {
                    typed.push(' ');
                }
                typed.push_str(&word.lowered);
            }
            used.push(Replacement {
                typed,
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
    let mut form: Option<Form<'a>> = None;
    for term in &alternative.terms {
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
    let (mut documents, mut payloads) = (Vec::new(), Vec::new());
    for (document, payload) in a.postings() {
        let Some(other) = b.payload(document) else {
            continue;
        };
        let norm = index.norm(document);
        let weaker = values.saturated(other, norm) < values.saturated(payload, norm);
        documents.push(document);
        payloads.push(if weaker { other } else { payload });
    }
    Form {
        frequency: (documents.len() as u32).max(1),
        documents: Cow::Owned(documents),
        payloads: Cow::Owned(payloads),
        matched: [a.matched.as_str(), " ", b.matched.as_str()].concat(),
        kind: a.kind,
        weight: a.weight,
    }
}
