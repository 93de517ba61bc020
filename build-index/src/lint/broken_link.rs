//! Links to no article or file, and to fragments that no heading has.

use super::Finding;
use super::links::{Links, Target};
use crate::source::nearest;

pub(super) fn find(links: &Links<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for ((_, article), targets) in links.articles.iter().zip(&links.targets) {
        for (link, target) in targets {
            let written = &link.target;
            let told = match target {
                Target::Elsewhere => None,
                Target::Article(at, fragment) => anchor(links, *at, fragment, written),
                Target::Unpublished => Some((
                    "broken-link",
                    format!("`{written}` leads to an article that is not published"),
                    "publish it, or take the link out".to_owned(),
                )),
                Target::Nothing(meant) => Some((
                    "broken-link",
                    format!("`{written}` leads to no article of the source"),
                    match meant {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "correct it; write a page outside of the help center with its whole address".to_owned(),
                    },
                )),
            };
            found.extend(told.map(|(rule, message, cure)| {
                Finding::new(rule, article, Some(link.position), message, cure)
            }));
        }
    }
    found
}

/// What is wrong with a fragment: rule, message and cure.
fn anchor(
    links: &Links<'_>,
    at: usize,
    fragment: &str,
    written: &str,
) -> Option<(&'static str, String, String)> {
    // `#top` is the top of any page (HTML, 7.4.6.3); `#/…`, `#!…` and `#:~:…` are for scripts.
    let is_place = fragment.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
    if !is_place || fragment.eq_ignore_ascii_case("top") {
        return None;
    }
    let known = links.fragments(at);
    if known.iter().any(|one| one == fragment) {
        return None;
    }
    let cure = match nearest(fragment, known.iter().map(String::as_str)) {
        Some(nearest) => format!("did you mean `#{nearest}`?"),
        None if known.is_empty() => "the article has no headings; link to it as a whole".to_owned(),
        None => {
            let shown: Vec<String> = known
                .iter()
                .take(5)
                .map(|one| format!("`#{one}`"))
                .collect();
            format!("link to one that is there, such as {}", shown.join(", "))
        }
    };
    let message = format!("`{written}`: no heading or id there is called `{fragment}`");
    Some(("broken-anchor", message, cure))
}
