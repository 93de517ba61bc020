//! Bars as inline SVG. The table below holds the same numbers, so the picture is only named.

use super::values::{escape, value};
use crate::report::table::{Cell, Drawn, Table};
use std::fmt::Write;

const WIDTH: f64 = 720.0;
/// Of upright bars.
const HEIGHT: f64 = 160.0;
/// Upright bars at most: the rest is in the table.
const MOST_UPRIGHT: usize = 370;
/// Lying bars at most.
const MOST_LYING: usize = 15;
/// Of a lying bar with its gap.
const LINE: f64 = 24.0;
/// Where lying bars begin, and what is kept free behind them for the number.
const NAMES: f64 = 290.0;
const NUMBERS: f64 = 70.0;
/// Characters of a name that fit before a bar.
const NAME_CHARACTERS: usize = 42;

/// What is drawn of a table; nothing without numbers.
pub(super) fn bars(table: &Table) -> String {
    match table.drawn {
        Some(Drawn::Upright(column)) => upright(table, column),
        Some(Drawn::Lying(column)) => lying(table, column),
        None => String::new(),
    }
}

fn upright(table: &Table, column: usize) -> String {
    let rows = table.rows.iter().take(MOST_UPRIGHT);
    let values: Vec<f64> = rows.filter_map(|row| number(row.get(column)?)).collect();
    let most = values.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let step = WIDTH / values.len() as f64;
    let mut svg = head(table, HEIGHT, "chart");
    for (at, value) in values.iter().enumerate() {
        let height = (HEIGHT - 10.0) * value / most;
        // Writing to a string cannot fail, here and below.
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

fn lying(table: &Table, column: usize) -> String {
    let is_sum = |row: &[Cell]| matches!(row.get(1), Some(Cell::Text(text)) if text.is_empty());
    let rows = table
        .rows
        .iter()
        .filter(|row| !is_sum(row))
        .take(MOST_LYING);
    let bars: Vec<(&Cell, &Cell, f64)> = rows
        .filter_map(|row| {
            let cell = row.get(column)?;
            Some((row.first()?, cell, number(cell)?))
        })
        .collect();
    let most = bars
        .iter()
        .map(|(_, _, number)| *number)
        .fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let mut svg = head(table, LINE * bars.len() as f64, "'chart lying'");
    for (at, (name, cell, number)) in bars.into_iter().enumerate() {
        let top = at as f64 * LINE;
        let width = (WIDTH - NAMES - NUMBERS) * number / most;
        let _ = write!(
            svg,
            "<text x='0' y='{0:.0}'>{1}</text><rect x='{NAMES}' y='{2:.0}' width='{width:.1}' height='16'/><text x='{3:.1}' y='{0:.0}'>{4}</text>",
            top + 16.0,
            short(name),
            top + 4.0,
            NAMES + width + 6.0,
            value(cell),
        );
    }
    svg.push_str("</svg>");
    svg
}

fn head(table: &Table, height: f64, class: &str) -> String {
    format!(
        "<svg class={class} viewBox='0 0 {WIDTH} {height}' role=img aria-label='{}: bars, the numbers are in the table below'>",
        escape(table.caption)
    )
}

fn short(name: &Cell) -> String {
    let Cell::Text(text) = name else {
        return value(name);
    };
    if text.chars().count() <= NAME_CHARACTERS {
        return escape(text);
    }
    let kept: String = text.chars().take(NAME_CHARACTERS - 1).collect();
    format!("{}…", escape(kept.trim_end()))
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Count(count) => Some(*count as f64),
        Cell::Number(number) => Some(*number),
        Cell::Rate(rate) => rate.rate,
        Cell::Mean(mean) => Some(mean.mean),
        Cell::Missing | Cell::Text(_) => None,
    }
}
