//! Which wordings ask the same: by their words, or by the article that answered them.
//!
//! ```text
//! wordings ─ terms ─▶ sets of terms ─ words ─▶ clusters ─ answers ─▶ clusters of clusters
//!              ▲ spelling
//! ```
//!
//! Both joins are *leader clustering*: in order of how often they were asked, each set joins the
//! most alike of the leaders before it, or becomes one. A cluster can then not creep from word to
//! word, as with single linkage, and the same wordings give the same clusters. Candidates come
//! from inverted lists of the parts that two alike sets must share (prefix filtering; Bayardo, Ma,
//! Srikant: "Scaling up all pairs similarity search", WWW 2007), so that the work grows with the
//! wordings, not with their square, and no candidate is lost as with MinHash.

mod answers;
mod openers;
mod spelling;
mod terms;
mod words;

pub use terms::{Wordings, analyzer_for};

use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// When wordings are the same question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterOptions {
    /// Least Jaccard coefficient of two sets of terms, above 0 to 1; default .6.
    pub similarity: f64,
    /// Least share of answers that two clusters have in common, above 0 to 1; default .5.
    pub shared_answers: f64,
    /// Weight of answers that a cluster needs before they say anything; default 4.
    pub min_answers: f64,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self {
            similarity: 0.6,
            shared_answers: 0.5,
            min_answers: 4.0,
        }
    }
}

/// A wording with how often it was asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wording {
    /// As typed.
    pub text: String,
    /// How often.
    pub count: u32,
    /// Which articles answered it, by number, and how surely.
    pub answers: Vec<(u32, f32)>,
}

/// What [`cluster`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clusters {
    /// The cluster of each wording. Numbers are from 0, by how often a cluster was asked.
    pub of: Vec<u32>,
    /// The terms that at least half of a cluster's searches hold, sorted.
    pub terms: Vec<Vec<String>>,
}

/// Puts the wordings of one language together.
pub fn cluster(wordings: &Wordings, options: &ClusterOptions) -> Clusters {
    let sets = wordings.sets();
    let counts: Vec<u32> = wordings.iter().map(|wording| wording.count).collect();
    let by_words = words::join(&sets, &counts, options.similarity);
    let joined = answers::join(wordings, &by_words, options);
    let of = by_frequency(&joined, &counts);
    let terms = shared_terms(&of, &sets, &counts)
        .into_iter()
        .map(|numbers| {
            let names: BTreeSet<String> = (numbers.iter())
                .map(|number| wordings.term(*number).to_owned())
                .collect();
            names.into_iter().collect()
        })
        .collect();
    Clusters { of, terms }
}

/// Numbers clusters by how often they were asked, then by their first wording.
fn by_frequency(of: &[u32], counts: &[u32]) -> Vec<u32> {
    let mut asked: FxHashMap<u32, (u64, usize)> = FxHashMap::default();
    for (at, (number, count)) in of.iter().zip(counts).enumerate() {
        asked.entry(*number).or_insert((0, at)).0 += u64::from(*count);
    }
    let mut order: Vec<(u32, (u64, usize))> = asked.into_iter().collect();
    order.sort_unstable_by_key(|(_, (count, first))| (std::cmp::Reverse(*count), *first));
    let places = order.iter().enumerate();
    let renamed: FxHashMap<u32, u32> = places.map(|(new, (old, _))| (*old, new as u32)).collect();
    of.iter()
        .map(|old| renamed.get(old).copied().unwrap_or(0))
        .collect()
}

fn shared_terms(of: &[u32], sets: &[Vec<u32>], counts: &[u32]) -> Vec<Vec<u32>> {
    let clusters = of.iter().max().map_or(0, |most| *most as usize + 1);
    let mut total = vec![0_u64; clusters];
    let mut held: Vec<FxHashMap<u32, u64>> = vec![FxHashMap::default(); clusters];
    for ((cluster, set), count) in of.iter().zip(sets).zip(counts) {
        let (Some(total), Some(held)) = (
            total.get_mut(*cluster as usize),
            held.get_mut(*cluster as usize),
        ) else {
            continue;
        };
        *total += u64::from(*count);
        for term in set {
            *held.entry(*term).or_default() += u64::from(*count);
        }
    }
    let pairs = held.into_iter().zip(total);
    pairs
        .map(|(held, total)| {
            let shared = held.into_iter().filter(|(_, count)| count * 2 >= total);
            shared.map(|(term, _)| term).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests;
