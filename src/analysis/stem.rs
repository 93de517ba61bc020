//! Stemming: Snowball's algorithms from two crates, and light stemmers of our own where Snowball
//! has none.
//!
//! rust-stemmers (Snowball 2) comes first: its algorithms are the smaller ones in wasm.
//! snowball_stemmers_rs (Snowball 3) has the languages that the other lacks, and Romanian, whose
//! letters with a comma below the other does not know.

// An engine has one stemmer and leaves what the others need.
#![cfg_attr(not(feature = "lang-all"), allow(unused_macros, dead_code))]

use super::Language;
use std::borrow::Cow;

/// Turns a lower-cased word into its stem.
type Algorithm = for<'a> fn(&'a str) -> Cow<'a, str>;

/// A language's stemmer, or none where there is no algorithm for it.
pub(super) struct Stemmer(Option<Algorithm>);

/// A stemmer of rust-stemmers.
macro_rules! snowball2 {
    ($algorithm:ident) => {
        |word| {
            let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::$algorithm);
            or_whole(stemmer.stem(word), word)
        }
    };
}

/// A stemmer of snowball_stemmers_rs.
macro_rules! snowball3 {
    ($algorithm:ident) => {
        |word| {
            use snowball_stemmers_rs::{Algorithm, Stemmer};
            or_whole(Stemmer::create(Algorithm::$algorithm).stem(word), word)
        }
    };
}

/// A word of which a stemmer leaves less than two letters stays whole: Snowball's Hindi one makes
/// दिन and दान the same letter.
fn or_whole<'a>(stem: Cow<'a, str>, word: &'a str) -> Cow<'a, str> {
    if stem.chars().nth(1).is_none() {
        Cow::Borrowed(word)
    } else {
        stem
    }
}

/// The same for a language that sets the endings of a name off with an apostrophe: Windows'u.
macro_rules! snowball2_name {
    ($algorithm:ident) => {
        |word| {
            let name = word.split('\'').next().filter(|name| !name.is_empty());
            let algorithm: Algorithm = snowball2!($algorithm);
            algorithm(name.unwrap_or(word))
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

        /// The crate a language's stemmer is from, or `helpdex` for one of our own.
        #[cfg(feature = "write")]
        pub(super) fn source(rules: &str) -> Option<&'static str> {
            let algorithm = match rules {
                $($code => stringify!($algorithm),)*
                _ => return None,
            };
            Some(if algorithm.starts_with("snowball2") {
                "rust-stemmers"
            } else if algorithm.starts_with("snowball3") {
                "snowball_stemmers_rs"
            } else {
                "helpdex"
            })
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
    "lang-ro" "ro" snowball3!(Romanian),
    "lang-ru" "ru" snowball2!(Russian),
    "lang-sv" "sv" snowball2!(Swedish),
    "lang-ta" "ta" snowball2!(Tamil),
    "lang-tr" "tr" snowball2_name!(Turkish),
    "lang-uk" "uk" snowball3!(Ukrainian),
    "lang-yi" "yi" snowball3!(Yiddish),
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
    /// (versions, error codes, models), not inflected words.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Some(algorithm) if !word.bytes().any(|byte| byte.is_ascii_digit()) => algorithm(word),
            _ => Cow::Borrowed(word),
        }
    }
}

impl core::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(if self.0.is_some() { "stemmer" } else { "none" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stemmers() -> impl Iterator<Item = (&'static str, Stemmer)> {
        let of = |code: &&'static str| (*code, Stemmer(compiled_in(code)));
        STEMMED.iter().map(of)
    }

    #[test]
    fn every_feature_has_its_engine() {
        let engines = include_str!("../../build-index/xtask/src/languages.rs");
        let features = include_str!("../../Cargo.toml");
        for code in STEMMED {
            assert!(
                engines.contains(&format!("\"{code}\"")),
                "{code} has no engine"
            );
            assert!(
                features.contains(&format!("\"lang-{code}\"")),
                "{code} is not in lang-all"
            );
        }
        let listed = engines.matches('"').count() / 2;
        assert_eq!(
            listed,
            STEMMED.len() + 1,
            "an engine without a stemmer, other than und"
        );
    }

    proptest! {
        /// The algorithms are not ours: whatever is typed, they must return something.
        #[test]
        fn no_word_is_too_odd(word in "\\PC{1,12}") {
            for (code, stemmer) in stemmers() {
                prop_assert!(!stemmer.stem(&word).is_empty(), "{} {}", code, word);
            }
        }

        /// Odd words of a language's own letters and endings.
        #[test]
        fn no_mixture_of_syllables_is_too_odd(
            parts in proptest::collection::vec(
                proptest::sample::select(SYLLABLES.split(' ').collect::<Vec<_>>()), 1..8)
        ) {
            let word = parts.concat();
            for (code, stemmer) in stemmers() {
                prop_assert!(!stemmer.stem(&word).is_empty(), "{} {}", code, word);
            }
        }
    }

    const SYLLABLES: &str = "a e i o u y ą ę ó ł ś ć ż ż ovi ami ach ście owie ing ed ly ness qu \
        tion ación mente issimo lijk heden ung keit lich ä ö ü ß å ø æ kke sta nen ssa istä ок ами \
        ість ння ться ий ія ї є г а و ال ها ات ين ة ا ب ् ा ी ो ं क न ों है ाएं यो ը եր ություն ական \
        ב ה ים ות ײ ך ık lar ler nın ğ ş ı ö̈ ಅ அ கள் ஐ 를 에서 하 ë ŭ ĉ ĝ l·l ' ’ - . 1 水 😀";
}
