//! The parts of an index, each with its writer beside its reader.

pub(crate) mod impact;
pub(crate) mod loaded;
pub(crate) mod positions;
pub(crate) mod postings;
pub(crate) mod records;
pub(crate) mod rows;
pub(crate) mod shard_map;
pub(crate) mod term_dict;
pub(crate) mod text;

#[cfg(feature = "write")]
mod inversion;
#[cfg(feature = "write")]
mod sharding;
#[cfg(feature = "write")]
mod vocabulary;
#[cfg(feature = "write")]
mod writer;

#[cfg(feature = "write")]
pub use vocabulary::{Vocabulary, VocabularyTerm, vocabulary};
#[cfg(feature = "write")]
pub use writer::{Bundle, BundleOptions, BundleStatistics, IndexWriter, WriteError};

/// Ends the dictionary key of a prefix list: the best articles of all terms that begin with the
/// rest of the key, for prefixes whose terms are spread over several shards. No term holds it.
pub(crate) const PREFIX_MARK: char = '\u{1}';
