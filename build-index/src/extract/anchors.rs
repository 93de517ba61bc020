//! Fragment identifiers for headings, made the way GitHub makes them.
//!
//! A heading's text is lower-cased; every character that is not a letter, a
//! mark, a digit, `_`, `-` or a space is removed; each space becomes `-`. A
//! repeated identifier gets `-1`, `-2`, … in document order. Static-site
//! generators (Hugo, Docusaurus, VitePress, MkDocs with a setting) follow the same
//! rule, so the anchors lead to the right place; where a site differs, state the
//! identifier: `## Heading {#my-id}`.

use std::collections::HashMap;

use unicode_normalization::char::is_combining_mark;

/// The identifier of one heading, before repetition is resolved.
///
/// ```
/// assert_eq!(helpdex_cli::extract::anchors::slug("What's new in 2.0?"), "whats-new-in-20");
/// ```
pub fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for c in heading.trim().chars() {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            // The marks of Indic and Arabic words are not alphanumeric, but part of them.
            _ if c.is_alphanumeric() || is_combining_mark(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

/// The identifiers given out so far in one article.
#[derive(Debug, Default)]
pub struct Anchors {
    given: HashMap<String, u32>,
}

impl Anchors {
    /// A unique identifier for `heading`; empty when nothing of the heading remains.
    pub fn for_heading(&mut self, heading: &str) -> String {
        let base = slug(heading);
        if base.is_empty() {
            return base;
        }
        let Some(seen) = self.given.get(&base).copied() else {
            self.given.insert(base.clone(), 0);
            return base;
        };
        let mut number = seen + 1;
        let mut unique = format!("{base}-{number}");
        while self.given.contains_key(&unique) {
            number += 1;
            unique = format!("{base}-{number}");
        }
        self.given.insert(base, number);
        self.given.insert(unique.clone(), 0);
        unique
    }

    /// Notes an identifier that the article states itself, so that no made one repeats it.
    pub fn reserve(&mut self, anchor: &str) {
        self.given.entry(anchor.to_owned()).or_insert(0);
    }

    /// Forgets every identifier.
    pub fn clear(&mut self) {
        self.given.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_follow_github() {
        for (heading, expected) in [
            ("Reset your password", "reset-your-password"),
            ("What's new in 2.0?", "whats-new-in-20"),
            ("C++ & node.js", "c--nodejs"),
            ("user_id – settings", "user_id--settings"),
            ("Größe ändern", "größe-ändern"),
            ("Установка приложения", "установка-приложения"),
            ("हिन्दी भाषा", "हिन्दी-भाषा"),
            ("パスワードを変更する", "パスワードを変更する"),
            ("🎉", ""),
        ] {
            assert_eq!(slug(heading), expected, "{heading}");
        }
    }

    #[test]
    fn repeated_headings_are_numbered() {
        let mut anchors = Anchors::default();
        let given: Vec<String> = ["Note", "Note", "Note 1", "Note", "!"]
            .iter()
            .map(|heading| anchors.for_heading(heading))
            .collect();
        assert_eq!(given, ["note", "note-1", "note-1-1", "note-2", ""]);
    }

    #[test]
    fn a_stated_anchor_is_not_given_again() {
        let mut anchors = Anchors::default();
        anchors.reserve("faq");
        assert_eq!(anchors.for_heading("FAQ"), "faq-1");
    }
}
