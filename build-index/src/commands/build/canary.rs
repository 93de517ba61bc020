//! Looks for what must not be published, before it is.

use crate::publish::{Contents, Index};
use anyhow::{Result, bail};
use rayon::prelude::*;

/// Searches everything that is about to be published for the word that was planted into all text of
/// other audiences. Indexes that are kept were searched when they were made.
///
/// # Errors
/// When it is found: a fault of helpdex that would have made internal text public.
pub(super) fn look_for(canary: &str, contents: &Contents) -> Result<()> {
    let made = contents.indexes.values().filter_map(|index| match index {
        Index::Made { bundle, .. } => Some(bundle),
        Index::Kept(_) => None,
    });
    let files: Vec<(&str, &[u8])> = made
        .flat_map(|bundle| &bundle.files)
        .map(|file| (file.name.as_str(), file.bytes.as_slice()))
        .collect();
    let finder = memchr::memmem::Finder::new(canary);
    let holds = |bytes: &[u8]| finder.find(bytes).is_some();
    let found = files.par_iter().find_any(|(_, bytes)| holds(bytes));
    let mut found = found.map(|(name, _)| (*name).to_owned());
    for (language, lists) in &contents.lists {
        for (kind, list) in lists {
            if holds(list.to_string().as_bytes()) {
                found = Some(format!("{} of {language}", kind.name()));
            }
        }
    }
    let include = contents.includes.iter();
    let mut include = include.filter(|(_, page)| holds(page.as_bytes()));
    match found.or_else(|| include.next().map(|(name, _)| name.clone())) {
        Some(place) => bail!(
            "{place} would hold text of another audience; nothing was published. This is a fault of helpdex: please report it with the article that it is about"
        ),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{ListKind, Lists};
    use helpdex::analysis::Language;
    use helpdex::{BundleOptions, Document, IndexWriter, Section};
    use std::collections::BTreeMap;

    const CANARY: &str = "qxzbkvwqxzbkvwqxzbkvwqxzbk";

    fn index(text: &str) -> BTreeMap<String, Index> {
        let language = Language::parse("en").unwrap();
        let mut writer = IndexWriter::new(language, BundleOptions::default());
        writer.add(Document {
            id: "a".into(),
            title: "A".into(),
            sections: vec![Section {
                text: text.into(),
                ..Section::default()
            }],
            ..Document::default()
        });
        let made = Index::made(String::new(), writer.finish().unwrap());
        BTreeMap::from([("en".into(), made)])
    }

    #[test]
    fn it_is_found_wherever_it_is() {
        let with = |text: &str| Contents {
            indexes: index(text),
            ..Contents::default()
        };
        assert!(look_for(CANARY, &with("some text")).is_ok());
        assert!(look_for(CANARY, &with(&format!("some {CANARY} text"))).is_err());
        let mut listed = with("some text");
        let lists = Lists::from([(ListKind::Faq, serde_json::json!([{ "answer": CANARY }]))]);
        listed.lists.insert("en".into(), lists);
        assert!(look_for(CANARY, &listed).is_err());
        let mut included = with("some text");
        included
            .includes
            .insert("faq-en.html".into(), CANARY.into());
        assert!(look_for(CANARY, &included).is_err());
    }
}
