//! `/help text`: the best articles, or what many people ask.

use super::blocks::{Asked, buttons, hit, link, message, question, section};
use super::events::Question;
use super::texts::text;
use super::{Form, Slack};
use crate::search::Answer;
use anyhow::Result;
use serde_json::Value;
use std::time::Instant;

/// Articles shown.
const HITS: usize = 3;
/// Top questions shown where there is no article.
const TOP: usize = 5;
/// Below this share of what an ideal article would score, other languages are asked, too; as the
/// component does.
const WEAK_SHARE: f32 = 0.35;
/// Another language has to answer this many times as much of the question as those before it.
const OTHER_LANGUAGE: f32 = 1.2;

/// The message that answers a command.
pub(super) fn answer(slack: &Slack, form: &Form) -> Result<Value> {
    let began = Instant::now();
    let query = form.get("text").trim();
    let languages = languages(slack, form.get("locale"));
    let first = languages.first().map_or("en", String::as_str);
    if query.is_empty() {
        let usage = text(first, "usage", &[]);
        return Ok(message(&usage, vec![section(&usage)]));
    }
    let answer = best(slack, &languages, query)?;
    let id = match &slack.events {
        Some(events) => events.asked(&Question {
            person: &format!("{}/{}", form.get("team_id"), form.get("user_id")),
            text: query,
            answer: &answer,
            shown: HITS,
            latency: began.elapsed(),
        }),
        None => String::new(),
    };
    let asked = Asked {
        query: id,
        lang: answer.lang.clone(),
        article: answer
            .hits
            .first()
            .map(|hit| hit.id.clone())
            .unwrap_or_default(),
    };
    Ok(shown(slack, query, &answer, &asked))
}

/// The languages to search: the one that is configured, or all, the person's own first.
fn languages(slack: &Slack, locale: &str) -> Vec<String> {
    let resolve = |tag: &str| slack.library.resolve(Some(&tag.replace('_', "-"))).ok();
    if let Some(lang) = slack.lang.as_deref().and_then(resolve) {
        return vec![lang];
    }
    let own = Some(locale)
        .filter(|locale| !locale.is_empty())
        .and_then(resolve);
    let mut languages = slack.library.languages();
    if let Some(own) = own {
        languages.retain(|lang| *lang != own);
        languages.insert(0, own);
    }
    languages
}

/// The answer of the first language, unless that had to guess, or answers little of the question, and
/// another one answers clearly more.
fn best(slack: &Slack, languages: &[String], query: &str) -> Result<Answer> {
    let (first, others) = languages
        .split_first()
        .ok_or_else(|| anyhow::anyhow!("the bundle has no language"))?;
    let mut best = slack.library.search(first, query, HITS, false)?;
    for lang in others {
        if is_good(&best) {
            break;
        }
        let other = slack.library.search(lang, query, HITS, false)?;
        let is_surer = is_guessed(&best) && !is_guessed(&other);
        let is_guess = is_guessed(&other) && !is_guessed(&best);
        if is_surer || (!is_guess && share(&other) > share(&best) * OTHER_LANGUAGE) {
            best = other;
        }
    }
    Ok(best)
}

/// How much of the question the best article answers.
fn share(answer: &Answer) -> f32 {
    match answer.hits.first() {
        Some(hit) if answer.ideal > 0.0 => hit.score / answer.ideal,
        _ => 0.0,
    }
}

/// Whether the words as they were typed were not found.
fn is_guessed(answer: &Answer) -> bool {
    !matches!(answer.step, "all" | "most" | "any")
}

fn is_good(answer: &Answer) -> bool {
    !is_guessed(answer) && share(answer) >= WEAK_SHARE
}

fn shown(slack: &Slack, query: &str, answer: &Answer, asked: &Asked) -> Value {
    let lang = &answer.lang;
    let query = question(query);
    if answer.hits.is_empty() {
        let none = text(lang, "none", &[("query", &query)]);
        let mut blocks = vec![section(&none)];
        blocks.extend(top_questions(slack, lang));
        blocks.push(buttons(asked));
        return message(&none, blocks);
    }
    let results = text(lang, "results", &[("query", &query)]);
    let corrections = answer.corrections.iter().map(|one| {
        let (used, typed) = (question(&one.used), question(&one.typed));
        text(lang, "corrected", &[("used", &used), ("typed", &typed)])
    });
    let mut heading = vec![results.clone()];
    heading.extend(corrections);
    let mut blocks = vec![section(&heading.join("\n"))];
    blocks.extend(answer.hits.iter().map(hit));
    blocks.push(buttons(asked));
    message(&results, blocks)
}

fn top_questions(slack: &Slack, lang: &str) -> Option<Value> {
    let list = slack.library.list(lang, crate::publish::ListKind::Top)?;
    let entries = list.as_array()?.iter().take(TOP);
    let lines: Vec<String> = entries
        .filter_map(|entry| {
            Some(format!(
                "• {}",
                link(entry["url"].as_str()?, entry["title"].as_str()?)
            ))
        })
        .collect();
    (!lines.is_empty())
        .then(|| section(&format!("{}\n{}", text(lang, "top", &[]), lines.join("\n"))))
}
