//! 10 What learning changes: what `signals.json` tells the next build, and how the order of answers
//! was before a build with learned factors and with it.

use super::{locale, title};
use crate::report::order::Ranked;
use crate::report::table::{Cell, Figure, Section, Table, figure};
use crate::report::{Inner, Mean, date};
use helpdex::questions::signals::Signals;
use std::collections::HashMap;

pub(super) fn section(inner: &Inner, signals: &Signals) -> Section {
    let mut figures = Vec::from(counts(signals));
    figures.extend(changes(inner));
    Section {
        id: "learning",
        title: "What learning changes",
        note: format!(
            "What the next build may do with signals.json: raise or lower an article for a question by what people said about it, never hide one. Nothing changes unless a build is told to use it (build --signals). {} Between two builds articles and settings change, too, and rows do not say whether earlier builds carried factors: what learning alone does is measured by helpdex eval --against on judged queries.",
            builds(inner)
        ),
        figures,
        tables: vec![order(inner), boosts(inner, signals)],
    }
}

/// Which builds are compared, or why none are.
fn builds(inner: &Inner) -> String {
    match inner.all.visitors.build_since {
        _ if inner.options.learned.is_empty() => {
            "The bundle carries no learned factors, so there is no order with them.".to_owned()
        }
        None => "No search was answered by this bundle's build, so there is no order with its learned factors.".to_owned(),
        Some(since) if inner.order.ranked.iter().all(|one| one.before.mean(&inner.options).is_none()) => format!(
            "This bundle's build, {}, answers since {}; too few searches of the window are older to know the order before.",
            inner.options.build,
            date(since)
        ),
        Some(since) => format!(
            "Before: builds that answered before {}. With learned factors: this bundle's build, {}.",
            date(since),
            inner.options.build
        ),
    }
}

fn counts(signals: &Signals) -> [Figure; 2] {
    let questions = || signals.languages.values().flat_map(|one| &one.questions);
    let articles: usize = questions().map(|one| one.articles.len()).sum();
    [
        figure(
            "learned_questions",
            "Questions with votes",
            questions().count() as u64,
            "Questions in signals.json.",
        ),
        figure(
            "learned_articles",
            "Articles with a boost",
            articles as u64,
            "Pairs of question and article in signals.json.",
        ),
    ]
}

/// The means over the questions that were asked often enough both before and after.
fn changes(inner: &Inner) -> [Figure; 3] {
    let pairs: Vec<(f64, f64)> = (inner.order.ranked.iter())
        .filter_map(|one| {
            let (before, after) = sides(inner, one);
            Some((before?.mean, after?.mean))
        })
        .collect();
    let of =
        |side: fn(&(f64, f64)) -> f64| Mean::of(pairs.iter().map(side).sum(), pairs.len() as u64);
    let differences: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    [
        figure(
            "mrr_before",
            "MRR of solved articles, before",
            of(|pair| pair.0),
            "Mean over questions, each once, of their mean over searches of 1 ÷ place, among the first ten, of the first article that visitors said solved the question; 0 where none is. Searches of builds before this bundle's first; n is the questions with enough searches before and after.",
        ),
        figure(
            "mrr_after",
            "MRR of solved articles, with learned factors",
            of(|pair| pair.1),
            "The same questions, searches of this bundle's build.",
        ),
        figure(
            "mrr_change",
            "Change",
            Mean::paired(&differences),
            "Mean of each question's difference, with Student's 95 % interval; no data for fewer than 3 questions.",
        ),
    ]
}

fn sides(inner: &Inner, one: &Ranked) -> (Option<Mean>, Option<Mean>) {
    let options = &inner.options;
    (one.before.mean(options), one.after.mean(options))
}

fn order(inner: &Inner) -> Table {
    let rows = inner.order.ranked.iter().filter_map(|one| {
        let question = inner.questions.get(one.question)?;
        let (before, after) = sides(inner, one);
        let change = before
            .zip(after)
            .map(|(before, after)| Mean::difference(before, after));
        Some(vec![
            Cell::from(question.label.as_deref()?),
            Cell::from(locale(inner, question)),
            Cell::from(before),
            Cell::from(after),
            Cell::from(change),
        ])
    });
    Table {
        id: "order",
        caption: "Mean reciprocal rank of the articles that solved a question",
        columns: vec![
            "Question",
            "Language",
            "Before",
            "With learned factors",
            "Change",
        ],
        rows: rows.take(inner.options.rows).collect(),
        drawn: None,
    }
}

fn boosts(inner: &Inner, signals: &Signals) -> Table {
    let mut rows = boosted(inner, signals);
    rows.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let rows = rows.into_iter().take(inner.options.rows);
    Table {
        id: "boosts",
        caption: "Largest boosts: logarithm of the odds that the article solves the question, bounded",
        columns: vec![
            "Question",
            "Language",
            "Article",
            "Solved",
            "Not solved",
            "Boost",
            "Visitors",
        ],
        rows: rows.map(|(_, row)| row).collect(),
        drawn: None,
    }
}

/// Every boost with its row.
fn boosted(inner: &Inner, signals: &Signals) -> Vec<(f64, Vec<Cell>)> {
    let numbers: HashMap<&str, u32> = (0..)
        .zip(&inner.all.article_ids)
        .map(|(number, id)| (id.as_str(), number))
        .collect();
    let mut rows = Vec::new();
    for (language, of_language) in &signals.languages {
        for question in &of_language.questions {
            rows.extend(question.articles.iter().map(|(id, article)| {
                let number = numbers.get(id.as_str());
                let row = vec![
                    Cell::from(question.label.as_str()),
                    Cell::from(language.as_str()),
                    number.map_or(Cell::from(id.as_str()), |number| {
                        Cell::Text(title(inner, *number))
                    }),
                    Cell::Number(article.solved),
                    Cell::Number(article.unsolved),
                    Cell::Number(article.boost),
                    Cell::Count(u64::from(question.clients)),
                ];
                (article.boost, row)
            }));
        }
    }
    rows
}
