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
    /// Terms that no hit may hold, written `-word`.
    pub excluded: Vec<String>,
    /// Every word in order, stop words included, excluded ones not.
    pub words: Vec<QueryWord>,
    /// Whether the last word may be unfinished.
    pub unfinished: bool,
}

/// A term of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryTerm {
    /// The term as the index has it.
    pub term: String,
    /// Set for the last word while it may be unfinished: every term that begins with this matches.
    pub prefix: Option<String>,
    /// The word as it was typed.
    pub typed: String,
    /// Folded like a term but not stemmed.
    pub folded: String,
    /// The term before its diacritics went, if it had any.
    pub spelled: Option<String>,
    /// Whether it stands in double quotes: then nothing but the word itself is meant.
    pub quoted: bool,
    /// Whether it is a word, and no pair of characters of a script without spaces.
    pub is_word: bool,
}

/// A word of a query where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryWord {
    /// Its term.
    pub term: String,
    /// Lower-cased, with diacritics and endings.
    pub lowered: String,
    /// Number among [`Query::terms`]; `None` for a stop word that is not searched.
    pub number: Option<usize>,
}

struct ParsedWord {
    term: QueryTerm,
    lowered: String,
    stop: bool,
    /// Place in the text and, within double quotes, the number of the phrase.
    position: u32,
    phrase: Option<usize>,
    excluded: bool,
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
        let mut words = parse_words(text.get(..end).unwrap_or(""), analyzer);
        // A query of nothing but excluded words asks for them.
        if words.iter().all(|word| word.excluded) {
            words.iter_mut().for_each(|word| word.excluded = false);
        }
        let only_stop = words.iter().all(|word| word.stop || word.excluded);
        let mut query = Self::default();
        let mut phrases: Vec<Vec<(usize, u32)>> = Vec::new();
        for word in words {
            if word.excluded {
                query.excluded.push(word.term.term);
                continue;
            }
            let term = word.term.term.clone();
            let searched = only_stop || !word.stop;
            query.unfinished |= word.term.prefix.is_some();
            let number = searched.then(|| query.place(word.term)).flatten();
            query.words.push(QueryWord {
                term,
                lowered: word.lowered,
                number,
            });
            if let (Some(at), Some(phrase)) = (number, word.phrase) {
                phrases.resize_with(phrases.len().max(phrase + 1), Vec::new);
                if let Some(phrase) = phrases.get_mut(phrase) {
                    let first = phrase
                        .first()
                        .map_or(word.position, |(_, position)| *position);
                    phrase.push((at, word.position.max(first)));
                }
            }
        }
        query.excluded.truncate(MAX_QUERY_TERMS);
        query.phrases = phrases
            .into_iter()
            .filter(|phrase| phrase.len() > 1)
            .map(from_first)
            .collect();
        query
    }

    /// The number of a term, added if it is not yet there.
    fn place(&mut self, term: QueryTerm) -> Option<usize> {
        if let Some(at) = self.terms.iter().position(|known| known.term == term.term) {
            if let Some(known) = self.terms.get_mut(at) {
                known.prefix = known.prefix.take().or(term.prefix);
            }
            return Some(at);
        }
        if self.terms.len() == MAX_QUERY_TERMS {
            return None;
        }
        self.terms.push(term);
        Some(self.terms.len() - 1)
    }

    /// The searched terms in the order of their letters.
    pub fn sorted_terms(&self) -> Vec<&str> {
        let mut sorted: Vec<&str> = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            let at = sorted.partition_point(|other| *other < term.term.as_str());
            sorted.insert(at, &term.term);
        }
        sorted
    }
}

fn from_first(mut phrase: Vec<(usize, u32)>) -> Vec<(usize, u32)> {
    let first = phrase.first().map_or(0, |(_, position)| *position);
    phrase
        .iter_mut()
        .for_each(|(_, position)| *position -= first);
    phrase
}

/// Whether the word at byte `start` is written `-word`.
fn is_excluded(text: &str, start: usize) -> bool {
    let before = text
        .get(..start)
        .and_then(|before| before.strip_suffix('-'));
    before.is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
}

fn parse_words(text: &str, analyzer: &Analyzer) -> Vec<ParsedWord> {
    // Quotes are counted up to each word: an odd number means "inside".
    let count = |text: &str| text.bytes().filter(|byte| *byte == b'"').count();
    let closed = count(text) / 2 * 2;
    let (mut quotes, mut counted) = (0, 0);
    let mut position = 0;
    let mut out = Vec::new();
    // End of an excluded word: the parts of an identifier are excluded with it.
    let mut excluded_to = 0;
    for word in words(text) {
        quotes += count(text.get(counted..word.start).unwrap_or(""));
        counted = word.start.max(counted);
        let lowered = analyzer.lower(word.text);
        let term = analyzer.term(&lowered, word.kind);
        let folded = analyzer.prefix(&lowered);
        let spelled = analyzer.spelled(&lowered, word.kind);
        let quoted = quotes % 2 == 1 && quotes < closed;
        let unfinished = !quoted && word.end() == text.len();
        if is_excluded(text, word.start) {
            excluded_to = word.end();
        }
        if !term.is_empty() {
            out.push(ParsedWord {
                stop: analyzer.is_stop(&lowered),
                lowered,
                position,
                phrase: quoted.then_some(quotes / 2),
                excluded: word.start < excluded_to,
                term: QueryTerm {
                    prefix: unfinished.then(|| folded.clone()),
                    typed: word.text.to_owned(),
                    spelled: (spelled != term).then_some(spelled),
                    folded,
                    term,
                    quoted,
                    is_word: word.kind != WordKind::Bigram,
                },
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

    #[test]
    fn a_minus_excludes() {
        let query = parse("reset -password wi-fi - printer");
        assert_eq!(query.excluded, ["password"]);
        let terms: Vec<&str> = query.terms.iter().map(|term| term.term.as_str()).collect();
        assert_eq!(terms, ["reset", "wifi", "wi", "fi", "printer"]);
        assert!(parse("--flag").excluded.is_empty());
        assert_eq!(terms_of_excluded("-password"), ["password"]);
    }

    fn terms_of_excluded(text: &str) -> Vec<String> {
        assert!(parse(text).excluded.is_empty());
        terms(text)
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
