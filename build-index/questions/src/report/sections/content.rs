//! 4 Content: what is read, what is not, and why.

use crate::report::Inner;
use crate::report::collected::ArticleUse;
use crate::report::table::{Cell, Drawn, Figure, Section, Table, figure};
use crate::report::{Article, Rate};

type Pair<'a> = (&'a Article, &'a ArticleUse);

pub(super) fn section(inner: &Inner) -> Section {
    let pairs: Vec<Pair<'_>> = inner.articles.iter().zip(&inner.all.articles).collect();
    Section {
        id: "content",
        title: "Content",
        note: "Impressions are places among the first ten results. An article that nobody saw lacks the words that people use; one that is seen and not opened has the wrong title; one that is opened and does not help has the wrong text.".to_owned(),
        figures: figures(&pairs),
        tables: vec![
            table(inner, "most_read", "Most read", &pairs, |one| one.clicks > 0, |one| one.clicks),
            table(inner, "not_opened", "Shown, not opened", &pairs, |one| one.impressions > 0 && one.clicks == 0, |one| one.impressions),
            table(inner, "not_solved", "Opened, not solved: fewer than 60 % of at least 5 votes", &pairs, is_unhelpful, |one| one.no + one.partly),
            table(inner, "contradictory", "Contradictory votes: 40 to 60 % yes of at least 10", &pairs, is_contradictory, ArticleUse::votes),
        ],
    }
}

fn figures(pairs: &[Pair<'_>]) -> Vec<Figure> {
    let total = pairs.len() as u64;
    let share = |is: fn(&ArticleUse) -> bool| {
        Rate::new(
            pairs.iter().filter(|(_, one)| is(one)).count() as u64,
            total,
        )
    };
    vec![
        figure("articles", "Articles", total, "Articles of the bundle."),
        figure(
            "never_shown",
            "Never shown",
            share(|one| one.impressions == 0),
            "Articles with 0 impressions ÷ articles.",
        ),
        figure(
            "shown_not_opened",
            "Shown, not opened",
            share(|one| one.impressions > 0 && one.clicks == 0),
            "Articles with impressions and 0 clicks ÷ articles.",
        ),
        figure(
            "opened_not_solved",
            "Opened, not solved",
            share(is_unhelpful),
            "Articles with at least 5 votes of which fewer than 60 % are yes ÷ articles (Ochre's threshold).",
        ),
    ]
}

fn is_unhelpful(one: &ArticleUse) -> bool {
    one.votes() >= 5 && one.yes * 10 < one.votes() * 6
}

fn is_contradictory(one: &ArticleUse) -> bool {
    one.votes() >= 10 && (4..=6).contains(&(one.yes * 10 / one.votes()))
}

fn table(
    inner: &Inner,
    id: &'static str,
    caption: &'static str,
    pairs: &[Pair<'_>],
    is: fn(&ArticleUse) -> bool,
    order: fn(&ArticleUse) -> u64,
) -> Table {
    let mut found: Vec<&Pair<'_>> = pairs.iter().filter(|(_, one)| is(one)).collect();
    found.sort_by(|a, b| order(b.1).cmp(&order(a.1)).then(a.0.id.cmp(&b.0.id)));
    let rows = found
        .into_iter()
        .take(inner.options.rows)
        .map(|(article, one)| {
            let dwell = (one.views > 0).then(|| one.dwell_s as f64 / one.views as f64);
            let reason = one.reasons.iter().max_by_key(|(_, count)| **count);
            vec![
                Cell::from(article.title.as_str()),
                Cell::from(article.id.as_str()),
                Cell::from(article.locale.as_str()),
                Cell::Count(one.impressions),
                Cell::Count(one.clicks),
                Cell::from(dwell),
                Cell::from(Rate::new(one.yes, one.votes())),
                Cell::from(Rate::new(one.yes, one.views)),
                reason.map_or(Cell::Missing, |(reason, count)| {
                    Cell::Text(format!("{} ({count})", reason.replace('_', " ")))
                }),
            ]
        });
    Table {
        id,
        caption,
        columns: vec![
            "Article",
            "Id",
            "Language",
            "Impressions",
            "Clicks",
            "Seconds read",
            "Yes ÷ votes",
            "Yes ÷ views",
            "Main reason",
        ],
        rows: rows.collect(),
        drawn: (id == "most_read").then_some(Drawn::Lying(4)),
    }
}
