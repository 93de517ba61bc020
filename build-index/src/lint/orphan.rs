//! Articles that nothing leads to but the search.

use std::collections::BTreeSet;

use super::links::Links;
use super::{Finding, Site};

/// Share of articles with a link to them below which a site does not work by links: what nothing leads
/// to is the rule there.
const LINKED: f64 = 0.25;

pub(super) fn find(site: &Site<'_>, links: &Links<'_>) -> Vec<Finding> {
    if links.linked_share() < LINKED {
        return Vec::new();
    }
    let mut found = Vec::new();
    let listed: Vec<(&str, BTreeSet<String>)> = (site.articles.keys())
        .map(|language| (language.as_str(), site.config.ids_listed(language)))
        .collect();
    for ((language, article), inbound) in links.articles.iter().zip(&links.inbound) {
        let id = &article.document.id;
        let mut lists = listed.iter().filter(|(tag, _)| tag == language);
        let is_listed = lists.any(|(_, ids)| ids.contains(id)) || site.in_trees.contains(id);
        if *inbound == 0 && !is_listed {
            found.push(Finding::new(
                "orphan",
                article,
                None,
                "no other article links to it, and no list, tree or curation names it",
                "link to it from an article of the same subject, or list it in [[top_questions]]",
            ));
        }
    }
    found
}
