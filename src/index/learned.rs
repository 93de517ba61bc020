//! What votes taught about articles as answers to questions: section `lern`.

use crate::codec::Cursor;

/// How much of the terms of a query and of a question together both must hold, at least, for the
/// query to be that question: their Jaccard index.
const ALIKE: f32 = 0.6;

/// Questions, each with the articles that visitors voted on.
#[derive(Debug, Default)]
pub(crate) struct Learned(Vec<Question>);

#[derive(Debug)]
struct Question {
    /// Sorted, distinct.
    terms: Vec<String>,
    /// Natural logarithms of factors.
    boosts: Vec<(u32, f32)>,
}

impl Learned {
    /// Whether nothing was learned.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads section `lern`: articles above `documents` and boosts above 2 are refused.
    pub(crate) fn read(bytes: &[u8], documents: u32) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let mut questions = Vec::new();
        for _ in 0..cursor.count(2)? {
            let mut terms = Vec::new();
            for _ in 0..cursor.count(1)? {
                terms.push(cursor.string()?.to_owned());
            }
            let mut boosts = Vec::new();
            for _ in 0..cursor.count(5)? {
                let document = cursor.varint().filter(|document| *document < documents)?;
                let boost = cursor.f32().filter(|boost| boost.abs() <= 2.0)?;
                boosts.push((document, boost));
            }
            questions.push(Question { terms, boosts });
        }
        Some(Self(questions))
    }

    /// Adds articles with a factor for their score, for a query by its sorted, distinct terms: those
    /// of the question most like it. One that is less like it counts less, one half of whose terms are
    /// shared would count nothing: a factor of two for the very question is 1.15 for one at [`ALIKE`].
    pub(crate) fn add(&self, terms: &[&str], factors: &mut Vec<(u32, f32)>) {
        let mut best = (0.0, &[][..]);
        for question in &self.0 {
            let alike = likeness(terms, &question.terms);
            if alike >= ALIKE && alike > best.0 {
                best = (alike, &question.boosts);
            }
        }
        for (document, boost) in best.1 {
            factors.push((*document, exp(boost * (best.0 * 2.0 - 1.0))));
        }
    }
}

/// The Jaccard index of two sets; not a number for empty ones.
fn likeness(terms: &[&str], others: &[String]) -> f32 {
    let shared = others
        .iter()
        .filter(|term| terms.contains(&term.as_str()))
        .count();
    let all = terms.len() + others.len() - shared;
    shared as f32 / all as f32
}

/// e^x for |x| ≤ 2 to four digits: (Σ (x/8)^k / k!, k ≤ 3)^8. `expf` would pull in libm.
fn exp(x: f32) -> f32 {
    let x = x / 8.0;
    let eighth = 1.0 + x * (1.0 + x * (0.5 + x / 6.0));
    let fourth = eighth * eighth;
    let half = fourth * fourth;
    half * half
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::analysis::Analyzer;
    use crate::codec::{put_string, put_varint};
    use crate::curation::LearnedQuestion;
    use crate::query::Query;
    use std::collections::BTreeMap;

    /// Section `lern`; `None` if nothing was learned. `document` gives the number of an id.
    pub(crate) fn section(
        questions: &[LearnedQuestion],
        analyzer: &Analyzer,
        document: impl Fn(&str) -> Option<u32>,
    ) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut count = 0;
        for question in questions {
            let terms = shared_terms(&question.wordings, analyzer);
            let boosts: Vec<(u32, f32)> = (question.boosts.iter())
                .filter_map(|(id, boost)| Some((document(id)?, boost.clamp(-2.0, 2.0))))
                .filter(|(_, boost)| boost.abs() > f32::EPSILON)
                .collect();
            if terms.is_empty() || boosts.is_empty() {
                continue;
            }
            count += 1;
            put_varint(&mut out, terms.len() as u32);
            terms.iter().for_each(|term| put_string(&mut out, term));
            put_varint(&mut out, boosts.len() as u32);
            for (number, boost) in &boosts {
                put_varint(&mut out, *number);
                out.extend_from_slice(&boost.to_le_bytes());
            }
        }
        let mut section = Vec::new();
        put_varint(&mut section, count);
        section.append(&mut out);
        (count > 0).then_some(section)
    }

    /// The terms that at least half of the wordings hold, sorted.
    fn shared_terms(wordings: &[String], analyzer: &Analyzer) -> Vec<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for wording in wordings {
            let query = Query::parse(wording, analyzer);
            let mut terms = query.sorted_terms();
            terms.dedup();
            for term in terms {
                *counts.entry(term.to_owned()).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count * 2 >= wordings.len());
        counts.into_keys().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyzer, Language};
    use crate::curation::LearnedQuestion;

    fn learned() -> Vec<u8> {
        let letters: Vec<char> = ('a'..='z').collect();
        let analyzer = Analyzer::for_characters(Language::parse("en").unwrap(), &letters, &[]);
        let question = LearnedQuestion {
            wordings: vec!["reset my password".into(), "reset the lost password".into()],
            boosts: vec![("b".into(), 0.7), ("a".into(), -0.7), ("none".into(), 0.5)],
        };
        let number = |id: &str| ["a", "b"].iter().position(|known| *known == id);
        let number = |id: &str| number(id).map(|number| number as u32);
        write::section(&[question], &analyzer, number).unwrap()
    }

    #[test]
    fn a_question_is_known_by_most_of_its_terms() {
        let learned = Learned::read(&learned(), 2).unwrap();
        let of = |terms: &[&str]| {
            let mut factors = Vec::new();
            learned.add(terms, &mut factors);
            factors
        };
        let factors = of(&["lost", "password", "reset"]);
        assert_eq!(factors.len(), 2);
        assert!((factors[0].1 - 0.7_f32.exp()).abs() < 1e-3 && factors[0].0 == 1);
        assert!((factors[1].1 - (-0.7_f32).exp()).abs() < 1e-3 && factors[1].0 == 0);
        let weaker = of(&["password", "reset"]);
        assert!(weaker[0].1 > 1.0 && weaker[0].1 < factors[0].1);
        assert_eq!(of(&["password", "router"]), []);
        assert_eq!(of(&[]), []);
    }

    #[test]
    fn what_is_no_article_is_refused() {
        assert!(Learned::read(&learned(), 1).is_none());
        let whole = learned();
        for end in 0..whole.len() {
            assert!(Learned::read(&whole[..end], 2).is_none());
        }
    }

    #[test]
    fn exp_is_good_enough() {
        for step in -20..=20 {
            let x = step as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 2e-3, "{x}");
        }
    }
}
