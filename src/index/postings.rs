//! A range of terms with their postings: sections `TERM`, `TDOC`, `PDOC`, `PPAY`, `XDIR`.

use super::shard_map::ShardMap;
use crate::bundle::{Identity, MAX_DOCUMENTS, Sections, tag};
use crate::codec::{BitReader, Cursor, ascending};
use crate::error::OpenError;
use fst::{Automaton, IntoStreamer, Streamer};

/// Decoded postings of a range of terms.
pub(crate) struct PostingsBlock {
    terms: fst::Map<Vec<u8>>,
    /// Where the postings of each term begin, one more than terms.
    starts: Vec<u32>,
    /// Articles that hold each term; more than there are postings when the list is capped.
    frequencies: Vec<u32>,
    documents: Vec<u32>,
    payloads: Vec<u8>,
    positions: ShardMap,
}

/// The postings of one term.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Postings<'a> {
    /// Number of the term within its block.
    pub(crate) ordinal: u32,
    /// Articles that hold the term.
    pub(crate) frequency: u32,
    /// Document numbers, ascending.
    pub(crate) documents: &'a [u32],
    /// One payload byte a document.
    pub(crate) payloads: &'a [u8],
}

impl PostingsBlock {
    pub(crate) const TAGS: [crate::bundle::Tag; 5] =
        [tag::TERMS, tag::FREQUENCIES, tag::DOCUMENTS, tag::PAYLOADS, tag::POSITIONS_DIRECTORY];

    pub(crate) fn read(sections: &Sections<'_>, document_count: u32) -> Result<Self, OpenError> {
        let terms = read_terms(sections.require(tag::TERMS, "TERM")?).ok_or(OpenError::Corrupt { section: "TERM" })?;
        let payloads = sections.require(tag::PAYLOADS, "PPAY")?.to_vec();
        let frequencies = sections.require(tag::FREQUENCIES, "TDOC")?;
        let (starts, frequencies) = read_frequencies(frequencies, terms.len(), payloads.len(), document_count)
            .ok_or(OpenError::Corrupt { section: "TDOC" })?;
        let documents = read_documents(sections.require(tag::DOCUMENTS, "PDOC")?, &starts, document_count)
            .ok_or(OpenError::Corrupt { section: "PDOC" })?;
        let positions = ShardMap::read(sections.require(tag::POSITIONS_DIRECTORY, "XDIR")?)
            .ok_or(OpenError::Corrupt { section: "XDIR" })?;
        Ok(Self { terms, starts, frequencies, documents, payloads, positions })
    }

    /// Postings of exactly this term.
    pub(crate) fn exact(&self, term: &str) -> Option<Postings<'_>> {
        self.at(self.terms.get(term)?)
    }

    /// Calls `found` with every term that begins with `prefix`, in order, at most `limit` times.
    pub(crate) fn with_prefix<'a>(&'a self, prefix: &str, limit: usize, mut found: impl FnMut(&[u8], Postings<'a>)) {
        let automaton = fst::automaton::Str::new(prefix).starts_with();
        let mut stream = self.terms.search(automaton).into_stream();
        let mut left = limit;
        while let Some((term, ordinal)) = stream.next() {
            if let Some(postings) = self.at(ordinal) {
                found(term, postings);
            }
            left -= 1;
            if left == 0 {
                return;
            }
        }
    }

    /// The positions shard that holds a term, and the term's number within it.
    pub(crate) fn positions_shard(&self, ordinal: u32) -> Option<(&Identity, u32)> {
        self.positions.find(ordinal).map(|(_, identity, index)| (identity, index))
    }

    /// Number of terms, and of postings.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.frequencies.len(), self.documents.len())
    }

    fn at(&self, ordinal: u64) -> Option<Postings<'_>> {
        let ordinal = u32::try_from(ordinal).ok()?;
        let index = ordinal as usize;
        let range = *self.starts.get(index)? as usize..*self.starts.get(index + 1)? as usize;
        Some(Postings {
            ordinal,
            frequency: *self.frequencies.get(index)?,
            documents: self.documents.get(range.clone())?,
            payloads: self.payloads.get(range)?,
        })
    }
}

/// `TERM`: front-coded keys, from which the fst is built here. On the wire an fst of 4,500 terms
/// takes 21 KB, the keys take 11; building it takes milliseconds, and bytes that the reader made
/// itself cannot be damaged.
fn read_terms(bytes: &[u8]) -> Option<fst::Map<Vec<u8>>> {
    let mut cursor = Cursor::new(bytes);
    let count = cursor.count(2)?;
    let lengths = cursor.take(count)?;
    let mut builder = fst::MapBuilder::memory();
    let mut term = String::new();
    for (ordinal, common) in lengths.iter().enumerate() {
        term.get(..usize::from(*common))?;
        term.truncate(usize::from(*common));
        term.push_str(cursor.until(0)?);
        builder.insert(term.as_bytes(), ordinal as u64).ok()?;
    }
    builder.into_inner().ok().and_then(|bytes| fst::Map::new(bytes).ok())
}

