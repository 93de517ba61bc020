//! Where a large index is cut: postings at term boundaries, rows and texts at article boundaries.

use super::PREFIX_MARK;
use super::inverted::Inverted;
use super::loaded::shard_of;
use crate::codec::crc32;
use crate::rank::TermValues;
use core::ops::Range;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Most postings stored of one term in a sharded index: those with the highest value. A term in
/// more articles says little, and its whole list would cost more bytes than the rest of a query.
pub(super) const LONGEST_LIST: usize = 4096;
/// Articles in the list of a prefix whose terms lie in several shards.
const PREFIX_LIST: usize = 256;

/// A term of a shard: a real one by its number, or the list of a prefix.
pub(super) enum Entry {
    /// Number of the term in the inversion.
    Term(usize),
    /// Articles, payloads, and in how many articles any of the prefix's terms is.
    Prefix {
        key: String,
        documents: Vec<u32>,
        payloads: Vec<u8>,
        frequency: u32,
    },
}

impl Entry {
    /// In the dictionary.
    fn key<'e>(&'e self, inverted: &'e Inverted) -> &'e str {
        match self {
            Self::Term(term) => &inverted.terms[*term],
            Self::Prefix { key, .. } => key,
        }
    }
}

/// Cuts items into consecutive ranges of about `target` bytes each; an item, given by its key and its
/// size, is never split.
///
/// Between a half and one and a half of `target` a range ends before the item whose key has the least
/// CRC-32. Where one range ends therefore hardly depends on where the ranges before it did, so that
/// after a changed item the cuts soon are the old ones again, and most files stay as they were
/// (content-defined chunking; Muthitacharoen, Chen & Mazières 2001).
pub(super) fn ranges<'k>(
    items: impl Iterator<Item = (&'k str, usize)>,
    target: usize,
) -> Vec<Range<usize>> {
    let items: Vec<(u32, usize)> = items
        .map(|(key, size)| (crc32(key.as_bytes()), size))
        .collect();
    let mut out = Vec::new();
    let mut start = 0;
    while start < items.len() {
        let end = start + end_of_range(&items[start..], target);
        out.push(start..end);
        start = end;
    }
    out
}

/// How many of the items, at least one, are in the first range.
fn end_of_range(items: &[(u32, usize)], target: usize) -> usize {
    let (least, most) = (target / 2, target + target / 2);
    let mut best: Option<(u32, usize)> = None;
    let mut sum = 0;
    for (at, (hash, size)) in items.iter().enumerate() {
        if sum >= least && at > 0 && best.is_none_or(|(lowest, _)| *hash < lowest) {
            best = Some((*hash, at));
        }
        sum += size;
        if sum > most && at > 0 {
            return best.map_or(at, |(_, end)| end);
        }
    }
    items.len()
}

/// Stored bytes of a term, roughly: dictionary, bits of the list, payloads after compression.
pub(super) fn term_bytes(inverted: &Inverted, term: usize, documents: usize) -> usize {
    let count = inverted.range(term).len();
    let stored = count.min(LONGEST_LIST);
    let bits = (documents as f32 / stored.max(1) as f32).log2() + 1.5 + 3.0;
    3 + inverted.terms[term].len() / 4 + (stored as f32 * bits / 8.0) as usize
}

/// The shortest beginning of `first` that sorts after `last`: what the directory needs of a shard.
pub(super) fn separator(last: &str, first: &str) -> String {
    let common = last
        .chars()
        .zip(first.chars())
        .take_while(|(a, b)| a == b)
        .count();
    first.chars().take(common + 1).collect()
}

/// The entries of every shard, prefix lists included, and the separators.
pub(super) fn entries(
    inverted: &Inverted,
    ranges: &[Range<usize>],
    values: &TermValues,
) -> (Vec<Vec<Entry>>, Vec<String>) {
    let mut separators = vec![String::new()];
    let mut prefixes = BTreeSet::new();
    for pair in ranges.windows(2) {
        let (last, first) = (
            &inverted.terms[pair[0].end - 1],
            &inverted.terms[pair[1].start],
        );
        separators.push(separator(last, first));
        let common = last
            .chars()
            .zip(first.chars())
            .take_while(|(a, b)| a == b)
            .count();
        prefixes.extend((1..=common).map(|len| first.chars().take(len).collect::<String>()));
    }
    let terms = ranges.iter().cloned();
    let mut shards: Vec<Vec<Entry>> = terms
        .map(|range| range.map(Entry::Term).collect())
        .collect();
    let prefixes: Vec<String> = prefixes.into_iter().collect();
    let lists: Vec<Entry> = prefixes
        .par_iter()
        .map_init(
            || vec![None; inverted.norms.len()],
            |best, prefix| prefix_list(inverted, prefix, best, values),
        )
        .collect();
    for list in lists {
        let key = list.key(inverted);
        let shard = &mut shards[shard_of(&separators, key)];
        let at = shard.partition_point(|entry| entry.key(inverted) < key);
        shard.insert(at, list);
    }
    (shards, separators)
}

