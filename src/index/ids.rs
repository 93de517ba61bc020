//! Which article has an id: section `idir` of the root and section `IDNO` of an id shard. Ids are
//! known by their CRC-32 alone, four bytes each; whoever finds an article compares its id.

use crate::bundle::{Identity, Sections, tag};
use crate::codec::{Cursor, crc32};
use crate::error::OpenError;

/// The id shards: an id is in the one whose number is its hash modulo their count.
#[derive(Debug)]
pub(crate) struct IdsDirectory(Vec<Identity>);

impl IdsDirectory {
    /// Reads a varint count, then an identity each.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let mut identities = Vec::new();
        for _ in 0..cursor.count(6)? {
            identities.push(cursor.take(6)?.try_into().ok()?);
        }
        Some(Self(identities))
    }

    /// All shards in order.
    pub(crate) fn identities(&self) -> impl Iterator<Item = &Identity> {
        self.0.iter()
    }

    /// The number of the shard that an id belongs to; `None` without shards.
    pub(crate) fn shard_of(&self, id: &str) -> Option<u32> {
        crc32(id.as_bytes()).checked_rem(self.0.len() as u32)
    }
}

/// The ids of one shard.
#[derive(Debug)]
pub(crate) struct IdsBlock {
    /// Hash and article, in the order of the articles.
    entries: Vec<(u32, u32)>,
}

impl IdsBlock {
    pub(crate) fn read(sections: &Sections<'_>, documents: u32) -> Result<Self, OpenError> {
        let mut cursor = Cursor::new(sections.require(tag::IDS, "IDNO")?);
        Self::read_entries(&mut cursor, documents).ok_or(OpenError::Corrupt { section: "IDNO" })
    }

    fn read_entries(cursor: &mut Cursor<'_>, documents: u32) -> Option<Self> {
        let mut entries = Vec::new();
        let mut document = 0u32;
        for _ in 0..cursor.count(5)? {
            document = document.checked_add(cursor.varint()?)?;
            if document >= documents {
                return None;
            }
            entries.push((cursor.u32()?, document));
        }
        Some(Self { entries })
    }

    /// The articles whose id has the hash of this one.
    pub(crate) fn articles(&self, id: &str) -> Vec<u32> {
        let wanted = crc32(id.as_bytes());
        let entries = self.entries.iter();
        let found = entries.filter(|(hash, _)| *hash == wanted);
        found.map(|(_, document)| *document).collect()
    }
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileKind, FileWriter, Identity, tag};
    use crate::codec::{crc32, put_varint};

    /// Bytes of an entry: a short varint and the hash.
    const ENTRY: usize = 5;

    /// The id shards of all articles, by their numbers, each of about `size` bytes.
    pub(crate) fn shards<'a>(
        ids: impl ExactSizeIterator<Item = &'a str>,
        size: usize,
    ) -> Vec<FileWriter> {
        let count = (ids.len() * ENTRY).div_ceil(size.max(1)).max(1);
        let mut shards: Vec<Vec<(u32, u32)>> = vec![Vec::new(); count];
        for (id, document) in ids.zip(0..) {
            let hash = crc32(id.as_bytes());
            shards[hash as usize % count].push((hash, document));
        }
        shards.iter().map(|entries| file(entries)).collect()
    }

    fn file(entries: &[(u32, u32)]) -> FileWriter {
        let mut out = Vec::new();
        put_varint(&mut out, entries.len() as u32);
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

    /// Section `idir`.
    pub(crate) fn directory(identities: &[Identity]) -> Vec<u8> {
        let mut out = Vec::new();
        put_varint(&mut out, identities.len() as u32);
        identities
            .iter()
            .for_each(|identity| out.extend_from_slice(identity));
        out
    }
}
