//! Opens a file: checks magic, version, bounds and checksums, then hands out sections.

use super::{ENTRY_BYTES, FileKind, HEADER_BYTES, Identity, MAGIC, MAJOR, Tag, tag};
use crate::codec::{Cursor, crc32};
use crate::error::OpenError;

/// The sections of one checked file.
#[derive(Debug)]
pub(crate) struct Sections<'a> {
    identity: Identity,
    entries: Vec<(Tag, &'a [u8])>,
}

const HEADER: OpenError = OpenError::Corrupt { section: "header" };

impl<'a> Sections<'a> {
    /// Checks `bytes` as a file of `kind`. Refuses unknown critical sections: they come from a newer
    /// writer that says the file cannot be understood without them.
    pub(crate) fn open(bytes: &'a [u8], kind: FileKind) -> Result<Self, OpenError> {
        let mut header = Cursor::new(bytes);
        if header.take(8) != Some(&MAGIC) {
            return Err(OpenError::NotABundle);
        }
        let major = header.u16().ok_or(HEADER)?;
        if major != MAJOR {
            return Err(OpenError::Version {
                found: major,
                supported: MAJOR,
            });
        }
        let _minor = header.u16().ok_or(HEADER)?;
        let found_kind = header.u8().ok_or(HEADER)?;
        let count = usize::from(header.u8().ok_or(HEADER)?);
        let identity: Identity = header
            .take(6)
            .and_then(|id| id.try_into().ok())
            .ok_or(HEADER)?;
        let length = header.u32().ok_or(HEADER)?;
        let stored_crc = header.u32().ok_or(HEADER)?;
        let _reserved = header.u32().ok_or(HEADER)?;
        let table_end = HEADER_BYTES + count * ENTRY_BYTES;
        let table = bytes.get(HEADER_BYTES..table_end).ok_or(HEADER)?;
        if found_kind != kind as u8
            || length as usize != bytes.len()
            || header_crc(bytes, table) != Some(stored_crc)
        {
            return Err(HEADER);
        }
        let mut cursor = Cursor::new(table);
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            let (tag, section) = entry(&mut cursor, bytes).ok_or(OpenError::Corrupt {
                section: "checksum",
            })?;
            let is_critical = tag.first().is_some_and(u8::is_ascii_uppercase);
            if is_critical && !tag::CRITICAL.contains(&tag) {
                return Err(OpenError::Version {
                    found: MAJOR + 1,
                    supported: MAJOR,
                });
            }
            entries.push((tag, section));
        }
        Ok(Self { identity, entries })
    }

    pub(crate) fn identity(&self) -> Identity {
        self.identity
    }

    pub(crate) fn get(&self, tag: Tag) -> Option<&'a [u8]> {
        self.entries
            .iter()
            .find(|(found, _)| *found == tag)
            .map(|(_, bytes)| *bytes)
    }

    /// Like [`Sections::get`]; a missing section is an error.
    pub(crate) fn require(&self, tag: Tag, section: &'static str) -> Result<&'a [u8], OpenError> {
        self.get(tag).ok_or(OpenError::Corrupt { section })
    }
}

/// CRC of the header with its CRC field left out, and of the table.
fn header_crc(bytes: &[u8], table: &[u8]) -> Option<u32> {
    let mut checked = bytes.get(..24)?.to_vec();
    checked.extend_from_slice(table);
    Some(crc32(&checked))
}

fn entry<'a>(cursor: &mut Cursor<'_>, bytes: &'a [u8]) -> Option<(Tag, &'a [u8])> {
    let tag: Tag = cursor.take(4)?.try_into().ok()?;
    let (offset, length, crc) = (cursor.u32()?, cursor.u32()?, cursor.u32()?);
    let end = offset.checked_add(length)?;
    let section = bytes.get(offset as usize..end as usize)?;
    (crc32(section) == crc).then_some((tag, section))
}

#[cfg(all(test, feature = "write"))]
mod tests {
    use super::*;
    use crate::bundle::FileWriter;

    #[test]
    fn unknown_sections_are_skipped_unless_they_are_critical() {
        let with = |tag: &Tag| {
            let mut file = FileWriter::new(FileKind::Text);
            file.section(*tag, vec![1]);
            file.finish().0
        };
        let opened = |bytes: &[u8]| Sections::open(bytes, FileKind::Text).map(drop);
        assert!(opened(&with(b"xYZW")).is_ok());
        let refused = opened(&with(b"XYZW")).unwrap_err();
        assert!(matches!(refused, OpenError::Version { .. }), "{refused:?}");
    }
}
