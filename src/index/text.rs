//! Article text, for snippets and the reader: section `TEXT` of a text shard.

use crate::bundle::{Sections, tag};
use crate::codec::Cursor;
use crate::document::Section;
use crate::error::OpenError;

/// Texts of a range of articles, decoded one by one as they are asked for.
#[derive(Debug)]
pub(crate) struct TextBlock {
    bytes: Vec<u8>,
    /// Where each article begins in `bytes`, one more than articles.
    starts: Vec<u32>,
}

impl TextBlock {
    pub(crate) fn read(sections: &Sections<'_>) -> Result<Self, OpenError> {
        sections.expect_only(&[tag::TEXT])?;
        Self::read_lengths(sections.require(tag::TEXT, "TEXT")?)
            .ok_or(OpenError::Corrupt { section: "TEXT" })
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

    /// The sections of an article, numbered within the shard.
    pub(crate) fn sections(&self, index: u32) -> Option<Vec<Section>> {
        let index = index as usize;
        let range = *self.starts.get(index)? as usize..*self.starts.get(index + 1)? as usize;
        let mut cursor = Cursor::new(self.bytes.get(range)?);
        let count = cursor.count(4)?;
        (0..count)
            .map(|_| {
                Some(Section {
                    level: cursor.u8()?,
                    heading: cursor.string()?.to_owned(),
                    anchor: cursor.string()?.to_owned(),
                    text: cursor.string()?.to_owned(),
                })
            })
            .collect()
    }
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileWriter, tag};
    use crate::codec::{put_string, put_varint};
    use crate::document::{Document, Section};

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
        let mut out = Vec::new();
        put_varint(&mut out, articles.len() as u32);
        for article in articles {
            put_varint(&mut out, article.len() as u32);
        }
        out.extend(articles.iter().flatten());
        file.section(tag::TEXT, out);
    }
}
