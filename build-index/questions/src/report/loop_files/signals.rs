//! `signals.json`.

use crate::report::Inner;
use crate::report::collected::Evidence;
use crate::report::iso;
use crate::report::question::Question;
use helpdex::questions::signals::{
    ArticleSignal, LanguageSignals, PRIOR, QuestionSignal, Signals, Votes, boost_from,
};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Wordings listed of a question.
const MAX_MEMBERS: usize = 20;

/// Evidence by article.
type Answers = BTreeMap<u32, Evidence>;

/// The signals of a report: questions that may be shown, with votes about articles of the bundle.
pub(in crate::report) fn of(inner: &Inner) -> Signals {
    let options = &inner.options;
    let mut signals = Signals::empty(iso(inner.all.visitors.to));
    signals.half_life_days = options.half_life_days;
    signals.max_boost = options.max_boost;
    signals.min_clients = u32::try_from(options.min_clients).unwrap_or(u32::MAX);
    let by_wording = by_wording(inner);
    for question in &inner.questions {
        let Some(locale) = inner.all.locales.get(question.locale as usize) else {
            continue;
        };
        let parts = parts(inner, question, &by_wording);
        // Of two that are a query alike, the first counts.
        let all = parts.into_iter().chain(whole(inner, question));
        let all = all.filter(|signal| !signal.articles.is_empty());
        let of_language: &mut LanguageSignals =
            signals.languages.entry(locale.clone()).or_default();
        of_language.questions.extend(all);
    }
    signals
        .languages
        .retain(|_, of_language| !of_language.questions.is_empty());
    add_votes(inner, &mut signals);
    signals
}

fn by_wording(inner: &Inner) -> BTreeMap<u32, Answers> {
    let mut by_wording: BTreeMap<u32, Answers> = BTreeMap::new();
    for ((wording, article), one) in &inner.all.evidence {
        let of_wording = by_wording.entry(*wording).or_default();
        of_wording.entry(*article).or_default().add(one);
    }
    by_wording
}

/// A question in all its wordings.
fn whole(inner: &Inner, question: &Question) -> Option<QuestionSignal> {
    let even = |_: u32| (PRIOR, PRIOR);
    Some(QuestionSignal {
        label: question.label.clone()?,
        terms: question.terms.clone(),
        members: question.members.iter().take(MAX_MEMBERS).cloned().collect(),
        clients: u32::try_from(question.clients).unwrap_or(u32::MAX),
        articles: articles(inner, &question.evidence, even),
    })
}

/// Wordings of the same terms by themselves, where a question has others: two questions that are
/// answered alike most of the time may differ in what answers them best. What a part lacks in votes
/// it has from the whole: its articles start with the odds that they have there.
fn parts(
    inner: &Inner,
    question: &Question,
    by_wording: &BTreeMap<u32, Answers>,
) -> Vec<QuestionSignal> {
    let mut groups: BTreeMap<&[String], Vec<(u32, u64)>> = BTreeMap::new();
    for (number, clients) in &question.shown {
        let group = groups.entry(question.terms_of(*number)).or_default();
        group.push((*number, *clients));
    }
    groups.remove(&[][..]);
    if groups.len() < 2 {
        return Vec::new();
    }
    let odds = |article: u32| {
        let one = question.evidence.get(&article);
        let (solved, unsolved) = one.map_or((0.0, 0.0), |one| (one.solved, one.unsolved));
        let share = (solved + PRIOR) / (solved + unsolved + 2.0 * PRIOR);
        (2.0 * PRIOR * share, 2.0 * PRIOR * (1.0 - share))
    };
    let parts = groups.into_iter();
    let parts = parts.filter_map(|(terms, wordings)| {
        let numbers = wordings.iter().map(|(number, _)| number);
        let texts = numbers
            .clone()
            .filter_map(|number| inner.all.wordings.get(*number as usize));
        let members: Vec<String> = texts
            .take(MAX_MEMBERS)
            .map(|row| row.text.clone())
            .collect();
        // At least: some may have used several of its wordings.
        let clients = wordings.iter().map(|(_, clients)| *clients).max()?;
        Some(QuestionSignal {
            label: members.first()?.clone(),
            terms: terms.to_vec(),
            members,
            clients: u32::try_from(clients).unwrap_or(u32::MAX),
            articles: articles(inner, &answers_to(numbers, by_wording), odds),
        })
    });
    let mut parts: Vec<QuestionSignal> = parts.collect();
    parts.sort_by_key(|part| Reverse(part.clients));
    parts
}

fn answers_to<'a>(
    wordings: impl Iterator<Item = &'a u32>,
    by_wording: &BTreeMap<u32, Answers>,
) -> Answers {
    let mut answers = Answers::new();
    for (article, one) in wordings
        .filter_map(|number| by_wording.get(number))
        .flatten()
    {
        answers.entry(*article).or_default().add(one);
    }
    answers
}

/// Articles of the bundle that were voted on; `prior` gives what counts for and against one before any.
fn articles(
    inner: &Inner,
    answers: &Answers,
    prior: impl Fn(u32) -> (f64, f64),
) -> BTreeMap<String, ArticleSignal> {
    let voted = answers.iter().filter(|(_, one)| one.votes > 0);
    let articles = voted.filter_map(|(number, one)| {
        let article = inner.articles.get(*number as usize)?;
        let boost = boost_from(
            prior(*number),
            one.solved,
            one.unsolved,
            inner.options.max_boost,
        );
        let signal = ArticleSignal {
            solved: round(one.solved),
            unsolved: round(one.unsolved),
            boost: round(boost),
        };
        Some((article.id.clone(), signal))
    });
    articles.collect()
}

fn add_votes(inner: &Inner, signals: &mut Signals) {
    for (article, used) in inner.articles.iter().zip(&inner.all.articles) {
        if used.votes() < inner.options.min_count {
            continue;
        }
        let votes = Votes {
            yes: u32::try_from(used.yes).unwrap_or(u32::MAX),
            total: u32::try_from(used.votes()).unwrap_or(u32::MAX),
        };
        let of_language = signals.languages.entry(article.locale.clone()).or_default();
        of_language.votes.insert(article.id.clone(), votes);
    }
}

fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
