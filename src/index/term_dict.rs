//! The term dictionary: section `TERM`.
//!
//! Terms stand front-coded, in order; an fst maps the first term of every block of 128 to the
//! block's number, as in Lucene's block-tree dictionary. An fst of all terms would take twice the
//! bytes on the wire (21.3 against 10.7 KB brotli for 4,519 terms), and building one in the browser
//! 18 KB of code; the index of blocks costs 0.3 KB and keeps look-ups logarithmic without expanding
//! the terms in memory.

use crate::codec::Cursor;
use fst::raw::{Fst, Node, Output};

/// Terms in a block.
const BLOCK: usize = 128;

/// Sorted terms, numbered from 0.
pub(crate) struct TermDict {
    index: Fst<Vec<u8>>,
    /// Bytes that each term has in common with the one before.
    common: Vec<u8>,
    /// What follows, each closed by a zero byte.
    rests: Vec<u8>,
    /// Where the first term of each block begins in `rests`.
    blocks: Vec<u32>,
}

/// Walks over the terms from one on.
struct TermCursor<'a> {
    dictionary: &'a TermDict,
    /// Number of the next term.
    next: usize,
    at: usize,
    term: Vec<u8>,
    /// The term just read is to be given once more.
    held: bool,
}

impl TermDict {
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let count = cursor.count(2)?;
        let index_len = cursor.count(1)?;
        let index = Fst::new(cursor.take(index_len)?.to_vec()).ok()?;
        let common = cursor.take(count)?.to_vec();
        let rests = cursor.take(cursor.remaining())?.to_vec();
        let mut ends = rests.iter().enumerate().filter(|(_, byte)| **byte == 0).map(|(at, _)| at as u32 + 1);
        let mut blocks = vec![0];
        for number in 1..=count {
            let end = ends.next()?;
            if number % BLOCK == 0 {
                blocks.push(end);
            }
        }
        Some(Self { index, common, rests, blocks })
    }

    /// Number of terms.
    pub(crate) fn len(&self) -> usize {
        self.common.len()
    }

    /// The number of a term.
    pub(crate) fn get(&self, term: &str) -> Option<u32> {
        let mut cursor = self.seek(term.as_bytes());
        let (found, number) = cursor.step()?;
        (found == term.as_bytes()).then_some(number)
    }

    /// Calls `found` with every term that begins with `prefix` until it returns false.
    pub(crate) fn with_prefix(&self, prefix: &str, mut found: impl FnMut(&[u8], u32) -> bool) {
        let mut cursor = self.seek(prefix.as_bytes());
        while let Some((term, number)) = cursor.step() {
            if !term.starts_with(prefix.as_bytes()) || !found(term, number) {
                return;
            }
        }
    }

    /// A cursor whose next term is the first that is not below `key`.
    fn seek(&self, key: &[u8]) -> TermCursor<'_> {
        let (first, block) = self.floor(key).unwrap_or_default();
        let start = block as usize * BLOCK;
        let at = self.blocks.get(block as usize).copied().unwrap_or(u32::MAX) as usize;
        // The first term's own rest is replaced by the whole term that the index gave.
        let shared = self.common.get(start).copied().unwrap_or(0) as usize;
        let before = first.get(..shared).unwrap_or_default().to_vec();
        let mut cursor = TermCursor { dictionary: self, next: start, at, term: before, held: false };
        while cursor.step().is_some_and(|(term, _)| term < key) {}
        cursor.held = true;
        cursor
    }

    /// The last indexed term that is not above `key`, and its block.
    fn floor(&self, key: &[u8]) -> Option<(Vec<u8>, u64)> {
        let mut node = self.index.root();
        let mut output = Output::zero();
        // Length of the path so far, and the subtree below it to take the last term of.
        let mut best: Option<(usize, Option<u8>, Node<'_>, Output)> = None;
        for (depth, byte) in key.iter().enumerate() {
            if node.is_final() {
                best = Some((depth, None, node, output));
            }
            let below = node.transitions().take_while(|transition| transition.inp < *byte).last();
            if let Some(transition) = below {
                best = Some((depth, Some(transition.inp), self.index.node(transition.addr), output.cat(transition.out)));
            }
            let Some(arc) = node.find_input(*byte) else { return self.last_below(key, best) };
            let transition = node.transition(arc);
            output = output.cat(transition.out);
            node = self.index.node(transition.addr);
        }
        if node.is_final() {
            best = Some((key.len(), None, node, output));
        }
        self.last_below(key, best)
    }

    fn last_below(&self, key: &[u8], best: Option<(usize, Option<u8>, Node<'_>, Output)>) -> Option<(Vec<u8>, u64)> {
        let (depth, branch, mut node, mut output) = best?;
        let mut term = key.get(..depth)?.to_vec();
        if let Some(byte) = branch {
            term.push(byte);
            while let Some(transition) = node.transitions().last() {
                term.push(transition.inp);
                output = output.cat(transition.out);
                node = self.index.node(transition.addr);
            }
        }
        Some((term, output.cat(node.final_output()).value()))
    }
}

impl TermCursor<'_> {
    fn step(&mut self) -> Option<(&[u8], u32)> {
        if core::mem::take(&mut self.held) && self.next > 0 {
            return Some((&self.term, self.next as u32 - 1));
        }
        let common = *self.dictionary.common.get(self.next)?;
        let rest = self.dictionary.rests.get(self.at..)?;
        let len = rest.iter().position(|byte| *byte == 0)?;
        self.term.truncate(usize::from(common));
        self.term.extend_from_slice(rest.get(..len)?);
        self.at += len + 1;
        self.next += 1;
        Some((&self.term, self.next as u32 - 1))
    }
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use super::BLOCK;
    use crate::codec::put_varint;

    /// Writes what [`super::TermDict::read`] reads: `terms` ascending, without zero bytes.
    pub(crate) fn dictionary(terms: &[&str]) -> Vec<u8> {
        let mut index = fst::MapBuilder::memory();
        let (mut common, mut rests) = (Vec::with_capacity(terms.len()), Vec::new());
        let mut last = "";
        for (number, term) in terms.iter().enumerate() {
            if number % BLOCK == 0 {
                // Terms are ascending and memory does not fail.
                let _ = index.insert(term, (number / BLOCK) as u64);
            }
            let shared = shared_prefix(last, term);
            common.push(shared as u8);
            rests.extend_from_slice(&term.as_bytes()[shared..]);
            rests.push(0);
            last = term;
        }
        let index = index.into_inner().unwrap_or_default();
        let mut out = Vec::new();
        put_varint(&mut out, terms.len() as u32);
        put_varint(&mut out, index.len() as u32);
        out.extend(index);
        out.extend(common);
        out.extend(rests);
        out
    }

    /// Bytes that two texts begin with in common, cut at a character boundary; at most 255.
    pub(crate) fn shared_prefix(a: &str, b: &str) -> usize {
        let same = a.char_indices().zip(b.chars()).take_while(|((_, a), b)| a == b);
        same.map(|((at, character), _)| at + character.len_utf8()).take_while(|end| *end <= 255).last().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prefixed(dictionary: &TermDict, prefix: &str) -> Vec<(String, u32)> {
        let mut out = Vec::new();
        dictionary.with_prefix(prefix, |term, number| {
            out.push((String::from_utf8(term.to_vec()).unwrap(), number));
            true
        });
        out
    }

    proptest! {
        #[test]
        fn equals_a_sorted_list(terms in proptest::collection::btree_set("[a-cé]{1,6}", 0..300), probe in "[a-cé]{0,4}") {
            let list: Vec<&str> = terms.iter().map(String::as_str).collect();
            let dictionary = TermDict::read(&write::dictionary(&list)).unwrap();
            let expected: Vec<(String, u32)> = list.iter().enumerate().filter(|(_, term)| term.starts_with(&probe)).map(|(at, term)| ((*term).to_owned(), at as u32)).collect();
            prop_assert_eq!(prefixed(&dictionary, &probe), expected);
            prop_assert_eq!(dictionary.get(&probe), list.binary_search(&probe.as_str()).ok().map(|at| at as u32));
            for (at, term) in list.iter().enumerate() {
                prop_assert_eq!(dictionary.get(term), Some(at as u32));
            }
        }
    }

    #[test]
    fn an_empty_dictionary_finds_nothing() {
        let dictionary = TermDict::read(&write::dictionary(&[])).unwrap();
        assert_eq!(dictionary.get("a"), None);
        assert!(prefixed(&dictionary, "").is_empty());
    }
}
