//! The site's synonyms: section `SYNO`.

use crate::codec::Cursor;

/// What is searched besides some words.
#[derive(Debug, Default)]
pub(crate) struct Synonyms(Vec<Entry>);

#[derive(Debug)]
pub(crate) struct Entry {
    /// Terms as they follow each other in a query, stop words included.
    from: Vec<String>,
    pub(crate) to: Vec<Alternative>,
}

/// Words that mean the same.
#[derive(Debug)]
pub(crate) struct Alternative {
    /// As the site wrote it.
    pub(crate) spelled: String,
    /// Terms that an article must hold, all of them.
    pub(crate) terms: Vec<String>,
}

impl Synonyms {
    /// Reads section `SYNO`.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let count = cursor.count(2)?;
        let entries = (0..count).map(|_| read_entry(&mut cursor));
        Some(Self(entries.collect::<Option<_>>()?))
    }

    /// The entries whose words stand at the beginning of `terms`, with their number of words.
    pub(crate) fn at<'a>(&'a self, terms: &[&str]) -> impl Iterator<Item = (usize, &'a Entry)> {
        let found = self.0.iter().filter(move |entry| {
            let head = terms.get(..entry.from.len());
            head.is_some_and(|head| head.iter().zip(&entry.from).all(|(a, b)| a == b))
        });
        found
            .map(|entry| (entry.from.len(), entry))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

fn read_entry(cursor: &mut Cursor<'_>) -> Option<Entry> {
    let from = read_terms(cursor)?;
    let mut to = Vec::new();
    for _ in 0..cursor.count(2)? {
        to.push(Alternative {
            spelled: cursor.string()?.to_owned(),
            terms: read_terms(cursor)?,
        });
    }
    (!from.is_empty()).then_some(Entry { from, to })
}

fn read_terms(cursor: &mut Cursor<'_>) -> Option<Vec<String>> {
    let count = cursor.count(1)?;
    let terms = (0..count).map(|_| Some(cursor.string()?.to_owned()));
    terms.collect()
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::analysis::Analyzer;
    use crate::codec::{put_string, put_varint};
    use crate::curation::SynonymRule;
    use crate::query::Query;
    use std::collections::BTreeMap;

    fn terms_of(query: &Query) -> Vec<String> {
        query.words.iter().map(|word| word.term.clone()).collect()
    }

    fn put_terms(out: &mut Vec<u8>, terms: &[String]) {
        put_varint(out, terms.len() as u32);
        terms.iter().for_each(|term| put_string(out, term));
    }

    /// Section `SYNO`; `None` when no rule says anything.
    pub(crate) fn section(rules: &[SynonymRule], analyzer: &Analyzer) -> Option<Vec<u8>> {
        let mut entries: BTreeMap<Vec<String>, BTreeMap<Vec<String>, &str>> = BTreeMap::new();
        for rule in rules {
            for from in &rule.from {
                let from = terms_of(&Query::parse(from, analyzer));
                for to in &rule.to {
                    let query = Query::parse(to, analyzer);
                    if from.is_empty() || query.terms.is_empty() || terms_of(&query) == from {
                        continue;
                    }
                    let terms = query.terms.into_iter().map(|term| term.term).collect();
                    entries.entry(from.clone()).or_default().insert(terms, to);
                }
            }
        }
        if entries.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        put_varint(&mut out, entries.len() as u32);
        for (from, to) in &entries {
            put_terms(&mut out, from);
            put_varint(&mut out, to.len() as u32);
            for (terms, spelled) in to {
                put_string(&mut out, spelled);
                put_terms(&mut out, terms);
            }
        }
        Some(out)
    }
}
