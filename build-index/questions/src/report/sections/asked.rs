//! 2 What customers ask.

use super::{locale, title, trend};
use crate::report::Inner;
use crate::report::question::Question;
use crate::report::table::{Cell, Drawn, Section, Table, figure};

/// Further wordings shown beside a question.
const WORDINGS: usize = 4;
const COLUMNS: [&str; 9] = [
    "Question",
    "Language",
    "Searches",
    "Visitors",
    "Trend",
    "Best article",
    "Solved",
    "Asked a person",
    "Also worded",
];

pub(super) fn section(inner: &Inner) -> Section {
    let used = inner.all.wordings.iter().filter(|row| row.count > 0);
    Section {
        id: "asked",
        title: "What customers ask",
        note: format!(
            "Wordings are one question if they share their words or the articles that answered, or if people went on from one to the other. A text is shown from {} uses by {} visitors on; a visitor is counted anew every day.",
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
                used.count() as u64,
                "Distinct texts.",
            ),
        ],
        tables: vec![table(inner)],
    }
}

fn table(inner: &Inner) -> Table {
    let shown = |one: &&Question| one.label.is_some();
    let sum = |questions: &mut dyn Iterator<Item = &Question>| -> u64 {
        questions.map(|one| one.count).sum()
    };
    let suppressed = sum(&mut inner.questions.iter().filter(|one| !shown(one)));
    let most = inner.options.rows;
    let beyond = sum(&mut inner.questions.iter().filter(shown).skip(most));
    let rows = inner.questions.iter().filter(shown).take(most);
    let mut rows: Vec<Vec<Cell>> = rows.map(|one| row(inner, one)).collect();
    for (label, count) in [
        ("further questions".to_owned(), beyond),
        (format!("other (suppressed: {suppressed})"), suppressed),
    ] {
        if count > 0 {
            let mut row = vec![Cell::Text(label), Cell::from(""), Cell::Count(count)];
            row.resize(COLUMNS.len(), Cell::Missing);
            rows.push(row);
        }
    }
    Table {
        id: "questions",
        caption: "Most asked questions",
        columns: COLUMNS.to_vec(),
        rows,
        drawn: Some(Drawn::Lying(2)),
    }
}

fn row(inner: &Inner, one: &Question) -> Vec<Cell> {
    let best = one.best_article();
    let others: Vec<&str> = (one.members.iter().skip(1).take(WORDINGS))
        .map(String::as_str)
        .collect();
    vec![
        Cell::from(one.label.clone().unwrap_or_default()),
        Cell::from(locale(inner, one)),
        Cell::Count(one.count),
        Cell::Count(one.clients),
        trend(one.count, one.before),
        best.map_or(Cell::Missing, |number| Cell::Text(title(inner, number))),
        Cell::from(one.solved()),
        Cell::Count(one.contacts),
        Cell::Text(others.join(" · ")),
    ]
}
