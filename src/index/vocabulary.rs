//! The words of a site as a sentence transformer can read them: each index term with the words of
//! the text that it stands for.

use super::PREFIX_MARK;
use super::writer::characters;
use crate::analysis::{Analyzer, Language, Word, WordKind};
use crate::document::Document;
use core::borrow::Borrow;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Words kept for a pair of characters; more make the mean no better and cost an embedding each.
const SURFACES_OF_PAIR: usize = 8;
/// Longest run of Chinese characters taken for one word; a longer one is a phrase.
const LONGEST_HAN_WORD: usize = 4;
/// Longest run of any other script without spaces taken for one word.
const LONGEST_WORD: usize = 16;

/// An index term that occurs in the articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VocabularyTerm {
    /// The term, as the analyzer gives it.
    pub term: String,
    /// Words of the text that give the term, as written, each with its number of occurrences,
    /// the most frequent first. A term of a script with spaces has one: its most frequent form. A
    /// pair of characters has the words (runs of one script) that hold it, eight at most.
    pub surfaces: Vec<(String, u64)>,
    /// How often the term stands in the articles, in all forms.
    pub occurrences: u64,
}

/// The terms of a site that stand for words.
#[derive(Debug)]
pub struct Vocabulary {
    analyzer: Analyzer,
    /// Sorted by term.
    terms: Vec<VocabularyTerm>,
}

impl Vocabulary {
    /// All terms, sorted.
    pub fn terms(&self) -> &[VocabularyTerm] {
        &self.terms
    }

    /// The terms of a text of the site, as their places in [`Vocabulary::terms`], in reading order.
    /// What is not in the vocabulary is passed over.
    pub fn terms_of(&self, text: &str) -> Vec<usize> {
        let terms = self.analyzer.words(text).filter_map(|word| {
            let lowered = self.analyzer.lower(word.text);
            let term = self.analyzer.term(&lowered, word.kind);
            let found = self.terms.binary_search_by(|known| known.term.cmp(&term));
            found.ok().filter(|_| !self.analyzer.is_stop(&lowered))
        });
        terms.collect()
    }
}

/// The terms of the articles' titles, labels, headings and bodies: those that stand for a word. Stop
/// words, terms without a letter, and pairs of characters that belong to no word are left out.
/// `stop_words` are the site's own, as for the index.
pub fn vocabulary<D: Borrow<Document> + Sync>(
    language: Language,
    documents: &[D],
    stop_words: &[String],
) -> Vocabulary {
    let analyzer = Analyzer::for_characters(language, &characters(documents), stop_words);
    let counts = documents.par_chunks(256).map(|documents| {
        let mut surfaces = Surfaces {
            analyzer: &analyzer,
            counts: FxHashMap::default(),
        };
        for document in documents {
            texts(document.borrow()).for_each(|text| surfaces.count(text));
        }
        surfaces.counts
    });
    let counts = counts.reduce(FxHashMap::default, |a, b| {
        let (mut large, small) = if a.len() < b.len() { (b, a) } else { (a, b) };
        for (surface, count) in small {
            *large.entry(surface).or_default() += count;
        }
        large
    });
    let terms = by_term(&analyzer, counts);
    Vocabulary { analyzer, terms }
}

fn texts(document: &Document) -> impl Iterator<Item = &str> {
    let labels = document.tags.iter().chain(&document.breadcrumbs);
    let titles = core::iter::once(&document.title).chain(&document.also_asked_as);
    let sections = document.sections.iter();
    let sections = sections.flat_map(|section| [&section.heading, &section.text]);
    titles.chain(labels).chain(sections).map(String::as_str)
}

/// A word as written, with what it gives.
type Surface<'a> = (&'a str, Gives);

/// Which terms a word gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Gives {
    /// Its own, stemmed.
    Term,
    /// Its own, as it is.
    Identifier,
    /// Those of all its pairs of characters.
    Pairs,
    /// That of its last pair: the end of a Chinese root with its Japanese ending.
    LastPair,
}

struct Surfaces<'a> {
    analyzer: &'a Analyzer,
    counts: FxHashMap<Surface<'a>, u64>,
}

