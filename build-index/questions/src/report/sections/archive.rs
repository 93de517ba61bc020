//! What is proposed for the archive: articles that were there all the time and that nobody used.

use super::known;
use crate::report::table::{Cell, Figure, Table, figure};
use crate::report::usage::Verdict;
use crate::report::{Article, Inner, Rate, date};

/// Whether the article with this number is proposed.
pub(super) fn is_proposed(inner: &Inner, number: usize, article: &Article) -> bool {
    matches!(verdict(inner, number, article), Verdict::Unused { .. })
}

fn verdict(inner: &Inner, number: usize, article: &Article) -> Verdict {
    inner.usage.verdict(number, article, &inner.options)
}

/// How the proposals come about, and why there are none where nothing can be said.
pub(super) fn note(inner: &Inner) -> String {
    let options = &inner.options;
    let rule = format!(
        "Proposed for the archive is an article that was there for the last {} days, that nobody opened in them, staff neither, and that solved nothing, where its language had at least {} searches; a human decides. People who came to an article without the search are not in these rows.",
        options.unused_days, options.unused_searches
    );
    if inner.all.visitors.first.is_none() {
        return format!("{rule} Nothing is proposed: there are no searches.");
    }
    if !inner.usage.is_whole {
        return format!(
            "{rule} Nothing is proposed: no rows are older than {}; keep rows longer ([retention] raw_days) or ask for fewer days ([report] unused_days).",
            date(inner.usage.since)
        );
    }
    let few: Vec<String> = (locales(inner).into_iter())
        .filter(|locale| !inner.usage.is_enough(locale, options))
        .map(|locale| {
            let searches = inner.usage.searches.get(locale).copied().unwrap_or(0);
            format!("{locale} ({searches})")
        })
        .collect();
    match few.is_empty() {
        true => rule,
        false => format!(
            "{rule} Nothing is proposed in languages with too few searches: {}.",
            few.join(", ")
        ),
    }
}

fn locales(inner: &Inner) -> Vec<&str> {
    let mut locales: Vec<&str> = (inner.articles.iter())
        .map(|article| article.locale.as_str())
        .collect();
    locales.sort_unstable();
    locales.dedup();
    locales
}

/// How many are proposed of how many that something can be said about.
pub(super) fn share(inner: &Inner) -> Figure {
    let verdicts = || {
        let articles = inner.articles.iter().enumerate();
        articles
            .filter(|(_, one)| inner.usage.is_enough(&one.locale, &inner.options))
            .map(|(number, one)| verdict(inner, number, one))
    };
    let told = verdicts().filter(|one| *one != Verdict::Unknown).count();
    let unused = told - verdicts().filter(|one| *one == Verdict::Used).count();
    figure(
        "to_archive",
        "Proposed for the archive",
        Rate::new(unused as u64, told as u64),
        "Articles known for the last unused_days, neither opened nor voted yes or partly in them ÷ those and the used ones, in languages with unused_searches; no data without such a language.",
    )
}

/// The proposals, those that were shown most first: they stand in others' way.
pub(super) fn table(inner: &Inner) -> Table {
    let mut rows: Vec<(u64, Vec<Cell>)> = (inner.articles.iter().enumerate())
        .filter_map(|(number, article)| match verdict(inner, number, article) {
            Verdict::Unused { known_since } => Some(row(inner, number, article, known_since)),
            _ => None,
        })
        .collect();
    rows.sort_by_key(|(shown, _)| std::cmp::Reverse(*shown));
    let rows = rows.into_iter().take(inner.options.rows);
    Table {
        id: "archive",
        caption: "Proposed for the archive",
        columns: vec![
            "Article",
            "Id",
            "Language",
            "There since",
            "Owner",
            "Review by",
            "Shown",
            "Opened",
            "Searches",
            "Why",
        ],
        rows: rows.map(|(_, row)| row).collect(),
        drawn: None,
    }
}

fn row(inner: &Inner, number: usize, article: &Article, known_since: u32) -> (u64, Vec<Cell>) {
    let usage = &inner.usage;
    let used = usage.used.get(number).copied().unwrap_or_default();
    let searches = usage.searches.get(&article.locale).copied().unwrap_or(0);
    let why = match used.shown {
        0 => "never shown, never opened",
        _ => "shown, never opened",
    };
    let cells = vec![
        Cell::from(article.title.as_str()),
        Cell::from(article.id.as_str()),
        Cell::from(article.locale.as_str()),
        Cell::Text(date(known_since)),
        known(&article.owner),
        known(&article.review_by),
        Cell::Count(used.shown),
        Cell::Count(used.opened),
        Cell::Count(searches),
        Cell::from(why),
    ];
    (used.shown, cells)
}
