//! Why an article has its score, for the tools: pages do without this code.

use super::Searcher;
use crate::index::impact::{Norm, Payload};
use crate::index::loaded::Lookup;
use crate::matching::{Attempt, Needs, Resolved, resolve};
use crate::query::Query;
use crate::rank::{Blend, Explanation, TermExplanation};

impl Searcher {
    /// Why an article has its score for `text`, for the tools. Shards must be loaded as for the search itself;
    /// what is missing is left out.
    pub fn explain(&mut self, text: &str, document: u32) -> Explanation {
        let query = Query::parse(text, &self.index.analyzer);
        let mut explanation = Explanation::default();
        for attempt in [Attempt::Spelling, Attempt::Infix, Attempt::Closest] {
            let mut needs = Needs {
                named: true,
                ..Needs::default()
            };
            let resolved = resolve(&self.index, &self.values, &query, attempt, &mut needs);
            let blend = resolved.score(&self.index, &self.values, &mut self.accumulators);
            let blend = blend.with_meaning(
                &self.index,
                &query,
                &resolved,
                &mut self.accumulators,
                &mut needs.wanted,
            );
            if self.accumulators.matches().any(|(_, sum)| sum.terms != 0) {
                explanation = self.explain_with(&query, &resolved, blend, document);
                break;
            }
        }
        explanation
    }

    fn explain_with(
        &self,
        query: &Query,
        resolved: &Resolved<'_>,
        blend: Blend,
        document: u32,
    ) -> Explanation {
        let terms = query.sorted_terms();
        let decision = self.index.decision(&terms);
        let edited = self.index.curations.of(&terms);
        let boost = edited.map_or(1.0, |edited| edited.boost(document));
        let sum = self.accumulators.get(document);
        let terms: Vec<TermExplanation> = (0..query.terms.len())
            .filter_map(|number| self.explain_term(query, resolved, number, document))
            .collect();
        let mut explanation = Explanation {
            title: self.values.title(sum.title, sum.share),
            meaning: blend.meaning_of(&sum),
            boost,
            learned: if boost == 1.0 {
                decision.boost(document)
            } else {
                1.0
            },
            pinned: decision.pins.contains(&document),
            terms,
            ..Explanation::default()
        };
        if let Some(Lookup::Found(row)) = self.index.row(document) {
            explanation.echo = self.echo(query, row.title, blend);
        }
        let terms = explanation.terms.iter().map(|term| term.value).sum::<f32>();
        let parts = [explanation.title, explanation.meaning, explanation.echo];
        explanation.score =
            (terms + parts.iter().sum::<f32>()) * explanation.boost * explanation.learned;
        explanation
    }

    /// The best form of a query term in an article.
    fn explain_term(
        &self,
        query: &Query,
        resolved: &Resolved<'_>,
        number: usize,
        document: u32,
    ) -> Option<TermExplanation> {
        let term = query.terms.get(number)?;
        let forms = resolved.terms.get(number)?;
        let norm = self.index.norm(document);
        let explained = forms.forms.iter().filter_map(|form| {
            let payload = form.payload(document)?;
            let weight = forms.weight_of(form, self.index.documents);
            Some(TermExplanation {
                term: term.term.clone(),
                kind: form.kind,
                matched: form.matched.clone(),
                weight,
                impact: Payload(payload).impact(Norm(norm)),
                title_length: Payload(payload).title_length(),
                value: weight * self.values.saturated(payload, norm),
            })
        });
        explained.reduce(|best, next| {
            if rank_of(&next) > rank_of(&best) {
                next
            } else {
                best
            }
        })
    }
}

fn rank_of(term: &TermExplanation) -> f32 {
    term.value + term.title_length.map_or(0.0, |length| 1.0 / length)
}
