//! Stop and question words as data: one list a language, written for this project
//! (`stop/xx.txt`, one word a line, spelled with its diacritics). Of a script without spaces they
//! are the pairs of characters that a text is cut into.
//!
//! Their body postings are not indexed (a third of all postings at almost no information) and a
//! query ignores them as long as it holds any other word.

use super::Language;

macro_rules! lists {
    ($($code:literal)*) => {
        /// The lists, by [`Language::rules`].
        const LISTS: &[(&str, &str)] = &[
            $(($code, include_str!(concat!("stop/", $code, ".txt")))),*
        ];
    };
}

lists! {
    "ar" "bg" "ca" "cs" "da" "de" "el" "en" "eo" "es" "et" "eu"
    "fa" "fi" "fr" "ga" "he" "hi" "hr" "hu" "hy" "id" "it" "ja"
    "ko" "lt" "lv" "ne" "nl" "no" "pl" "pt" "ro" "ru" "sk" "sl"
    "sr" "sv" "ta" "th" "tr" "uk" "vi" "yi" "zh"
}

/// The stop words of a language, as written; none for a language without a list.
pub fn stop_words(language: Language) -> impl Iterator<Item = &'static str> {
    let list = LISTS.iter().find(|(code, _)| *code == language.rules());
    list.map_or("", |(_, words)| words).lines()
}

/// Codes of the languages with a list.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    LISTS.iter().map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;

    /// A word that the segmenter cuts up would never be met in a text.
    #[test]
    fn every_stop_word_is_one_word() {
        for (code, list) in LISTS {
            assert!(list.lines().is_sorted_by(|a, b| a < b), "{code} is sorted");
            let language = Language::parse(code).unwrap();
            let characters: Vec<char> = list.chars().collect();
            let analyzer = Analyzer::for_characters(language, &characters, &[]);
            for line in list.lines() {
                let cut: Vec<&str> = analyzer.words(line).map(|word| word.text).collect();
                assert_eq!(cut, [line], "{code}");
                assert!(analyzer.is_stop(&analyzer.lower(line)), "{code}: {line}");
            }
        }
    }
}
