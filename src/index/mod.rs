//! The parts of an index, each with its writer beside its reader.

pub(crate) mod articles;
pub(crate) mod curation;
pub(crate) mod ids;
pub(crate) mod impact;
pub(crate) mod learned;
pub(crate) mod lexicon;
pub(crate) mod loaded;
pub(crate) mod positions;
pub(crate) mod postings;
pub(crate) mod records;
pub(crate) mod rows;
pub(crate) mod shard_map;
pub(crate) mod synonyms;
pub(crate) mod term_dict;
pub(crate) mod text;
pub(crate) mod word_vectors;

#[cfg(feature = "write")]
mod chunk;
#[cfg(feature = "write")]
mod content_hash;
#[cfg(feature = "write")]
mod expansions;
#[cfg(feature = "write")]
mod index_cache;
#[cfg(feature = "write")]
mod inversion;
#[cfg(feature = "write")]
mod inverted;
#[cfg(feature = "write")]
mod options;
#[cfg(feature = "write")]
mod related;
#[cfg(feature = "write")]
mod sharding;
#[cfg(feature = "write")]
mod vocabulary;
#[cfg(feature = "write")]
mod word_counts;
#[cfg(feature = "write")]
mod writer;

#[cfg(feature = "write")]
pub use content_hash::ContentHasher;
#[cfg(feature = "write")]
pub use index_cache::IndexCache;
#[cfg(feature = "write")]
pub use options::BundleOptions;
#[cfg(feature = "write")]
pub use options::WordVector;
#[cfg(feature = "write")]
pub use vocabulary::{Vocabulary, VocabularyTerm, vocabulary};
#[cfg(feature = "write")]
pub use writer::{Bundle, BundleStatistics, IndexWriter, WriteError};

/// Ends the dictionary key of a prefix list: the best articles of all terms that begin with the
/// rest of the key, for prefixes whose terms are spread over several shards. No term holds it.
pub(crate) const PREFIX_MARK: char = '\u{1}';

/// Stands between a term and one of its spellings with diacritics: the key of the articles that
/// spell it so. No term holds it.
pub(crate) const SPELLED_MARK: char = '\u{2}';

/// Whether a dictionary key is not a plain term, or a text could not be one.
pub(crate) fn is_marked(key: &str) -> bool {
    key.contains([PREFIX_MARK, SPELLED_MARK])
}

/// The key of the articles that spell a term in one way.
pub(crate) fn spelled_key(term: &str, spelled: &str) -> String {
    let mut key = String::with_capacity(term.len() + spelled.len() + 1);
    key.push_str(term);
    key.push(SPELLED_MARK);
    key.push_str(spelled);
    key
}
