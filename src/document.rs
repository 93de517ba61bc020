//! What the index writer takes: an article as plain text, cut at its headings.

/// One published article in one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Stable id, unique within a language; what events and judgments name.
    pub id: String,
    /// Where a hit leads: absolute `http(s)` or relative to the site.
    pub url: String,
    /// The article's title; never empty in an index.
    pub title: String,
    /// Categories from the outermost to the innermost; shown as "A › B".
    pub breadcrumbs: Vec<String>,
    /// Labels, searched as a field of their own.
    pub tags: Vec<String>,
    /// Questions that the article answers, in other words than its title's; searched as titles are.
    pub also_asked_as: Vec<String>,
    /// Terms that the article means, most of them without holding them; see [`Expansion`].
    pub expansions: Vec<Expansion>,
    /// What the article means, in the dimensions of the words' vectors that the index is written
    /// with; empty without them.
    pub vector: Vec<f32>,
    /// Date of the last change, ISO 8601, or empty when unknown.
    pub updated: String,
    /// The body, in reading order.
    pub sections: Vec<Section>,
    /// The body as the reader shows it; what is in neither of the allow-lists of `FORMAT.md` must
    /// not be here. Empty when there is nothing to show.
    pub body: Vec<Node>,
    /// What the article says about contacting the site's people.
    pub triage: Triage,
}

/// A piece of an article's body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// Text, as it is read.
    Text(String),
    /// An element with what is in it.
    Element(Element),
}

/// An element of an article's body. The names are constants of whoever makes it: no name that an
/// article holds becomes an element.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Element {
    /// Name of the element, lower case.
    pub tag: &'static str,
    /// Names, lower case, with their values.
    pub attributes: Vec<(&'static str, String)>,
    /// Content.
    pub children: Vec<Node>,
}

/// How hard the matter of an article is, for whoever has read it without success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Triage {
    /// How much one has to know to solve it.
    pub complexity: Option<Level>,
    /// How much damage it does.
    pub severity: Option<Level>,
    /// How much work it is to solve.
    pub effort: Option<Level>,
}

/// A step of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `low`
    Low,
    /// `medium`
    Medium,
    /// `high`
    High,
}

impl Level {
    /// Every level with its name, ascending.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("low", Self::Low),
        ("medium", Self::Medium),
        ("high", Self::High),
    ];

    /// The level's name.
    pub fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(_, level)| *level == self);
        found.map_or("", |(name, _)| name)
    }
}

/// A part of an article's body that begins with a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Section {
    /// Heading text; empty for what stands before the first heading.
    pub heading: String,
    /// 1 to 6 as in `h1` to `h6`, 0 without a heading.
    pub level: u8,
    /// Fragment that leads to the heading, without `#`; empty when it has none.
    pub anchor: String,
    /// Plain text, blocks separated by `'\n'`.
    pub text: String,
}

/// A term that a sentence transformer finds an article to be about, computed at build time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expansion {
    /// An index term, as the language's analyzer gives it.
    pub term: String,
    /// How much the article is about it, above 0; comparable over the articles of an index.
    pub weight: f32,
}
