//! Stemming: Snowball's algorithms from two crates, and light stemmers of our own where Snowball
//! has none.
//!
//! rust-stemmers (Snowball 2) comes first: its algorithms are the smaller ones in wasm.
//! snowball_stemmers_rs (Snowball 3) has the languages that the other lacks.

use super::Language;
use std::borrow::Cow;

/// Turns a lower-cased word into its stem.
type Algorithm = for<'a> fn(&'a str) -> Cow<'a, str>;

/// A language's stemmer, or none where there is no algorithm for it.
pub(super) struct Stemmer(Option<Algorithm>);

/// A stemmer of rust-stemmers.
macro_rules! snowball2 {
    ($algorithm:ident) => {
        |word| rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::$algorithm).stem(word)
    };
}

/// A stemmer of snowball_stemmers_rs.
macro_rules! snowball3 {
    ($algorithm:ident) => {
        |word| {
            snowball_stemmers_rs::Stemmer::create(snowball_stemmers_rs::Algorithm::$algorithm)
                .stem(word)
        }
    };
}

macro_rules! algorithms {
    ($($feature:literal $code:literal $algorithm:expr),* $(,)?) => {
        /// The algorithm of a language among those compiled in. A browser engine has one, so that
        /// link-time optimization drops the others.
        fn compiled_in(rules: &str) -> Option<Algorithm> {
            match rules {
                $(#[cfg(any(feature = "lang-all", feature = $feature))]
                $code => Some($algorithm),)*
                _ => None,
            }
        }

        /// Languages that need an engine of their own, by [`Language::rules`].
        pub const STEMMED: &[&str] = &[$($code),*];
    };
}

algorithms! {
    "lang-ar" "ar" super::arabic::stem,
    "lang-ca" "ca" snowball3!(Catalan),
    "lang-cs" "cs" snowball3!(Czech),
    "lang-da" "da" snowball2!(Danish),
    "lang-de" "de" snowball2!(German),
    "lang-el" "el" snowball2!(Greek),
    "lang-en" "en" snowball2!(English),
    "lang-eo" "eo" snowball3!(Esperanto),
    "lang-es" "es" snowball2!(Spanish),
    "lang-et" "et" snowball3!(Estonian),
    "lang-eu" "eu" snowball3!(Basque),
    "lang-fa" "fa" snowball3!(Persian),
    "lang-fi" "fi" snowball2!(Finnish),
    "lang-fr" "fr" snowball2!(French),
    "lang-ga" "ga" snowball3!(Irish),
    "lang-he" "he" super::hebrew::stem,
    "lang-hi" "hi" snowball3!(Hindi),
    "lang-hu" "hu" snowball2!(Hungarian),
    "lang-hy" "hy" snowball3!(Armenian),
    "lang-id" "id" snowball3!(Indonesian),
    "lang-it" "it" snowball2!(Italian),
    "lang-ko" "ko" super::korean::stem,
    "lang-lt" "lt" snowball3!(Lithuanian),
    "lang-ne" "ne" snowball3!(Nepali),
    "lang-nl" "nl" snowball2!(Dutch),
    "lang-no" "no" snowball2!(Norwegian),
    "lang-pl" "pl" snowball3!(Polish),
    "lang-pt" "pt" snowball2!(Portuguese),
    "lang-ro" "ro" snowball2!(Romanian),
    "lang-ru" "ru" snowball2!(Russian),
    "lang-sv" "sv" snowball2!(Swedish),
    "lang-ta" "ta" snowball2!(Tamil),
    "lang-tr" "tr" turkish,
    "lang-uk" "uk" snowball3!(Ukrainian),
    "lang-yi" "yi" snowball3!(Yiddish),
}

/// Turkish sets endings of a name off with an apostrophe: Windows'u.
#[cfg(any(feature = "lang-all", feature = "lang-tr"))]
fn turkish(word: &str) -> Cow<'_, str> {
    let name = word.split_once('\'').map_or(word, |(name, _)| name);
    let stem: Algorithm = snowball2!(Turkish);
    stem(name)
}

impl Stemmer {
    /// The stemmer a bundle is built with.
    #[cfg(feature = "write")]
    pub(super) fn of_build(language: Language) -> Self {
        Self(compiled_in(language.rules()))
    }

    /// The stemmer a bundle asks for, or `None` when this engine was built without it.
    pub(super) fn of_engine(language: Language) -> Option<Self> {
        match compiled_in(language.rules()) {
            Some(algorithm) => Some(Self(Some(algorithm))),
            None if STEMMED.contains(&language.rules()) => None,
            None => Some(Self(None)),
        }
    }

    /// The stem of a lower-cased word. Words with a digit keep their form: they are names
    /// (versions, error codes, models), not inflected words. So does a word of which nothing
    /// would be left.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Some(algorithm) if !word.bytes().any(|byte| byte.is_ascii_digit()) => {
                let stem = algorithm(word);
                if stem.is_empty() {
                    Cow::Borrowed(word)
                } else {
                    stem
                }
            }
            _ => Cow::Borrowed(word),
        }
    }
}

impl core::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(if self.0.is_some() { "stemmer" } else { "none" })
    }
}
