//! What a site's editors decided for some queries: section `CURA`.

use crate::codec::Cursor;

/// Decisions by query.
#[derive(Debug, Default)]
pub(crate) struct Curations(Vec<(Vec<String>, Decision)>);

/// What is shown for a query, whatever the scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Decision {
    /// Articles shown first, in this order.
    pub(crate) pins: Vec<u32>,
    /// Articles not shown.
    pub(crate) hides: Vec<u32>,
    /// Articles with a factor for their score.
    pub(crate) boosts: Vec<(u32, f32)>,
}

impl Decision {
    /// The factor of an article's score.
    pub(crate) fn boost(&self, document: u32) -> f32 {
        let found = self.boosts.iter().find(|(boosted, _)| *boosted == document);
        found.map_or(1.0, |(_, factor)| *factor)
    }
}

impl Curations {
    /// Reads section `CURA`: articles above `documents` and factors that are no numbers are refused.
    pub(crate) fn read(bytes: &[u8], documents: u32) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let mut entries = Vec::new();
        for _ in 0..cursor.count(4)? {
            let mut terms = Vec::new();
            for _ in 0..cursor.count(1)? {
                terms.push(cursor.string()?.to_owned());
            }
            entries.push((terms, read_decision(&mut cursor, documents)?));
        }
        Some(Self(entries))
    }

    /// The decision for a query by its sorted, distinct terms.
    pub(crate) fn of(&self, terms: &[&str]) -> Option<&Decision> {
        let found = self.0.iter().find(|(known, _)| known == terms);
        found.map(|(_, decision)| decision)
    }
}

fn read_decision(cursor: &mut Cursor<'_>, documents: u32) -> Option<Decision> {
    let mut decision = Decision::default();
    for list in [&mut decision.pins, &mut decision.hides] {
        for _ in 0..cursor.count(1)? {
            list.push(cursor.varint().filter(|document| *document < documents)?);
        }
    }
    for _ in 0..cursor.count(5)? {
        let document = cursor.varint().filter(|document| *document < documents)?;
        let factor = cursor
            .f32()
            .filter(|factor| (0.0..=100.0).contains(factor))?;
        decision.boosts.push((document, factor));
    }
    Some(decision)
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use super::Decision;
    use crate::analysis::Analyzer;
    use crate::codec::{put_string, put_varint};
    use crate::curation::Curation;
    use crate::query::Query;
    use std::collections::BTreeMap;

    /// Section `CURA`; `None` without any decision. `document` gives the number of an id.
    pub(crate) fn section(
        curations: &[Curation],
        analyzer: &Analyzer,
        document: impl Fn(&str) -> Option<u32>,
    ) -> Option<Vec<u8>> {
        let mut decisions: BTreeMap<Vec<String>, Decision> = BTreeMap::new();
        for curation in curations {
            for text in &curation.queries {
                let query = Query::parse(text, analyzer);
                let terms = query.sorted_terms().into_iter().map(str::to_owned);
                let decision = decisions.entry(terms.collect()).or_default();
                let numbers = |ids: &[String]| -> Vec<u32> {
                    ids.iter().filter_map(|id| document(id)).collect()
                };
                decision.pins.extend(numbers(&curation.pins));
                decision.hides.extend(numbers(&curation.hides));
                let boosts = curation.boosts.iter();
                let boosts = boosts.filter_map(|(id, factor)| Some((document(id)?, *factor)));
                decision.boosts.extend(boosts);
            }
        }
        decisions.retain(|terms, decision| !terms.is_empty() && *decision != Decision::default());
        if decisions.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        put_varint(&mut out, decisions.len() as u32);
        for (terms, decision) in &decisions {
            put_varint(&mut out, terms.len() as u32);
            terms.iter().for_each(|term| put_string(&mut out, term));
            for list in [&decision.pins, &decision.hides] {
                put_varint(&mut out, list.len() as u32);
                list.iter().for_each(|number| put_varint(&mut out, *number));
            }
            put_varint(&mut out, decision.boosts.len() as u32);
            for (number, factor) in &decision.boosts {
                put_varint(&mut out, *number);
                out.extend_from_slice(&factor.to_le_bytes());
            }
        }
        Some(out)
    }
}
