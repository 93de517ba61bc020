//! Content health, after KCS (Knowledge-Centered Service): who answers for an article, when it was
//! looked at, and whether it is used.

use crate::report::collected::ArticleUse;
use crate::report::table::{Cell, Section, Table, figure};
use crate::report::{Article, Inner, Rate, hour_of};

pub(super) fn section(inner: &Inner) -> Section {
    let now = inner.all.visitors.to;
    let pairs: Vec<(&Article, &ArticleUse)> =
        inner.articles.iter().zip(&inner.all.articles).collect();
    let age_days = |date: &str| hour_of(date).map(|hour| now.saturating_sub(hour) / 24);
    let is_stale =
        |one: &Article| age_days(&one.updated).is_some_and(|age| age > inner.options.stale_days);
    let is_overdue = |one: &Article| hour_of(&one.review_by).is_some_and(|due| due < now);
    let dated = pairs
        .iter()
        .filter(|(one, _)| !one.updated.is_empty())
        .count() as u64;
    let owned_known = pairs.iter().any(|(one, _)| !one.owner.is_empty());
    let count = |is: &dyn Fn(&(&Article, &ArticleUse)) -> bool| {
        pairs.iter().filter(|one| is(one)).count() as u64
    };
    let total = pairs.len() as u64;
    let due = count(&|(one, _)| !one.review_by.is_empty());
    let orphans = if owned_known {
        Rate::new(count(&|(one, _)| one.owner.is_empty()), total)
    } else {
        Rate::default()
    };
    let mut rows: Vec<(u64, Vec<Cell>)> = Vec::new();
    for (article, used) in &pairs {
        let mut advice = Vec::new();
        if is_stale(article) && used.clicks == 0 {
            advice.push("propose to archive: stale and not opened");
        } else if is_stale(article) && used.clicks > 0 {
            advice.push("verify: stale and in use");
        }
        if is_overdue(article) {
            advice.push("review is overdue");
        }
        if used.flags > 0 {
            advice.push("flagged by staff");
        }
        if !advice.is_empty() {
            rows.push((
                used.clicks + 1000 * used.flags,
                row(article, used, &advice.join("; ")),
            ));
        }
    }
    rows.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
    Section {
        id: "health",
        title: "Content health",
        note: format!(
            "Stale: not changed for {} days. An article that is stale and was not opened in the window is proposed for the archive (Guru's rule); a human decides.",
            inner.options.stale_days
        ),
        figures: vec![
            figure(
                "stale",
                "Stale",
                Rate::new(count(&|(one, _)| is_stale(one)), dated),
                "Articles not changed for stale_days ÷ articles with a date.",
            ),
            figure(
                "overdue",
                "Review overdue",
                Rate::new(count(&|(one, _)| is_overdue(one)), due),
                "Articles past review_by ÷ articles with review_by.",
            ),
            figure(
                "orphans",
                "Without owner",
                orphans,
                "Articles without an owner ÷ articles; no data if none has one.",
            ),
            figure(
                "flagged",
                "Flagged by staff",
                Rate::new(count(&|(_, used)| used.flags > 0), total),
                "Articles with an article_flag in the window ÷ articles.",
            ),
        ],
        tables: vec![Table {
            id: "health",
            caption: "Articles to look at",
            columns: vec![
                "Article",
                "Id",
                "Language",
                "Changed",
                "State",
                "Owner",
                "Review by",
                "Clicks",
                "Flags",
                "What to do",
            ],
            rows: rows
                .into_iter()
                .take(inner.options.rows)
                .map(|(_, row)| row)
                .collect(),
            drawn: None,
        }],
    }
}

fn row(article: &Article, used: &ArticleUse, advice: &str) -> Vec<Cell> {
    let known = |text: &str| {
        if text.is_empty() {
            Cell::Missing
        } else {
            Cell::from(text)
        }
    };
    vec![
        Cell::from(article.title.as_str()),
        Cell::from(article.id.as_str()),
        Cell::from(article.locale.as_str()),
        known(&article.updated),
        known(&article.state),
        known(&article.owner),
        known(&article.review_by),
        Cell::Count(used.clicks),
        Cell::Count(used.flags),
        Cell::from(advice),
    ]
}
