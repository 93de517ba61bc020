//! Every term of a score's sum.

/// How a query term matched an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchKind {
    /// The term itself.
    Exact,
    /// A term that begins with the query's last word.
    Prefix,
    /// A term with the longest beginning in common with a word that no article holds.
    Stem,
}

impl MatchKind {
    /// Stable word for output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Stem => "stem",
        }
    }
}

/// One query term's part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct TermExplanation {
    /// The query's term.
    pub term: String,
    /// How it matched.
    pub kind: MatchKind,
    /// The index term that matched.
    pub matched: String,
    /// Weight times inverse document frequency.
    pub weight: f32,
    /// Stored impact x: weighted, length-normalized frequency over all fields.
    pub impact: f32,
    /// Typical length of the article's title in words, if the term is in it.
    pub title_length: Option<f32>,
    /// weight · x/(k1+x): what the term adds.
    pub value: f32,
}

/// Why an article has its score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// Query terms that matched; absent ones add nothing.
    pub terms: Vec<TermExplanation>,
    /// What the title features add.
    pub title: f32,
    /// Sum of the terms' values and the title's part: the score of the hit.
    pub score: f32,
}
