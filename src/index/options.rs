//! What a site may decide about its index.

use crate::curation::{Curation, LearnedQuestion, SynonymRule};
use crate::schema::Ranking;

/// How an index is cut into files.
#[derive(Clone, Debug, PartialEq)]
pub struct BundleOptions {
    /// Parameters of the ranking function.
    pub ranking: Ranking,
    /// Largest root in compressed bytes, estimated; above it postings and rows move to shards.
    /// Default 128 KB: a further round trip on a slow line (0.57 s) costs what 115 KB cost.
    pub root_budget: usize,
    /// Compressed bytes of a postings shard, roughly; default 4 KB. A query of five words then
    /// loads about 25 KB.
    pub postings_shard: usize,
    /// Compressed bytes of all rows up to which they stay in one file, loaded with the first
    /// postings; default 64 KB. Above it rows are cut into shards of [`BundleOptions::rows_per_shard`].
    pub rows_budget: usize,
    /// Articles in a rows shard; default 96.
    pub rows_per_shard: usize,
    /// Uncompressed bytes of a text shard; default 32 KB, about 10 KB on the wire: passages of one answer
    /// are in as many shards as it has hits.
    pub text_shard: usize,
    /// Whether articles are kept for the reader; default true.
    pub reader: bool,
    /// Uncompressed bytes of a shard of articles for the reader; default 32 KB as
    /// [`BundleOptions::text_shard`].
    pub article_shard: usize,
    /// Uncompressed bytes of an id shard; default 16 KB, some 3,200 articles.
    pub id_shard: usize,
    /// Uncompressed bytes of a positions shard of a small index; default 96 KB.
    pub positions_shard: usize,
    /// Most words in the lexicon that misspelled queries are looked up in; default 32,768, at
    /// most about 120 KB on the wire, loaded after a first answer. 0 leaves the lexicon out.
    pub lexicon_words: usize,
    /// Compressed bytes of an expansions shard of a large index, roughly; default 16 KB.
    pub expansions_shard: usize,
    /// The site's own stop words, added to the language's.
    pub stop_words: Vec<String>,
    /// The site's synonyms in this language.
    pub synonyms: Vec<SynonymRule>,
    /// What the site's editors decided for some queries. Ids of no article are ignored.
    pub curations: Vec<Curation>,
    /// What votes taught, the most asked first; ids of no article are ignored.
    pub learned: Vec<LearnedQuestion>,
    /// Vectors of words, in the dimensions of [`Document::vector`]; none, the default, writes no
    /// table.
    pub word_vectors: Vec<WordVector>,
}

/// A word of a table of vectors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordVector {
    /// An index term, as the language's analyzer gives it.
    pub term: String,
    /// At most 128 numbers, as many as the articles' vectors have. The product with an article's
    /// says how far the article means the word; only its proportion to other products counts.
    pub vector: Vec<f32>,
}

impl Default for BundleOptions {
    fn default() -> Self {
        Self {
            ranking: Ranking::default(),
            root_budget: 128 * 1024,
            postings_shard: 4 * 1024,
            rows_budget: 64 * 1024,
            rows_per_shard: 96,
            text_shard: 32 * 1024,
            reader: true,
            article_shard: 32 * 1024,
            id_shard: 16 * 1024,
            positions_shard: 96 * 1024,
            lexicon_words: 1 << 15,
            expansions_shard: 16 * 1024,
            stop_words: Vec::new(),
            synonyms: Vec::new(),
            curations: Vec::new(),
            learned: Vec::new(),
            word_vectors: Vec::new(),
        }
    }
}
