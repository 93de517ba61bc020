//! Highlights, and the passage of an article that answers a query.

mod sentences;

use crate::analysis::{Analyzer, words};
use crate::document::Section;
use core::ops::Range;
use sentences::{leading_space, sentences};

/// Width that a snippet aims at, in columns (a Chinese character is two): two lines of a result
/// list.
const TARGET: usize = 180;
/// A passage of whole sentences narrower than this is filled up with a part of the next one.
const LEAST: usize = TARGET / 2;
/// How far before its first match a passage may begin within a sentence too long for a snippet.
const LEAD: usize = 60;
/// Share of the weight of what its first sentence holds that a passage gets on top: the list's
/// reader sees that sentence first.
const FIRST: f32 = 0.15;
/// Two matches not farther apart than this, in columns, are near each other.
const NEAR: usize = 40;

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

    /// The passage that answers the query; without one the article's beginning.
    pub(crate) fn snippet(&self, analyzer: &Analyzer, sections: &[Section]) -> Snippet {
        let best = sections
            .iter()
            .filter_map(|section| Some((self.best_passage(analyzer, section)?, section)))
            .reduce(|best, next| {
                if next.0.score > best.0.score {
                    next
                } else {
                    best
                }
            });
        let Some((passage, section)) = best else {
            let text = sections.iter().map(|section| section.text.as_str());
            let text = text.into_iter().find(|text| !text.is_empty()).unwrap_or("");
            return Snippet {
                text: Passage::starting(text, &sentences(text), 0).text(text),
                ..Snippet::default()
            };
        };
        let text = passage.text(&section.text);
        let highlights = self.highlights(analyzer, &text);
        Snippet {
            text,
            highlights,
            heading: section.heading.clone(),
            anchor: section.anchor.clone(),
        }
    }

    /// The best passage of a section, if section or heading hold anything of the query.
    fn best_passage(&self, analyzer: &Analyzer, section: &Section) -> Option<Passage> {
        let text = section.text.as_str();
        let heading = self.matches(analyzer, &section.heading);
        let matches = self.matches(analyzer, text);
        if text.is_empty() || (matches.is_empty() && heading.is_empty()) {
            return None;
        }
        let sentences = sentences(text);
        let holds =
            |sentence: &Range<usize>| matches.iter().any(|found| sentence.contains(&found.start));
        let starts = sentences
            .iter()
            .enumerate()
            .filter(|(at, sentence)| holds(sentence) || (*at == 0 && matches.is_empty()));
        starts
            .map(|(at, sentence)| {
                let mut passage = if columns(text.get(sentence.clone()).unwrap_or("")) > TARGET {
                    Passage::within(text, sentence, &matches)
                } else {
                    Passage::starting(text, &sentences, at)
                };
                passage.score = worth(text, &passage.range, &matches, &heading)
                    + FIRST * distinct(within(&matches, sentence).iter());
                passage
            })
            .reduce(|best, next| if next.score > best.score { next } else { best })
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
fn distinct<'m>(matches: impl Iterator<Item = &'m Match>) -> f32 {
    let mut seen: Vec<usize> = Vec::new();
    let mut sum = 0.0;
    for found in matches {
        if !seen.contains(&found.term) {
            seen.push(found.term);
            sum += found.weight;
        }
    }
    sum
}

/// The matches that stand whole in a part of the text.
fn within<'m>(matches: &'m [Match], range: &Range<usize>) -> &'m [Match] {
    let first = matches.partition_point(|found| found.start < range.start);
    let from = matches.get(first..).unwrap_or(&[]);
    let count = from.partition_point(|found| found.end <= range.end);
    from.get(..count).unwrap_or(&[])
}

/// Whether a text ends with a mark rather than as a heading or a table's cell does.
fn is_ended(text: &str) -> bool {
    let last = text.chars().next_back();
    last.is_some_and(|last| !last.is_alphanumeric())
}

