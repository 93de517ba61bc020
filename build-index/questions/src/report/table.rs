//! What a report consists of, before it is HTML, JSON or CSV.

use super::{Mean, Rate};
use serde::Serialize;

/// A value. `Missing` is printed as "no data".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// No data.
    Missing,
    /// A count.
    Count(u64),
    /// A number, rounded where it is printed.
    Number(f64),
    /// A share with its interval.
    Rate(Rate),
    /// A mean with its interval.
    Mean(Mean),
    /// A text.
    Text(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Rate> for Cell {
    fn from(rate: Rate) -> Self {
        if rate.of == 0 {
            Self::Missing
        } else {
            Self::Rate(rate)
        }
    }
}

impl From<Option<Mean>> for Cell {
    fn from(mean: Option<Mean>) -> Self {
        mean.map_or(Self::Missing, Self::Mean)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number
            .filter(|number| number.is_finite())
            .map_or(Self::Missing, Self::Number)
    }
}

/// A number with its definition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Stable name.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The value.
    pub value: Cell,
    /// How it is computed, with its denominator, and where the definition is from.
    pub definition: &'static str,
}

/// Rows under a heading.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// Stable name; the CSV file's, too.
    pub id: &'static str,
    /// Caption.
    pub caption: &'static str,
    /// Heads of the columns; the first column names the row.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// What is drawn of it, above it.
    #[serde(skip)]
    pub drawn: Option<Drawn>,
}

/// How a column of numbers is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// Upright bars in the order of the rows, such as days.
    Upright(usize),
    /// Lying bars of the first rows, each with the row's name. Rows that sum up others are left out.
    Lying(usize),
}

/// A section of the report.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Section {
    /// Stable name.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// What to know before reading it.
    pub note: String,
    /// Its numbers.
    pub figures: Vec<Figure>,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A figure.
pub(super) fn figure(
    id: &'static str,
    label: &'static str,
    value: impl Into<Cell>,
    definition: &'static str,
) -> Figure {
    Figure {
        id,
        label,
        value: value.into(),
        definition,
    }
}
