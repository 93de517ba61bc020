//! A few words from the middle of an article that stand in no other one.

use super::draw::Draw;
use super::letters::{is_continuous, is_letter, is_mostly_continuous, is_wordly};
use helpdex::Section;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

/// Words of a fragment.
const WORDS: RangeInclusive<usize> = 3..=5;
/// Characters of a fragment where words have no spaces between them.
const CHARACTERS: RangeInclusive<usize> = 6..=10;
/// Fragments tried of an article.
const TRIES: usize = 8;

/// Fragments that articles might be asked by, until it is known which of them are in one article
/// only: first [`Self::choose`] from some articles, then [`Self::note`] every article.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    candidates: Vec<Candidate>,
    /// Where a fragment stands, by its hash.
    places: HashMap<u64, Place>,
}

#[derive(Debug)]
struct Candidate {
    article: usize,
    text: String,
    hash: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Nowhere,
    /// In articles with this title only.
    Title(usize),
    Several,
}

impl Fragments {
    /// Chooses fragments from the middle of an article, by its id.
    pub(super) fn choose(&mut self, article: usize, id: &str, sections: &[Section]) {
        let mut draw = Draw::of("fragment", id);
        let runs = runs(sections);
        let total: usize = runs.iter().map(|run| run.units.len()).sum();
        for _ in 0..TRIES {
            let wanted = total / 4 + draw.below(total / 2);
            let choice = draw.number();
            let Some((run, at)) = locate(&runs, wanted) else {
                return;
            };
            let lengths = run.lengths();
            let length = lengths.start() + choice as usize % lengths.clone().count();
            // Near the end of a run the fragment begins earlier.
            let at = at.min(run.units.len().saturating_sub(length));
            let fragment = run.units.get(at..at + length);
            if let Some(units) = fragment.filter(|units| run.is_telling(units)) {
                let hash = joined(units.iter().map(|unit| hashed(unit)));
                self.places.entry(hash).or_default();
                self.candidates.push(Candidate {
                    article,
                    text: units.join(if run.continuous { "" } else { " " }),
                    hash,
                });
            }
        }
    }

    /// Notes which of the fragments stand in an article with the title of this number.
    pub(super) fn note(&mut self, title: usize, sections: &[Section]) {
        for run in runs(sections) {
            let hashes: Vec<u64> = run.units.iter().map(|unit| hashed(unit)).collect();
            for length in run.lengths() {
                for window in hashes.windows(length) {
                    if let Some(place) = self.places.get_mut(&joined(window.iter().copied())) {
                        *place = match *place {
                            Place::Nowhere => Place::Title(title),
                            Place::Title(known) if known == title => Place::Title(title),
                            _ => Place::Several,
                        };
                    }
                }
            }
        }
    }

    /// For each article its first fragment that stands in no article with another title.
    pub(super) fn unique(self) -> Vec<(usize, String)> {
        let mut out: Vec<(usize, String)> = Vec::new();
        for candidate in self.candidates {
            let is_unique = matches!(self.places.get(&candidate.hash), Some(Place::Title(_)));
            let is_asked = out
                .last()
                .is_some_and(|(article, _)| *article == candidate.article);
            if is_unique && !is_asked {
                out.push((candidate.article, candidate.text));
            }
        }
        out
    }
}

/// Words, or characters where words have no spaces between them, without punctuation in between.
#[derive(Debug)]
struct Run<'a> {
    units: Vec<&'a str>,
    continuous: bool,
}

impl Run<'_> {
    fn lengths(&self) -> RangeInclusive<usize> {
        if self.continuous { CHARACTERS } else { WORDS }
    }

    /// Whether a fragment says more than "and then to the".
    fn is_telling(&self, units: &[&str]) -> bool {
        let letters = |unit: &str| unit.chars().filter(|letter| is_letter(*letter)).count();
        self.continuous || units.iter().filter(|unit| letters(unit) >= 4).count() >= 2
    }
}