/// How well a passage answers: the weight of the distinct terms in it; a quarter of it again for
/// those that stand near another one; half of it for a term that only the heading has, and a fifth
/// for one that both have; a little for sentences over fragments, and for repetition.
fn worth(text: &str, range: &Range<usize>, matches: &[Match], heading: &[Match]) -> f32 {
    let inside = within(matches, range);
    let near = inside.windows(2).filter(|pair| match pair {
        [one, other] => {
            one.term != other.term && columns(text.get(one.end..other.start).unwrap_or("")) <= NEAR
        }
        _ => false,
    });
    let both = |found: &&Match| inside.iter().any(|other| other.term == found.term);
    let words = distinct(inside.iter());
    let is_sentence = is_ended(text.get(range.clone()).unwrap_or(""));
    words
        + 0.25 * distinct(near.flatten())
        + 0.2 * distinct(heading.iter().filter(both))
        + 0.5 * distinct(heading.iter().filter(|found| !both(found)))
        + if is_sentence { 0.1 * words } else { 0.0 }
        + 0.01 * inside.len().min(10) as f32
}

/// A part of a text.
#[derive(Debug, Default)]
struct Passage {
    range: Range<usize>,
    score: f32,
    /// Whether it begins, or ends, within a sentence.
    cut: (bool, bool),
}

impl Passage {
    /// As many whole sentences from number `at` on as fit; if they are short, a part of the next
    /// one or, at the end of the text, sentences before.
    fn starting(text: &str, sentences: &[Range<usize>], at: usize) -> Self {
        let width = |range: Range<usize>| columns(text.get(range).unwrap_or(""));
        let Some(mut start) = sentences.get(at).map(|first| first.start) else {
            return Self::default();
        };
        let last = last_fitting(text, sentences, at);
        let mut end = sentences.get(last).map_or(start, |last| last.end);
        let mut cut = (false, false);
        match sentences.get(last + 1) {
            _ if width(start..end) >= LEAST => {}
            Some(next) => {
                let room = TARGET - width(start..next.start).min(TARGET);
                let part = whole_words(text.get(next.clone()).unwrap_or(""), room);
                if part > 0 {
                    end = next.start + part;
                    cut.1 = true;
                }
            }
            None => {
                let before = sentences.get(..at).unwrap_or(&[]).iter().rev();
                let fitting = before.take_while(|before| width(before.start..end) <= TARGET);
                start = fitting.last().map_or(start, |first| first.start);
            }
        }
        // The first sentence alone may be too long.
        let fits = whole_words(text.get(start..end).unwrap_or(""), TARGET);
        if start + fits < end {
            end = start + fits;
            cut.1 = true;
        }
        Self {
            range: start..end,
            score: 0.0,
            cut,
        }
    }

    /// The part of a long sentence that holds most of the query.
    fn within(text: &str, sentence: &Range<usize>, matches: &[Match]) -> Self {
        let start = best_window(text, sentence, matches).unwrap_or(sentence.start);
        let start = if columns(text.get(sentence.start..start).unwrap_or("")) <= LEAD {
            sentence.start
        } else {
            lead(text, sentence.start, start)
        };
        let rest = text.get(start..sentence.end).unwrap_or("");
        let end = start + whole_words(rest, TARGET);
        Self {
            range: start..end,
            score: 0.0,
            cut: (start > sentence.start, end < sentence.end),
        }
    }

    /// The passage on one line, with a sign where it was cut off and between blocks without a mark
    /// of their own.
    fn text(&self, text: &str) -> String {
        let body = text.get(self.range.clone()).unwrap_or("");
        let mut out = String::with_capacity(body.len() + 8);
        out.push_str(if self.cut.0 { "… " } else { "" });
        for character in body.chars() {
            if character != '\n' {
                out.push(character);
            } else if !out.ends_with(' ') {
                out.push_str(if is_ended(&out) { " " } else { " · " });
            }
        }
        out.push_str(if self.cut.1 { " …" } else { "" });
        out
    }
}

