//! Stop and question words as data: one list a language, written for this project
//! (`stop/xx.txt`, one word a line, spelled with its diacritics).
//!
//! Their body postings are not indexed (a third of all postings at almost no information) and a
//! query ignores them as long as it holds any other word.

use super::Language;

/// The stop words of a language, as written; none for a language without a list.
pub fn stop_words(language: Language) -> impl Iterator<Item = &'static str> {
    let list = match language.primary() {
        "ar" => include_str!("stop/ar.txt"),
        "cs" => include_str!("stop/cs.txt"),
        "da" => include_str!("stop/da.txt"),
        "de" => include_str!("stop/de.txt"),
        "el" => include_str!("stop/el.txt"),
        "en" => include_str!("stop/en.txt"),
        "es" => include_str!("stop/es.txt"),
        "fi" => include_str!("stop/fi.txt"),
        "fr" => include_str!("stop/fr.txt"),
        "hu" => include_str!("stop/hu.txt"),
        "it" => include_str!("stop/it.txt"),
        "nl" => include_str!("stop/nl.txt"),
        "no" | "nb" | "nn" => include_str!("stop/no.txt"),
        "pl" => include_str!("stop/pl.txt"),
        "pt" => include_str!("stop/pt.txt"),
        "ro" => include_str!("stop/ro.txt"),
        "ru" => include_str!("stop/ru.txt"),
        "sv" => include_str!("stop/sv.txt"),
        "tr" => include_str!("stop/tr.txt"),
        "uk" => include_str!("stop/uk.txt"),
        _ => "",
    };
    list.lines()
}
