//! Highlights, and the passage of an article that answers a query.

mod sentences;

use crate::analysis::Analyzer;
use crate::document::Section;
use core::ops::Range;
use sentences::{Piece, columns, is_ended, is_space, sentences};

/// Width that a snippet aims at, in columns (a Chinese character is two): two lines of a result
/// list.
const TARGET: usize = 180;
/// A passage of whole sentences narrower than this is filled up with a part of the next one; wider
/// sentences come in parts.
const LEAST: usize = TARGET / 2;
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
        for word in analyzer.words(text) {
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
                text: Passage::starting(&sentences(text, LEAST), 0).text(text),
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
        let pieces = sentences(text, LEAST);
        let goes_on = |at: usize| pieces.get(at).is_some_and(|piece| piece.goes_on);
        let mut best: Option<Passage> = None;
        let mut first = 0;
        for (at, piece) in pieces.iter().enumerate() {
            let holds = !within(&matches, &piece.range).is_empty();
            if holds || (at == 0 && matches.is_empty()) {
                // From the sentence's beginning, or from the part that matches.
                for start in [first, at] {
                    let mut passage = Passage::starting(&pieces, start);
                    passage.score = worth(text, &passage, &matches, &heading);
                    if best.as_ref().is_none_or(|best| passage.score > best.score) {
                        best = Some(passage);
                    }
                }
            }
            if !goes_on(at) {
                first = at + 1;
            }
        }
        best
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

/// How well a passage answers: the weight of the distinct terms in it; a quarter of it again for
/// those that stand near another one; half of it for a term that only the heading has, and a fifth
/// for one that both have; a little for what the first sentence holds, and for whole sentences. The
/// earliest of the best is taken: articles say the important thing first.
fn worth(text: &str, passage: &Passage, matches: &[Match], heading: &[Match]) -> f32 {
    let inside = within(matches, &passage.range);
    let near = inside.windows(2).filter(|pair| match pair {
        [one, other] => {
            one.term != other.term && columns(text.get(one.end..other.start).unwrap_or("")) <= NEAR
        }
        _ => false,
    });
    let both = |found: &&Match| inside.iter().any(|other| other.term == found.term);
    let words = distinct(inside.iter());
    let first = within(matches, &(passage.range.start..passage.first_end));
    let whole = u8::from(passage.is_ended) + u8::from(!passage.cut.0);
    words * (1.0 + 0.1 * f32::from(whole))
        + 0.25 * distinct(near.flatten())
        + 0.2 * distinct(heading.iter().filter(both))
        + 0.5 * distinct(heading.iter().filter(|found| !both(found)))
        + FIRST * distinct(first.iter())
}

/// A part of a text.
#[derive(Debug, Default)]
struct Passage {
    range: Range<usize>,
    /// Where its first sentence ends.
    first_end: usize,
    score: f32,
    /// Whether it begins, or ends, within a sentence.
    cut: (bool, bool),
    is_ended: bool,
}

impl Passage {
    /// As many whole sentences from piece `at` on as fit; if they are short, also a part of the
    /// next one or, at the end of the text, sentences before.
    fn starting(pieces: &[Piece], at: usize) -> Self {
        let fits = |width: &mut usize, piece: &Piece| {
            *width += piece.columns + 1;
            *width <= TARGET + 1
        };
        let (mut width, mut last, mut whole) = (0, at, None);
        let mut first_end = None;
        for (number, piece) in pieces.iter().enumerate().skip(at) {
            if !fits(&mut width, piece) {
                break;
            }
            last = number;
            if !piece.goes_on && first_end.is_none() {
                first_end = Some(piece.range.end);
            }
            // A heading behind a sentence belongs to what follows it.
            if piece.is_ended && width > LEAST {
                whole = Some(number);
            }
        }
        let last = whole.unwrap_or(last);
        let mut first = at;
        if width <= LEAST {
            let before = pieces.get(..at).unwrap_or(&[]).iter().enumerate().rev();
            for (number, _) in before.take_while(|(_, piece)| fits(&mut width, piece)) {
                first = number;
            }
        }
        let (Some(begin), Some(end)) = (pieces.get(first), pieces.get(last)) else {
            return Self::default();
        };
        let before = first.checked_sub(1).and_then(|before| pieces.get(before));
        Self {
            range: begin.range.start..end.range.end,
            first_end: first_end.unwrap_or(end.range.end),
            score: 0.0,
            cut: (before.is_some_and(|before| before.goes_on), end.goes_on),
            is_ended: end.is_ended,
        }
    }

    /// The passage on one line, white space as one space, with a sign where it was cut off and between
    /// blocks without a mark of their own.
    fn text(&self, text: &str) -> String {
        let body = text.get(self.range.clone()).unwrap_or("");
        let mut out = String::with_capacity(body.len() + 8);
        out.push_str(if self.cut.0 { "… " } else { "" });
        for character in body.chars() {
            if !is_space(character) {
                out.push(character);
            } else if !out.ends_with(' ') {
                let is_run_on = character != '\n' || is_ended(&out);
                out.push_str(if is_run_on { " " } else { " · " });
            }
        }
        out.push_str(if self.cut.1 { " …" } else { "" });
        out
    }
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
    fn white_space_between_sentences_takes_room() {
        let text = format!("a {}", "Words stand here.       ".repeat(30));
        assert!(columns(&passage(&text, &["a"])) <= TARGET + 4);
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
        prop_assert!(
            columns(&snippet.text) <= TARGET + signs,
            "{} columns of {}: {}",
            columns(&snippet.text),
            TARGET + signs,
            snippet.text
        );
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
