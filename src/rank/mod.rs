//! Scores: BM25F with precomputed impacts, title features, top-k selection.

mod accumulators;
mod blend;
mod bm25f;
mod echo;
mod explain;
mod top_k;

pub(crate) use accumulators::{Accumulators, Sum};
pub(crate) use blend::Blend;
pub(crate) use bm25f::{TermValues, idf};
pub(crate) use echo::echo;
pub use explain::{Explanation, MatchKind, TermExplanation};
pub(crate) use top_k::TopK;
