//! Which wordings ask the same: by their words, by the article that answered them, or by what
//! people asked next.
//!
//! ```text
//! wordings ─ terms ─▶ sets of terms ─ words ─▶ clusters ─ answers, rewordings ─▶ clusters of clusters
//!              ▲ spelling
//! ```
//!
//! The first two joins are *leader clustering*: in order of how often they were asked, each set joins the
//! most alike of the leaders before it, or becomes one. A cluster can then not creep from word to
//! word, as with single linkage, and the same wordings give the same clusters. Candidates come
//! from inverted lists of the parts that two alike sets must share (prefix filtering; Bayardo, Ma,
//! Srikant: "Scaling up all pairs similarity search", WWW 2007), so that the work grows with the
//! wordings, not with their square, and no candidate is lost as with MinHash.

mod answers;
mod openers;
mod rewordings;
mod spelling;
mod terms;
mod words;

pub use rewordings::Rewording;
pub use terms::{Wordings, analyzer_for};

use rustc_hash::FxHashMap;

/// When wordings are the same question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterOptions {
    /// Least Jaccard coefficient of two sets of terms, above 0 to 1; default .6.
    pub similarity: f64,
    /// Least share of answers that two clusters have in common, above 0 to 1; default .5.
    pub shared_answers: f64,
    /// Weight of answers that a cluster needs before they say anything; default 4.
    pub min_answers: f64,
    /// Least share of a cluster's rewordings that lead to or come from one other cluster, 0 to
    /// 1; default .5.
    pub shared_rewordings: f64,
    /// So many must; default 3.
    pub min_rewordings: u64,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self {
            similarity: 0.6,
            shared_answers: 0.5,
            min_answers: 4.0,
            shared_rewordings: 0.5,
            min_rewordings: 3,
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

/// Puts the wordings of one language together: the cluster of each. Numbers are from 0, by how often
/// a cluster was asked. `rewordings` are pairs of wordings, by their places.
pub fn cluster(
    wordings: &Wordings,
    rewordings: &[Rewording],
    options: &ClusterOptions,
) -> Vec<u32> {
    let sets = wordings.sets();
    let counts: Vec<u32> = wordings.iter().map(|wording| wording.count).collect();
    let by_words = words::join(sets, &counts, options.similarity);
    let joined = answers::join(wordings, &by_words, options);
    let joined = rewordings::join(rewordings, &joined, &counts, options);
    by_frequency(&joined, &counts)
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

#[cfg(test)]
mod tests;
