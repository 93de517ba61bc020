//! The ranking function.
//!
//! score(d) = Σ_t w_t·idf_t·x/(k1+x)  +  (c + n·density(d)) · Σ_{t in title} w_t·idf_t
//!
//! x is the stored impact of term t in d (`index/impact.rs`), c and n are `title_coverage` and
//! `title_density`, density is the share of the title's words that the query matched (at most 1).
//! w_t is 1, or less for a word that only begins with the query's last word.

use crate::index::impact::{Norm, Payload};
use crate::schema::Ranking;

/// Robertson–Spärck Jones weight of a term in `frequency` of `documents` articles, in the form of
/// Lucene's BM25 that never falls below zero.
pub(crate) fn idf(frequency: u32, documents: u32) -> f32 {
    let (frequency, documents) = (frequency as f32, documents as f32);
    (1.0 + (documents - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
}

/// What each payload byte is worth, computed once per index.
#[derive(Debug)]
pub(crate) struct TermValues {
    /// x/(k1+x) by field norm and payload.
    saturated: Vec<[f32; Payload::VALUES]>,
    /// 1 ÷ length of the title for a term in it, else 0.
    title_share: [f32; Payload::VALUES],
    coverage: f32,
    density: f32,
}

impl TermValues {
    pub(crate) fn new(ranking: &Ranking) -> Self {
        let payloads = || (0..=u8::MAX).map(Payload);
        let row = |norm: usize| {
            let mut row = [0.0; Payload::VALUES];
            for (slot, payload) in row.iter_mut().zip(payloads()) {
                let impact = payload.impact(Norm(norm as u8));
                *slot = impact / (ranking.k1 + impact);
            }
            row
        };
        let mut title_share = [0.0; Payload::VALUES];
        for (slot, payload) in title_share.iter_mut().zip(payloads()) {
            *slot = payload.title_length().map_or(0.0, |length| 1.0 / length);
        }
        let saturated = (0..Norm::STEPS).map(row).collect();
        Self {
            saturated,
            title_share,
            coverage: ranking.title_coverage,
            density: ranking.title_density,
        }
    }

    /// x/(k1+x) of a posting in an article of this norm.
    pub(crate) fn saturated(&self, payload: u8, norm: u8) -> f32 {
        let row = self.saturated.get(usize::from(norm).min(Norm::STEPS - 1));
        row.and_then(|row| row.get(usize::from(payload)))
            .copied()
            .unwrap_or(0.0)
    }

    /// The share of the title that one matched word is; 0 when it is not in the title.
    pub(crate) fn title_share(&self, payload: u8) -> f32 {
        self.title_share
            .get(usize::from(payload))
            .copied()
            .unwrap_or(0.0)
    }

    /// What the title adds to a score: `matched` is the sum of w·idf of the terms in it, `share`
    /// the sum of their shares.
    pub(crate) fn title(&self, matched: f32, share: f32) -> f32 {
        (self.coverage + self.density * share.min(1.0)) * matched
    }

    /// The score of a posting as the only match of a one-word query, in units of idf.
    #[cfg(feature = "write")]
    pub(crate) fn of(&self, payload: u8, norm: u8) -> f32 {
        let share = self.title_share(payload);
        self.saturated(payload, norm) + self.title(if share > 0.0 { 1.0 } else { 0.0 }, share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // ln(1 + (100 − 9 + 0.5) / 9.5) = ln 10.63
        assert!((idf(9, 100) - 2.3638).abs() < 1e-3);
        assert!(idf(100, 100) > 0.0);
        let ranking = Ranking {
            k1: 2.0,
            title_coverage: 0.5,
            title_density: 0.25,
            ..Ranking::default()
        };
        let values = TermValues::new(&ranking);
        let unit = Norm::encode(1.0).0;
        let body = Payload::encode(2.0, None);
        assert!((values.saturated(body.0, unit) - 0.5).abs() < 0.05);
        assert_eq!(values.title_share(body.0), 0.0);
        let title = Payload::encode(2.0, Some(2));
        assert!((values.of(title.0, unit) - (0.5 + 0.5 + 0.125)).abs() < 0.05);
    }
}
