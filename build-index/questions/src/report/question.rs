//! Questions: the wordings of each put together, with what became of its searches.

use super::collected::{Collected, Evidence, NONE, Query, Vote};
use super::gap::{Judgement, judge};
use super::{Article, Options, Rate};
use crate::simulate::Gap;
use helpdex::questions::cluster::{
    ClusterOptions, Rewording, Wording, Wordings, analyzer_for, cluster,
};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What a vote `yes` weighs beside a click when questions are compared by their answers.
const YES_WEIGHT: f32 = 4.0;

/// A question of a language.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    pub locale: u16,
    /// Numbers of its wordings, most frequent first.
    pub wordings: Vec<u32>,
    /// Terms of `members`.
    pub terms: Vec<String>,
    /// Terms of the wordings that may turn out to be shown, by the wordings' numbers.
    pub frequent: BTreeMap<u32, Vec<String>>,
    /// Its most frequent wording that may be shown.
    pub label: Option<String>,
    /// All wordings that may be shown.
    pub members: Vec<String>,
    /// Their numbers, each with its visitors.
    pub shown: Vec<(u32, u64)>,
    pub count: u64,
    pub before: u64,
    pub clients: u64,
    pub unanswered: u64,
    /// Unanswered searches whose rewording led to an article.
    pub rescued: u64,
    /// Searches with an article opened.
    pub clicked: u64,
    /// … that did not help: a vote `no`, the same asked again, or a person asked.
    pub failed: u64,
    pub contacts: u64,
    pub evidence: BTreeMap<u32, Evidence>,
    /// Questions that unanswered searches were reworded to, by how often that helped.
    pub meant: BTreeMap<u32, u64>,
    /// What is wrong with it; nothing with too few searches to tell.
    pub judgement: Option<Judgement>,
}

impl Question {
    /// Votes `yes` of all votes.
    pub fn solved(&self) -> Rate {
        let sum =
            |of: fn(&Evidence) -> u32| self.evidence.values().map(|one| u64::from(of(one))).sum();
        Rate::new(sum(|one| one.yes), sum(|one| one.votes))
    }

    /// Terms of one of its wordings that may be shown.
    pub fn terms_of(&self, number: u32) -> &[String] {
        self.frequent.get(&number).map_or(&[][..], Vec::as_slice)
    }

    /// What is wrong with it, as far as can be told.
    pub fn gap(&self) -> Option<Gap> {
        self.judgement.map(|judgement| judgement.gap)
    }

    /// The article with most votes `yes`, then most clicks.
    pub fn best_article(&self) -> Option<u32> {
        let best = self
            .evidence
            .iter()
            .max_by_key(|(number, one)| (one.yes, one.clicks, Reverse(**number)));
        best.map(|(number, _)| *number)
    }
}

/// The questions of all languages, most asked first, and the question of each wording.
pub(super) fn questions(
    all: &Collected,
    articles: &[Article],
    options: &Options,
) -> (Vec<Question>, Vec<u32>) {
    let mut questions: Vec<Question> = Vec::new();
    let mut of = vec![NONE; all.wordings.len()];
    for (locale, name) in all.locales.iter().enumerate() {
        put_together(
            all,
            articles,
            options,
            (locale as u16, name),
            &mut questions,
            &mut of,
        );
    }
    count(all, &mut questions, &of);
    count_clients(all, &mut questions, &of);
    name(all, &mut questions, options);
    for question in &mut questions {
        question.judgement = judge(question, options);
    }
    let mut order: Vec<u32> = (0..questions.len() as u32).collect();
    order.sort_by_key(|at| Reverse(questions.get(*at as usize).map_or(0, |one| one.count)));
    sorted(questions, &order, of)
}

/// Questions in another order; whatever names one by its place follows.
fn sorted(questions: Vec<Question>, order: &[u32], of: Vec<u32>) -> (Vec<Question>, Vec<u32>) {
    let mut place = vec![NONE; order.len()];
    for (to, from) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(*from as usize) {
            *slot = to as u32;
        }
    }
    let renamed = |old: u32| place.get(old as usize).copied().unwrap_or(NONE);
    let mut questions: Vec<(u32, Question)> = (0..).zip(questions).collect();
    questions.sort_by_key(|(old, _)| renamed(*old));
    let questions = questions.into_iter().map(|(_, mut question)| {
        let meant = std::mem::take(&mut question.meant);
        question.meant = meant
            .into_iter()
            .map(|(old, count)| (renamed(old), count))
            .collect();
        question
    });
    (questions.collect(), of.into_iter().map(renamed).collect())
}

