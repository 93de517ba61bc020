//! How much of the truth about simulated traffic a report found.

use super::collected::NONE;
use super::{Cell, Inner, Rate};
use crate::simulate::{Gap, TrueQuestion, Truth};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Questions whose clusters are compared: the most asked of all languages.
const TOP: usize = 20;

/// A question of which another fault was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missed {
    /// Its id.
    pub id: String,
    /// Its searches.
    pub searches: u64,
    /// What is wrong with it.
    pub gap: Gap,
    /// Whether its searches are enough to tell.
    pub is_decidable: bool,
    /// Whether the report calls its class certain.
    pub is_certain: bool,
    /// What was found; nothing if its cluster has too few searches.
    pub found: Option<Gap>,
}

/// The comparison. Counts are of searches, unless they are of questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recovery {
    /// Of the searches in the clusters of the most asked questions, those that are of them.
    pub top_precision: Rate,
    /// Of the searches of the most asked questions, those in their clusters.
    pub top_recall: Rate,
    /// Precision and recall of each of them.
    pub top: Vec<(String, u64, f64, f64)>,
    /// Questions of enough searches, and those whose fault was found.
    pub gaps: Rate,
    /// The same without questions so near to a threshold that their searches are too few to tell.
    pub decidable_gaps: Rate,
    /// Questions whose class the report calls certain, from the traffic alone, and those of which
    /// it is right.
    pub certain_gaps: Rate,
    /// The others.
    pub missed: Vec<Missed>,
    /// The solved rate, what is true, and whether it is within the interval.
    pub solved: (Cell, f64, bool),
    /// The rate of confirmed deflection, the same.
    pub confirmed: (Cell, f64, bool),
    /// The rate of potential deflection, the same.
    pub potential: (Cell, f64, bool),
}

struct Found {
    question: usize,
    /// Searches of the cluster, of the question, and of both.
    cluster: u64,
    truth: u64,
    both: u64,
}

/// Compares; a question's cluster is the one that holds most of its searches.
pub(super) fn recovery(inner: &Inner, truth: &Truth) -> Recovery {
    let mut numbers: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    for (number, row) in inner.all.wordings.iter().enumerate() {
        let locale = inner
            .all
            .locales
            .get(row.locale as usize)
            .map_or("", String::as_str);
        numbers.insert((locale, &row.text), number);
    }
    let mut found: Vec<(&TrueQuestion, Found)> = (truth.questions.iter())
        .filter_map(|question| Some((question, cluster_of(inner, question, &numbers)?)))
        .collect();
    found.sort_by_key(|(_, found)| std::cmp::Reverse(found.truth));
    let top = found.get(..TOP.min(found.len())).unwrap_or(&[]);
    let sum = |of: fn(&Found) -> u64| top.iter().map(|(_, found)| of(found)).sum::<u64>();
    let both = sum(|found| found.both);
    let share = |part: u64, of: u64| part as f64 / of.max(1) as f64;
    let Gaps {
        gaps,
        decidable_gaps,
        certain_gaps,
        missed,
    } = gaps(inner, &found);
    let held = |id: &str, rate: f64| {
        let found = crate::report::sections::figure_of(inner, id);
        let holds = matches!(&found, Cell::Rate(found) if found.holds(rate));
        (found, rate, holds)
    };
    Recovery {
        top_precision: Rate::new(both, sum(|found| found.cluster)),
        top_recall: Rate::new(both, sum(|found| found.truth)),
        top: (top.iter())
            .map(|(question, found)| {
                (
                    question.id.clone(),
                    found.truth,
                    share(found.both, found.cluster),
                    share(found.both, found.truth),
                )
            })
            .collect(),
        gaps,
        decidable_gaps,
        certain_gaps,
        missed,
        solved: held("solved_rate", truth.solved_votes.rate),
        confirmed: held("confirmed_deflection_rate", truth.confirmed.rate),
        potential: held("potential_deflection_rate", truth.potential.rate),
    }
}

fn cluster_of(
    inner: &Inner,
    question: &TrueQuestion,
    numbers: &FxHashMap<(&str, &str), usize>,
) -> Option<Found> {
    let mut inside: FxHashMap<u32, u64> = FxHashMap::default();
    let mut truth = 0;
    for wording in &question.wordings {
        truth += u64::from(wording.searches);
        let number = numbers.get(&(question.locale.as_str(), wording.text.as_str()));
        let cluster = number
            .and_then(|number| inner.of.get(*number).copied())
            .unwrap_or(NONE);
        *inside.entry(cluster).or_default() += u64::from(wording.searches);
    }
    let (cluster, both) = inside
        .into_iter()
        .max_by_key(|(cluster, count)| (*count, std::cmp::Reverse(*cluster)))?;
    let question = cluster as usize;
    Some(Found {
        question,
        cluster: inner.questions.get(question)?.count,
        truth,
        both,
    })
}

/// How many of the faults were found.
struct Gaps {
    gaps: Rate,
    decidable_gaps: Rate,
    certain_gaps: Rate,
    missed: Vec<Missed>,
}

/// Questions with as many searches as a report needs to judge one.
fn gaps(inner: &Inner, found: &[(&TrueQuestion, Found)]) -> Gaps {
    let judged = found
        .iter()
        .filter(|(_, found)| found.truth >= inner.options.min_count);
    let mut missed: Vec<Missed> = Vec::new();
    let (mut of, mut decidable, mut certain) = (0, 0, 0);
    for (question, found) in judged {
        let checks = &question.checks;
        let is_decidable = checks.iter().all(|check| check.is_decidable(found.truth));
        let judgement = (inner.questions.get(found.question)).and_then(|one| one.judgement);
        let is_certain = judgement.is_some_and(|judgement| judgement.is_certain);
        of += 1;
        decidable += u64::from(is_decidable);
        certain += u64::from(is_certain);
        let gap = judgement.map(|judgement| judgement.gap);
        if gap != Some(question.gap) {
            missed.push(Missed {
                id: question.id.clone(),
                searches: found.truth,
                gap: question.gap,
                is_decidable,
                is_certain,
                found: gap,
            });
        }
    }
    let right = |of: u64, is_meant: fn(&Missed) -> bool| {
        let wrong = missed.iter().filter(|one| is_meant(one)).count() as u64;
        Rate::new(of - wrong, of)
    };
    Gaps {
        gaps: right(of, |_| true),
        decidable_gaps: right(decidable, |one| one.is_decidable),
        certain_gaps: right(certain, |one| one.is_certain),
        missed,
    }
}