/// Number of the last sentence that fits into a passage from sentence `at` on.
fn last_fitting(text: &str, sentences: &[Range<usize>], at: usize) -> usize {
    let start = sentences.get(at).map_or(0, |first| first.start);
    let piece = |number: usize| {
        let range = sentences.get(number).cloned();
        range.and_then(|range| text.get(range)).unwrap_or("")
    };
    let width = |number: usize| {
        let end = sentences.get(number).map_or(start, |sentence| sentence.end);
        columns(text.get(start..end).unwrap_or(""))
    };
    let mut last = at;
    while last + 1 < sentences.len() && width(last + 1) <= TARGET {
        last += 1;
    }
    // A heading behind a sentence belongs to what follows it.
    let is_heading = last > at && !is_ended(piece(last)) && is_ended(piece(last - 1));
    if is_heading && width(last - 1) >= LEAST {
        last - 1
    } else {
        last
    }
}

/// First byte of the match from which on a snippet's width holds most of the query.
fn best_window(text: &str, sentence: &Range<usize>, matches: &[Match]) -> Option<usize> {
    let inside: Vec<Match> = matches
        .iter()
        .filter(|found| sentence.contains(&found.start))
        .copied()
        .collect();
    let mut best: Option<(f32, usize)> = None;
    for (at, first) in inside.iter().enumerate() {
        let rest = inside.get(at..)?;
        let width = |found: &&Match| columns(text.get(first.start..found.end).unwrap_or(""));
        let window = rest
            .iter()
            .take_while(|found| width(found) <= TARGET - LEAD);
        let score = distinct(window);
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, first.start));
        }
    }
    best.map(|(_, start)| start)
}

/// Where a passage begins that leads to byte `to`: after a comma or colon near before it, else with
/// a word.
fn lead(text: &str, from: usize, to: usize) -> usize {
    let mut width = 0;
    let mut word = None;
    let before = text.get(from..to).unwrap_or("").char_indices().rev();
    for (at, character) in before {
        width += column(character);
        if width > LEAD {
            break;
        }
        let after = from + at + character.len_utf8();
        if matches!(
            character,
            ',' | ';' | ':' | '、' | '，' | '；' | '：' | '،' | '؛'
        ) {
            let rest = text.get(after..to).unwrap_or("");
            return after + leading_space(rest);
        }
        if character == ' ' {
            word = Some(after);
        }
    }
    word.unwrap_or(to)
}

/// Bytes of the beginning of `text` that fit into so many columns, without a part of a word where
/// words are separated by spaces.
fn whole_words(text: &str, room: usize) -> usize {
    let mut width = 0;
    let mut fitting = 0;
    let mut word = 0;
    for (at, character) in text.char_indices() {
        width += column(character);
        if width > room {
            return if word > fitting / 2 { word } else { fitting };
        }
        fitting = at + character.len_utf8();
        if matches!(character, ' ' | '\n') {
            word = at;
        }
    }
    text.len()
}

/// Columns that a character takes in a line.
fn column(character: char) -> usize {
    let is_wide = matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..);
    if is_wide { 2 } else { 1 }
}

fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
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
        assert_eq!(
            snippet.text,
            "First line. To reset your password, open the settings."
        );
        assert_eq!(snippet.heading, "Reset");
        assert_eq!(snippet.highlights, [(15, 20), (26, 34)]);
    }

    fn passage(text: &str, terms: &[&str]) -> String {
        let section = Section {
            text: text.into(),
            ..Section::default()
        };
        matcher(terms).snippet(&analyzer(), &[section]).text
    }

    #[test]
    fn a_passage_begins_and_ends_with_a_sentence() {
        let filler = "Nothing of interest stands in this rather long sentence, which goes on and on and on. ";
        let text = format!(
            "{filler}{filler}Reset it in version 1.8 of the app, e.g. at home. Then sign in with the password that was sent to you. {filler}"
        );
        assert_eq!(
            passage(&text, &["reset", "password"]),
            "Reset it in version 1.8 of the app, e.g. at home. Then sign in with the password that was sent to you."
        );
    }

    #[test]
    fn terms_near_each_other_win_over_terms_far_apart() {
        let text = "A reset is possible for many reasons, which are listed in another place, as is what a password has to be like in this company of ours. \
                    More text stands between these two sentences than a snippet can hold, on purpose, so that only one of them can be shown. \
                    To reset the password, open the settings.";
        assert!(passage(text, &["reset", "password"]).contains("To reset the password"));
    }

    #[test]
    fn a_section_whose_heading_matches_is_preferred() {
        let section = |heading: &str, text: &str| Section {
            heading: heading.into(),
            anchor: heading.to_lowercase(),
            text: text.into(),
            ..Section::default()
        };
        let sections = [
            section("Overview", "The password protects the account."),
            section("Reset", "Open the settings and choose a new password."),
        ];
        let snippet = matcher(&["reset", "password"]).snippet(&analyzer(), &sections);
        assert_eq!(snippet.anchor, "reset");
    }

    #[test]
    fn without_a_match_the_article_begins_and_no_section_is_named() {
        let sections = [Section {
            heading: "Overview".into(),
            anchor: "overview".into(),
            text: "First. Second.".into(),
            ..Section::default()
        }];
        let snippet = matcher(&["reset"]).snippet(&analyzer(), &sections);
        assert_eq!(
            (snippet.text.as_str(), snippet.anchor.as_str()),
            ("First. Second.", "")
        );
    }

    #[test]
    fn a_sentence_too_long_is_cut_at_words_around_what_matched() {
        let text = format!(
            "{}if you forgot it, reset the password here {}",
            "word ".repeat(60),
            "word ".repeat(60)
        );
        let shown = passage(&text, &["reset", "password"]);
        assert!(
            shown.starts_with("… reset the password here word"),
            "{shown}"
        );
        assert!(shown.ends_with("word …"), "{shown}");
    }

    #[test]
    fn blocks_without_a_mark_are_kept_apart() {
        assert_eq!(
            passage("Settings\nPassword\nReset it.\nDone", &["password"]),
            "Settings · Password · Reset it. Done"
        );
    }

    #[test]
    fn width_counts_columns() {
        let text = "密码重置说明。".repeat(40);
        let shown = passage(&text, &["a"]);
        assert!(
            columns(&shown) <= TARGET && columns(&shown) > LEAST,
            "{shown}"
        );
        assert!(shown.ends_with('。'));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_snippet_within_bounds(text in ".{0,600}") {
            check(&text)?;
        }

        #[test]
        fn texts_with_matches_and_sentences_do_so_too(text in "[ab .!?,\\n。、؟x密]{0,700}") {
            check(&text)?;
        }
    }

    fn check(text: &str) -> Result<(), TestCaseError> {
        let section = Section {
            text: text.to_owned(),
            ..Section::default()
        };
        let snippet = matcher(&["a", "b"]).snippet(&analyzer(), &[section]);
        // Two signs of a cut, and at most one more between any two lines.
        let signs = 4 + 2 * snippet.text.matches(" · ").count();
        prop_assert!(columns(&snippet.text) <= TARGET + signs, "{}", snippet.text);
        let units = snippet.text.encode_utf16().count() as u32;
        prop_assert!(
            snippet
                .highlights
                .iter()
                .all(|(start, end)| start < end && *end <= units)
        );
        prop_assert!(!snippet.text.contains('\n'));
        let cut = snippet.text.trim_start_matches("… ").trim_end_matches(" …");
        for piece in cut.split(" · ") {
            prop_assert!(
                text.replace('\n', " ")
                    .contains(piece.split(' ').next().unwrap_or(""))
            );
        }
        Ok(())
    }
}
