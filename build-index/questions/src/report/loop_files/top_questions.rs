//! `top-questions.<language>.json`: what most people ask, with the article that solves it. The
//! articles' objects have the keys of the build's own lists, so that a page shows them as they are.

use crate::report::Inner;
use crate::simulate::Gap;
use serde::Serialize;
use std::collections::BTreeMap;

/// Questions of a language at most.
const MOST: usize = 8;

/// An article that answers a top question.
#[derive(Debug, Serialize)]
struct TopQuestion<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    breadcrumbs: &'a str,
    /// How most people word it.
    question: &'a str,
    searches: u64,
    clients: u64,
}

/// A file a language: questions that may be shown and are answered, each article once.
pub(super) fn files(inner: &Inner) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let mut lists: BTreeMap<&str, Vec<TopQuestion<'_>>> = BTreeMap::new();
    for question in &inner.questions {
        let best = question
            .best_article()
            .and_then(|number| inner.articles.get(number as usize));
        let (Some(article), Some(label), Some(Gap::None)) = (best, &question.label, question.gap())
        else {
            continue;
        };
        let list = lists.entry(&article.locale).or_default();
        let is_there = list.iter().any(|one| one.id == article.id);
        let is_helpful = question.solved().rate.is_none_or(|rate| rate >= 0.5);
        if list.len() < MOST && !is_there && is_helpful {
            list.push(TopQuestion {
                id: &article.id,
                url: &article.url,
                title: &article.title,
                breadcrumbs: &article.section,
                question: label,
                searches: question.count,
                clients: question.clients,
            });
        }
    }
    let files = lists.into_iter().map(|(language, list)| {
        let content = serde_json::to_vec_pretty(&list)?;
        Ok((format!("top-questions.{language}.json"), content))
    });
    files.collect()
}
