//! What is wrong with a question, and whether its searches are enough to be sure.

use super::question::Question;
use super::{Options, Rate};
use crate::simulate::Gap;

/// Part of the searches without an answer from which on a question has none.
const UNANSWERED_FROM: f64 = 0.5;
/// Part of the unanswered searches that found something in other words, from which on a synonym
/// is the cure.
const RESCUED_FROM: f64 = 0.3;

/// What is wrong with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judgement {
    pub gap: Gap,
    /// Whether the 95 % interval of each share that decided it leaves out the threshold.
    pub is_certain: bool,
}

/// Judges; `None` with fewer searches or visitors than the thresholds of `options`.
pub(super) fn judge(question: &Question, options: &Options) -> Option<Judgement> {
    if question.count < options.min_count || question.clients < options.min_clients {
        return None;
    }
    let mut is_certain = true;
    let mut reaches = |part: u64, of: u64, threshold: f64| {
        let rate = Rate::new(part, of);
        is_certain &= rate.of > 0 && !rate.holds(threshold);
        rate.rate.is_some_and(|rate| rate >= threshold)
    };
    let answered = question.count - question.unanswered;
    let gap = if reaches(question.unanswered, question.count, UNANSWERED_FROM) {
        match reaches(question.rescued, question.unanswered, RESCUED_FROM) {
            true => Gap::WrongWords,
            false => Gap::NoResult,
        }
    } else if !reaches(question.clicked, answered, options.no_click_below) {
        Gap::NoClick
    } else {
        match reaches(question.failed, question.clicked, options.failed_from) {
            true => Gap::ClickedNotSolved,
            false => Gap::None,
        }
    };
    Some(Judgement { gap, is_certain })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(counts: [u64; 5]) -> Option<Judgement> {
        let [count, unanswered, rescued, clicked, failed] = counts;
        let question = Question {
            count,
            clients: count,
            unanswered,
            rescued,
            clicked,
            failed,
            ..Question::default()
        };
        judge(&question, &Options::default())
    }

    fn found(gap: Gap, is_certain: bool) -> Option<Judgement> {
        Some(Judgement { gap, is_certain })
    }

    #[test]
    fn too_few_searches_are_not_judged() {
        assert_eq!(judged([9, 9, 0, 0, 0]), None);
    }

    #[test]
    fn each_class_by_its_share() {
        let certain = |gap| found(gap, true);
        assert_eq!(judged([100, 90, 5, 5, 0]), certain(Gap::NoResult));
        assert_eq!(judged([100, 90, 60, 5, 0]), certain(Gap::WrongWords));
        assert_eq!(judged([100, 0, 0, 10, 0]), certain(Gap::NoClick));
        assert_eq!(judged([100, 0, 0, 80, 60]), certain(Gap::ClickedNotSolved));
        assert_eq!(judged([100, 0, 0, 80, 5]), certain(Gap::None));
    }

    #[test]
    fn near_a_threshold_or_with_few_searches_nothing_is_certain() {
        let uncertain = |gap| found(gap, false);
        assert_eq!(judged([100, 0, 0, 29, 0]), uncertain(Gap::NoClick));
        assert_eq!(judged([100, 0, 0, 80, 30]), uncertain(Gap::None));
        assert_eq!(judged([10, 0, 0, 8, 4]), uncertain(Gap::ClickedNotSolved));
        assert_eq!(judged([1000, 500, 400, 0, 0]), uncertain(Gap::WrongWords));
    }
}
