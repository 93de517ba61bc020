//! Stemming, by rust-stemmers' Snowball algorithms.

use super::Language;
use rust_stemmers::Algorithm;
use std::borrow::Cow;

/// A language's stemmer, or none where rust-stemmers has no algorithm for it.
pub(super) struct Stemmer(Option<rust_stemmers::Stemmer>);

macro_rules! algorithms {
    ($($feature:literal $code:literal $algorithm:ident),* $(,)?) => {
        /// The algorithm of a language among those compiled in. A browser engine has one, so that
        /// link-time optimization drops the others (46 KB).
        fn compiled_in(primary: &str) -> Option<Algorithm> {
            match primary {
                $(#[cfg(any(feature = "lang-all", feature = $feature))]
                $code => Some(Algorithm::$algorithm),)*
                _ => None,
            }
        }

        /// Languages that need an engine of their own.
        pub const STEMMED: &[&str] = &[$($code),*];
    };
}

algorithms! {
    "lang-ar" "ar" Arabic, "lang-da" "da" Danish, "lang-de" "de" German, "lang-el" "el" Greek,
    "lang-en" "en" English, "lang-es" "es" Spanish, "lang-fi" "fi" Finnish, "lang-fr" "fr" French,
    "lang-hu" "hu" Hungarian, "lang-it" "it" Italian, "lang-nl" "nl" Dutch, "lang-no" "no" Norwegian,
    "lang-pt" "pt" Portuguese, "lang-ro" "ro" Romanian, "lang-ru" "ru" Russian, "lang-sv" "sv" Swedish,
    "lang-ta" "ta" Tamil, "lang-tr" "tr" Turkish,
}

impl Stemmer {
    /// The stemmer a bundle is built with.
    #[cfg(feature = "write")]
    pub(super) fn of_build(language: Language) -> Self {
        Self(compiled_in(language.primary()).map(rust_stemmers::Stemmer::create))
    }

    /// The stemmer a bundle asks for, or `None` when this engine was built without it.
    pub(super) fn of_engine(language: Language) -> Option<Self> {
        match compiled_in(language.primary()) {
            Some(algorithm) => Some(Self(Some(rust_stemmers::Stemmer::create(algorithm)))),
            None if STEMMED.contains(&language.primary()) => None,
            None => Some(Self(None)),
        }
    }

    /// The stem of a lower-cased word. Words with a digit keep their form: they are names
    /// (versions, error codes, models), not inflected words.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Some(stemmer) if !word.bytes().any(|byte| byte.is_ascii_digit()) => stemmer.stem(word),
            _ => Cow::Borrowed(word),
        }
    }
}

impl core::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(if self.0.is_some() { "Snowball" } else { "none" })
    }
}
