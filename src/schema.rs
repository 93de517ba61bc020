//! Fields and ranking parameters. They are data in the bundle: the build applies the per-field ones,
//! the reader applies the rest, and `explain` names them all.

use crate::codec::Cursor;

/// Number of searched fields.
pub const FIELDS: usize = 5;

/// A searched part of an article. The discriminant is the index into every per-field array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Field {
    /// The article's title.
    Title = 0,
    /// Headings inside the article.
    Headings = 1,
    /// Everything else in the article.
    Body = 2,
    /// Tags and breadcrumbs.
    Tags = 3,
    /// Questions that the article answers, in other words than its title's.
    Aliases = 4,
}

/// Parameters of the ranking function (`rank/bm25f.rs`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranking {
    /// Weight of a match in each field, by [`Field`]; 0 to 100. Applied at build time.
    pub weights: [f32; FIELDS],
    /// Length normalization of each field, 0 (none) to 1 (full). Applied at build time.
    pub b: [f32; FIELDS],
    /// Saturation of repeated matches, 0.1 to 10; higher saturates later.
    pub k1: f32,
    /// Weight of title density: the share of the title that the query matched. 0 to 5; 0 is off.
    pub title_density: f32,
    /// Weight of title coverage: the share of the query's information found in the title. 0 to 5.
    pub title_coverage: f32,
    /// Discount of a word that only begins with the query's last word, 0 to 1.
    pub prefix_weight: f32,
    /// Weight of the title's echo: how far the title is the query word for word, in order and
    /// spelling. 0 to 5; 0 is off.
    pub title_echo: f32,
    /// Discount of a synonym, 0 to 1.
    pub synonym_weight: f32,
    /// Weight of expansion postings, in standard deviations of the words' scores. 0 to 5; 0 is off.
    pub meaning: f32,
}

impl Default for Ranking {
    /// Tuned on the arduino corpus and checked on msinsights (ARCHITECTURE.md, "Ranking").
    fn default() -> Self {
        Self {
            weights: [3.0, 1.5, 1.0, 1.0, 3.0],
            b: [0.8, 0.75, 0.3, 0.3, 0.75],
            k1: 1.2,
            title_density: 0.5,
            title_coverage: 0.0,
            prefix_weight: 0.7,
            title_echo: 0.2,
            synonym_weight: 0.8,
            meaning: 0.75,
        }
    }
}

impl Ranking {
    #[cfg(feature = "write")]
    const NUMBERS: usize = 2 * FIELDS + 7;

    /// All numbers in the order of the bundle.
    #[cfg(feature = "write")]
    pub(crate) fn to_numbers(self) -> [f32; Self::NUMBERS] {
        let mut numbers = [0.0; Self::NUMBERS];
        let all = self.weights.into_iter().chain(self.b).chain([
            self.k1,
            self.title_density,
            self.title_coverage,
            self.prefix_weight,
            self.title_echo,
            self.synonym_weight,
            self.meaning,
        ]);
        numbers
            .iter_mut()
            .zip(all)
            .for_each(|(slot, number)| *slot = number);
        numbers
    }

    /// Reads what [`Ranking::to_numbers`] gave; numbers outside of the legal ranges are refused,
    /// so that no bundle can make a score infinite.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
        let mut number = || cursor.f32().filter(|value| (0.0..=100.0).contains(value));
        let (mut weights, mut b) = ([0.0; FIELDS], [0.0; FIELDS]);
        for slot in weights.iter_mut().chain(&mut b) {
            *slot = number()?;
        }
        Some(Self {
            weights,
            b,
            k1: number().filter(|k1| *k1 >= 0.1)?,
            title_density: number()?,
            title_coverage: number()?,
            prefix_weight: number()?,
            title_echo: number()?,
            synonym_weight: number()?,
            meaning: number()?,
        })
    }
}
