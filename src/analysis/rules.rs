//! Which rules a language has, for tools and for the table in LANGUAGES.md.

use super::{Language, compound, proclitics, segment, stem, stop_words};

/// The rules of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Where the stemmer is from; `None` without one.
    pub stemmer: Option<&'static str>,
    /// Words in the list of stop words; of a script without spaces, pairs of characters.
    pub stop_words: usize,
    /// Whether texts are cut into pairs of characters.
    pub pairs: bool,
    /// Whether compounds are taken apart by the site's own words.
    pub compounds: bool,
    /// Whether particles are written together with the word that follows.
    pub proclitics: bool,
    /// Tag of the browser engine.
    pub engine: &'static str,
}

impl Rules {
    /// The rules of a language.
    pub fn of(language: Language) -> Self {
        let rules = language.rules();
        let stemmed = super::STEMMED.iter().find(|code| **code == rules);
        Self {
            stemmer: stem::source(rules),
            stop_words: stop_words(language).count(),
            pairs: segment::SPACELESS.contains(&rules),
            compounds: compound::applies(rules),
            proclitics: !proclitics::letters(rules).is_empty(),
            engine: stemmed.copied().unwrap_or("und"),
        }
    }

    /// Codes of all languages that have rules of their own, sorted.
    pub fn languages() -> Vec<&'static str> {
        let mut codes: Vec<&str> = super::STEMMED.to_vec();
        codes.extend(stop_words::codes());
        codes.extend(segment::SPACELESS);
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
