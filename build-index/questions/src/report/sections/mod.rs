//! The sections of a report, one a file, in their order.

mod archive;
mod asked;
mod content;
mod deflection;
mod gaps;
mod health;
mod learning;
mod privacy;
mod roi;
mod routing;
mod search_quality;
mod summary;
mod surveys;
mod trees;

use super::Inner;
use super::question::Question;
use super::table::{Cell, Section};
use helpdex::questions::signals::Signals;

pub(super) use gaps::of_class as gaps_of;

/// All sections.
pub(super) fn all(inner: &Inner, signals: &Signals) -> Vec<Section> {
    vec![
        summary::section(inner),
        asked::section(inner),
        gaps::section(inner),
        content::section(inner),
        search_quality::section(inner),
        routing::section(inner),
        roi::section(inner),
        trees::section(inner),
        surveys::section(inner),
        learning::section(inner, signals),
        privacy::section(inner),
        health::section(inner),
    ]
}

/// Title of an article; its id if the bundle does not have it.
fn title(inner: &Inner, number: u32) -> String {
    if let Some(article) = inner.articles.get(number as usize) {
        return article.title.clone();
    }
    let id = inner.all.article_ids.get(number as usize);
    id.cloned().unwrap_or_default()
}

/// The language of a question.
fn locale<'a>(inner: &'a Inner, question: &Question) -> &'a str {
    inner
        .all
        .locales
        .get(question.locale as usize)
        .map_or("", String::as_str)
}

/// A text; an empty one is no data.
fn known(text: &str) -> Cell {
    match text {
        "" => Cell::Missing,
        text => Cell::from(text),
    }
}

/// How much more or less than before, as a share; nothing was before: no data.
fn trend(now: u64, before: u64) -> Cell {
    let change = (before > 0).then(|| now as f64 / before as f64 - 1.0);
    change.map_or(Cell::Missing, |change| {
        Cell::Text(format!("{:+.0} %", change * 100.0))
    })
}

/// `part / of`, if there is any.
fn ratio(part: f64, of: f64) -> Option<f64> {
    (of > 0.0).then(|| part / of)
}

/// A number of the summary by its name.
pub(super) fn figure_of(inner: &Inner, id: &str) -> Cell {
    let figures = summary::section(inner).figures.into_iter();
    let mut found = figures.filter(|figure| figure.id == id);
    found.next().map_or(Cell::Missing, |figure| figure.value)
}
