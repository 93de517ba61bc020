//! The words of the pages, and what languages call themselves.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words and names by language; a language without words takes the English ones.
#[derive(Deserialize)]
struct Texts {
    words: BTreeMap<String, Value>,
    names: BTreeMap<String, String>,
}

// The file is checked by a test.
static TEXTS: LazyLock<Option<Texts>> =
    LazyLock::new(|| serde_json::from_str(include_str!("texts.json")).ok());

/// The words of a page, by what they are for; and the tag of the language they are in.
pub(super) fn words(tag: &str) -> (&'static str, Value) {
    let words = TEXTS.as_ref().and_then(|texts| {
        let found = texts.words.get_key_value(&primary(tag));
        found.or_else(|| texts.words.get_key_value("en"))
    });
    words.map_or(("en", Value::Null), |(tag, words)| {
        (tag.as_str(), words.clone())
    })
}

/// What a language calls itself; the tag if that is not known.
pub(super) fn language_name(tag: &str) -> String {
    let names = TEXTS.as_ref().map(|texts| &texts.names);
    let name = names.and_then(|names| names.get(tag).or_else(|| names.get(&primary(tag))));
    name.cloned().unwrap_or_else(|| tag.to_owned())
}

/// In which direction a language is written, as the component has it.
pub(super) fn direction(tag: &str) -> &'static str {
    match primary(tag).as_str() {
        "ar" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}

fn primary(tag: &str) -> String {
    tag.split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        let texts = TEXTS.as_ref().expect("texts.json is sound");
        let keys = |words: &Value| {
            let words = words.as_object().expect("an object").iter();
            words
                .map(|(key, word)| {
                    (
                        key.clone(),
                        word.as_str().is_some_and(|word| !word.is_empty()),
                    )
                })
                .collect::<Vec<_>>()
        };
        let english = keys(&texts.words["en"]);
        assert!(english.iter().all(|(_, is_said)| *is_said));
        for (language, words) in &texts.words {
            assert_eq!(keys(words), english, "{language}");
        }
        for language in ["en", "es", "pl"] {
            assert_eq!(words(language).0, language);
        }
        assert_eq!((words("pt-BR").0, words("cs").0), ("pt", "en"));
        assert_eq!(
            (
                language_name("pt-BR").as_str(),
                language_name("xx").as_str()
            ),
            ("Portugu\u{ea}s (Brasil)", "xx")
        );
        assert_eq!((direction("ar"), direction("en-US")), ("rtl", "ltr"));
    }
}
