//! Which article has an id: section `idir` of the root, a shard map by hash, and section `IDNO` of an
//! id shard. Ids are known by their CRC-32 alone, four bytes each; whoever finds an article compares
//! its id.

use crate::bundle::{Sections, tag};
use crate::codec::Cursor;
use crate::error::OpenError;

/// The ids of one shard, as stored: read only when somebody asks for an id.
#[derive(Debug)]
pub(crate) struct IdsBlock(Vec<u8>);

impl IdsBlock {
    pub(crate) fn read(sections: &Sections<'_>) -> Result<Self, OpenError> {
        let bytes = sections.require(tag::IDS, "IDNO")?;
        Ok(Self(bytes.to_vec()))
    }

    /// The articles whose id has this hash, ascending.
    pub(crate) fn articles(&self, wanted: u32) -> impl Iterator<Item = u32> {
        let mut cursor = Cursor::new(&self.0);
        let mut document = 0u32;
        let entries = core::iter::from_fn(move || {
            document = document.checked_add(cursor.varint()?)?;
            Some((cursor.u32()?, document))
        });
        entries.filter_map(move |(hash, document)| (hash == wanted).then_some(document))
    }
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileKind, FileWriter, tag};
    use crate::codec::{crc32, put_varint};

    /// Bytes of an entry: a short varint and the hash.
    const ENTRY: usize = 5;

    /// The id shards of all articles, each of about `size` bytes, by the first hash of each: shards
    /// cut the range of hashes into equal parts.
    pub(crate) fn shards<'a>(
        ids: impl ExactSizeIterator<Item = &'a str>,
        size: usize,
    ) -> Vec<(u32, FileWriter)> {
        let count = (ids.len() * ENTRY).div_ceil(size.max(1)).max(1);
        let part = (1u64 << 32).div_ceil(count as u64);
        let mut shards: Vec<Vec<(u32, u32)>> = vec![Vec::new(); count];
        for (id, document) in ids.zip(0..) {
            let hash = crc32(id.as_bytes());
            shards[(u64::from(hash) / part) as usize].push((hash, document));
        }
        let firsts = (0..).step_by(part as usize).map(|first: u64| first as u32);
        firsts
            .zip(shards.iter().map(|entries| file(entries)))
            .collect()
    }

    fn file(entries: &[(u32, u32)]) -> FileWriter {
        let mut out = Vec::new();
        let mut last = 0;
        for (hash, document) in entries {
            put_varint(&mut out, document - last);
            out.extend_from_slice(&hash.to_le_bytes());
            last = *document;
        }
        let mut file = FileWriter::new(FileKind::Ids);
        file.section(tag::IDS, out);
        file
    }
}
