//! The site's synonyms: section `SYNO`.

use crate::codec::Cursor;
use crate::query::QueryWord;

/// What is searched besides some words.
#[derive(Debug, Default)]
pub(crate) struct Synonyms(Vec<Entry>);

#[derive(Debug)]
pub(crate) struct Entry {
    /// Terms as they follow each other in a query, stop words included.
    from: Vec<String>,
    to: Vec<Alternative>,
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
        let mut entries = Vec::new();
        for _ in 0..cursor.count(2)? {
            let from = read_terms(&mut cursor)?;
            let mut to = Vec::new();
            for _ in 0..cursor.count(2)? {
                to.push(Alternative {
                    spelled: cursor.string()?.to_owned(),
                    terms: read_terms(&mut cursor)?,
                });
            }
            if from.is_empty() {
                return None;
            }
            entries.push(Entry { from, to });
        }
        Some(Self(entries))
    }

    /// The alternatives for words of the query, with where these begin and end.
    pub(crate) fn find(&self, words: &[QueryWord]) -> Vec<(usize, usize, &Alternative)> {
        let mut found = Vec::new();
        for start in 0..words.len() {
            let rest = words.get(start..).unwrap_or(&[]);
            for Entry { from, to } in &self.0 {
                let same = rest.iter().zip(from).all(|(word, term)| word.term == *term);
                if same && rest.len() >= from.len() {
                    found.extend(to.iter().map(|to| (start, start + from.len(), to)));
                }
            }
        }
        found
    }
}

fn read_terms(cursor: &mut Cursor<'_>) -> Option<Vec<String>> {
    let mut terms = Vec::new();
    for _ in 0..cursor.count(1)? {
        terms.push(cursor.string()?.to_owned());
    }
    Some(terms)
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
