//! Highlights, and the passage of an article that answers a query.

use crate::analysis::{Analyzer, words};
use crate::document::Section;

/// Length that a snippet aims at, in bytes of UTF-8: two lines of a result list.
const TARGET_BYTES: usize = 180;
/// How far before its first match a snippet may begin, to begin with a sentence.
const LEAD_BYTES: usize = 70;

/// Part of a text to highlight, in UTF-16 units as JavaScript counts.
pub type Span = (u32, u32);

/// A passage of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The passage, on one line; `…` where something was cut off.
    pub text: String,
    /// What matched, ascending.
    pub highlights: Vec<Span>,
    /// Heading of the section it stands in; empty for the part before the first.
    pub heading: String,
    /// Fragment that leads there; empty without one.
    pub anchor: String,
}

/// The index terms that a query matched, for finding them again in a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matcher {
    /// Terms with their weights.
    terms: Vec<(String, f32)>,
    /// Beginning of a word with its weight.
    prefixes: Vec<(String, f32)>,
}

impl Matcher {
    pub(crate) fn term(&mut self, term: &str, weight: f32) {
        self.terms.push((term.to_owned(), weight));
    }

    pub(crate) fn prefix(&mut self, prefix: &str, weight: f32) {
        self.prefixes.push((prefix.to_owned(), weight));
    }

    /// Number and weight of the term that a word of a text is.
    fn find(&self, analyzer: &Analyzer, word: &crate::analysis::Word<'_>) -> Option<(usize, f32)> {
        let lowered = analyzer.lower(word.text);
        let folded = analyzer.prefix(&lowered);
        let initial = folded.chars().next()?;
        // Stemming is the costly step and leaves the first letter alone.
        if self.terms.iter().any(|(term, _)| term.starts_with(initial)) {
            let stemmed = analyzer.term(&lowered, word.kind);
            if let Some(at) = self.terms.iter().position(|(term, _)| *term == stemmed) {
                return self.terms.get(at).map(|(_, weight)| (at, *weight));
            }
        }
        let at = self
            .prefixes
            .iter()
            .position(|(prefix, _)| folded.starts_with(prefix.as_str()))?;
        self.prefixes
            .get(at)
            .map(|(_, weight)| (self.terms.len() + at, *weight))
    }

    /// Byte ranges of the matches in a text, with the number and weight of the term.
    fn matches(&self, analyzer: &Analyzer, text: &str) -> Vec<Match> {
        let mut out: Vec<Match> = Vec::new();
        for word in words(text) {
            let Some((term, weight)) = self.find(analyzer, &word) else {
                continue;
            };
            match out.last_mut() {
                // Bigrams overlap, and an identifier covers its parts.
                Some(last) if word.start < last.end => last.end = last.end.max(word.end()),
                _ => out.push(Match {
                    start: word.start,
                    end: word.end(),
                    term,
                    weight,
                }),
            }
        }
        out
    }

    /// What to highlight in a text.
    pub(crate) fn highlights(&self, analyzer: &Analyzer, text: &str) -> Vec<Span> {
        let matches = self.matches(analyzer, text);
        to_utf16(text, matches.iter().map(|found| (found.start, found.end)))
    }

    /// The passage that holds most of the query.
    pub(crate) fn snippet(&self, analyzer: &Analyzer, sections: &[Section]) -> Snippet {
        let best = sections
            .iter()
            .filter_map(|section| {
                let matches = self.matches(analyzer, &section.text);
                let heading: f32 = distinct(&self.matches(analyzer, &section.heading));
                let (score, start) = best_window(&matches).unwrap_or((0.0, 0));
                let score = score + 0.5 * heading;
                (score > 0.0 && !section.text.is_empty()).then_some((score, section, start))
            })
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let first = || {
            sections
                .iter()
                .find(|section| !section.text.is_empty())
                .map(|section| (0.0, section, 0))
        };
        let Some((_, section, start)) = best.or_else(first) else {
            return Snippet::default();
        };
        let text = passage(&section.text, start);
        let highlights = self.highlights(analyzer, &text);
        Snippet {
            text,
            highlights,
            heading: section.heading.clone(),
            anchor: section.anchor.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Match {
    start: usize,
    end: usize,
    term: usize,
    weight: f32,
}

/// Sum of the weights of distinct terms.
fn distinct(matches: &[Match]) -> f32 {
    let repeated = |at: usize| {
        matches.get(..at).is_some_and(|before| {
            matches
                .get(at)
                .is_some_and(|found| before.iter().any(|other| other.term == found.term))
        })
    };
    matches
        .iter()
        .enumerate()
        .filter(|(at, _)| !repeated(*at))
        .map(|(_, found)| found.weight)
        .sum()
}

/// Score and first byte of the best window of about a snippet's length.
fn best_window(matches: &[Match]) -> Option<(f32, usize)> {
    let mut best: Option<(f32, usize)> = None;
    for (at, first) in matches.iter().enumerate() {
        let rest = matches.get(at..)?;
        let len = rest
            .iter()
            .take_while(|found| found.end <= first.start + TARGET_BYTES - LEAD_BYTES)
            .count()
            .max(1);
        let window = rest.get(..len)?;
        let score = distinct(window) + 0.01 * len as f32;
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, first.start));
        }
    }
    best
}

