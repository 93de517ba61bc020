//! Judged queries as questions that people have.

use super::truth::Gap;
use super::wording::{jargon, wordings};
use super::{Asked, Plan};
use fastrand::Rng;
use std::collections::BTreeMap;

/// Parts of all questions with each fault, in percent; the rest has none.
const FAULTS: [(Gap, usize); 4] = [
    (Gap::NoResult, 8),
    (Gap::NoClick, 8),
    (Gap::ClickedNotSolved, 10),
    (Gap::WrongWords, 6),
];
/// Traffic of words that no article holds, as a part of the question's.
const JARGON_PART: f64 = 0.35;

/// A question of one language.
#[derive(Debug)]
pub(super) struct Question {
    pub id: String,
    pub locale: String,
    pub gap: Gap,
    pub wordings: Vec<(String, f64)>,
    pub relevant: BTreeMap<String, u32>,
    pub popularity: f64,
    /// Place of the question that this one asks in words that no article holds.
    pub means: Option<usize>,
}

/// The questions of all languages. Judged queries of a language with at least half of their best
/// articles in common are one question: that is what a report may call the same.
pub(super) fn questions(asked: &[Asked], plan: &Plan, rng: &mut Rng) -> Vec<Question> {
    let mut by_locale: BTreeMap<&str, Vec<&Asked>> = BTreeMap::new();
    for one in asked {
        by_locale.entry(&one.locale).or_default().push(one);
    }
    let mut all = Vec::new();
    for (locale, asked) in by_locale {
        let mut groups = groups(&asked);
        rng.shuffle(&mut groups);
        for (rank, group) in groups.iter().enumerate() {
            let popularity = ((rank + 1) as f64).powf(-plan.skew);
            push(&mut all, locale, group, popularity, rng);
        }
    }
    all
}

fn groups<'a>(asked: &[&'a Asked]) -> Vec<Vec<&'a Asked>> {
    let best = |one: &Asked| -> Vec<String> {
        let best = one.relevant.iter().filter(|(_, grade)| **grade >= 2);
        best.map(|(id, _)| id.clone()).collect()
    };
    let mut groups: Vec<(Vec<String>, Vec<&Asked>)> = Vec::new();
    for one in asked {
        let articles = best(one);
        let same = groups.iter_mut().find(|(of_group, _)| {
            let shared = articles.iter().filter(|id| of_group.contains(id)).count();
            shared > 0 && 2 * shared >= articles.len().min(of_group.len())
        });
        match same {
            Some((_, members)) => members.push(one),
            None => groups.push((articles, vec![one])),
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

fn push(all: &mut Vec<Question>, locale: &str, group: &[&Asked], popularity: f64, rng: &mut Rng) {
    let Some(first) = group.first() else {
        return;
    };
    let mut question = Question {
        id: first.id.clone(),
        locale: locale.to_owned(),
        gap: fault(rng.usize(..100)),
        wordings: Vec::new(),
        relevant: BTreeMap::new(),
        popularity,
        means: None,
    };
    for one in group {
        question
            .wordings
            .extend(wordings(&one.query, locale, &one.titles));
        for (id, grade) in &one.relevant {
            let known = question.relevant.entry(id.clone()).or_default();
            *known = (*known).max(*grade);
        }
    }
    let is_misnamed = question.gap == Gap::WrongWords;
    if is_misnamed {
        question.gap = Gap::None;
    }
    let (id, relevant) = (question.id.clone(), question.relevant.clone());
    all.push(question);
    if is_misnamed {
        all.push(Question {
            id: format!("{id}~words"),
            locale: locale.to_owned(),
            gap: Gap::WrongWords,
            wordings: vec![(jargon(rng), 1.0)],
            relevant,
            popularity: popularity * JARGON_PART,
            means: Some(all.len() - 1),
        });
    }
}

fn fault(percent: usize) -> Gap {
    let mut sum = 0;
    for (gap, share) in FAULTS {
        sum += share;
        if percent < sum {
            return gap;
        }
    }
    Gap::None
}
