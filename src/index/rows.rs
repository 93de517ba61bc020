//! What a row of the result list shows of an article: section `ROWS`.

use crate::bundle::{Identity, Sections, tag};
use crate::codec::Cursor;
use crate::error::OpenError;
use crate::index::shard_map::ShardMap;

/// Rows of a range of articles.
#[derive(Debug)]
pub(crate) struct RowsBlock {
    titles: Column,
    ids: Column,
    urls: Column,
    breadcrumbs: Vec<String>,
    /// Index into `breadcrumbs` of each article.
    placed: Vec<u32>,
    texts: ShardMap,
}

/// A row; texts as stored: ids and URLs without the common parts that [`RowPattern`] adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoredRow<'a> {
    pub(crate) title: &'a str,
    pub(crate) id: &'a str,
    pub(crate) url: &'a str,
    pub(crate) breadcrumbs: &'a str,
}

/// What ids and URLs of a site have in common, so that it is stored once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RowPattern {
    /// Every id begins with this.
    pub(crate) id_prefix: String,
    /// A URL stored empty is this, then the stored id.
    pub(crate) url_prefix: String,
    /// … then this.
    pub(crate) url_suffix: String,
}

impl RowPattern {
    pub(crate) fn id(&self, row: &StoredRow<'_>) -> String {
        [self.id_prefix.as_str(), row.id].concat()
    }

    pub(crate) fn url(&self, row: &StoredRow<'_>) -> String {
        match row.url {
            "" => [self.url_prefix.as_str(), row.id, self.url_suffix.as_str()].concat(),
            url => url.to_owned(),
        }
    }
}

/// Texts one behind the other, with the end of each.
#[derive(Debug)]
struct Column {
    ends: Vec<u32>,
    text: String,
}

impl Column {
    fn read(cursor: &mut Cursor<'_>, count: usize) -> Option<Self> {
        let mut end = 0u32;
        let mut ends = Vec::with_capacity(count);
        for _ in 0..count {
            end = end.checked_add(cursor.varint()?)?;
            ends.push(end);
        }
        let text = core::str::from_utf8(cursor.take(end as usize)?)
            .ok()?
            .to_owned();
        Some(Self { ends, text })
    }

    fn get(&self, index: usize) -> &str {
        let start = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }
}

impl RowsBlock {
    pub(crate) fn read(sections: &Sections<'_>) -> Result<Self, OpenError> {
        let error = OpenError::Corrupt { section: "ROWS" };
        let mut cursor = Cursor::new(sections.require(tag::ROWS, "ROWS")?);
        let texts = ShardMap::read(sections.require(tag::TEXT_DIRECTORY, "DDIR")?).ok_or(error)?;
        Self::read_columns(&mut cursor, texts).ok_or(error)
    }

    fn read_columns(cursor: &mut Cursor<'_>, texts: ShardMap) -> Option<Self> {
        let count = cursor.count(4)?;
        let titles = Column::read(cursor, count)?;
        let ids = Column::read(cursor, count)?;
        let urls = Column::read(cursor, count)?;
        let mut breadcrumbs = Vec::new();
        for _ in 0..cursor.count(1)? {
            breadcrumbs.push(cursor.string()?.to_owned());
        }
        let mut placed = Vec::with_capacity(count);
        for _ in 0..count {
            placed.push(cursor.varint()?);
        }
        Some(Self {
            titles,
            ids,
            urls,
            breadcrumbs,
            placed,
            texts,
        })
    }

    /// Number of articles.
    pub(crate) fn len(&self) -> usize {
        self.placed.len()
    }

    /// The row of an article, numbered within the block.
    pub(crate) fn get(&self, index: usize) -> Option<StoredRow<'_>> {
        let placed = *self.placed.get(index)? as usize;
        Some(StoredRow {
            title: self.titles.get(index),
            id: self.ids.get(index),
            url: self.urls.get(index),
            breadcrumbs: self.breadcrumbs.get(placed).map_or("", String::as_str),
        })
    }

    /// The text shard of an article, and the number of the article within it.
    pub(crate) fn text_shard(&self, index: u32) -> Option<(&Identity, u32)> {
        self.texts
            .find(index)
            .map(|(_, identity, index)| (identity, index))
    }
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use super::{RowPattern, StoredRow};
    use crate::bundle::{FileWriter, tag};
    use crate::codec::{put_string, put_varint};
    use crate::document::Document;
    use crate::index::shard_map::ShardMap;
    use std::collections::BTreeMap;

    impl RowPattern {
        /// The pattern that leaves out most.
        pub(crate) fn of(documents: &[Document]) -> Self {
            let Some(first) = documents.first() else {
                return Self::default();
            };
            let common = documents
                .iter()
                .fold(first.id.as_str(), |common, document| {
                    let len = common
                        .bytes()
                        .zip(document.id.bytes())
                        .take_while(|(a, b)| a == b)
                        .count();
                    let len = (0..=len)
                        .rev()
                        .find(|len| common.is_char_boundary(*len))
                        .unwrap_or(0);
                    common.get(..len).unwrap_or("")
                });
            let mut votes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
            for document in documents {
                let rest = document.id.get(common.len()..).unwrap_or("");
                if let Some(around) = (!rest.is_empty())
                    .then(|| document.url.split_once(rest))
                    .flatten()
                {
                    *votes.entry(around).or_default() += 1;
                }
            }
            let winner = votes
                .into_iter()
                .max_by_key(|(around, count)| (*count, core::cmp::Reverse(*around)));
            let (url_prefix, url_suffix) = winner.map_or(("", ""), |(around, _)| around);
            Self {
                id_prefix: common.into(),
                url_prefix: url_prefix.into(),
                url_suffix: url_suffix.into(),
            }
        }
    }

    /// Adds `ROWS` and `DDIR` of a range of articles.
    pub(crate) fn block(
        file: &mut FileWriter,
        documents: &[Document],
        pattern: &RowPattern,
        texts: &ShardMap,
    ) {
        let mut out = Vec::new();
        put_varint(&mut out, documents.len() as u32);
        let ids: Vec<&str> = documents
            .iter()
            .map(|document| document.id.get(pattern.id_prefix.len()..).unwrap_or(""))
            .collect();
        let urls = documents.iter().zip(&ids).map(|(document, id)| {
            let row = StoredRow {
                title: "",
                id,
                url: "",
                breadcrumbs: "",
            };
            if pattern.url(&row) == document.url {
                ""
            } else {
                document.url.as_str()
            }
        });
        column(
            &mut out,
            documents.iter().map(|document| document.title.as_str()),
        );
        column(&mut out, ids.iter().copied());
        column(&mut out, urls);
        let paths: Vec<String> = documents
            .iter()
            .map(|document| document.breadcrumbs.join(" › "))
            .collect();
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let mut names = Vec::new();
        for path in &paths {
            numbers.entry(path).or_insert_with(|| {
                names.push(path.as_str());
                names.len() as u32 - 1
            });
        }
        put_varint(&mut out, names.len() as u32);
        for name in names {
            put_string(&mut out, name);
        }
        for path in &paths {
            put_varint(&mut out, numbers.get(path.as_str()).copied().unwrap_or(0));
        }
        file.section(tag::ROWS, out)
            .section(tag::TEXT_DIRECTORY, texts.write());
    }

    fn column<'a>(out: &mut Vec<u8>, texts: impl Iterator<Item = &'a str>) {
        let mut all = String::new();
        for text in texts {
            put_varint(out, text.len() as u32);
            all.push_str(text);
        }
        out.extend_from_slice(all.as_bytes());
    }
}