fn runs(sections: &[Section]) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    for line in sections.iter().flat_map(|section| section.text.lines()) {
        if is_mostly_continuous(line) {
            runs_of_characters(line, &mut runs);
        } else {
            runs_of_words(line, &mut runs);
        }
    }
    runs
}

fn runs_of_characters<'a>(line: &'a str, runs: &mut Vec<Run<'a>>) {
    for part in line.split(|character| !is_continuous(character)) {
        let ends = part
            .char_indices()
            .map(|(at, letter)| (at, at + letter.len_utf8()));
        let units: Vec<&str> = ends
            .filter_map(|(start, end)| part.get(start..end))
            .collect();
        if units.len() >= *CHARACTERS.start() {
            let continuous = true;
            runs.push(Run { units, continuous });
        }
    }
}

fn runs_of_words<'a>(line: &'a str, runs: &mut Vec<Run<'a>>) {
    let mut units = Vec::new();
    let mut end = |units: &mut Vec<&'a str>| {
        let units = std::mem::take(units);
        if units.len() >= *WORDS.start() {
            let continuous = false;
            runs.push(Run { units, continuous });
        }
    };
    for token in line.split_whitespace() {
        let opened = token.trim_start_matches(|character| !is_wordly(character));
        let word = opened.trim_end_matches(|character| !is_wordly(character));
        if opened.len() < token.len() {
            end(&mut units);
        }
        // Addresses and paths are not what people type.
        if word.is_empty() || word.contains(['/', '\\', '@']) {
            end(&mut units);
            continue;
        }
        units.push(word);
        if word.len() < opened.len() {
            end(&mut units);
        }
    }
    end(&mut units);
}

/// The run that holds the unit of this number, counted over all runs, and its place there.
fn locate<'r, 'a>(runs: &'r [Run<'a>], mut number: usize) -> Option<(&'r Run<'a>, usize)> {
    for run in runs {
        if number < run.units.len() {
            return Some((run, number));
        }
        number -= run.units.len();
    }
    None
}

fn hashed(unit: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    unit.to_lowercase().hash(&mut hasher);
    hasher.finish()
}

/// The hash of several units in a row.
fn joined(hashes: impl Iterator<Item = u64>) -> u64 {
    hashes.fold(0, |sum, hash| {
        (sum.rotate_left(7) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Vec<Section> {
        vec![Section {
            text: text.into(),
            ..Section::default()
        }]
    }

    /// Every fragment chosen from the first text that stands in none of the others.
    fn unique(texts: &[&str]) -> Vec<(usize, String)> {
        let mut fragments = Fragments::default();
        fragments.choose(0, "a", &body(texts[0]));
        for (title, text) in texts.iter().enumerate() {
            fragments.note(title, &body(text));
        }
        fragments.unique()
    }

    const TEXT: &str = "Open the settings of your account and choose which messages reach your inbox \
        before you confirm everything with the large button below every other entry";

    #[test]
    fn a_fragment_is_a_run_of_the_text() {
        let found = unique(&[TEXT, "Something else stands in this article"]);
        assert_eq!(found.len(), 1);
        let (article, fragment) = &found[0];
        assert_eq!(*article, 0);
        assert!(TEXT.contains(fragment.as_str()), "{fragment}");
        assert!(WORDS.contains(&fragment.split(' ').count()), "{fragment}");
    }

    #[test]
    fn what_stands_elsewhere_is_no_fragment() {
        assert!(unique(&[TEXT, &TEXT.to_uppercase()]).is_empty());
        assert!(unique(&["", "x"]).is_empty());
        assert!(unique(&["Click. Then: stop. https://acme.example/a/b c"]).is_empty());
    }

    #[test]
    fn where_words_have_no_spaces_characters_are_taken() {
        let text = "アカウントの設定を開いて、受信するメッセージを選択してください";
        let (_, fragment) = unique(&[text]).remove(0);
        assert!(text.contains(&fragment), "{fragment}");
        assert!(CHARACTERS.contains(&fragment.chars().count()), "{fragment}");
    }
}
