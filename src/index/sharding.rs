//! Where a large index is cut: postings at term boundaries, rows and texts at article boundaries.

use super::PREFIX_MARK;
use super::inversion::Inverted;
use super::loaded::shard_of;
use crate::rank::TermValues;
use std::collections::{BTreeMap, BTreeSet};

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

/// Cuts `sizes` into consecutive ranges of about `target` each; an item is never split.
pub(super) fn ranges(
    sizes: impl Iterator<Item = usize>,
    target: usize,
) -> Vec<core::ops::Range<usize>> {
    let (mut out, mut start, mut sum, mut end) = (Vec::new(), 0, 0, 0);
    for size in sizes {
        if sum > 0 && sum + size > target {
            out.push(start..end);
            (start, sum) = (end, 0);
        }
        sum += size;
        end += 1;
    }
    if end > start {
        out.push(start..end);
    }
    out
}

/// Stored bytes of a term, roughly: dictionary, bits of the list, payloads after compression.
pub(super) fn term_bytes(inverted: &Inverted, term: usize, documents: usize) -> usize {
    let count = (inverted.starts[term + 1] - inverted.starts[term]) as usize;
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
    ranges: &[core::ops::Range<usize>],
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
    let mut shards: Vec<Vec<(String, Entry)>> = ranges
        .iter()
        .map(|range| {
            range
                .clone()
                .map(|term| (inverted.terms[term].clone(), Entry::Term(term)))
                .collect()
        })
        .collect();
    for prefix in prefixes {
        let mut key = prefix.clone();
        key.push(PREFIX_MARK);
        let entry = prefix_list(inverted, &prefix, key.clone(), values);
        shards[shard_of(&separators, &key)].push((key, entry));
    }
    let sorted = shards.into_iter().map(|mut shard| {
        shard.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        shard.into_iter().map(|(_, entry)| entry).collect()
    });
    (sorted.collect(), separators)
}

fn prefix_list(inverted: &Inverted, prefix: &str, key: String, values: &TermValues) -> Entry {
    let start = inverted
        .terms
        .partition_point(|term| term.as_str() < prefix);
    let mut best: BTreeMap<u32, u8> = BTreeMap::new();
    for term in
        (start..inverted.terms.len()).take_while(|term| inverted.terms[*term].starts_with(prefix))
    {
        let range = inverted.starts[term] as usize..inverted.starts[term + 1] as usize;
        for (document, payload) in inverted.documents[range.clone()]
            .iter()
            .zip(&inverted.payloads[range])
        {
            let slot = best.entry(*document).or_insert(*payload);
            let norm = inverted.norms[*document as usize];
            if values.of(*payload, norm) > values.of(*slot, norm) {
                *slot = *payload;
            }
        }
    }
    let frequency = best.len() as u32;
    let list: Vec<(u32, u8)> = best.into_iter().collect();
    let (documents, payloads) = strongest(&list, PREFIX_LIST, inverted, values)
        .into_iter()
        .unzip();
    Entry::Prefix {
        key,
        documents,
        payloads,
        frequency,
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
