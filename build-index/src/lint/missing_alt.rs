//! Images without alternative text.

use super::{Finding, Site};

pub(super) fn find(site: &Site<'_>) -> Vec<Finding> {
    let of_article = |(_, article)| {
        let article: &crate::source::Article = article;
        article.marks.images.iter().map(move |image| {
            // An address may be a whole picture.
            let source: String = image.source.chars().take(80).collect();
            Finding::new(
                "missing-alt",
                article,
                Some(image.position),
                format!("the image `{source}` has no alternative text"),
                "say what it shows: `![…](…)`; in HTML, `alt=\"\"` if it is decoration",
            )
        })
    };
    site.each().flat_map(of_article).collect()
}