fn put_together(
    all: &Collected,
    articles: &[Article],
    options: &Options,
    (locale, name): (u16, &str),
    questions: &mut Vec<Question>,
    of: &mut [u32],
) {
    let rows = all.wordings.iter().enumerate();
    let numbers: Vec<u32> = rows
        .filter(|(_, row)| row.locale == locale && row.count > 0)
        .map(|(number, _)| number as u32)
        .collect();
    let list = wordings_of(all, &numbers);
    let analyzer = {
        let texts = list.iter().map(|wording| wording.text.as_str());
        analyzer_for(name, texts.chain(titles(articles, name)))
    };
    let Some(analyzer) = analyzer.or_else(|| analyzer_for("und", std::iter::empty())) else {
        return;
    };
    let wordings = Wordings::new(&analyzer, list, titles(articles, name));
    let clusters = cluster(
        &wordings,
        &rewordings(all, &numbers),
        &ClusterOptions::default(),
    );
    let first = questions.len() as u32;
    let most = clusters.iter().max().map_or(0, |most| *most as usize + 1);
    questions.extend((0..most).map(|_| Question {
        locale,
        ..Question::default()
    }));
    for (place, (number, cluster)) in numbers.iter().zip(&clusters).enumerate() {
        if let Some(slot) = of.get_mut(*number as usize) {
            *slot = first + cluster;
        }
        if let Some(question) = questions.get_mut((first + cluster) as usize) {
            question.wordings.push(*number);
            let row = all.wordings.get(*number as usize);
            if row.is_some_and(|row| u64::from(row.count) >= options.min_count) {
                let terms = wordings.terms(place).into_iter().map(str::to_owned);
                question.frequent.insert(*number, terms.collect());
            }
        }
    }
}

/// Wordings with what answered them.
fn wordings_of(all: &Collected, numbers: &[u32]) -> Vec<Wording> {
    let mut answers: FxHashMap<u32, Vec<(u32, f32)>> = FxHashMap::default();
    for ((wording, article), evidence) in &all.evidence {
        let weight = evidence.clicks as f32 + YES_WEIGHT * evidence.yes as f32;
        let of_wording = answers.entry(*wording).or_default();
        of_wording.push((*article, weight));
    }
    let wordings = numbers.iter().map(|number| {
        let row = all.wordings.get(*number as usize);
        let mut answers = answers.remove(number).unwrap_or_default();
        answers.sort_unstable_by_key(|(article, _)| *article);
        Wording {
            text: row.map_or_else(String::new, |row| row.text.clone()),
            count: row.map_or(0, |row| row.count),
            answers,
        }
    });
    wordings.collect()
}

/// What was asked next in other words, by places in `numbers`. From words that nothing holds to words
/// that something holds there is no way: they stay a question of their own, with a cure of their own.
fn rewordings(all: &Collected, numbers: &[u32]) -> Vec<Rewording> {
    let place_of = |wording: u32| numbers.binary_search(&wording).ok();
    let mut pairs: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for query in &all.queries {
        let Some(before) = all.queries.get(query.rewords as usize) else {
            continue;
        };
        if before.is_unanswered != query.is_unanswered {
            continue;
        }
        if let (Some(from), Some(to)) = (place_of(before.wording), place_of(query.wording)) {
            *pairs.entry((from as u32, to as u32)).or_default() += 1;
        }
    }
    let pairs = pairs.into_iter();
    pairs.map(|((from, to), count)| (from, to, count)).collect()
}

fn titles<'a>(articles: &'a [Article], locale: &'a str) -> impl Iterator<Item = &'a str> {
    let of_locale = articles.iter().filter(move |one| one.locale == locale);
    of_locale.map(|one| one.title.as_str())
}

/// What became of searches later on.
struct Later {
    /// The question that an unanswered search was reworded to, where that led to an article.
    rescued: FxHashMap<u32, u32>,
    /// Whether the same was asked again in the same session.
    asked_again: Vec<bool>,
}