/// `best` is none everywhere, before and after.
fn prefix_list(
    inverted: &Inverted,
    prefix: &str,
    best: &mut [Option<u8>],
    values: &TermValues,
) -> Entry {
    let terms = &inverted.terms;
    let first = terms.partition_point(|term| term.as_str() < prefix);
    let count = terms[first..].partition_point(|term| term.starts_with(prefix));
    let postings = inverted.starts[first] as usize..inverted.starts[first + count] as usize;
    let mut holders = Vec::new();
    for at in postings {
        let (document, payload) = (inverted.documents[at], inverted.payloads[at]);
        let norm = inverted.norms[document as usize];
        match &mut best[document as usize] {
            Some(known) if values.of(payload, norm) <= values.of(*known, norm) => {}
            Some(known) => *known = payload,
            none => {
                *none = Some(payload);
                holders.push(document);
            }
        }
    }
    holders.sort_unstable();
    let list: Vec<(u32, u8)> = holders
        .into_iter()
        .filter_map(|document| Some((document, best[document as usize].take()?)))
        .collect();
    let (documents, payloads) = strongest(&list, PREFIX_LIST, inverted, values)
        .into_iter()
        .unzip();
    let mut key = prefix.to_owned();
    key.push(PREFIX_MARK);
    Entry::Prefix {
        key,
        documents,
        payloads,
        frequency: list.len() as u32,
    }
}

/// The `limit` postings of highest value, in the order of their documents; ties go to the first.
pub(super) fn strongest(
    postings: &[(u32, u8)],
    limit: usize,
    inverted: &Inverted,
    values: &TermValues,
) -> Vec<(u32, u8)> {
    let mut list = postings.to_vec();
    if list.len() > limit {
        let value = |posting: &(u32, u8)| values.of(posting.1, inverted.norms[posting.0 as usize]);
        list.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.0.cmp(&b.0)));
        list.truncate(limit);
        list.sort_unstable();
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(items: &[(String, usize)], target: usize) -> Vec<Range<usize>> {
        ranges(
            items.iter().map(|(key, size)| (key.as_str(), *size)),
            target,
        )
    }

    fn items(count: usize) -> Vec<(String, usize)> {
        let size = |at: usize| 20 + crc32(&at.to_le_bytes()) as usize % 60;
        (0..count)
            .map(|at| (format!("item{at}"), size(at)))
            .collect()
    }

    #[test]
    fn ranges_follow_each_other_and_have_about_the_size_asked_for() {
        let items = items(5000);
        let cuts = cut(&items, 4096);
        assert_eq!(cuts.first().map(|range| range.start), Some(0));
        assert_eq!(cuts.last().map(|range| range.end), Some(items.len()));
        assert!(cuts.windows(2).all(|pair| pair[0].end == pair[1].start));
        for range in &cuts[..cuts.len() - 1] {
            let size: usize = items[range.clone()].iter().map(|(_, size)| size).sum();
            assert!((2048..=6144).contains(&size), "{range:?}: {size} bytes");
        }
    }

    #[test]
    fn one_changed_item_moves_few_cuts() {
        let before = items(5000);
        let old = cut(&before, 4096);
        for at in (0..5000).step_by(97) {
            let mut after = before.clone();
            after[at].1 += 500;
            let moved = cut(&after, 4096);
            let moved = moved.iter().filter(|range| !old.contains(range)).count();
            assert!(moved <= 12, "{moved} of {} moved by item {at}", old.len());
        }
    }

    #[test]
    fn items_larger_than_a_range_stand_alone() {
        let sizes = [10, 9000, 9000, 10, 10];
        let items: Vec<_> = sizes.iter().map(|size| (String::new(), *size)).collect();
        assert_eq!(cut(&items, 100), vec![0..1, 1..2, 2..3, 3..5]);
        assert_eq!(cut(&[], 100), Vec::<Range<usize>>::new());
    }
}
