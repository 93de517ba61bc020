//! Completions of a word that is still being typed.

use super::Form;
use crate::index::loaded::{LoadedIndex, Lookup};
use crate::index::postings::PostingsBlock;
use crate::index::{PREFIX_MARK, is_marked};
use crate::rank::MatchKind;

/// Terms that an unfinished word may stand for at most; bounds the work of one-letter prefixes.
const MAX_PREFIX_TERMS: usize = 512;

fn prefix_key(prefix: &str) -> String {
    let mut key = prefix.to_owned();
    key.push(PREFIX_MARK);
    key
}

/// The block to look for a prefix in, and whether by its prefix list.
pub(crate) fn block_of_completions<'a>(
    index: &'a LoadedIndex,
    prefix: &str,
) -> (Lookup<&'a PostingsBlock>, bool) {
    match index.block_of_prefix(prefix) {
        Some(block) => (block, false),
        None => (index.block_of(&prefix_key(prefix)), true),
    }
}

/// Adds the terms that begin with `prefix`, but not `exact`. `named`: keep the terms' letters.
pub(crate) fn completions<'a>(
    index: &'a LoadedIndex,
    prefix: &str,
    exact: &str,
    named: bool,
    forms: &mut Vec<Form<'a>>,
) {
    let (Lookup::Found(block), listed) = block_of_completions(index, prefix) else {
        return;
    };
    let weight = index.ranking.prefix_weight;
    if listed {
        if let Some(postings) = block.exact(&prefix_key(prefix)) {
            let matched = prefix.to_owned();
            forms.push(Form::of(postings, MatchKind::Prefix, matched, weight));
        }
        return;
    }
    let rare = match index.rare() {
        Lookup::Found(rare) => rare,
        Lookup::Missing(_) => None,
    };
    for block in [Some(block), rare].into_iter().flatten() {
        block.with_prefix(prefix, MAX_PREFIX_TERMS, |term, postings| {
            if term != exact && !is_marked(term) {
                // A word that the typed part is most of is more likely meant.
                let share = prefix.len() as f32 / term.len().max(1) as f32;
                let matched = if named {
                    term.to_owned()
                } else {
                    String::new()
                };
                let weight = weight * (0.5 + 0.5 * share);
                forms.push(Form::of(postings, MatchKind::Prefix, matched, weight));
            }
        });
    }
}

/// Whether what is loaded holds any completion of a prefix.
pub(crate) fn has_completion(index: &LoadedIndex, prefix: &str) -> bool {
    let (Lookup::Found(block), listed) = block_of_completions(index, prefix) else {
        return false;
    };
    let mut found = listed;
    block.with_prefix(prefix, 1, |_, _| found = true);
    found
}
