//! Container of every bundle file: magic, version, identity, checked sections. `FORMAT.md` beside
//! this file is the specification; reader, writer and it change together.
#![doc = include_str!("FORMAT.md")]

mod reader;
#[cfg(feature = "write")]
mod writer;

pub(crate) use reader::Sections;
#[cfg(feature = "write")]
pub use writer::{BundleFile, FileWriter};

/// First eight bytes of every file. Like PNG's they catch damage by text-mode transfers
/// (CR LF, LF), 7-bit channels (first byte) and DOS end-of-file (1A).
pub const MAGIC: [u8; 8] = [0x89, b'H', b'D', b'X', 0x0d, 0x0a, 0x1a, 0x0a];

/// Major version: a reader refuses another one.
pub const MAJOR: u16 = 1;
/// Minor version: a reader accepts a newer one and skips ancillary sections it does not know.
pub const MINOR: u16 = 1;

/// Most articles in one language's index; bounds what a damaged count can make a reader allocate.
pub const MAX_DOCUMENTS: u32 = 1 << 20;

/// First 48 bits of a file's BLAKE3 hash, in its header and in the root's directories; its
/// hexadecimal form is the file's name.
pub type Identity = [u8; 6];

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FileKind {
    /// What the first answer needs.
    Root = 1,
    /// A range of terms with their postings.
    Postings = 2,
    /// Titles, URLs and breadcrumbs of a range of articles.
    Rows = 3,
    /// Full text of a range of articles.
    Text = 4,
    /// Positions of a range of terms.
    Positions = 5,
    /// The words of the index with their usual spelling, for misspelled queries.
    Lexicon = 6,
    /// A range of terms with the articles that mean them.
    Expansions = 7,
    /// Vectors of words and articles.
    WordVectors = 8,
    /// A range of articles as the reader shows them.
    Articles = 9,
    /// A part of the ids with the numbers of their articles.
    Ids = 10,
}

impl FileKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Root,
        Self::Postings,
        Self::Rows,
        Self::Text,
        Self::Positions,
        Self::Lexicon,
        Self::Expansions,
        Self::WordVectors,
        Self::Articles,
        Self::Ids,
    ];
}

/// Four letters; an upper-case first one marks a section that a reader must understand.
pub type Tag = [u8; 4];

/// Tags of all sections.
pub mod tag {
    use super::Tag;
    /// Counts, ranking parameters, URL and id patterns.
    pub const META: Tag = *b"META";
    /// Analyzer tables.
    pub const ANALYZER: Tag = *b"ANLZ";
    /// Field norms, a byte an article.
    pub const NORMS: Tag = *b"NORM";
    /// Term dictionary: fst map from term to ordinal.
    pub const TERMS: Tag = *b"TERM";
    /// Document frequencies.
    pub const FREQUENCIES: Tag = *b"TDOC";
    /// Document numbers of the postings.
    pub const DOCUMENTS: Tag = *b"PDOC";
    /// Payload bytes of the postings.
    pub const PAYLOADS: Tag = *b"PPAY";
    /// Directory of positions shards.
    pub const POSITIONS_DIRECTORY: Tag = *b"XDIR";
    /// Directory of postings shards.
    pub const POSTINGS_DIRECTORY: Tag = *b"PDIR";
    /// Titles, ids, URLs, breadcrumbs.
    pub const ROWS: Tag = *b"ROWS";
    /// Directory of rows shards.
    pub const ROWS_DIRECTORY: Tag = *b"RDIR";
    /// Directory of text shards.
    pub const TEXT_DIRECTORY: Tag = *b"DDIR";
    /// Article text.
    pub const TEXT: Tag = *b"TEXT";
    /// Positions.
    pub const POSITIONS: Tag = *b"XPOS";
    /// Identity of the lexicon.
    pub const LEXICON_DIRECTORY: Tag = *b"LDIR";
    /// Words with their usual spelling.
    pub const LEXICON: Tag = *b"LEXI";
    /// Directory of expansions shards.
    pub const EXPANSIONS_DIRECTORY: Tag = *b"EDIR";
    /// Identity of the word vectors; ancillary, since an index is whole without them.
    pub const VECTORS_DIRECTORY: Tag = *b"vDIR";
    /// Vectors of articles and words.
    pub const VECTORS: Tag = *b"VECT";
    /// Synonyms.
    pub const SYNONYMS: Tag = *b"SYNO";
    /// Pins, hides and boosts.
    pub const CURATIONS: Tag = *b"CURA";
    /// What votes taught; ancillary, since answers are whole without it.
    pub const LEARNED: Tag = *b"lern";
    /// Directory of the shards with what the reader shows.
    pub const ARTICLES_DIRECTORY: Tag = *b"adir";
    /// What the reader shows.
    pub const ARTICLES: Tag = *b"ARTI";
    /// Directory of the id shards.
    pub const IDS_DIRECTORY: Tag = *b"idir";
    /// Hashes of ids with the numbers of their articles.
    pub const IDS: Tag = *b"IDNO";

    /// The critical ones, all of which this version understands.
    pub const CRITICAL: [Tag; 22] = [
        META,
        ANALYZER,
        NORMS,
        TERMS,
        FREQUENCIES,
        DOCUMENTS,
        PAYLOADS,
        POSITIONS_DIRECTORY,
        POSTINGS_DIRECTORY,
        ROWS,
        ROWS_DIRECTORY,
        TEXT_DIRECTORY,
        TEXT,
        POSITIONS,
        LEXICON_DIRECTORY,
        LEXICON,
        EXPANSIONS_DIRECTORY,
        VECTORS,
        SYNONYMS,
        CURATIONS,
        ARTICLES,
        IDS,
    ];
}

pub(crate) const HEADER_BYTES: usize = 32;
pub(crate) const ENTRY_BYTES: usize = 16;

/// Name of a file below the bundle's base.
pub(crate) fn shard_name(identity: &Identity) -> String {
    let mut name = String::with_capacity(21);
    name.push_str("data/");
    for byte in identity {
        for nibble in [byte >> 4, byte & 15] {
            name.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    name.push_str(".hdx");
    name
}