impl<'a> Surfaces<'a> {
    fn count(&mut self, text: &'a str) {
        let mut run: Option<(usize, usize)> = None;
        for word in self.analyzer.words(text) {
            if word.kind != WordKind::Bigram {
                let gives = match word.kind {
                    WordKind::Identifier => Gives::Identifier,
                    _ => Gives::Term,
                };
                self.add(word.text, gives);
                continue;
            }
            // Pairs of one run overlap.
            run = match run {
                Some((start, end)) if word.start < end => Some((start, word.end())),
                other => {
                    self.run(text, other);
                    Some((word.start, word.end()))
                }
            };
        }
        self.run(text, run);
    }

    fn add(&mut self, text: &'a str, gives: Gives) {
        *self.counts.entry((text, gives)).or_default() += 1;
    }

    /// Cuts a run without spaces where the script changes.
    fn run(&mut self, text: &'a str, run: Option<(usize, usize)>) {
        let Some((start, end)) = run else { return };
        let mut rest = &text[start..end];
        while let Some(first) = rest.chars().next() {
            let script = Script::of(first);
            let len = rest
                .find(|character| Script::of(character) != script)
                .unwrap_or(rest.len());
            self.part(rest, len, script);
            rest = &rest[len..];
        }
    }

    /// The part of one script at the beginning of `rest`.
    fn part(&mut self, rest: &'a str, len: usize, script: Script) {
        let part = &rest[..len];
        let length = part.chars().count();
        match script {
            // Endings and particles: what they belong to says what they mean.
            Script::Hiragana => {}
            Script::Han if length > LONGEST_HAN_WORD => {
                let pairs = self
                    .analyzer
                    .words(part)
                    .filter(|pair| pair.kind == WordKind::Bigram);
                pairs.for_each(|pair| self.add(pair.text, Gives::Pairs));
            }
            Script::Han | Script::Other => {
                if (2..=LONGEST_WORD).contains(&length) {
                    self.add(part, Gives::Pairs);
                }
            }
        }
        let ending = rest[len..].chars().next();
        if let (Script::Han, Some(ending)) = (script, ending)
            && Script::of(ending) == Script::Hiragana
        {
            let root = part.char_indices().rev().nth(LONGEST_HAN_WORD - 1);
            let start = root.map_or(0, |(at, _)| at);
            self.add(&rest[start..len + ending.len_utf8()], Gives::LastPair);
        }
    }
}

/// Scripts without spaces, as far as they are treated differently.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Han,
    Hiragana,
    /// Katakana, Thai, Lao, Khmer, Myanmar.
    Other,
}

impl Script {
    fn of(character: char) -> Self {
        match character {
            '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => {
                Self::Han
            }
            '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Self::Han,
            '\u{3041}'..='\u{309f}' => Self::Hiragana,
            _ => Self::Other,
        }
    }
}

/// What is known of a term while words are counted.
#[derive(Default)]
struct Found<'a> {
    surfaces: Vec<(&'a str, u64)>,
    is_pair: bool,
}

fn by_term(analyzer: &Analyzer, counts: FxHashMap<Surface<'_>, u64>) -> Vec<VocabularyTerm> {
    let mut found: BTreeMap<String, Found<'_>> = BTreeMap::new();
    for ((surface, gives), count) in counts {
        for term in terms(analyzer, surface, gives) {
            let found = found.entry(term).or_default();
            found.surfaces.push((surface, count));
            found.is_pair = matches!(gives, Gives::Pairs | Gives::LastPair);
        }
    }
    let terms = found.into_iter().map(|(term, mut found)| {
        found
            .surfaces
            .sort_unstable_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        let occurrences = found.surfaces.iter().map(|(_, count)| count).sum();
        let kept = if found.is_pair { SURFACES_OF_PAIR } else { 1 };
        let surfaces = found.surfaces.iter().take(kept);
        VocabularyTerm {
            term,
            surfaces: surfaces
                .map(|(surface, count)| ((*surface).to_owned(), *count))
                .collect(),
            occurrences,
        }
    });
    terms.collect()
}

