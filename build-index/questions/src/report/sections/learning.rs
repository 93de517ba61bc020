//! 10 What learning changes: what `signals.json` tells the next build.

use super::title;
use crate::report::Inner;
use crate::report::loop_files::signals;
use crate::report::table::{Cell, Section, Table, figure};
use std::collections::HashMap;

pub(super) fn section(inner: &Inner) -> Section {
    let signals = signals::of(inner);
    let numbers: HashMap<&str, u32> = (0..)
        .zip(&inner.all.article_ids)
        .map(|(number, id)| (id.as_str(), number))
        .collect();
    let mut rows = Vec::new();
    let mut articles = 0;
    for (language, of_language) in &signals.languages {
        for question in &of_language.questions {
            for (id, article) in &question.articles {
                articles += 1;
                let number = numbers.get(id.as_str());
                rows.push((
                    article.boost,
                    vec![
                        Cell::from(question.label.as_str()),
                        Cell::from(language.as_str()),
                        number.map_or(Cell::from(id.as_str()), |number| {
                            Cell::Text(title(inner, *number))
                        }),
                        Cell::Number(article.solved),
                        Cell::Number(article.unsolved),
                        Cell::Number(article.boost),
                        Cell::Count(u64::from(question.clients)),
                    ],
                ));
            }
        }
    }
    rows.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let questions: usize = signals
        .languages
        .values()
        .map(|one| one.questions.len())
        .sum();
    Section {
        id: "learning",
        title: "What learning changes",
        note: "What the next build may do with signals.json: raise or lower an article for a question by what people said about it, never hide one. Nothing changes unless a build is told to use it (build --signals). How much that improves the order is measured by helpdex eval on judged queries, not here.".to_owned(),
        figures: vec![
            figure("learned_questions", "Questions with votes", questions as u64, "Questions in signals.json."),
            figure("learned_articles", "Articles with a boost", articles, "Pairs of question and article in signals.json."),
        ],
        tables: vec![Table {
            id: "boosts",
            caption: "Largest boosts: ln((solved + 2) ÷ (unsolved + 2)), bounded",
            columns: vec!["Question", "Language", "Article", "Solved", "Not solved", "Boost", "Visitors"],
            rows: rows.into_iter().take(inner.options.rows).map(|(_, row)| row).collect(),
            drawn: None,
        }],
    }
}
