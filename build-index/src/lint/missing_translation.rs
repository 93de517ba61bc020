//! Articles that exist in some languages of a site and not in others.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Site};
use crate::source::Article;

/// A language counts as one that the site is translated to if at least this share of the articles in
/// its smaller half are the same in another: below, its articles are others on purpose.
const SHARED: f64 = 0.2;

pub(super) fn find(site: &Site<'_>) -> Vec<Finding> {
    let mut by_key: BTreeMap<String, BTreeMap<&str, &Article>> = BTreeMap::new();
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (language, article) in site.each() {
        let key = key(&article.document.id, language);
        keys.entry(language).or_default().insert(key.clone());
        by_key.entry(key).or_default().insert(language, article);
    }
    let of_article = |in_languages: &BTreeMap<&str, &Article>| {
        let (_, article) = in_languages
            .get_key_value(site.config.default_language.to_ascii_lowercase().as_str())
            .or_else(|| in_languages.first_key_value())?;
        let is_missing = |language: &&&str| {
            let has = in_languages.contains_key(**language);
            !has && in_languages
                .keys()
                .any(|from| are_translations(&keys, from, language))
        };
        let missing: Vec<&str> = keys.keys().filter(is_missing).copied().collect();
        if missing.is_empty() {
            return None;
        }
        let has: Vec<&str> = in_languages.keys().copied().collect();
        Some(Finding::new(
            "missing-translation",
            article,
            None,
            format!(
                "it exists in {}, but not in {}",
                has.join(", "),
                missing.join(", ")
            ),
            "translate it with the same `id`, or the same path below the language's folder",
        ))
    };
    by_key.values().filter_map(of_article).collect()
}

/// Whether two languages share enough articles to be translations of each other.
fn are_translations(keys: &BTreeMap<&str, BTreeSet<String>>, one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (keys.get(one), keys.get(other)) else {
        return false;
    };
    let shared = one.intersection(other).count();
    shared > 0 && shared as f64 >= SHARED * one.len().min(other.len()) as f64
}

/// What an article's identifier has in common in all languages: without the language's folder
/// before it or its code after it.
fn key(id: &str, language: &str) -> String {
    let primary = language.split('-').next().unwrap_or(language);
    for tag in [language, primary] {
        let (start, end) = (tag.len(), id.len().saturating_sub(tag.len()));
        let begins = id
            .get(..start)
            .is_some_and(|head| head.eq_ignore_ascii_case(tag));
        if let Some(rest) = id
            .get(start..)
            .and_then(|rest| rest.strip_prefix('/'))
            .filter(|_| begins)
        {
            return rest.to_owned();
        }
        let ends = id
            .get(end..)
            .is_some_and(|tail| tail.eq_ignore_ascii_case(tag));
        let before = id.get(..end).and_then(|head| head.strip_suffix(['.', '_']));
        if let Some(rest) = before.filter(|rest| ends && !rest.is_empty()) {
            return rest.to_owned();
        }
    }
    id.to_owned()
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn one_article_has_one_key_in_all_languages() {
        for (id, language, expected) in [
            ("es/reset", "es", "reset"),
            ("pt-BR/a/reset", "pt-br", "a/reset"),
            ("pt/reset", "pt-br", "reset"),
            ("reset.es", "es", "reset"),
            ("reset", "es", "reset"),
            ("essence", "es", "essence"),
            ("guides/es", "es", "guides/es"),
            ("日本", "ja", "日本"),
        ] {
            assert_eq!(key(id, language), expected, "{id}");
        }
    }
}
