//! What an index is made of, in a few bytes: two builds with one fingerprint write the same files.

use crate::source::Article;
use helpdex::{BundleOptions, ContentHasher, Document};
use rayon::prelude::*;
use std::env;
use std::fs;
use std::hash::Hash;

/// The BLAKE3, in hexadecimal, of a language's articles, of its settings and of this program. It is for
/// notes on this machine alone: another machine may compute another one.
pub(super) fn of(tag: &str, articles: &[Article], options: &BundleOptions) -> String {
    let mut documents: Vec<[u8; 32]> = articles
        .par_iter()
        .map(|article| document(&article.document))
        .collect();
    // An index does not depend on their order.
    documents.sort_unstable();
    let mut digest = ContentHasher::default();
    program(&mut digest);
    tag.hash(&mut digest);
    format!("{options:?}").hash(&mut digest);
    documents.hash(&mut digest);
    blake3::Hash::from_bytes(digest.hash()).to_hex().to_string()
}

/// The program as it was compiled: another one may analyze or lay out differently.
fn program(digest: &mut ContentHasher) {
    env!("CARGO_PKG_VERSION").hash(digest);
    let file = env::current_exe().and_then(fs::metadata);
    if let Ok(file) = file {
        file.len().hash(digest);
        if let Ok(modified) = file.modified() {
            modified.hash(digest);
        }
    }
}

fn document(document: &Document) -> [u8; 32] {
    // Named one by one, so that a new field cannot be forgotten.
    let Document {
        id,
        url,
        title,
        breadcrumbs,
        tags,
        also_asked_as,
        expansions,
        vector,
        updated,
        sections,
        body,
        triage,
    } = document;
    let mut digest = ContentHasher::default();
    (id, url, title, breadcrumbs, tags, also_asked_as).hash(&mut digest);
    (updated, sections, body, triage).hash(&mut digest);
    for expansion in expansions {
        (&expansion.term, expansion.weight.to_bits()).hash(&mut digest);
    }
    vector.len().hash(&mut digest);
    for number in vector {
        number.to_bits().hash(&mut digest);
    }
    digest.hash()
}

#[cfg(test)]
mod tests {
    use super::*;
    use helpdex::{Expansion, Section};

    #[test]
    fn every_field_counts() {
        let changes: [fn(&mut Document); 13] = [
            |one| one.id.push('x'),
            |one| one.url.push('x'),
            |one| one.title.push('x'),
            |one| one.breadcrumbs.push(String::new()),
            |one| one.tags.push(String::new()),
            |one| one.also_asked_as.push(String::new()),
            |one| one.expansions.push(Expansion::default()),
            |one| one.vector.push(0.0),
            |one| one.updated.push('x'),
            |one| one.sections.push(Section::default()),
            |one| one.body.push(helpdex::Node::Text(String::new())),
            |one| one.triage.effort = Some(helpdex::Level::Low),
            |one| one.triage.severity = Some(helpdex::Level::Low),
        ];
        let mut seen = vec![document(&Document::default())];
        for change in changes {
            let mut changed = Document::default();
            change(&mut changed);
            seen.push(document(&changed));
        }
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }
}
