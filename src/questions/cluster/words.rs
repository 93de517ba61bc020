//! Clusters by words.

use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// The leader (as the place of its set among the distinct ones) of each set.
pub(super) fn join(sets: &[Vec<u32>], counts: &[u32], similarity: f64) -> Vec<u32> {
    let (distinct, of) = distinct(sets, counts);
    let order = by_rarity(&distinct);
    let ranked: Vec<Vec<u32>> = (distinct.iter())
        .map(|(set, _)| {
            let mut ranks: Vec<u32> = set.iter().map(|term| rank_of(&order, *term)).collect();
            ranks.sort_unstable();
            ranks
        })
        .collect();
    let mut lists: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut leaders: Vec<u32> = Vec::with_capacity(ranked.len());
    for (place, set) in ranked.iter().enumerate() {
        let prefix = set.get(..prefix_len(set.len(), similarity)).unwrap_or(&[]);
        let candidates = prefix.iter().filter_map(|rank| lists.get(rank)).flatten();
        let best = most_alike(set, candidates.copied(), &ranked, similarity);
        leaders.push(best.unwrap_or(place as u32));
        if best.is_none() {
            for rank in prefix {
                lists.entry(*rank).or_default().push(place as u32);
            }
        }
    }
    of.iter()
        .map(|place| leaders.get(*place as usize).copied().unwrap_or(*place))
        .collect()
}

/// Distinct sets, most asked first, and the place of each set among them.
fn distinct(sets: &[Vec<u32>], counts: &[u32]) -> (Vec<(Vec<u32>, u64)>, Vec<u32>) {
    let mut asked: FxHashMap<&[u32], u64> = FxHashMap::default();
    for (set, count) in sets.iter().zip(counts) {
        *asked.entry(set).or_default() += u64::from(*count);
    }
    let mut distinct: Vec<(&[u32], u64)> = asked.into_iter().collect();
    distinct.sort_unstable_by_key(|(set, count)| (Reverse(*count), *set));
    let places: FxHashMap<&[u32], u32> = (distinct.iter().enumerate())
        .map(|(place, (set, _))| (*set, place as u32))
        .collect();
    let of = (sets.iter())
        .map(|set| places.get(set.as_slice()).copied().unwrap_or(0))
        .collect();
    let owned = distinct.iter().map(|(set, count)| (set.to_vec(), *count));
    (owned.collect(), of)
}

/// Place of each term when the rarest comes first: rare terms have short lists.
fn by_rarity(distinct: &[(Vec<u32>, u64)]) -> FxHashMap<u32, u32> {
    let mut sets_with: FxHashMap<u32, u32> = FxHashMap::default();
    for term in distinct.iter().flat_map(|(set, _)| set) {
        *sets_with.entry(*term).or_default() += 1;
    }
    let mut order: Vec<(u32, u32)> = (sets_with.into_iter())
        .map(|(term, sets)| (sets, term))
        .collect();
    order.sort_unstable();
    let places = order.into_iter().enumerate();
    places
        .map(|(rank, (_, term))| (term, rank as u32))
        .collect()
}

fn rank_of(order: &FxHashMap<u32, u32>, term: u32) -> u32 {
    order.get(&term).copied().unwrap_or(u32::MAX)
}

/// Of two sets with a Jaccard coefficient of at least `similarity`, both first so many (in one
/// order of all terms) have one in common.
fn prefix_len(len: usize, similarity: f64) -> usize {
    let shared = (len as f64 * similarity - 1e-9).ceil() as usize;
    (len - shared.min(len) + 1).min(len)
}

fn most_alike(
    set: &[u32],
    candidates: impl Iterator<Item = u32>,
    sets: &[Vec<u32>],
    similarity: f64,
) -> Option<u32> {
    let alike = candidates.filter_map(|place| {
        let jaccard = jaccard(set, sets.get(place as usize)?);
        (jaccard >= similarity).then_some((jaccard, Reverse(place)))
    });
    let best = alike.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    best.map(|(_, Reverse(place))| place)
}

/// Shared members of two sorted sets as a share of all.
pub(super) fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let shared = a.iter().filter(|one| b.binary_search(one).is_ok()).count();
    let all = a.len() + b.len() - shared;
    if all == 0 {
        return 0.0;
    }
    shared as f64 / all as f64
}
