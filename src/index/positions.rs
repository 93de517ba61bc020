//! Where terms stand in articles, for phrases: section `XPOS` of a positions shard.

use crate::bundle::{Sections, tag};
use crate::codec::Cursor;
use crate::error::OpenError;

/// Positions of a range of terms.
#[derive(Debug)]
pub(crate) struct PositionsBlock {
    bytes: Vec<u8>,
    /// Where each term begins in `bytes`, one more than terms.
    starts: Vec<u32>,
}

impl PositionsBlock {
    pub(crate) fn read(sections: &Sections<'_>) -> Result<Self, OpenError> {
        sections.expect_only(&[tag::POSITIONS])?;
        Self::read_lengths(sections.require(tag::POSITIONS, "XPOS")?)
            .ok_or(OpenError::Corrupt { section: "XPOS" })
    }

    fn read_lengths(section: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(section);
        let count = cursor.count(1)?;
        let mut starts = vec![0u32];
        let mut end = 0u32;
        for _ in 0..count {
            end = end.checked_add(cursor.varint()?)?;
            starts.push(end);
        }
        Some(Self {
            bytes: cursor.take(end as usize)?.to_vec(),
            starts,
        })
    }

    /// Positions of a term (numbered within the shard) in each of its articles, in the order of its
    /// postings. `None` when the shard is damaged.
    pub(crate) fn of_term(&self, index: u32) -> Option<Vec<Vec<u32>>> {
        let index = index as usize;
        let range = *self.starts.get(index)? as usize..*self.starts.get(index + 1)? as usize;
        let mut cursor = Cursor::new(self.bytes.get(range)?);
        let mut out = Vec::new();
        while cursor.remaining() > 0 {
            let mut position = 0u32;
            let mut list = Vec::new();
            for _ in 0..cursor.count(1)? {
                position = position.checked_add(cursor.varint()?)?;
                list.push(position);
            }
            out.push(list);
        }
        Some(out)
    }
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileWriter, tag};
    use crate::codec::put_varint;

    /// Appends the positions of one posting.
    pub(crate) fn posting(out: &mut Vec<u8>, positions: &[u32]) {
        put_varint(out, positions.len() as u32);
        let mut last = 0;
        for position in positions {
            put_varint(out, position - last);
            last = *position;
        }
    }

    /// Adds `XPOS`; `lengths` are the bytes of each term in `bytes`.
    pub(crate) fn block(file: &mut FileWriter, lengths: &[u32], bytes: &[u8]) {
        let mut out = Vec::new();
        put_varint(&mut out, lengths.len() as u32);
        for length in lengths {
            put_varint(&mut out, *length);
        }
        out.extend_from_slice(bytes);
        file.section(tag::POSITIONS, out);
    }
}
