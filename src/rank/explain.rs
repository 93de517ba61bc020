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
    /// One of the site's synonyms.
    Synonym,
    /// A term that the word may be a misspelling of.
    Typo,
    /// A term that holds the word inside.
    Infix,
}

impl MatchKind {
    /// Stable word for output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Stem => "stem",
            Self::Synonym => "synonym",
            Self::Typo => "typo",
            Self::Infix => "infix",
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
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Query terms that matched; absent ones add nothing.
    pub terms: Vec<TermExplanation>,
    /// What density and coverage of the title add.
    pub title: f32,
    /// What the article's meaning adds, from its expansions or from vectors.
    pub meaning: f32,
    /// What the title's echo of the query adds.
    pub echo: f32,
    /// Factor that the site's editors set; 1 without one.
    pub boost: f32,
    /// Factor that the votes of visitors with this question taught; 1 without any, or where the
    /// editors set theirs.
    pub learned: f32,
    /// Whether the site's editors pinned the article for this query.
    pub pinned: bool,
    /// (Sum of the terms' values, title, meaning and echo) · boost · learned: the score of the hit.
    pub score: f32,
}

impl Default for Explanation {
    fn default() -> Self {
        Self {
            terms: Vec::new(),
            title: 0.0,
            meaning: 0.0,
            echo: 0.0,
            boost: 1.0,
            learned: 1.0,
            pinned: false,
            score: 0.0,
        }
    }
}
