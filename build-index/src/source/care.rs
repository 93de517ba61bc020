//! Who looks after an article, and when: what KCS (Knowledge-Centered Service) asks of one. None of
//! it enters a bundle; the report and `helpdex check` read it.

use super::{Article, Diagnostic};
use crate::config::KcsConfig;

/// Who looks after an article, and until when it may stay as it is. Empty texts are not stated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Care {
    /// A person or a team.
    pub owner: String,
    /// The day of the next review, such as `2026-03-31`.
    pub review_by: String,
    /// The day on which somebody last said that it is right.
    pub verified: String,
}

/// What `[kcs] require` misses in articles.
pub fn review(articles: &[Article], config: &KcsConfig) -> Vec<Diagnostic> {
    let of_article = |article: &Article| {
        let care = &article.care;
        let stated = [
            ("owner", &care.owner),
            ("review_by", &care.review_by),
            ("verified", &care.verified),
        ];
        let missing = stated
            .into_iter()
            .filter(|(name, value)| value.is_empty() && config.requires(name))
            .map(|(name, _)| {
                Diagnostic::warning(
                    article.origin.clone(),
                    format!("the article states no `{name}`"),
                    "state it, or take it out of `require` in [kcs]",
                )
                .of("missing-field")
            });
        missing.collect::<Vec<_>>()
    };
    articles.iter().flat_map(of_article).collect()
}
