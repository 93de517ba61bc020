//! Clusters by the articles that answered: questions in other words have the same answers.

use super::{ClusterOptions, Wordings};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An article of less than this share of a cluster's answers is chance: what people opened that did
/// not fit. It also bounds the work: a cluster has at most 20 answers.
const LEAST_SHARE: f64 = 0.05;

/// Which part of a cluster's answers each article is, largest first.
type Shares = Vec<(u32, f64)>;

#[derive(Default)]
struct Group {
    asked: u64,
    weight: f64,
    answers: BTreeMap<u32, f64>,
}

/// Joins clusters, of which `of` names one a wording, that share answers.
pub(super) fn join(wordings: &Wordings, of: &[u32], options: &ClusterOptions) -> Vec<u32> {
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for (wording, cluster) in wordings.iter().zip(of) {
        let group = groups.entry(*cluster).or_default();
        group.asked += u64::from(wording.count);
        for (article, weight) in &wording.answers {
            group.weight += f64::from(*weight);
            *group.answers.entry(*article).or_default() += f64::from(*weight);
        }
    }
    let mut order: Vec<(u32, Group)> = groups.into_iter().collect();
    order.sort_by_key(|(cluster, group)| (Reverse(group.asked), *cluster));
    let leaders = lead(&order, options);
    of.iter()
        .map(|cluster| leaders.get(cluster).copied().unwrap_or(*cluster))
        .collect()
}

fn lead(order: &[(u32, Group)], options: &ClusterOptions) -> FxHashMap<u32, u32> {
    let mut leaders = FxHashMap::default();
    let mut shares_of: Vec<(u32, Shares)> = Vec::new();
    let mut lists: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (cluster, group) in order {
        if group.weight < options.min_answers {
            continue;
        }
        let shares = shares(group);
        let mut best: Option<(f64, Reverse<usize>)> = None;
        let heavy = heavy(&shares, options.shared_answers);
        let candidates = heavy.iter().filter_map(|(article, _)| lists.get(article));
        for place in candidates.flatten() {
            let Some((_, other)) = shares_of.get(*place) else {
                continue;
            };
            let shared = (overlap(&shares, other), Reverse(*place));
            if shared.0 >= options.shared_answers && best.is_none_or(|best| shared > best) {
                best = Some(shared);
            }
        }
        match best.and_then(|(_, Reverse(place))| shares_of.get(place)) {
            Some((leader, _)) => drop(leaders.insert(*cluster, *leader)),
            None => {
                for (article, _) in &shares {
                    lists.entry(*article).or_default().push(shares_of.len());
                }
                shares_of.push((*cluster, shares));
            }
        }
    }
    leaders
}

fn shares(group: &Group) -> Shares {
    let mut shares: Shares = (group.answers.iter())
        .map(|(article, weight)| (*article, weight / group.weight))
        .filter(|(_, share)| *share >= LEAST_SHARE)
        .collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    shares
}

/// The largest shares without which too little is left to have `least` in common.
fn heavy(shares: &Shares, least: f64) -> &[(u32, f64)] {
    let mut rest = 1.0;
    let needed = shares.iter().take_while(|(_, share)| {
        let is_needed = rest >= least - 1e-9;
        rest -= share;
        is_needed
    });
    shares.get(..needed.count()).unwrap_or(shares)
}

/// What two clusters' answers have in common: the sum of the smaller shares.
pub(super) fn overlap(a: &Shares, b: &Shares) -> f64 {
    a.iter()
        .filter_map(|(article, share)| {
            let (_, other) = b.iter().find(|(candidate, _)| candidate == article)?;
            Some(share.min(*other))
        })
        .sum()
}