fn later(all: &Collected, question_of: &dyn Fn(&Query) -> u32) -> Later {
    let mut latest: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    let mut later = Later {
        rescued: FxHashMap::default(),
        asked_again: vec![false; all.queries.len()],
    };
    for (at, query) in all.queries.iter().enumerate() {
        let question = question_of(query);
        if query.rewords != NONE && query.clicks > 0 && query.vote != Vote::No {
            later.rescued.insert(query.rewords, question);
        }
        if let Some(before) = latest.insert((query.session, question), at)
            && let Some(slot) = later.asked_again.get_mut(before)
        {
            *slot = true;
        }
    }
    later
}

fn count(all: &Collected, questions: &mut [Question], of: &[u32]) {
    let question_of = |query: &Query| of.get(query.wording as usize).copied().unwrap_or(NONE);
    let later = later(all, &question_of);
    for (at, query) in all.queries.iter().enumerate() {
        let Some(question) = questions.get_mut(question_of(query) as usize) else {
            continue;
        };
        let session = all.sessions.get(query.session as usize);
        let leads_to_contact =
            session.is_some_and(|session| session.last_query == at as u32 && session.starts > 0);
        question.count += 1;
        question.contacts += u64::from(leads_to_contact);
        if query.is_unanswered {
            question.unanswered += 1;
            if let Some(meant) = later.rescued.get(&(at as u32)) {
                question.rescued += 1;
                *question.meant.entry(*meant).or_default() += 1;
            }
        }
        if query.clicks > 0 {
            let again = later.asked_again.get(at).copied().unwrap_or(false);
            question.clicked += 1;
            question.failed += u64::from(query.vote == Vote::No || again || leads_to_contact);
        }
    }
    sum_evidence(all, questions, of);
}

fn sum_evidence(all: &Collected, questions: &mut [Question], of: &[u32]) {
    for ((wording, article), one) in &all.evidence {
        let number = of.get(*wording as usize).copied().unwrap_or(NONE);
        if let Some(question) = questions.get_mut(number as usize) {
            question.evidence.entry(*article).or_default().add(one);
        }
    }
}

fn count_clients(all: &Collected, questions: &mut [Question], of: &[u32]) {
    let mut pairs: Vec<(u32, u32)> = (all.queries.iter())
        .filter_map(|query| Some((of.get(query.wording as usize).copied()?, query.client)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (question, _) in pairs {
        if let Some(question) = questions.get_mut(question as usize) {
            question.clients += 1;
        }
    }
}

/// Chooses the texts that may be shown: used often enough by enough visitors, nothing redacted.
fn name(all: &Collected, questions: &mut [Question], options: &Options) {
    let mut pairs: Vec<(u32, u32)> = (all.queries.iter())
        .map(|query| (query.wording, query.client))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut clients = vec![0_u64; all.wordings.len()];
    for (wording, _) in pairs {
        if let Some(count) = clients.get_mut(wording as usize) {
            *count += 1;
        }
    }
    for question in questions {
        let frequency = |number: &u32| {
            all.wordings
                .get(*number as usize)
                .map_or(0, |row| row.count)
        };
        question
            .wordings
            .sort_by_key(|number| (Reverse(frequency(number)), *number));
        let mut shown = Vec::new();
        for number in &question.wordings {
            let Some(row) = all.wordings.get(*number as usize) else {
                continue;
            };
            question.before += u64::from(row.count_before);
            let clients = clients.get(*number as usize).copied().unwrap_or(0);
            let is_shown = u64::from(row.count) >= options.min_count
                && clients >= options.min_clients
                && row.redactions == 0;
            if is_shown {
                shown.push((*number, u64::from(row.count)));
                question.members.push(row.text.clone());
                question.shown.push((*number, clients));
            }
        }
        question.label = question.members.first().cloned();
        question.terms = shared_terms(question, &shown);
    }
}

/// The terms that at least half of the searches with the wordings `shown` hold; else those of the
/// first one. Wordings that may not be shown have no part in it.
fn shared_terms(question: &Question, shown: &[(u32, u64)]) -> Vec<String> {
    let total: u64 = shown.iter().map(|(_, count)| count).sum();
    let mut held: BTreeMap<&String, u64> = BTreeMap::new();
    for (number, count) in shown {
        for term in question.terms_of(*number) {
            *held.entry(term).or_default() += count;
        }
    }
    let shared = held.into_iter().filter(|(_, count)| count * 2 >= total);
    let shared: Vec<String> = shared.map(|(term, _)| term.clone()).collect();
    match (shared.is_empty(), shown.first()) {
        (true, Some((first, _))) => question.terms_of(*first).to_vec(),
        _ => shared,
    }
}
