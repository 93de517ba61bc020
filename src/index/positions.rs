//! Where terms stand in articles, for phrases: section `XPOS` of a positions shard.

use super::records::Records;
use crate::bundle::{Sections, tag};
use crate::error::OpenError;

/// Positions of a range of terms.
#[derive(Debug)]
pub(crate) struct PositionsBlock(Records);

impl PositionsBlock {
    pub(crate) fn read(sections: &Sections<'_>) -> Result<Self, OpenError> {
        let records = Records::read(sections.require(tag::POSITIONS, "XPOS")?);
        records
            .map(Self)
            .ok_or(OpenError::Corrupt { section: "XPOS" })
    }

    /// Positions of a term (numbered within the shard) in each of its articles, in the order of its
    /// postings. `None` when the shard is damaged.
    pub(crate) fn of_term(&self, index: u32) -> Option<Vec<Vec<u32>>> {
        let mut cursor = self.0.get(index)?;
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
    use crate::index::records::write_records;

    /// Appends the positions of one posting.
    pub(crate) fn posting(out: &mut Vec<u8>, positions: &[u32]) {
        put_varint(out, positions.len() as u32);
        let mut last = 0;
        for position in positions {
            put_varint(out, position - last);
            last = *position;
        }
    }

    /// Adds `XPOS`: the encoded positions of each term.
    pub(crate) fn block(file: &mut FileWriter, terms: &[&[u8]]) {
        file.section(tag::POSITIONS, write_records(terms.iter().copied()));
    }
}