/// `TDOC`: a varint a term, frequency × 2, plus 1 if the list is capped; then the stored count.
fn read_frequencies(bytes: &[u8], terms: usize, postings: usize, documents: u32) -> Option<(Vec<u32>, Vec<u32>)> {
    let mut cursor = Cursor::new(bytes);
    if terms > cursor.remaining() {
        return None;
    }
    let (mut starts, mut frequencies) = (Vec::with_capacity(terms + 1), Vec::with_capacity(terms));
    let mut total = 0u32;
    starts.push(0);
    for _ in 0..terms {
        let code = cursor.varint()?;
        let frequency = code >> 1;
        let stored = if code & 1 == 1 { cursor.varint()? } else { frequency };
        if frequency == 0 || frequency > documents || stored > frequency {
            return None;
        }
        total = total.checked_add(stored)?;
        starts.push(total);
        frequencies.push(frequency);
    }
    // One payload byte a posting bounds all that a damaged count could ask for.
    (total as usize == postings).then_some((starts, frequencies))
}

/// `PDOC`: the lists of all terms in one bit stream.
fn read_documents(bytes: &[u8], starts: &[u32], documents: u32) -> Option<Vec<u32>> {
    let total = *starts.last()? as usize;
    let mut into = vec![0; total];
    let mut bits = BitReader::new(bytes);
    let mut rest = into.as_mut_slice();
    for pair in starts.windows(2) {
        let &[start, end] = pair else { return None };
        let (list, tail) = rest.split_at_mut_checked((end - start) as usize)?;
        if !list.is_empty() {
            ascending(&mut bits, list, 0, documents.min(MAX_DOCUMENTS).checked_sub(1)?)?;
        }
        rest = tail;
    }
    (!bits.overrun()).then_some(into)
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileWriter, tag};
    use crate::index::shard_map::ShardMap;
    use crate::codec::{BitWriter, put_ascending, put_varint};

    /// A term about to be written, with its postings sorted by document.
    pub(crate) struct TermPostings<'a> {
        pub(crate) term: &'a str,
        pub(crate) frequency: u32,
        /// At most `frequency`; fewer when the list is capped.
        pub(crate) documents: &'a [u32],
        pub(crate) payloads: &'a [u8],
    }

    /// Adds the sections of `terms`, which are sorted by their bytes.
    pub(crate) fn block<'a>(
        file: &mut FileWriter,
        terms: impl Iterator<Item = TermPostings<'a>>,
        document_count: u32,
        positions: &ShardMap,
    ) {
        let (mut common, mut rests) = (Vec::new(), Vec::new());
        let mut last: &str = "";
        let (mut frequencies, mut payloads) = (Vec::new(), Vec::new());
        let mut documents = BitWriter::default();
        for postings in terms {
            let shared = shared_prefix(last, postings.term);
            common.push(shared as u8);
            rests.extend_from_slice(postings.term.get(shared..).unwrap_or("").as_bytes());
            rests.push(0);
            last = postings.term;
            let stored = postings.documents.len() as u32;
            let capped = stored < postings.frequency;
            put_varint(&mut frequencies, postings.frequency << 1 | u32::from(capped));
            if capped {
                put_varint(&mut frequencies, stored);
            }
            put_ascending(&mut documents, postings.documents, 0, document_count - 1);
            payloads.extend_from_slice(postings.payloads);
        }
        let mut dictionary = Vec::new();
        put_varint(&mut dictionary, common.len() as u32);
        dictionary.extend(common);
        dictionary.extend(rests);
        file.section(tag::TERMS, dictionary)
            .section(tag::FREQUENCIES, frequencies)
            .section(tag::DOCUMENTS, documents.finish())
            .section(tag::PAYLOADS, payloads)
            .section(tag::POSITIONS_DIRECTORY, positions.write());
    }

    /// Bytes that two texts begin with in common, cut at a character boundary; at most 255.
    pub(crate) fn shared_prefix(a: &str, b: &str) -> usize {
        let same = a.char_indices().zip(b.chars()).take_while(|((_, a), b)| a == b);
        same.map(|((at, character), _)| at + character.len_utf8()).take_while(|end| *end <= 255).last().unwrap_or(0)
    }
}
