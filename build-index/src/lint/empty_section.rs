//! Headings with nothing under them.

use super::{Finding, Site};
use crate::extract::marks::Heading;
use crate::source::Article;

pub(super) fn find(site: &Site<'_>) -> Vec<Finding> {
    site.each().flat_map(|(_, article)| of(article)).collect()
}

fn of(article: &Article) -> Vec<Finding> {
    let headings = &article.marks.headings;
    let empty = headings.iter().enumerate().filter(|(at, heading)| {
        let next = headings.get(at + 1);
        let has_parts = next.is_some_and(|next| next.level > heading.level);
        // Nothing follows the title: that the article has no text is said of it as a whole.
        let is_title = *at == 0 && heading.level == 1;
        heading.is_bare && !has_parts && !is_title
    });
    let told = |(_, heading): (usize, &Heading)| {
        Finding::new(
            "empty-section",
            article,
            Some(heading.position),
            format!("nothing stands under the heading {:?}", heading.text),
            "write the section, or remove the heading",
        )
    };
    empty.map(told).collect()
}
