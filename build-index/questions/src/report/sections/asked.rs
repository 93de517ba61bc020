//! 2 What customers ask.

use super::{locale, title, trend};
use crate::report::Inner;
use crate::report::table::{Cell, Drawn, Section, Table, figure};

pub(super) fn section(inner: &Inner) -> Section {
    let shown = |one: &&crate::report::question::Question| one.label.is_some();
    let suppressed: u64 = inner
        .questions
        .iter()
        .filter(|one| one.label.is_none())
        .map(|one| one.count)
        .sum();
    let rows = inner
        .questions
        .iter()
        .filter(shown)
        .take(inner.options.rows);
    let mut rows: Vec<Vec<Cell>> = rows
        .map(|one| {
            vec![
                Cell::from(one.label.clone().unwrap_or_default()),
                Cell::from(locale(inner, one)),
                Cell::Count(one.count),
                Cell::Count(one.clients),
                trend(one.count, one.before),
                one.best_article()
                    .map_or(Cell::Missing, |number| Cell::Text(title(inner, number))),
                Cell::from(one.solved()),
                Cell::Count(one.contacts),
                Cell::Text(
                    one.members
                        .iter()
                        .skip(1)
                        .take(4)
                        .cloned()
                        .collect::<Vec<_>>()
                        .join(" · "),
                ),
            ]
        })
        .collect();
    let beyond: u64 = inner
        .questions
        .iter()
        .filter(shown)
        .skip(inner.options.rows)
        .map(|one| one.count)
        .sum();
    for (label, count) in [
        ("further questions".to_owned(), beyond),
        (format!("other (suppressed: {suppressed})"), suppressed),
    ] {
        if count > 0 {
            let mut row = vec![Cell::Missing; 9];
            row[0] = Cell::Text(label);
            row[1] = Cell::from("");
            row[2] = Cell::Count(count);
            rows.push(row);
        }
    }
    Section {
        id: "asked",
        title: "What customers ask",
        note: format!(
            "Wordings are one question if they share their words or the articles that answered. A text is shown from {} uses by {} visitors on; a visitor is counted anew every day.",
            inner.options.min_count, inner.options.min_clients
        ),
        figures: vec![
            figure(
                "questions",
                "Distinct questions",
                inner.questions.len() as u64,
                "Clusters of wordings, all languages.",
            ),
            figure(
                "wordings",
                "Distinct wordings",
                inner
                    .all
                    .wordings
                    .iter()
                    .filter(|row| row.count > 0)
                    .count() as u64,
                "Distinct texts.",
            ),
        ],
        tables: vec![Table {
            id: "questions",
            caption: "Most asked questions",
            columns: vec![
                "Question",
                "Language",
                "Searches",
                "Visitors",
                "Trend",
                "Best article",
                "Solved",
                "Asked a person",
                "Also worded",
            ],
            rows,
            drawn: Some(Drawn::Lying(2)),
        }],
    }
}
