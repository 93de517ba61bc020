//! The term dictionary: section `TERM`.
//!
//! Terms stand front-coded, in order; opening notes the first term of every block of 64, so that a
//! look-up is a binary search over blocks and a walk through one. An fst of all terms takes twice
//! the bytes on the wire (21.3 against 10.7 KB brotli for 4,519 terms) and 4 KB of code; building
//! one in the browser from these bytes takes 18 KB of code; and fst 0.4.7 panics on damaged nodes,
//! where this reader gives an error. The build uses fst to merge vocabularies (`inversion.rs`).

use crate::codec::Cursor;

/// Terms in a block: a walk of 64 terms takes about a microsecond.
const BLOCK: usize = 64;

/// Sorted terms, numbered from 0.
pub(crate) struct TermDict {
    /// Bytes that each term has in common with the one before.
    common: Vec<u8>,
    /// What follows, each closed by a zero byte.
    rests: Vec<u8>,
    blocks: Vec<Block>,
}

/// The first term of a block, and where the terms after it begin in `rests`.
struct Block {
    first: Vec<u8>,
    next: usize,
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
        let common = cursor.take(count)?.to_vec();
        let rests = cursor.take(cursor.remaining())?.to_vec();
        let mut dictionary = Self {
            common,
            rests,
            blocks: Vec::new(),
        };
        let mut blocks = Vec::with_capacity(count / BLOCK + 1);
        let mut walk = TermCursor {
            dictionary: &dictionary,
            next: 0,
            at: 0,
            term: Vec::new(),
            held: false,
        };
        for number in 0..count {
            let first = walk.step()?.0;
            if number % BLOCK == 0 {
                let first = first.to_vec();
                blocks.push(Block {
                    first,
                    next: walk.at,
                });
            }
        }
        dictionary.blocks = blocks;
        Some(dictionary)
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
        let block = self
            .blocks
            .partition_point(|block| block.first.as_slice() <= key)
            .saturating_sub(1);
        let (term, at) = self
            .blocks
            .get(block)
            .map_or((Vec::new(), 0), |found| (found.first.clone(), found.next));
        let next = (block * BLOCK + 1).min(self.common.len());
        let mut cursor = TermCursor {
            dictionary: self,
            next,
            at,
            term,
            held: true,
        };
        while cursor.step().is_some_and(|(term, _)| term < key) {}
        cursor.held = cursor.next > 0 && cursor.term.as_slice() >= key;
        cursor
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
    use crate::codec::put_varint;

    /// Writes what [`super::TermDict::read`] reads: `terms` ascending, without zero bytes.
    pub(crate) fn dictionary(terms: &[&str]) -> Vec<u8> {
        let (mut common, mut rests) = (Vec::with_capacity(terms.len()), Vec::new());
        let mut last = "";
        for term in terms {
            let shared = shared_prefix(last, term);
            common.push(shared as u8);
            rests.extend_from_slice(&term.as_bytes()[shared..]);
            rests.push(0);
            last = term;
        }
        let mut out = Vec::new();
        put_varint(&mut out, terms.len() as u32);
        out.extend(common);
        out.extend(rests);
        out
    }

    /// Bytes that two texts begin with in common, cut at a character boundary; at most 255.
    pub(crate) fn shared_prefix(a: &str, b: &str) -> usize {
        let same = a
            .char_indices()
            .zip(b.chars())
            .take_while(|((_, a), b)| a == b);
        same.map(|((at, character), _)| at + character.len_utf8())
            .take_while(|end| *end <= 255)
            .last()
            .unwrap_or(0)
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
