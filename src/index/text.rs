//! Article text, for snippets and the reader: section `TEXT` of a text shard.

use super::records::Records;
use crate::bundle::{Sections, tag};
use crate::document::Section;
use crate::error::OpenError;

/// Texts of a range of articles.
#[derive(Debug)]
pub(crate) struct TextBlock(Records);

impl TextBlock {
    pub(crate) fn read(sections: &Sections<'_>) -> Result<Self, OpenError> {
        let records = Records::read(sections.require(tag::TEXT, "TEXT")?);
        records
            .map(Self)
            .ok_or(OpenError::Corrupt { section: "TEXT" })
    }

    /// The sections of an article, numbered within the shard.
    pub(crate) fn sections(&self, index: u32) -> Option<Vec<Section>> {
        let mut cursor = self.0.get(index)?;
        let mut sections = Vec::new();
        for _ in 0..cursor.count(4)? {
            sections.push(Section {
                level: cursor.u8()?,
                heading: cursor.string()?.to_owned(),
                anchor: cursor.string()?.to_owned(),
                text: cursor.string()?.to_owned(),
            });
        }
        Some(sections)
    }
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileWriter, tag};
    use crate::codec::{put_string, put_varint};
    use crate::document::{Document, Section};
    use crate::index::records::write_records;

    /// An article's text as stored.
    pub(crate) fn article(document: &Document) -> Vec<u8> {
        let mut out = Vec::new();
        put_varint(&mut out, document.sections.len() as u32);
        for Section {
            heading,
            level,
            anchor,
            text,
        } in &document.sections
        {
            out.push(*level);
            put_string(&mut out, heading);
            put_string(&mut out, anchor);
            put_string(&mut out, text);
        }
        out
    }

    /// Adds `TEXT` of a range of articles.
    pub(crate) fn block(file: &mut FileWriter, articles: &[Vec<u8>]) {
        file.section(tag::TEXT, write_records(articles.iter().map(Vec::as_slice)));
    }
}
