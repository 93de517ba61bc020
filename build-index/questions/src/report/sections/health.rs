//! Content health, after KCS (Knowledge-Centered Service): who answers for an article, when it was
//! looked at, and whether it is used.

use super::{archive, known};
use crate::report::collected::ArticleUse;
use crate::report::table::{Cell, Figure, Section, Table, figure};
use crate::report::{Article, Inner, Rate, hour_of};

type Pair<'a> = (&'a Article, &'a ArticleUse);

pub(super) fn section(inner: &Inner) -> Section {
    let pairs: Vec<Pair<'_>> = inner.articles.iter().zip(&inner.all.articles).collect();
    let mut figures = figures(inner, &pairs);
    figures.push(archive::share(inner));
    Section {
        id: "health",
        title: "Content health",
        note: format!(
            "Stale: not changed for {} days. {}",
            inner.options.stale_days,
            archive::note(inner)
        ),
        figures,
        tables: vec![table(inner, &pairs), archive::table(inner)],
    }
}

fn table(inner: &Inner, pairs: &[Pair<'_>]) -> Table {
    let mut rows: Vec<(u64, Vec<Cell>)> = (pairs.iter().enumerate())
        .filter_map(|(number, pair)| {
            let advice = advice(inner, number, *pair);
            (!advice.is_empty()).then(|| row(*pair, &advice.join("; ")))
        })
        .collect();
    rows.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
    let rows = rows.into_iter().take(inner.options.rows);
    Table {
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
        rows: rows.map(|(_, row)| row).collect(),
        drawn: None,
    }
}

fn figures(inner: &Inner, pairs: &[Pair<'_>]) -> Vec<Figure> {
    let count =
        |is: &dyn Fn(Pair<'_>) -> bool| pairs.iter().filter(|pair| is(**pair)).count() as u64;
    let total = pairs.len() as u64;
    let orphans = count(&|(one, _)| one.owner.is_empty());
    // Where no article has an owner, owners are kept elsewhere.
    let owned = if orphans == total { 0 } else { total };
    let stale = Rate::new(
        count(&|(one, _)| is_stale(inner, one)),
        count(&|(one, _)| !one.updated.is_empty()),
    );
    let overdue = Rate::new(
        count(&|(one, _)| is_overdue(inner, one)),
        count(&|(one, _)| !one.review_by.is_empty()),
    );
    let flagged = Rate::new(count(&|(_, used)| used.flags > 0), total);
    vec![
        figure(
            "stale",
            "Stale",
            stale,
            "Articles not changed for stale_days ÷ articles with a date.",
        ),
        figure(
            "overdue",
            "Review overdue",
            overdue,
            "Articles past review_by ÷ articles with review_by.",
        ),
        figure(
            "orphans",
            "Without owner",
            Rate::new(orphans, owned),
            "Articles without an owner ÷ articles; no data if none has one.",
        ),
        figure(
            "flagged",
            "Flagged by staff",
            flagged,
            "Articles with an article_flag in the window ÷ articles.",
        ),
    ]
}

fn is_stale(inner: &Inner, article: &Article) -> bool {
    let changed = hour_of(&article.updated);
    changed.is_some_and(|hour| {
        inner.all.visitors.to.saturating_sub(hour) / 24 > inner.options.stale_days
    })
}

fn is_overdue(inner: &Inner, article: &Article) -> bool {
    hour_of(&article.review_by).is_some_and(|due| due < inner.all.visitors.to)
}

fn advice(inner: &Inner, number: usize, (article, used): Pair<'_>) -> Vec<&'static str> {
    let is_stale = is_stale(inner, article);
    let is_proposed = archive::is_proposed(inner, number, article);
    let all = [
        (is_stale && used.clicks > 0, "verify: stale and in use"),
        (
            is_stale && used.clicks == 0 && !is_proposed,
            "verify: stale and not opened",
        ),
        (
            is_stale && used.clicks == 0 && is_proposed,
            "propose to archive: stale and unused",
        ),
        (is_overdue(inner, article), "review is overdue"),
        (used.flags > 0, "flagged by staff"),
    ];
    let given = all.into_iter().filter(|(is_given, _)| *is_given);
    given.map(|(_, advice)| advice).collect()
}

/// A row with how urgent it is: flags first, then what is read most.
fn row((article, used): Pair<'_>, advice: &str) -> (u64, Vec<Cell>) {
    let cells = vec![
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
    ];
    (used.flags * 1000 + used.clicks, cells)
}
