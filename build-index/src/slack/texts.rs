//! What Slack's people are told, in their language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

type Texts = BTreeMap<String, BTreeMap<String, String>>;

// The file is checked by a test.
static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| serde_json::from_str(include_str!("texts.json")).unwrap_or_default());

/// A text in a language, English where there is none; `{name}` stands for each of `values`, which have
/// to be escaped already.
pub(super) fn text(lang: &str, key: &str, values: &[(&str, &str)]) -> String {
    let primary = lang
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let texts = TEXTS.get(&primary).or_else(|| TEXTS.get("en"));
    let mut rest = texts
        .and_then(|texts| texts.get(key))
        .map_or("", String::as_str);
    let mut out = String::new();
    // One walk: what a value holds is never taken for a place.
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        out.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything() {
        let english: Vec<_> = TEXTS["en"].keys().collect();
        assert!(english.len() > 10);
        for (lang, texts) in TEXTS.iter() {
            assert_eq!(texts.keys().collect::<Vec<_>>(), english, "{lang}");
            for (key, text) in texts {
                let places = |text: &str| text.matches('{').count();
                assert_eq!(places(text), places(&TEXTS["en"][key]), "{lang} {key}");
            }
        }
    }

    #[test]
    fn values_are_put_in_once() {
        assert_eq!(
            text("en", "none", &[("query", "{query}")]),
            "Nothing was found for \u{201c}{query}\u{201d}."
        );
        assert_eq!(text("es_ES", "solved", &[]), "Resuelto");
        assert_eq!(text("de", "solved", &[]), "Solved");
    }
}
