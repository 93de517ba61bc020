//! helpdex: help-center search that runs in the browser.
//!
//! - [`analysis`]: text to terms, the same for build and query.
//! - [`IndexWriter`] (feature `write`): [`Document`]s in, the files of a [`Bundle`] out.
//! - [`Searcher`]: a bundle's root in, answers out; it says which shards it misses.
//! - [`questions`]: what people ask: settling, redaction, batches.
//! - [`bundle`]: the container and the written format.
//!
//! The crate does no I/O, reads no clock and keeps no global state: bytes and times in, values out.
//! Only `wasm` knows JavaScript.
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

pub mod analysis;
pub mod bundle;
pub mod codec;
mod curation;
pub mod document;
mod error;
mod index;
mod matching;
mod query;
pub mod questions;
mod rank;
mod schema;
mod searcher;
mod snippet;
#[cfg(any(feature = "engine", feature = "tracker"))]
pub mod wasm;

pub use curation::{Curation, LearnedQuestion, SynonymRule};
pub use document::{Document, Element, Expansion, Level, Node, Section, Triage};
pub use error::{OpenError, ShardError};
#[cfg(feature = "write")]
pub use index::{
    Bundle, BundleOptions, BundleStatistics, ContentHasher, IndexCache, IndexWriter, Vocabulary,
    VocabularyTerm, WordVector, WriteError, vocabulary,
};
pub use query::{MAX_QUERY_BYTES, MAX_QUERY_TERMS, Query, QueryTerm, QueryWord};
pub use rank::{Explanation, MatchKind, TermExplanation};
pub use schema::{FIELDS, Field, Ranking};
pub use searcher::{Hit, Hits, Outcome, Replacement, Row, Searcher, ShardId, Step};
pub use snippet::{Snippet, Span};
