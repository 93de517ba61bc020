//! Clusters by what people asked next in other words: a question whose words find nothing useful
//! has no answers to compare, but those who ask it go on to the same question in better words.

use super::ClusterOptions;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// One wording followed by another, by number, and how often.
pub type Rewording = (u32, u32, u32);

/// Joins each cluster with the one, asked more often, that most of its rewordings lead to or come
/// from. `of` names the cluster of each wording.
pub(super) fn join(
    rewordings: &[Rewording],
    of: &[u32],
    counts: &[u32],
    options: &ClusterOptions,
) -> Vec<u32> {
    let mut asked: FxHashMap<u32, u64> = FxHashMap::default();
    for (cluster, count) in of.iter().zip(counts) {
        *asked.entry(*cluster).or_default() += u64::from(*count);
    }
    let near = neighbors(rewordings, of);
    let size = |cluster: &u32| (asked.get(cluster).copied().unwrap_or(0), Reverse(*cluster));
    let mut next: FxHashMap<u32, u32> = FxHashMap::default();
    for (cluster, others) in &near {
        let all: u64 = others.values().sum();
        let most = others
            .iter()
            .max_by_key(|(other, count)| (**count, size(other)));
        if let Some((other, count)) = most
            && *count >= options.min_rewordings
            && *count as f64 >= options.shared_rewordings * all as f64
            && size(other) > size(cluster)
        {
            next.insert(*cluster, *other);
        }
    }
    // Every step leads to a cluster asked more often, so the way ends.
    let last = |mut cluster: u32| {
        while let Some(other) = next.get(&cluster) {
            cluster = *other;
        }
        cluster
    };
    of.iter().map(|cluster| last(*cluster)).collect()
}

/// How often wordings of a cluster follow or lead to those of another one.
fn neighbors(rewordings: &[Rewording], of: &[u32]) -> BTreeMap<u32, BTreeMap<u32, u64>> {
    let mut near: BTreeMap<u32, BTreeMap<u32, u64>> = BTreeMap::new();
    for (from, to, count) in rewordings {
        let clusters = (of.get(*from as usize), of.get(*to as usize));
        if let (Some(from), Some(to)) = clusters
            && from != to
        {
            let count = u64::from(*count);
            *near.entry(*from).or_default().entry(*to).or_default() += count;
            *near.entry(*to).or_default().entry(*from).or_default() += count;
        }
    }
    near
}
