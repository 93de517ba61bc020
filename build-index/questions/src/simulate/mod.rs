//! Traffic as a help center has it, of which the truth is known: to see a report full, to check
//! its numbers, and to load a collector.
//!
//! ```text
//! judged queries ─ question ─▶ questions with wordings, popularity, and what is wrong with them
//!                                 │ person: searches, looks, opens, votes, asks again, gives up
//!                                 ▼
//!                              batches, as pages send them          truth: what was really so
//! ```
//!
//! What people do is a cascade of known parts: a row is looked at with probability 1/rank^η (η = 1;
//! Joachims, Swaminathan, Schnabel: "Unbiased Learning-to-Rank with Biased Feedback", WSDM 2017),
//! opened by its judged grade, and solves the matter by its grade. What search finds is not made
//! up: the engine answers. The same seed gives the same bytes.

mod expectation;
mod person;
mod plan;
mod question;
mod rows;
mod traffic;
mod truth;
mod wording;

pub use plan::Plan;
pub use traffic::simulate;
pub use truth::{Gap, TrueCheck, TrueQuestion, TrueRate, TrueWording, Truth};

use std::collections::BTreeMap;

/// A judged query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// Language of the index that it is asked in.
    pub locale: String,
    /// How it is worded.
    pub query: String,
    /// Grade of each judged article: 2 answers it, 1 partly.
    pub relevant: BTreeMap<String, u32>,
    /// Titles of the articles of grade 2: wordings of the same question in other words.
    pub titles: Vec<String>,
}

/// What the engine answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Ids of the articles shown, best first.
    pub hits: Vec<String>,
    /// Articles found.
    pub total: u32,
    /// How the query was relaxed, as pages tell it.
    pub step: String,
    /// Whether another spelling was searched.
    pub is_corrected: bool,
}

/// Why there is no traffic.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SimulateError(pub String);

/// Asks the engine: language of the index, then query.
pub type Search<'a> = dyn FnMut(&str, &str) -> Result<Answer, SimulateError> + 'a;
