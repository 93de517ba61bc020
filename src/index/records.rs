//! Byte records of any length, numbered from 0 and decoded one by one as they are asked for: the
//! shape of the sections `TEXT` and `XPOS`.

use crate::codec::Cursor;

/// Records one behind the other, with the end of each.
#[derive(Debug)]
pub(crate) struct Records {
    bytes: Vec<u8>,
    /// Where each record begins in `bytes`, one more than records.
    starts: Vec<u32>,
}

impl Records {
    /// Reads a varint count, a varint length a record, then the records.
    pub(crate) fn read(section: &[u8]) -> Option<Self> {
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

    /// A record's bytes.
    pub(crate) fn get(&self, index: u32) -> Option<Cursor<'_>> {
        let index = index as usize;
        let range = *self.starts.get(index)? as usize..*self.starts.get(index + 1)? as usize;
        self.bytes.get(range).map(Cursor::new)
    }
}

/// Writes what [`Records::read`] reads.
#[cfg(feature = "write")]
pub(crate) fn write_records<'a>(records: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    let mut out = Vec::new();
    crate::codec::put_varint(&mut out, records.clone().count() as u32);
    for record in records.clone() {
        crate::codec::put_varint(&mut out, record.len() as u32);
    }
    records.for_each(|record| out.extend_from_slice(record));
    out
}
