//! A range of terms with their postings: sections `TERM`, `TDOC`, `PDOC`, `PPAY`, `XDIR`.

use super::shard_map::ShardMap;
use super::term_dict::TermDict;
use crate::bundle::{Identity, MAX_DOCUMENTS, Sections, tag};
use crate::codec::{BitReader, Cursor, ascending};
use crate::error::OpenError;

/// Decoded postings of a range of terms.
pub(crate) struct PostingsBlock {
    terms: TermDict,
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
    pub(crate) fn read(sections: &Sections<'_>, document_count: u32) -> Result<Self, OpenError> {
        let terms = TermDict::read(sections.require(tag::TERMS, "TERM")?)
            .ok_or(OpenError::Corrupt { section: "TERM" })?;
        let payloads = sections.require(tag::PAYLOADS, "PPAY")?.to_vec();
        let frequencies = sections.require(tag::FREQUENCIES, "TDOC")?;
        let (starts, frequencies) =
            read_frequencies(frequencies, terms.len(), payloads.len(), document_count)
                .ok_or(OpenError::Corrupt { section: "TDOC" })?;
        let documents = read_documents(
            sections.require(tag::DOCUMENTS, "PDOC")?,
            &starts,
            document_count,
        )
        .ok_or(OpenError::Corrupt { section: "PDOC" })?;
        let positions = ShardMap::read(sections.require(tag::POSITIONS_DIRECTORY, "XDIR")?)
            .ok_or(OpenError::Corrupt { section: "XDIR" })?;
        Ok(Self {
            terms,
            starts,
            frequencies,
            documents,
            payloads,
            positions,
        })
    }

    /// Postings of exactly this term.
    pub(crate) fn exact(&self, term: &str) -> Option<Postings<'_>> {
        self.at(self.terms.get(term)?)
    }

    /// Calls `found` with every term that begins with `prefix`, in order, at most `limit` times.
    pub(crate) fn with_prefix<'a>(
        &'a self,
        prefix: &str,
        limit: usize,
        mut found: impl FnMut(&str, Postings<'a>),
    ) {
        let mut left = limit;
        self.terms.with_prefix(prefix, |term, ordinal| {
            let term = core::str::from_utf8(term).ok();
            if let Some((term, postings)) = term.zip(self.at(ordinal)) {
                found(term, postings);
            }
            left -= 1;
            left > 0
        });
    }

    /// The positions shard that holds a term, and the term's number within it.
    pub(crate) fn positions_shard(&self, ordinal: u32) -> Option<(&Identity, u32)> {
        self.positions
            .find(ordinal)
            .map(|(_, identity, index)| (identity, index))
    }

    /// Number of terms, and of postings.
    #[cfg(feature = "write")]
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.frequencies.len(), self.documents.len())
    }

    fn at(&self, ordinal: u32) -> Option<Postings<'_>> {
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

/// `TDOC`: a varint a term, frequency × 2, plus 1 if the list is capped; then the stored count.
fn read_frequencies(
    bytes: &[u8],
    terms: usize,
    postings: usize,
    documents: u32,
) -> Option<(Vec<u32>, Vec<u32>)> {
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
        let stored = if code & 1 == 1 {
            cursor.varint()?
        } else {
            frequency
        };
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
            ascending(
                &mut bits,
                list,
                0,
                documents.min(MAX_DOCUMENTS).checked_sub(1)?,
            )?;
        }
        rest = tail;
    }
    (!bits.overrun()).then_some(into)
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileWriter, tag};
    use crate::codec::{BitWriter, put_ascending, put_varint};
    use crate::index::shard_map::ShardMap;
    use crate::index::term_dict::write::dictionary;

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
        let mut names = Vec::new();
        let (mut frequencies, mut payloads) = (Vec::new(), Vec::new());
        let mut documents = BitWriter::default();
        for postings in terms {
            names.push(postings.term);
            let stored = postings.documents.len() as u32;
            let capped = stored < postings.frequency;
            put_varint(
                &mut frequencies,
                postings.frequency << 1 | u32::from(capped),
            );
            if capped {
                put_varint(&mut frequencies, stored);
            }
            put_ascending(&mut documents, postings.documents, 0, document_count - 1);
            payloads.extend_from_slice(postings.payloads);
        }
        file.section(tag::TERMS, dictionary(&names))
            .section(tag::FREQUENCIES, frequencies)
            .section(tag::DOCUMENTS, documents.finish())
            .section(tag::PAYLOADS, payloads)
            .section(tag::POSITIONS_DIRECTORY, positions.write());
    }
}
