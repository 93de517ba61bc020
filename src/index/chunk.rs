//! What one thread makes of a run of articles.

use crate::schema::FIELDS;

/// A term in one article.
#[derive(Debug)]
pub(super) struct Posting {
    /// Number of the term in its chunk.
    pub(super) term: u32,
    /// Number of the article in its run.
    pub(super) document: u32,
    /// In halves of an occurrence: a part of a compound counts one.
    pub(super) frequencies: [u16; FIELDS],
    /// Whether title and aliases hold it as a part of a compound only.
    pub(super) part_of_title: bool,
    /// Range in the chunk's encoded positions.
    pub(super) positions: (u32, u32),
}

/// What one thread made of a run of articles.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Terms with a posting, by the numbers that they have here: stop words that stand in no title
    /// have none.
    pub(super) terms: fst::Map<Vec<u8>>,
    /// How many articles hold each term, by its number.
    pub(super) frequencies: Vec<u32>,
    /// In the order of the articles.
    pub(super) postings: Vec<Posting>,
    /// Encoded positions of all postings.
    pub(super) positions: Vec<u8>,
    /// Lower-cased words with their term and how often they stand in the articles.
    pub(super) surfaces: Vec<(u32, String, u32)>,
    /// Words of each article by field; the length of its title without stop words, and of its
    /// aliases on average.
    pub(super) lengths: Vec<([u32; FIELDS], [u32; 2])>,
}
