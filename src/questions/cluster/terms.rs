//! Wordings as sets of terms.

use super::Wording;
use super::openers::is_opener;
use super::spelling::Spelling;
use crate::analysis::{Analyzer, Language, WordKind};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Longest wording looked at, in terms: what pages send is shorter.
const MAX_TERMS: usize = 24;

/// An analyzer for texts that no bundle was made of. `None`: `language` is not shaped like a tag.
pub fn analyzer_for<'a>(language: &str, texts: impl Iterator<Item = &'a str>) -> Option<Analyzer> {
    let characters: BTreeSet<char> = texts.flat_map(str::chars).collect();
    let characters: Vec<char> = characters.into_iter().collect();
    Some(Analyzer::for_characters(
        Language::parse(language)?,
        &characters,
        &[],
    ))
}

/// The wordings of a language with their terms, misspelled words put right.
#[derive(Debug, Default)]
pub struct Wordings {
    wordings: Vec<Wording>,
    /// Sorted and distinct.
    sets: Vec<Vec<u32>>,
    names: Vec<String>,
}

struct Word {
    lowered: String,
    kind: WordKind,
}

impl Wordings {
    /// Analyzes `wordings`. `known` are texts whose words are spelled right, such as titles.
    pub fn new<'a>(
        analyzer: &Analyzer,
        wordings: Vec<Wording>,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let words: Vec<Vec<Word>> = (wordings.iter())
            .map(|wording| meant(analyzer, &wording.text))
            .collect();
        let known = known.flat_map(|text| analyzer.words(text));
        let known = known.map(|word| analyzer.lower(word.text));
        let right = spelling(known, &words, &wordings).corrections();
        let mut numbers = FxHashMap::default();
        let mut names = Vec::new();
        let mut number_of = |term: String| {
            *numbers.entry(term).or_insert_with_key(|term: &String| {
                names.push(term.clone());
                names.len() as u32 - 1
            })
        };
        let mut sets = Vec::with_capacity(wordings.len());
        for words in &words {
            let mut set: Vec<u32> = (words.iter().take(MAX_TERMS))
                .map(|word| {
                    let spelled = right.get(&word.lowered).unwrap_or(&word.lowered);
                    number_of(analyzer.term(spelled, word.kind))
                })
                .collect();
            set.sort_unstable();
            set.dedup();
            sets.push(set);
        }
        Self {
            wordings,
            sets,
            names,
        }
    }

    /// The wordings, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &Wording> {
        self.wordings.iter()
    }

    /// The terms of the wording at a place, sorted; nothing if there is none.
    pub fn terms(&self, place: usize) -> Vec<&str> {
        let set = self.sets.get(place).map_or(&[][..], Vec::as_slice);
        let mut terms: Vec<&str> = (set.iter())
            .filter_map(|number| self.names.get(*number as usize))
            .map(String::as_str)
            .collect();
        terms.sort_unstable();
        terms
    }

    pub(super) fn sets(&self) -> &[Vec<u32>] {
        &self.sets
    }
}

fn spelling(
    known: impl Iterator<Item = String>,
    words: &[Vec<Word>],
    wordings: &[Wording],
) -> Spelling {
    let mut spelling = Spelling::default();
    known.for_each(|word| spelling.know(word));
    for (words, wording) in words.iter().zip(wordings) {
        let spelled = words.iter().filter(|word| word.kind == WordKind::Word);
        spelled.for_each(|word| spelling.count(&word.lowered, wording.count));
    }
    spelling
}

/// The words that say what is asked: without stop words and openers, unless there is nothing else.
fn meant(analyzer: &Analyzer, text: &str) -> Vec<Word> {
    let rules = analyzer.language().rules().to_owned();
    let mut meant = Vec::new();
    let mut all = Vec::new();
    let mut opening = true;
    for word in analyzer.words(text) {
        let lowered = analyzer.lower(word.text);
        let said = |lowered: &str| Word {
            lowered: lowered.to_owned(),
            kind: word.kind,
        };
        all.push(said(&lowered));
        if analyzer.is_stop(&lowered) || (opening && is_opener(&rules, &lowered)) {
            continue;
        }
        opening = false;
        meant.push(said(&lowered));
    }
    if meant.is_empty() { all } else { meant }
}