/// About [`TARGET_BYTES`] of `text` around byte `from`, beginning with a sentence if one begins near.
fn passage(text: &str, from: usize) -> String {
    let before = text.get(..from).unwrap_or("");
    let lead = before
        .char_indices()
        .rev()
        .map(|(at, _)| at)
        .take_while(|at| from - at <= LEAD_BYTES)
        .last()
        .unwrap_or(from);
    let near = before.get(lead..).unwrap_or("");
    let sentence = near
        .char_indices()
        .rev()
        .find(|(_, character)| matches!(character, '\n' | '。' | '！' | '？'));
    let sentence = sentence.map(|(at, character)| lead + at + character.len_utf8());
    let mut pairs = near.as_bytes().windows(2).enumerate();
    let ended = pairs.rfind(|(_, pair)| matches!(pair, [b'.' | b'!' | b'?', b' ']));
    let ended = ended.map(|(at, _)| lead + at + 2);
    let word = near
        .bytes()
        .position(|byte| byte == b' ')
        .map_or(lead, |at| lead + at + 1);
    let (start, cut) = match sentence.max(ended) {
        Some(start) => (start, false),
        None if lead == 0 => (0, false),
        None => (word, true),
    };
    let rest = text.get(start..).unwrap_or("");
    let end = rest
        .char_indices()
        .map(|(at, character)| at + character.len_utf8())
        .take_while(|end| *end <= TARGET_BYTES)
        .last()
        .unwrap_or(0);
    let body = rest.get(..end).unwrap_or("");
    let shortened = end < rest.len();
    // Only where words are separated by spaces is there a last whole word.
    let body = if shortened {
        body.bytes()
            .rposition(|byte| byte == b' ')
            .filter(|at| *at > TARGET_BYTES / 2)
            .and_then(|at| body.get(..at))
            .unwrap_or(body)
    } else {
        body
    };
    let mut out = String::with_capacity(body.len() + 8);
    out.push_str(if cut { "… " } else { "" });
    out.extend(
        body.chars()
            .map(|character| if character == '\n' { ' ' } else { character }),
    );
    out.push_str(if shortened { " …" } else { "" });
    out
}

/// Ascending byte ranges to UTF-16 ranges.
fn to_utf16(text: &str, ranges: impl Iterator<Item = (usize, usize)>) -> Vec<Span> {
    let (mut at, mut units) = (0, 0u32);
    let mut upto = |byte: usize| {
        units += text
            .get(at..byte)
            .map_or(0, |passed| passed.encode_utf16().count() as u32);
        at = byte;
        units
    };
    ranges
        .map(|(start, end)| (upto(start), upto(end)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Language;
    use proptest::prelude::*;

    fn analyzer() -> Analyzer {
        Analyzer::for_characters(
            Language::parse("en").unwrap(),
            &('a'..='z').collect::<Vec<_>>(),
            &[],
        )
    }

    fn matcher(terms: &[&str]) -> Matcher {
        let mut matcher = Matcher::default();
        terms.iter().for_each(|term| matcher.term(term, 1.0));
        matcher
    }

    #[test]
    fn highlights_count_utf16_units() {
        assert_eq!(
            matcher(&["password"]).highlights(&analyzer(), "😀 Passwords"),
            [(3, 12)]
        );
    }

    #[test]
    fn the_passage_with_most_of_the_query_wins() {
        let sections = [
            Section {
                text: "A password is a word.".into(),
                ..Section::default()
            },
            Section {
                heading: "Reset".into(),
                text: "First line.\nTo reset your password, open the settings.".into(),
                ..Section::default()
            },
        ];
        let snippet = matcher(&["reset", "password"]).snippet(&analyzer(), &sections);
        assert_eq!(snippet.text, "To reset your password, open the settings.");
        assert_eq!(snippet.heading, "Reset");
        assert_eq!(snippet.highlights, [(3, 8), (14, 22)]);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_snippet_within_bounds(text in ".{0,600}", from in 0usize..700) {
            let from = (0..=from.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            prop_assert!(passage(&text, from).len() <= TARGET_BYTES + 8);
            let section = Section { text, ..Section::default() };
            let snippet = matcher(&["a", "b"]).snippet(&analyzer(), &[section]);
            let units = snippet.text.encode_utf16().count() as u32;
            prop_assert!(snippet.highlights.iter().all(|(start, end)| start < end && *end <= units));
        }
    }
}
