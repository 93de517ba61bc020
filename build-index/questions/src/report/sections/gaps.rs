//! 3 Gaps: what has no good answer, in four classes with four cures.

use super::{locale, title};
use crate::report::Inner;
use crate::report::question::Question;
use crate::report::table::{Cell, Section, Table, figure};
use crate::simulate::Gap;

const CLASSES: [(Gap, &str, &str, &str); 4] = [
    (
        Gap::NoResult,
        "gaps_no_result",
        "Nothing found: write an article",
        "Questions of which at least half of the searches found nothing that holds their words.",
    ),
    (
        Gap::WrongWords,
        "gaps_wrong_words",
        "Found in other words: add a synonym",
        "The same, but at least 30 % of those searches were reworded within 60 s, and that led to an article.",
    ),
    (
        Gap::NoClick,
        "gaps_no_click",
        "Shown, not opened: change title or passage",
        "Questions with results of which too few were opened.",
    ),
    (
        Gap::ClickedNotSolved,
        "gaps_clicked_not_solved",
        "Opened, not solved: rewrite the article",
        "Questions whose opened articles were followed by a vote no, the same question again, or a person asked.",
    ),
];

pub(super) fn section(inner: &Inner) -> Section {
    let figures = CLASSES.iter().map(|(gap, id, label, definition)| {
        let count = inner
            .questions
            .iter()
            .filter(|one| one.gap() == Some(*gap))
            .count();
        figure(id, label, count as u64, definition)
    });
    let judged = inner.questions.iter().filter_map(|one| one.judgement);
    let certain = judged.clone().filter(|judgement| judgement.is_certain);
    let certain = figure(
        "gaps_certain",
        "Questions judged for certain",
        crate::report::Rate::new(certain.count() as u64, judged.count() as u64),
        "Questions of which every share that decides keeps its 95 % interval on one side of the threshold ÷ questions with enough searches. Watch the others before you act.",
    );
    let tables = CLASSES
        .iter()
        .map(|(gap, id, label, _)| table(inner, *gap, id, label));
    Section {
        id: "gaps",
        title: "Gaps",
        note: "Ranked by visitors × cost of a contact × (1 − solved); without costs, by visitors × (1 − solved). Questions with fewer searches than the thresholds are not judged. Every row has a stub for an article, and wrong words a line in synonyms.suggested.yml.".to_owned(),
        figures: figures.chain([certain]).collect(),
        tables: tables.collect(),
    }
}

/// What a question costs: what its gaps are ranked by.
pub(in crate::report) fn weight(inner: &Inner, question: &Question) -> f64 {
    let solved = question.solved().rate.unwrap_or(0.0);
    let cost = inner
        .options
        .roi
        .cost_per_contact
        .get("default")
        .copied()
        .unwrap_or(1.0);
    question.clients as f64 * cost * (1.0 - solved)
}

/// Questions with a gap that may be shown, worst first.
pub(in crate::report) fn of_class(inner: &Inner, gap: Gap) -> Vec<&Question> {
    let mut found: Vec<&Question> = (inner.questions.iter())
        .filter(|one| one.gap() == Some(gap) && one.label.is_some())
        .collect();
    found.sort_by(|a, b| weight(inner, b).total_cmp(&weight(inner, a)));
    found
}

/// Whether a question's class may still change with more searches.
fn certainty(question: &Question) -> &'static str {
    match question.judgement {
        Some(judgement) if judgement.is_certain => "yes",
        _ => "not yet",
    }
}

fn table(inner: &Inner, gap: Gap, id: &'static str, caption: &'static str) -> Table {
    let rows = of_class(inner, gap).into_iter().take(inner.options.rows);
    let rows = rows.map(|one| {
        let meant = one.meant.iter().max_by_key(|(_, count)| **count);
        let meant =
            meant.and_then(|(number, _)| inner.questions.get(*number as usize)?.label.clone());
        vec![
            Cell::from(one.label.clone().unwrap_or_default()),
            Cell::from(locale(inner, one)),
            Cell::Count(one.count),
            Cell::Count(one.clients),
            Cell::from(certainty(one)),
            Cell::from(crate::report::Rate::new(one.clicked, one.count)),
            Cell::from(crate::report::Rate::new(one.failed, one.clicked)),
            one.best_article()
                .map_or(Cell::Missing, |number| Cell::Text(title(inner, number))),
            meant.map_or(Cell::Missing, Cell::Text),
        ]
    });
    Table {
        id,
        caption,
        columns: vec![
            "Question",
            "Language",
            "Searches",
            "Visitors",
            "Certain",
            "With a click",
            "Clicks that failed",
            "Article",
            "Then found by",
        ],
        rows: rows.collect(),
        drawn: None,
    }
}
