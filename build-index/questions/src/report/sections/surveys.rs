//! 9 Surveys.

use super::ratio;
use crate::report::table::{Cell, Section, Table};
use crate::report::{Inner, Rate};
use std::collections::BTreeMap;

pub(super) fn section(inner: &Inner) -> Section {
    let rows = inner
        .all
        .surveys
        .iter()
        .map(|(instrument, scores)| row(instrument, scores));
    Section {
        id: "surveys",
        title: "Surveys",
        note: "CES: agreement from 1 to 7 that it was easy, favorable from 5 on. CSAT: 1 to 5, favorable from 4 on. NPS: 0 to 10, % of 9 and 10 − % of 0 to 6.".to_owned(),
        figures: Vec::new(),
        tables: vec![Table {
            id: "surveys",
            caption: "Answers by instrument",
            columns: vec!["Instrument", "Answers", "Answered", "Mean", "Favorable", "Net score"],
            rows: rows.collect(),
            drawn: None,
        }],
    }
}

fn row(instrument: &str, scores: &BTreeMap<Option<u8>, u64>) -> Vec<Cell> {
    let asked: u64 = scores.values().sum();
    let skipped = scores.get(&None).copied().unwrap_or(0);
    let answers = asked - skipped;
    let count = |range: std::ops::RangeInclusive<u8>| -> u64 {
        let of = scores
            .iter()
            .filter(|(score, _)| score.is_some_and(|score| range.contains(&score)));
        of.map(|(_, count)| count).sum()
    };
    let sum: u64 = scores
        .iter()
        .map(|(score, count)| u64::from(score.unwrap_or(0)) * count)
        .sum();
    let favorable = match instrument {
        "ces" => count(5..=7),
        "csat" => count(4..=5),
        _ => count(9..=10),
    };
    let net = (instrument == "nps" && answers > 0)
        .then(|| 100.0 * (favorable as f64 - count(0..=6) as f64) / answers as f64);
    vec![
        Cell::Text(instrument.to_uppercase()),
        Cell::Count(answers),
        Cell::from(Rate::new(answers, asked)),
        Cell::from(ratio(sum as f64, answers as f64)),
        Cell::from(Rate::new(favorable, answers)),
        Cell::from(net),
    ]
}
