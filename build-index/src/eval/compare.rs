//! Two bundles asked the same queries.

use super::significance::{interval, sign_flip_p};
use super::{Groups, Judged, Measure};
use serde::Serialize;

/// A group of queries put to two bundles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Number of queries.
    pub n: usize,
    /// Mean of the measure for the bundle.
    pub bundle: f64,
    /// Mean of the measure for what it is compared with.
    pub against: f64,
    /// The first minus the second.
    pub difference: f64,
    /// 95 % interval of the difference; see [`interval`].
    pub interval: [f64; 2],
    /// Probability of such a difference by chance; see [`sign_flip_p`].
    pub p: f64,
    /// Queries that the bundle answers better.
    pub won: usize,
    /// Queries that it answers worse.
    pub lost: usize,
}

/// A query with both answers.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The bundle's.
    pub bundle: Judged,
    /// That of what it is compared with.
    pub against: Judged,
}

impl Pair {
    /// By how much the bundle's answer is better.
    pub fn difference(&self, measure: Measure) -> f64 {
        measure.of(&self.bundle.score) - measure.of(&self.against.score)
    }
}

/// Compares by group.
pub fn compare(pairs: &[Pair], measure: Measure) -> Groups<Comparison> {
    let group = |pairs: &[&Pair]| compare_group(pairs, measure);
    Groups::of(pairs, |pair| &pair.bundle.query, group)
}

fn compare_group(pairs: &[&Pair], measure: Measure) -> Comparison {
    let differences: Vec<f64> = pairs.iter().map(|pair| pair.difference(measure)).collect();
    let n = pairs.len();
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / n.max(1) as f64;
    let count = |is: fn(f64) -> bool| differences.iter().filter(|one| is(**one)).count();
    Comparison {
        n,
        bundle: mean(&mut pairs.iter().map(|pair| measure.of(&pair.bundle.score))),
        against: mean(&mut pairs.iter().map(|pair| measure.of(&pair.against.score))),
        difference: mean(&mut differences.iter().copied()),
        interval: interval(&differences),
        p: sign_flip_p(&differences),
        won: count(|one| one > 0.0),
        lost: count(|one| one < 0.0),
    }
}

/// The queries that the bundle answers better, and those that it answers worse, the largest
/// difference first.
pub fn changed(pairs: &[Pair], measure: Measure) -> (Vec<&Pair>, Vec<&Pair>) {
    let sorted = |sign: f64| {
        let gain = |pair: &Pair| sign * pair.difference(measure);
        let mut changed: Vec<&Pair> = pairs.iter().filter(|pair| gain(pair) > 0.0).collect();
        changed.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
        changed
    };
    (sorted(1.0), sorted(-1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{JudgedQuery, score};
    use std::collections::BTreeMap;

    fn pair(lang: &str, query: &str, bundle: &[&str], against: &[&str]) -> Pair {
        let query = JudgedQuery {
            qid: String::new(),
            lang: lang.into(),
            query: query.into(),
            kind: "written".into(),
            relevant: BTreeMap::from([("right".to_owned(), 2)]),
        };
        let judged = |hits: &[&str]| {
            let hits: Vec<String> = hits.iter().map(|id| (*id).to_owned()).collect();
            Judged {
                score: score(&query.relevant, &hits),
                query: query.clone(),
                hits,
            }
        };
        Pair {
            bundle: judged(bundle),
            against: judged(against),
        }
    }

    #[test]
    fn won_and_lost_by_group() {
        let pairs = [
            pair("en", "won a little", &["right"], &["x", "right"]),
            pair("en", "won", &["right"], &[]),
            pair("en", "same", &["x", "right"], &["y", "right"]),
            pair("de", "lost", &["x", "y", "right"], &["right"]),
        ];
        let compared = compare(&pairs, Measure::Mrr10);
        let overall = compared.overall;
        assert_eq!((overall.n, overall.won, overall.lost), (4, 2, 1));
        assert!((overall.difference - (0.5 + 1.0 - 2.0 / 3.0) / 4.0).abs() < 1e-9);
        assert!((overall.bundle - overall.against - overall.difference).abs() < 1e-9);
        assert!(overall.interval[0] < 0.0 && overall.interval[1] > 0.0);
        assert_eq!(compared.by_lang["de"].lost, 1);
        assert_eq!(compared.by_lang["en"].lost, 0);
        let (won, lost) = changed(&pairs, Measure::Mrr10);
        let texts = |pairs: Vec<&Pair>| -> Vec<String> {
            pairs
                .iter()
                .map(|pair| pair.bundle.query.query.clone())
                .collect()
        };
        assert_eq!(texts(won), ["won", "won a little"]);
        assert_eq!(texts(lost), ["lost"]);
    }
}
