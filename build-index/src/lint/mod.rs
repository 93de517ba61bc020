//! A linter for knowledge: what is wrong with the articles of a source, beyond what reading them
//! finds. One file a rule; [`crate::rules`] says what each is for.
//!
//! Rules look at all published articles at once, and know nothing of files or formats: a finding
//! stands where the article's source has the place. The result depends on the articles, the
//! configuration and the day alone.

mod broken_link;
mod empty_section;
mod links;
mod missing_alt;
mod missing_translation;
mod near_duplicate;
mod orphan;
mod overlap;
mod reading_level;
mod sentences;
mod stale_review;
mod title;
mod title_words;
mod unfindable;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;

use crate::config::Config;
use crate::extract::front_matter::Position;
use crate::rules::{self, Severity};
use crate::source::{Article, Diagnostic, Origin};
use links::Links;

pub use overlap::{Pair, similar_pairs};

/// What is linted.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The source, as it was given: paths of links lead from here.
    pub root: &'a Path,
    /// The published articles by language tag.
    pub articles: &'a BTreeMap<String, Vec<Article>>,
    /// Thresholds, lists and curation.
    pub config: &'a Config,
    /// A day such as `2026-11-25`.
    pub today: &'a str,
    /// Ids of articles that decision trees lead to.
    pub in_trees: &'a BTreeSet<String>,
}

/// Something wrong with one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, what and which rule.
    pub diagnostic: Diagnostic,
    /// The article's id; empty where there is none.
    pub article: String,
}

impl Finding {
    /// A finding of a rule at the place of an article, with the rule's severity.
    fn new(
        rule: &'static str,
        article: &Article,
        position: Option<Position>,
        message: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        let origin = position.map_or_else(
            || article.origin.clone(),
            |position| Origin {
                path: article.origin.path.clone(),
                line: position.line,
                column: position.column,
            },
        );
        let severity = rules::named(rule).map_or(Severity::Warning, |rule| rule.severity);
        let diagnostic = Diagnostic {
            severity,
            ..Diagnostic::warning(origin, message, cure).of(rule)
        };
        Self {
            diagnostic,
            article: article.document.id.clone(),
        }
    }
}

/// What the rules that `is_on` admits find, by place.
///
/// # Errors
/// When the index for the rule `unfindable` cannot be written.
pub fn lint(site: &Site<'_>, is_on: impl Fn(&str) -> bool) -> Result<Vec<Finding>> {
    let links = Links::of(site);
    let mut found = Vec::new();
    for (names, find) in RULES {
        if names.iter().any(|name| is_on(name)) {
            found.extend(find(site, &links)?);
        }
    }
    found.retain(|finding| is_on(finding.diagnostic.rule));
    Ok(found)
}

/// Looks at a site. A file may hold two rules of one subject.
type Find = fn(&Site<'_>, &Links<'_>) -> Result<Vec<Finding>>;

const RULES: &[(&[&str], Find)] = &[
    (&["broken-link", "broken-anchor"], |_, links| {
        Ok(broken_link::find(links))
    }),
    (&["missing-translation"], |site, _| {
        Ok(missing_translation::find(site))
    }),
    (&["near-duplicate"], |site, links| {
        Ok(near_duplicate::find(site, links))
    }),
    (&["title-nobody-asks"], |site, _| Ok(title::find(site))),
    (&["unfindable"], |site, _| unfindable::find(site)),
    (&["empty-section"], |site, _| Ok(empty_section::find(site))),
    (&["stale-review"], |site, _| Ok(stale_review::find(site))),
    (&["missing-alt"], |site, _| Ok(missing_alt::find(site))),
    (&["reading-level"], |site, _| Ok(reading_level::find(site))),
    (&["orphan"], |site, links| Ok(orphan::find(site, links))),
];

impl<'a> Site<'a> {
    /// Every article with its language's tag.
    fn each(&self) -> impl Iterator<Item = (&'a str, &'a Article)> + use<'a> {
        let groups = self.articles.iter();
        groups.flat_map(|(tag, articles)| articles.iter().map(move |one| (tag.as_str(), one)))
    }
}

#[cfg(test)]
mod tests;
