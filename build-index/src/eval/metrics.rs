//! Measures of one ranking against graded judgments.

use serde::Serialize;
use std::collections::BTreeMap;

/// Measures of one query, each 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct QueryScore {
    /// Discounted cumulative gain at 10 over the best possible one; gain 2^grade − 1,
    /// discount log₂(rank + 1) (Burges et al. 2005).
    pub ndcg10: f64,
    /// 1 ÷ rank of the first relevant hit among ten.
    pub mrr10: f64,
    /// 1 if the first hit is relevant.
    pub success1: f64,
    /// 1 if one of the first three is.
    pub success3: f64,
    /// Share of the relevant articles among the first ten.
    pub recall10: f64,
    /// 1 if nothing was found.
    pub zero: f64,
}

/// A measure to compare by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Measure {
    /// nDCG@10: grades and ranks of the first ten
    Ndcg10,
    /// 1 ÷ rank of the first right hit among ten
    Mrr10,
    /// Whether the first hit is right (R@1)
    Success1,
    /// Whether one of the first three is right (R@3)
    Success3,
    /// Share of the right articles among the first ten
    Recall10,
}

impl Measure {
    /// Name in tables and JSON, as in [`QueryScore`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Ndcg10 => "ndcg10",
            Self::Mrr10 => "mrr10",
            Self::Success1 => "success1",
            Self::Success3 => "success3",
            Self::Recall10 => "recall10",
        }
    }

    /// Its value for a query.
    pub fn of(self, score: &QueryScore) -> f64 {
        match self {
            Self::Ndcg10 => score.ndcg10,
            Self::Mrr10 => score.mrr10,
            Self::Success1 => score.success1,
            Self::Success3 => score.success3,
            Self::Recall10 => score.recall10,
        }
    }
}

/// Means over queries that have a relevant article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Number of queries.
    pub n: usize,
    /// Mean nDCG@10.
    pub ndcg10: f64,
    /// Its 95 % interval, where it was asked for; see [`super::interval`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ndcg10_interval: Option<[f64; 2]>,
    /// Mean reciprocal rank at 10.
    pub mrr10: f64,
    /// Share of queries whose first hit is relevant.
    pub success1: f64,
    /// Share with a relevant one among the first three.
    pub success3: f64,
    /// Mean recall at 10.
    pub recall10: f64,
    /// Share without any hit.
    pub zero_rate: f64,
}

/// Scores `hits` (ids, best first) against `relevant` (id to grade; above 0 is relevant).
pub fn score(relevant: &BTreeMap<String, u32>, hits: &[String]) -> QueryScore {
    let gain = |grade: u32| f64::from(2u32.saturating_pow(grade) - 1);
    let discount = |rank: usize| ((rank + 2) as f64).log2();
    let grade = |id: &String| relevant.get(id).copied().unwrap_or(0);
    let hits = &hits[..hits.len().min(super::DEPTH)];
    let mut ideal: Vec<u32> = relevant
        .values()
        .copied()
        .filter(|grade| *grade > 0)
        .collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best: f64 = ideal
        .iter()
        .take(super::DEPTH)
        .enumerate()
        .map(|(rank, grade)| gain(*grade) / discount(rank))
        .sum();
    let sum: f64 = hits
        .iter()
        .enumerate()
        .map(|(rank, id)| gain(grade(id)) / discount(rank))
        .sum();
    let first = hits.iter().position(|id| grade(id) > 0);
    let within = |depth: usize| f64::from(u8::from(first.is_some_and(|rank| rank < depth)));
    let found = hits.iter().filter(|id| grade(id) > 0).count();
    QueryScore {
        ndcg10: if best > 0.0 { sum / best } else { 0.0 },
        mrr10: first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64),
        success1: within(1),
        success3: within(3),
        recall10: if ideal.is_empty() {
            0.0
        } else {
            found as f64 / ideal.len() as f64
        },
        zero: f64::from(u8::from(hits.is_empty())),
    }
}

/// Means of `scores`; all zero without any.
pub fn summarize(scores: &[&QueryScore]) -> Summary {
    let n = scores.len();
    let mean = |field: fn(&QueryScore) -> f64| {
        scores.iter().map(|score| field(score)).sum::<f64>() / n.max(1) as f64
    };
    Summary {
        n,
        ndcg10: mean(|score| score.ndcg10),
        ndcg10_interval: None,
        mrr10: mean(|score| score.mrr10),
        success1: mean(|score| score.success1),
        success3: mean(|score| score.success3),
        recall10: mean(|score| score.recall10),
        zero_rate: mean(|score| score.zero),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let relevant = BTreeMap::from([("a".into(), 2), ("b".into(), 1)]);
        let found = score(&relevant, &["x".into(), "a".into()]);
        let expected = (3.0 / 3f64.log2()) / (3.0 + 1.0 / 3f64.log2());
        assert!((found.ndcg10 - expected).abs() < 1e-9);
        assert_eq!(
            (
                found.mrr10,
                found.success1,
                found.success3,
                found.recall10,
                found.zero
            ),
            (0.5, 0.0, 1.0, 0.5, 0.0)
        );
        assert_eq!(score(&relevant, &[]).zero, 1.0);
        assert_eq!(score(&relevant, &["a".into(), "b".into()]).ndcg10, 1.0);
    }
}
