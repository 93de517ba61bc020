//! Misspelled words of questions, put right by the words of other questions: a word that was
//! typed far more often, one or two edits away, is what was meant.
//!
//! Neighbours are found by deleting characters on both sides (Wolf Garbe's SymSpell), so that the
//! work grows with the number of words.

use rustc_hash::{FxHashMap, FxHasher};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// How much more often the right spelling must have been typed than the wrong one. Real words
/// one edit apart are closer to each other than that.
const MORE_OFTEN: u64 = 6;
/// Shortest word that is put right, in characters.
const MIN_CHARS: usize = 4;
/// From this length on two edits are allowed, as in the search engine.
const TWO_EDITS_CHARS: usize = 8;
/// Longest word that is put right: deletions grow with the square of its length.
const MAX_CHARS: usize = 24;

/// Words with how often they were typed.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    words: BTreeMap<String, Typed>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Typed {
    count: u64,
    known: bool,
}

impl Spelling {
    /// A word that is spelled right.
    pub fn know(&mut self, word: String) {
        self.words.entry(word).or_default().known = true;
    }

    /// A word of a wording that was asked `count` times.
    pub fn count(&mut self, word: &str, count: u32) {
        match self.words.get_mut(word) {
            Some(typed) => typed.count += u64::from(count),
            None => {
                let count = u64::from(count);
                let known = false;
                self.words.insert(word.to_owned(), Typed { count, known });
            }
        }
    }

    /// The right spelling of every word that is misspelled.
    pub fn corrections(&self) -> FxHashMap<String, String> {
        let mut near: FxHashMap<u64, Vec<&str>> = FxHashMap::default();
        let candidates = (self.words.iter())
            .filter(|(word, typed)| edits(word) > 0 && typed.count >= MORE_OFTEN);
        for (word, _) in candidates {
            for deleted in deletions(word) {
                near.entry(deleted).or_default().push(word);
            }
        }
        let suspects = self
            .words
            .iter()
            .filter(|(word, typed)| edits(word) > 0 && !typed.known && typed.count > 0);
        suspects
            .filter_map(|(word, typed)| {
                let best = self.best(word, *typed, &near)?;
                Some((word.clone(), best.to_owned()))
            })
            .collect()
    }

    fn best<'a>(
        &self,
        word: &str,
        typed: Typed,
        near: &FxHashMap<u64, Vec<&'a str>>,
    ) -> Option<&'a str> {
        let lists = deletions(word).into_iter().filter_map(|key| near.get(&key));
        let candidates = lists.flatten().copied().filter_map(|other| {
            let count = self.words.get(other)?.count;
            if other == word || count < MORE_OFTEN * typed.count {
                return None;
            }
            let distance = distance(word, other);
            let allowed = edits(word).min(edits(other));
            (distance <= allowed).then_some((distance, std::cmp::Reverse(count), other))
        });
        candidates.min().map(|(_, _, other)| other)
    }
}

fn edits(word: &str) -> usize {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        MIN_CHARS..TWO_EDITS_CHARS => 1,
        TWO_EDITS_CHARS..=MAX_CHARS => 2,
        _ => 0,
    }
}

/// Hashes of the word without up to as many characters as it may have edits.
fn deletions(word: &str) -> Vec<u64> {
    let characters: Vec<char> = word.chars().collect();
    let hash = |without: [usize; 2]| {
        let mut hasher = FxHasher::default();
        let kept = characters.iter().enumerate();
        kept.filter(|(at, _)| !without.contains(at))
            .for_each(|(_, character)| character.hash(&mut hasher));
        hasher.finish()
    };
    let len = characters.len();
    let mut out = vec![hash([len, len])];
    for first in 0..len {
        out.push(hash([first, len]));
        if edits(word) > 1 {
            out.extend((first + 1..len).map(|second| hash([first, second])));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Edits between two words: insertions, deletions, substitutions, swaps of neighbours (optimal
/// string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let at =
                |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&last, j) + usize::from(left != right))
                .min(at(&last, j + 1) + 1)
                .min(at(&row, j) + 1);
            let swapped =
                i > 0 && j > 0 && a.get(i - 1) == Some(right) && b.get(j - 1) == Some(left);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("reset", "reset", 0),
            ("reset", "rset", 1),
            ("reset", "reste", 1),
            ("password", "pasword", 1),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn a_rare_word_is_a_misspelling_of_a_frequent_one() {
        let mut spelling = Spelling::default();
        for (word, count) in [
            ("password", 100),
            ("pasword", 3),
            ("passwrod", 2),
            ("gmail", 40),
            ("email", 90),
            ("emial", 1),
            ("wifi", 50),
            ("wify", 2),
            ("404", 90),
            ("405", 1),
        ] {
            spelling.count(word, count);
        }
        spelling.know("wify".to_owned());
        let right = spelling.corrections();
        assert_eq!(right.get("pasword").map(String::as_str), Some("password"));
        assert_eq!(right.get("passwrod").map(String::as_str), Some("password"));
        assert_eq!(right.get("emial").map(String::as_str), Some("email"));
        assert_eq!(right.len(), 3, "{right:?}");
    }
}
