//! What a person typed, as terms. Parsing never fails: any string is a query.

use crate::analysis::{Analyzer, WordKind, words};

/// Longest query looked at, in bytes; what follows is ignored. Longer than any question people
/// type, short enough that a pasted log file does not freeze the page.
pub const MAX_QUERY_BYTES: usize = 1024;
/// Most terms of a query; what follows is ignored. One bit a term in the accumulators' masks.
pub const MAX_QUERY_TERMS: usize = 32;

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Distinct terms in the order of their first appearance, without stop words unless there is
    /// nothing else.
    pub terms: Vec<QueryTerm>,
    /// Phrases in double quotes: terms and their distance from the first one.
    pub phrases: Vec<Vec<(usize, u32)>>,
}

/// A term of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryTerm {
    /// The term as the index has it.
    pub term: String,
    /// Set for the last word while it may be unfinished: every term that begins with this matches.
    pub prefix: Option<String>,
}

struct ParsedWord {
    term: String,
    prefix: Option<String>,
    stop: bool,
    /// Place in the text and, within double quotes, the number of the phrase.
    position: u32,
    phrase: Option<usize>,
}

impl Query {
    /// Parses `text` by the rules of `analyzer`.
    pub fn parse(text: &str, analyzer: &Analyzer) -> Self {
        let end = text
            .char_indices()
            .map(|(at, character)| at + character.len_utf8())
            .take_while(|end| *end <= MAX_QUERY_BYTES)
            .last()
            .unwrap_or(0);
        let words = parse_words(text.get(..end).unwrap_or(""), analyzer);
        let only_stop = words.iter().all(|word| word.stop);
        let mut query = Self::default();
        let mut phrases: Vec<Vec<(usize, u32)>> = Vec::new();
        for word in words.into_iter().filter(|word| only_stop || !word.stop) {
            let Some(at) = query.place(word.term, word.prefix) else {
                break;
            };
            if let Some(number) = word.phrase {
                phrases.resize_with(phrases.len().max(number + 1), Vec::new);
                if let Some(phrase) = phrases.get_mut(number) {
                    let first = phrase
                        .first()
                        .map_or(word.position, |(_, position)| *position);
                    phrase.push((at, word.position.max(first)));
                }
            }
        }
        query.phrases = phrases
            .into_iter()
            .filter(|phrase| phrase.len() > 1)
            .map(from_first)
            .collect();
        query
    }

    /// The number of a term, added if it is not yet there.
    fn place(&mut self, term: String, prefix: Option<String>) -> Option<usize> {
        if let Some(at) = self.terms.iter().position(|known| known.term == term) {
            if let Some(known) = self.terms.get_mut(at) {
                known.prefix = known.prefix.take().or(prefix);
            }
            return Some(at);
        }
        if self.terms.len() == MAX_QUERY_TERMS {
            return None;
        }
        self.terms.push(QueryTerm { term, prefix });
        Some(self.terms.len() - 1)
    }
}

fn from_first(mut phrase: Vec<(usize, u32)>) -> Vec<(usize, u32)> {
    let first = phrase.first().map_or(0, |(_, position)| *position);
    phrase
        .iter_mut()
        .for_each(|(_, position)| *position -= first);
    phrase
}

fn parse_words(text: &str, analyzer: &Analyzer) -> Vec<ParsedWord> {
    // Quotes are counted up to each word: an odd number means "inside".
    let count = |text: &str| text.bytes().filter(|byte| *byte == b'"').count();
    let closed = count(text) / 2 * 2;
    let (mut quotes, mut counted) = (0, 0);
    let mut position = 0;
    let mut out = Vec::new();
    for word in words(text) {
        quotes += count(text.get(counted..word.start).unwrap_or(""));
        counted = word.start.max(counted);
        let lowered = analyzer.lower(word.text);
        let term = analyzer.term(&lowered, word.kind);
        let prefix = (word.end() == text.len()).then(|| analyzer.prefix(&lowered));
        let phrase = (quotes % 2 == 1 && quotes < closed).then_some(quotes / 2);
        if !term.is_empty() {
            out.push(ParsedWord {
                term,
                prefix,
                stop: analyzer.is_stop(&lowered),
                position,
                phrase,
            });
        }
        position += u32::from(word.kind != WordKind::Identifier);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Language;
    use proptest::prelude::*;

    fn analyzer() -> Analyzer {
        let letters: Vec<char> = ('a'..='z').collect();
        Analyzer::for_characters(Language::parse("en").unwrap(), &letters, &[])
    }

    fn parse(text: &str) -> Query {
        Query::parse(text, &analyzer())
    }

    fn terms(text: &str) -> Vec<String> {
        parse(text)
            .terms
            .into_iter()
            .map(|term| term.term)
            .collect()
    }

    #[test]
    fn stop_words_count_only_alone() {
        assert_eq!(terms("how do I reset my password"), ["reset", "password"]);
        assert_eq!(terms("how to"), ["how", "to"]);
        assert_eq!(terms(""), Vec::<String>::new());
    }

    #[test]
    fn the_last_word_is_a_prefix_until_a_space_follows() {
        assert_eq!(
            parse("reset passwor").terms[1].prefix.as_deref(),
            Some("passwor")
        );
        assert_eq!(parse("reset passwor ").terms[1].prefix, None);
    }

    #[test]
    fn phrases_need_both_quotes() {
        assert_eq!(
            parse("\"reset the password\" now").phrases,
            [[(0, 0), (1, 2)]]
        );
        assert!(parse("\"reset password").phrases.is_empty());
    }

    proptest! {
        #[test]
        fn any_string_is_a_query(text in ".{0,200}") {
            let query = parse(&text);
            prop_assert!(query.terms.len() <= MAX_QUERY_TERMS);
        }
    }

    #[test]
    fn long_text_is_cut() {
        let query = parse(&"word1 word2 ".repeat(10_000));
        assert!(query.terms.len() <= 3);
    }
}