/// The terms that a word gives; none for a stop word and for one without a letter.
fn terms(analyzer: &Analyzer, surface: &str, gives: Gives) -> Vec<String> {
    let lowered = analyzer.lower(surface);
    if !surface.chars().any(char::is_alphabetic) || analyzer.is_stop(&lowered) {
        return Vec::new();
    }
    let pair = |pair: Word<'_>| analyzer.term(&analyzer.lower(pair.text), WordKind::Bigram);
    let mut terms = match gives {
        Gives::Term => vec![analyzer.term(&lowered, WordKind::Word)],
        Gives::Identifier => vec![analyzer.term(&lowered, WordKind::Identifier)],
        Gives::Pairs => analyzer.words(surface).map(pair).collect(),
        Gives::LastPair => analyzer
            .words(surface)
            .last()
            .map(pair)
            .into_iter()
            .collect(),
    };
    terms.sort_unstable();
    terms.dedup();
    terms.retain(|term| !term.is_empty() && !term.contains(PREFIX_MARK));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Section;

    fn of(language: &str, title: &str, body: &str) -> Vec<VocabularyTerm> {
        let document = Document {
            title: title.into(),
            sections: vec![Section {
                text: body.into(),
                ..Section::default()
            }],
            ..Document::default()
        };
        let language = Language::parse(language).unwrap();
        vocabulary(language, &[document], &["acme".into()]).terms
    }

    fn term(term: &str, surfaces: &[(&str, u64)], occurrences: u64) -> VocabularyTerm {
        let surfaces = surfaces.iter();
        let surfaces = surfaces.map(|(surface, count)| ((*surface).to_owned(), *count));
        VocabularyTerm {
            term: term.to_owned(),
            surfaces: surfaces.collect(),
            occurrences,
        }
    }

    #[test]
    fn a_word_stands_by_its_most_frequent_form() {
        assert_eq!(
            of(
                "en",
                "Resetting the password",
                "Acme resets 42 passwords: password reset, reset."
            ),
            [
                term("password", &[("password", 2)], 3),
                term("reset", &[("reset", 2)], 4),
            ]
        );
    }

    #[test]
    fn a_text_is_read_as_terms() {
        let document = Document {
            title: "Resetting a password".into(),
            ..Document::default()
        };
        let found = vocabulary(Language::parse("en").unwrap(), &[document], &[]);
        let names: Vec<&str> = found
            .terms()
            .iter()
            .map(|term| term.term.as_str())
            .collect();
        assert_eq!(names, ["password", "reset"]);
        assert_eq!(found.terms_of("Reset the passwords, reset 5!"), [1, 0, 1]);
    }

    #[test]
    fn an_identifier_stands_beside_its_parts() {
        let terms = of("en", "node.js", "");
        let names: Vec<&str> = terms.iter().map(|term| term.term.as_str()).collect();
        assert_eq!(names, ["js", "node", "nodej"]);
    }

    #[test]
    fn pairs_stand_for_the_words_that_hold_them() {
        let terms = of("ja", "パスワードの再設定", "キーボードを忘れた");
        let pair = |name: &str| terms.iter().find(|term| term.term == name).cloned();
        assert_eq!(
            pair("ード"),
            Some(term("ード", &[("キーボード", 1), ("パスワード", 1)], 2))
        );
        assert_eq!(pair("設定"), Some(term("設定", &[("再設定", 1)], 1)));
        assert_eq!(pair("忘れ"), Some(term("忘れ", &[("忘れ", 1)], 1)));
        // Neither the end of one word with the beginning of the next, nor endings.
        assert_eq!(
            (pair("の再"), pair("ドの"), pair("れた")),
            (None, None, None)
        );
    }

    #[test]
    fn a_phrase_in_chinese_gives_its_pairs() {
        let terms = of("zh", "如何重置密码", "");
        let names: Vec<&str> = terms.iter().map(|term| term.term.as_str()).collect();
        assert_eq!(names, ["何重", "密码", "置密", "重置"]);
    }
}
