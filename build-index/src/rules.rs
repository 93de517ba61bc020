//! The rules of `helpdex check`: what each finds, why that matters, and the cure.
//!
//! A rule has a name that stays the same, by which it is switched off and found in reports.

use std::fmt;

/// What a finding means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The article is left out, or leads its readers nowhere.
    Error,
    /// The article is kept, but something in it was mended, is missing or is in the way.
    Warning,
    /// Worth a look; no reason to stop a build.
    Note,
}

impl Severity {
    /// The word for it in messages, JSON and SARIF.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, in kebab case.
    pub name: &'static str,
    /// What its findings mean, as a rule: one that costs a whole article is an error.
    pub severity: Severity,
    /// What it finds.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What to do about it.
    pub cure: &'static str,
}

const fn rule(
    name: &'static str,
    severity: Severity,
    [what, why, cure]: [&'static str; 3],
) -> Rule {
    Rule {
        name,
        severity,
        what,
        why,
        cure,
    }
}

/// All rules: first what reading a source finds, then what a look at the whole site finds.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    rule("unreadable", Severity::Error, [
        "a file or line that is no article: not UTF-8, too large, broken front matter or JSON",
        "it is left out of the search",
        "mend the file at the place that is named",
    ]),
    rule("bad-value", Severity::Warning, [
        "a field with a value that means nothing: a date, level, state, language or address",
        "the value is left out; with an unknown state or language, the article is",
        "write a legal value, or leave the field out",
    ]),
    rule("no-title", Severity::Error, [
        "an article without a title",
        "it cannot stand in a list of hits, so it is left out",
        "state `title`, or begin the body with a level-1 heading",
    ]),
    rule("duplicate-id", Severity::Error, [
        "two articles of one language with the same id",
        "only the first is kept",
        "give one of the two another `id`",
    ]),
    rule("no-text", Severity::Warning, [
        "an article without text",
        "it is found by its title only, and answers nothing",
        "write its body, or set `state: draft`",
    ]),
    rule("unsure-language", Severity::Warning, [
        "an article that states no language and reads like another one than the default",
        "its words are cut and stemmed by the wrong rules",
        "state its language, `lang`",
    ]),
    rule("tree", Severity::Warning, [
        "a decision tree that cannot be read or leads to what is not there",
        "readers lose the way in the middle of it; with an error, the tree is left out",
        "mend the step that is named",
    ]),
    rule("settings", Severity::Warning, [
        "synonyms, curation, top questions and lists in helpdex.toml without effect",
        "what its editors decided does not happen",
        "correct the id, word or language that is named",
    ]),
    rule("missing-field", Severity::Warning, [
        "an article without a field that `require` in [kcs] names",
        "nobody knows who looks after it",
        "state the field, or take it out of `require`",
    ]),
    rule("stale-review", Severity::Warning, [
        "an article whose `review_by` has passed, or that was `verified` longer ago than `stale_days` in [report]",
        "readers follow steps that may no longer be right",
        "read it, then move `review_by` or `verified`, or set `state: retired`",
    ]),
    rule("broken-link", Severity::Error, [
        "a link within the site that leads to no article or file of the source; other sites are not asked",
        "readers end at an error page",
        "correct the address; write a page outside of the help center with its whole address",
    ]),
    rule("broken-anchor", Severity::Warning, [
        "a link whose fragment no heading or id of the article has",
        "readers land at the top and have to search",
        "write the fragment of a heading that is there, or give the heading `{#id}`",
    ]),
    rule("missing-translation", Severity::Warning, [
        "an article that exists in one language of the site and not in another",
        "readers of that language find nothing, or get a foreign text",
        "translate it, or switch the rule off where languages differ on purpose",
    ]),
    rule("near-duplicate", Severity::Warning, [
        "two articles of one language with almost the same text",
        "readers cannot tell which to open, and one of the two grows old",
        "keep the one that is proposed, move what only the other says, and set `state: retired` there",
    ]),
    rule("title-nobody-asks", Severity::Note, [
        "a title that nobody would search for: a word such as Overview, a code, all capitals, too long",
        "titles weigh most in the ranking, and are what readers choose by",
        "write the question or task in the readers' words, or add `also_asked_as`",
    ]),
    rule("unfindable", Severity::Warning, [
        "an article that its own title does not find among the first hits",
        "who does not find it by its title finds it by no question",
        "give the title what sets the article apart from those that stand before it",
    ]),
    rule("empty-section", Severity::Warning, [
        "a heading with nothing under it",
        "search leads readers to it by its words, and it answers nothing",
        "write the section, or remove the heading",
    ]),
    rule("missing-alt", Severity::Warning, [
        "an image without alternative text; `alt=\"\"` in HTML marks decoration and is allowed",
        "who cannot see the image misses what it says, and search cannot read it (WCAG 1.1.1)",
        "describe what the image shows: `![Settings, with the button Reset](…)`",
    ]),
    rule("reading-level", Severity::Note, [
        "a text with long words and long sentences, by a formula of its language; in others by sentences alone",
        "readers come with a problem and read in haste, many in a foreign language",
        "cut sentences in two and say things in shorter words",
    ]),
    rule("orphan", Severity::Note, [
        "an article that no other links to and no list, tree or curation names, on a site where a quarter of them are linked to",
        "readers reach it by search alone",
        "link to it from an article of the same subject, or list it",
    ]),
];

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_stable_words_and_told_apart() {
        for (at, rule) in RULES.iter().enumerate() {
            let is_legal = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(rule.name.chars().all(is_legal), "{}", rule.name);
            assert_eq!(RULES.iter().position(|one| one.name == rule.name), Some(at));
            for text in [rule.what, rule.why, rule.cure] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{}", rule.name);
            }
        }
    }
}
