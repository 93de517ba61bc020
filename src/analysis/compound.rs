//! Compounds of languages that write them as one word, taken apart by the words of the site itself:
//! no dictionary is shipped, and the parts are the words that its readers see.
//!
//! It happens while the index is written only. The parts of a compound are indexed at its place, so
//! that "Frist" finds "Kündigungsfrist"; the browser knows nothing of it.

use super::{Analyzer, WordKind};
use rustc_hash::FxHashMap;

/// How a language joins the parts of a compound.
struct Joints {
    /// Letters between two parts; the empty string is always tried, too.
    linking: &'static [&'static str],
    /// Letters that a part must have.
    least: usize,
}

/// Most parts of a compound: "Kraftfahrzeughaftpflichtversicherung" has five, two of which say little.
const MAX_PARTS: usize = 4;
/// Longest word looked at, in letters; longer ones are mostly no words.
const MAX_LETTERS: usize = 48;

fn joints(rules: &str) -> Option<Joints> {
    let (linking, least): (&[&str], usize) = match rules {
        "de" => (&["s", "es", "n", "en", "er", "e"], 4),
        "nl" => (&["s", "e", "en", "er"], 4),
        "da" | "no" => (&["s", "e"], 4),
        "sv" => (&["s"], 4),
        "fi" => (&["n"], 4),
        "hu" | "et" => (&[], 4),
        // Syllables: 비밀번호재설정 is often written without its space.
        "ko" => (&[], 2),
        _ => return None,
    };
    Some(Joints { linking, least })
}

/// Whether a language writes compounds as one word.
pub(super) fn applies(rules: &str) -> bool {
    joints(rules).is_some()
}

/// The words of a site, as the parts that its compounds may have.
pub(super) struct Compounds {
    joints: Joints,
    /// Lower-cased words to the number of articles that hold them.
    words: FxHashMap<String, u32>,
    /// The same for stems, which is how an inflected last part is known.
    stems: FxHashMap<String, u32>,
}

/// Parts, each with where it ends in the word, and how good they are.
type Split = (Vec<(usize, usize)>, f32);

impl Compounds {
    /// Learns from the words of a site with the number of articles that hold each; `None` for a
    /// language that writes no compounds.
    pub(super) fn learn<'a>(
        analyzer: &Analyzer,
        vocabulary: impl Iterator<Item = (&'a str, u32)>,
    ) -> Option<Self> {
        let joints = joints(analyzer.language().rules())?;
        let (mut words, mut stems) = (FxHashMap::default(), FxHashMap::default());
        for (word, articles) in vocabulary {
            let is_part = word.chars().count() >= joints.least
                && word.chars().all(char::is_alphabetic)
                && !analyzer.is_stop(word);
            if is_part {
                *stems
                    .entry(analyzer.spelled(word, WordKind::Word))
                    .or_default() += articles;
                words.insert(word.to_owned(), articles);
            }
        }
        Some(Self {
            joints,
            words,
            stems,
        })
    }

    /// The parts of a lower-cased word, and those of parts that are compounds themselves; none if it
    /// is no compound of known words.
    pub(super) fn parts<'w>(&self, analyzer: &Analyzer, word: &'w str) -> Vec<&'w str> {
        let letters = word.chars().count();
        if !(2 * self.joints.least..=MAX_LETTERS).contains(&letters) {
            return Vec::new();
        }
        let Some((parts, _)) = self.best(analyzer, word, 0, MAX_PARTS) else {
            return Vec::new();
        };
        let parts = parts.iter().map(|&(from, to)| &word[from..to]);
        parts
            .flat_map(|part| {
                let mut all = self.parts(analyzer, part);
                all.insert(0, part);
                all
            })
            .collect()
    }

    /// The best split of what follows `from` into at most `most` parts: fewest parts first, then
    /// the more frequent ones.
    fn best(&self, analyzer: &Analyzer, word: &str, from: usize, most: usize) -> Option<Split> {
        let rest = &word[from..];
        let last = (from > 0)
            .then(|| self.stems.get(&analyzer.spelled(rest, WordKind::Word)))
            .flatten()
            .filter(|_| rest.chars().count() >= self.joints.least);
        if let Some(articles) = last {
            return Some((vec![(from, word.len())], value(*articles)));
        }
        if most == 1 {
            return None;
        }
        let ends = rest.char_indices().map(|(at, _)| from + at);
        let mut best: Option<Split> = None;
        for end in ends.skip(self.joints.least) {
            let Some(articles) = self.words.get(&word[from..end]) else {
                continue;
            };
            let nexts = self.joints.linking.iter().filter_map(|linking| {
                word[end..]
                    .starts_with(linking)
                    .then_some(end + linking.len())
            });
            for next in core::iter::once(end).chain(nexts) {
                let Some((mut parts, mut worth)) = self.best(analyzer, word, next, most - 1) else {
                    continue;
                };
                parts.insert(0, (from, end));
                worth += value(*articles);
                let better = best.as_ref().is_none_or(|(known, most)| {
                    parts.len() < known.len() || (parts.len() == known.len() && worth > *most)
                });
                if better {
                    best = Some((parts, worth));
                }
            }
        }
        best
    }
}

fn value(articles: u32) -> f32 {
    (articles as f32).ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Language;

    fn parts(language: &str, vocabulary: &[(&str, u32)], word: &str) -> Vec<String> {
        let characters: Vec<char> = ('a'..='z').chain("äöüßåæø".chars()).collect();
        let analyzer =
            Analyzer::for_characters(Language::parse(language).unwrap(), &characters, &[]);
        let compounds = Compounds::learn(&analyzer, vocabulary.iter().copied()).unwrap();
        let parts = compounds.parts(&analyzer, word);
        parts.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn known_words_are_parts() {
        let vocabulary = [
            ("kündigung", 5),
            ("frist", 3),
            ("verlängerung", 2),
            ("benutzer", 9),
            ("name", 9),
            ("nach", 9),
            ("richten", 1),
        ];
        let of = |word: &str| parts("de", &vocabulary, word);
        assert_eq!(of("kündigungsfrist"), ["kündigung", "frist"]);
        assert_eq!(of("kündigungsfristen"), ["kündigung", "fristen"]);
        assert_eq!(
            of("kündigungsfristverlängerung"),
            ["kündigung", "frist", "verlängerung"]
        );
        assert_eq!(of("benutzernamen"), ["benutzer", "namen"]);
        assert!(
            of("kündigung").is_empty(),
            "a known word is no compound of itself"
        );
        assert!(of("nachrichten").is_empty(), "a stop word is no part");
        assert!(of("kündigungsfest").is_empty(), "every part must be known");
    }

    #[test]
    fn fewer_and_more_frequent_parts_win() {
        let vocabulary = [
            ("auto", 5),
            ("bahn", 5),
            ("autobahn", 2),
            ("fahrt", 5),
            ("bahnfahrt", 1),
        ];
        assert_eq!(
            parts("de", &vocabulary, "autobahnfahrt"),
            ["autobahn", "auto", "bahn", "fahrt"]
        );
    }

    #[test]
    fn other_languages_join_their_way() {
        assert_eq!(
            parts("nl", &[("account", 3), ("gegevens", 2)], "accountgegevens"),
            ["account", "gegevens"]
        );
        assert_eq!(
            parts("sv", &[("lösenord", 3), ("byte", 2)], "lösenordsbyte"),
            ["lösenord", "byte"]
        );
        assert_eq!(
            parts("ko", &[("비밀번호", 3), ("재설정", 2)], "비밀번호재설정"),
            ["비밀번호", "재설정"]
        );
    }
}
