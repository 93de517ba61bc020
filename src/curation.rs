//! What a site's editors decide by hand: synonyms, and which articles a query shows.

/// Whoever asks for one of `from` also finds `to`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynonymRule {
    /// Words or short phrases as people type them, in the index's language.
    pub from: Vec<String>,
    /// What is searched besides, at a discount. A two-way rule lists the same phrases in both.
    pub to: Vec<String>,
}

/// What visitors' votes say about articles as answers to a question. Unlike a [`Curation`] it holds for
/// queries that are only like the question, and nothing is shown or hidden by it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LearnedQuestion {
    /// The question, as people type it. Its terms are those that at least half of the wordings hold.
    pub wordings: Vec<String>,
    /// Ids of articles with the natural logarithm of a factor for their score, −2 to 2.
    pub boosts: Vec<(String, f32)>,
}

/// What is shown for some queries, whatever their scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curation {
    /// The queries, as people type them; compared as sets of terms, so that order, inflection,
    /// case, diacritics and stop words do not matter.
    pub queries: Vec<String>,
    /// Ids of articles shown first, in this order.
    pub pins: Vec<String>,
    /// Ids of articles not shown.
    pub hides: Vec<String>,
    /// Ids of articles with a factor for their score, 0.1 to 10.
    pub boosts: Vec<(String, f32)>,
}
