//! Which texts have most of their shingles in common, exactly and without comparing every two.
//!
//! A text's shingles are ordered from the rarest of all to the most common. Two sets whose Jaccard
//! similarity is `t` or more must share one of the first `n - ⌈t·n⌉ + 1` shingles of both (prefix
//! filter: Chaudhuri, Ganti, Kaushik 2006; Bayardo, Ma, Srikant, "Scaling up all pairs similarity
//! search", 2007), and the smaller has at least `t` times the size of the larger. Only what passes
//! both is compared.

use std::collections::HashMap;

/// Two texts, by their numbers, and their Jaccard similarity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The first, by number.
    pub one: usize,
    /// The second.
    pub other: usize,
    /// Shingles in both ÷ shingles in either, up to 1.
    pub similarity: f64,
}

/// Every two of `sets` whose Jaccard similarity is `threshold` (0 < threshold ≤ 1) or more, in order.
/// A set's hashes are in any order; a repeated one counts once. Empty sets are like no other.
pub fn similar_pairs(sets: &[Vec<u64>], threshold: f64) -> Vec<Pair> {
    let ranked = ranked(sets);
    let groups = alike(&ranked);
    let mut pairs = Vec::new();
    for group in &groups {
        pairs.extend(every_two(group, 1.0));
    }
    // One of each group stands for all of it.
    let mut order: Vec<&Vec<usize>> = groups.iter().collect();
    let size = |group: &[usize]| {
        group
            .first()
            .and_then(|at| ranked.get(*at))
            .map_or(0, Vec::len)
    };
    order.sort_by_key(|group| size(group));
    let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut seen = vec![usize::MAX; order.len()];
    for (at, group) in order.iter().enumerate() {
        let Some(set) = group.first().and_then(|one| ranked.get(*one)) else {
            continue;
        };
        for shingle in set.iter().take(prefix(set.len(), threshold)) {
            let posted = index.entry(*shingle).or_default();
            for earlier in posted.iter().copied() {
                let is_new = seen.get(earlier).is_some_and(|last| *last != at);
                let Some(other) = order.get(earlier).filter(|_| is_new) else {
                    continue;
                };
                if let Some(last) = seen.get_mut(earlier) {
                    *last = at;
                }
                let other_set = other.first().and_then(|one| ranked.get(*one));
                let similarity = other_set.map_or(0.0, |other| jaccard(set, other, threshold));
                if similarity >= threshold {
                    pairs.extend(across(group, other, similarity));
                }
            }
            posted.push(at);
        }
    }
    pairs.sort_by_key(|pair| (pair.one, pair.other));
    pairs
}

/// How many of a set's rarest shingles any set as similar as that has one of.
fn prefix(size: usize, threshold: f64) -> usize {
    // A hair less, so that rounding never cuts off a pair that stands on the threshold.
    let needed = (threshold * size as f64 - 1e-9).ceil().max(1.0) as usize;
    (size + 1).saturating_sub(needed)
}

/// The sets as numbers, each ordered from its rarest shingle on.
fn ranked(sets: &[Vec<u64>]) -> Vec<Vec<u32>> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let distinct: Vec<Vec<u64>> = (sets.iter())
        .map(|set| {
            let mut set = set.clone();
            set.sort_unstable();
            set.dedup();
            set.iter()
                .for_each(|shingle| *counts.entry(*shingle).or_default() += 1);
            set
        })
        .collect();
    let mut by_rarity: Vec<(u32, u64)> = counts.into_iter().map(|(hash, n)| (n, hash)).collect();
    by_rarity.sort_unstable();
    let ranks = by_rarity
        .into_iter()
        .zip(0..)
        .map(|((_, hash), rank)| (hash, rank));
    let ranks: HashMap<u64, u32> = ranks.collect();
    let numbered = distinct.into_iter().map(|set| {
        let mut set: Vec<u32> = set
            .iter()
            .filter_map(|hash| ranks.get(hash).copied())
            .collect();
        set.sort_unstable();
        set
    });
    numbered.collect()
}

/// The numbers of equal sets, each group in order; empty sets are left out.
fn alike(sets: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let mut places: HashMap<&[u32], usize> = HashMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, set) in sets.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
        let place = *places.entry(set.as_slice()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

fn every_two(group: &[usize], similarity: f64) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (at, one) in group.iter().enumerate() {
        pairs.extend(across(
            &[*one],
            group.get(at + 1..).unwrap_or_default(),
            similarity,
        ));
    }
    pairs
}

fn across(group: &[usize], others: &[usize], similarity: f64) -> Vec<Pair> {
    let of_one = |one: &usize| {
        let one = *one;
        others.iter().map(move |other| Pair {
            one: one.min(*other),
            other: one.max(*other),
            similarity,
        })
    };
    group.iter().flat_map(of_one).collect()
}

/// The similarity of two ordered sets; 0 as soon as it cannot reach `threshold`.
fn jaccard(one: &[u32], other: &[u32], threshold: f64) -> f64 {
    let (small, large) = (one.len().min(other.len()), one.len().max(other.len()));
    if (small as f64) < threshold * large as f64 - 1e-9 {
        return 0.0;
    }
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut shared = 0_usize;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                shared += 1;
                left.next();
                right.next();
            }
        }
    }
    shared as f64 / (one.len() + other.len() - shared) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn naive(sets: &[Vec<u64>], threshold: f64) -> Vec<(usize, usize)> {
        let sets: Vec<BTreeSet<u64>> = (sets.iter())
            .map(|set| set.iter().copied().collect())
            .collect();
        let mut pairs = Vec::new();
        for (one, a) in sets.iter().enumerate() {
            for (other, b) in sets.iter().enumerate().skip(one + 1) {
                let shared = a.intersection(b).count() as f64;
                let union = a.union(b).count() as f64;
                if union > 0.0 && shared / union >= threshold {
                    pairs.push((one, other));
                }
            }
        }
        pairs
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_pair_is_missed_and_none_is_made_up(
            bases in proptest::collection::vec(proptest::collection::vec(0_u64..40, 0..20), 1..6),
            copies in proptest::collection::vec((0_usize..6, 0_u64..60, 0_usize..25), 0..20),
            threshold in prop_oneof![Just(0.5), Just(0.75), Just(0.8), Just(1.0), 0.3_f64..1.0],
        ) {
            // Copies of a few texts with one shingle changed: pairs stand on both sides of the threshold.
            let mut sets = bases.clone();
            for (base, shingle, at) in copies {
                let mut copy = bases[base % bases.len()].clone();
                let end = copy.len();
                if at < end { copy[at] = shingle } else { copy.push(shingle) }
                sets.push(copy);
            }
            let found: Vec<(usize, usize)> = (similar_pairs(&sets, threshold).iter())
                .map(|pair| (pair.one, pair.other))
                .collect();
            prop_assert_eq!(found, naive(&sets, threshold));
        }
    }

    #[test]
    fn the_similarity_is_jaccards() {
        let pairs = similar_pairs(
            &[vec![1, 2, 3, 4], vec![4, 3, 2, 2, 9], vec![], vec![]],
            0.5,
        );
        assert_eq!(
            pairs,
            [Pair {
                one: 0,
                other: 1,
                similarity: 0.6
            }]
        );
    }
}
