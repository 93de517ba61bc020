//! `[check]`: which rules of `helpdex check` apply, and from where on.

use serde::Deserialize;
use toml::Spanned;

use super::check::Mistake;
use crate::rules::{self, RULES};
use crate::source::nearest;

/// `[check]`, read by `helpdex check`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CheckConfig {
    /// Names of rules that are switched off. Default: none.
    pub off: Vec<Spanned<String>>,
    /// Jaccard similarity of two texts from which on they are near-duplicates, 0.5 to 1. Default
    /// 0.85: of 100 pairs above it, drawn from a corpus of 18,109 articles, a reader found one to be two
    /// subjects and four to be two problems with one solution.
    pub near_duplicate: f64,
    /// Most characters of a title, 20 to 300. Default 80: search engines and lists cut longer ones.
    pub title_length: usize,
    /// Hits among which an article has to be for its own title, 1 to 10. Default 3.
    pub found_within: usize,
    /// Most years of schooling that an English or Polish text may ask for, 1 to 30. Default 15.
    pub max_grade: f64,
    /// Least ease of a Spanish text on Szigriszt-Pazos' scale, 0 to 100. Default 40: below it the
    /// INFLESZ scale calls a text very difficult.
    pub min_ease: f64,
    /// Most words of a mean sentence in other languages, 5 to 100. Default 30.
    pub sentence_words: f64,
}

impl Default for CheckConfig {
    fn default() -> Self {
        Self {
            off: Vec::new(),
            near_duplicate: 0.85,
            title_length: 80,
            found_within: 3,
            max_grade: 15.0,
            min_ease: 40.0,
            sentence_words: 30.0,
        }
    }
}

impl CheckConfig {
    /// Refuses names of no rule.
    pub(super) fn check(&self) -> Result<(), Mistake> {
        let unknown = |one: &&Spanned<String>| rules::named(one.get_ref()).is_none();
        match self.off.iter().find(unknown) {
            Some(one) => Err((one.span().start, unknown_rule(one.get_ref()))),
            None => Ok(()),
        }
    }
}

/// What is wrong with the name of no rule, and the cure.
pub fn unknown_rule(name: &str) -> String {
    match nearest(name, RULES.iter().map(|rule| rule.name)) {
        Some(meant) => format!("no rule is called `{name}`; did you mean `{meant}`?"),
        None => format!("no rule is called `{name}`; `helpdex check --rules` lists them"),
    }
}
