//! Scores: BM25F with precomputed impacts, title features, top-k selection.

mod accumulators;
mod bm25f;
mod explain;
mod top_k;

pub(crate) use accumulators::Accumulators;
pub(crate) use bm25f::{TermValues, idf};
pub use explain::{Explanation, MatchKind, TermExplanation};
pub(crate) use top_k::TopK;
