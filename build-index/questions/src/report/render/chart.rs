//! Bars as inline SVG. The table below holds the same numbers, so the picture is only named.

use super::values::escape;
use crate::report::table::{Cell, Table};
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 160.0;
/// Bars at most: the rest is in the table.
const MOST: usize = 60;

/// The column of a table that is drawn; nothing without one, or without numbers.
pub(super) fn bars(table: &Table) -> String {
    let values: Vec<f64> = (table.drawn.into_iter())
        .flat_map(|column| {
            table
                .rows
                .iter()
                .filter_map(move |row| number(row.get(column)?))
        })
        .take(MOST)
        .collect();
    let most = values.iter().copied().fold(0.0, f64::max);
    if values.is_empty() || most <= 0.0 {
        return String::new();
    }
    let step = WIDTH / values.len() as f64;
    let mut svg = format!(
        "<svg class=chart viewBox='0 0 {WIDTH} {HEIGHT}' role=img aria-label='{}: bars, the numbers are in the table below'>",
        escape(table.caption)
    );
    for (at, value) in values.iter().enumerate() {
        let height = (HEIGHT - 10.0) * value / most;
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<rect x='{:.1}' y='{:.1}' width='{:.1}' height='{height:.1}'/>",
            at as f64 * step + step * 0.1,
            HEIGHT - height,
            step * 0.8,
        );
    }
    svg.push_str("</svg>");
    svg
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Count(count) => Some(*count as f64),
        Cell::Number(number) => Some(*number),
        Cell::Rate(rate) => rate.rate,
        Cell::Missing | Cell::Text(_) => None,
    }
}
