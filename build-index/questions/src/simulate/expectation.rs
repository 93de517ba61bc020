//! What is to be expected of a question, from the parts of the cascade alone: its truth.

use super::person::{
    ASKS_A_PERSON, ASKS_AGAIN, FINDS_OTHER_WORDS, VERDICTS, VOTES, answer, attraction, satisfaction,
};
use super::question::Question;
use super::truth::{Gap, TrueCheck};
use super::{Answer, Search, SimulateError};

/// The thresholds of a report ([`crate::report::Options`]).
const NO_CLICK_BELOW: f64 = 0.3;
const FAILED_FROM: f64 = 0.4;
const RESCUED_FROM: f64 = 0.3;

/// What is to be expected of a question's searches, from the parts of the cascade alone.
struct Expected {
    /// Nothing is found that holds the words.
    is_unanswered: bool,
    /// Something is opened.
    clicked: f64,
    /// Something is opened and solves the matter.
    solved: f64,
}

/// What is really wrong with a question: judged as a report judges, but from what is to be
/// expected of its wordings instead of from what happened.
pub(super) fn true_gap(
    question: &Question,
    questions: &[Question],
    search: &mut Search<'_>,
) -> Result<(Gap, Vec<TrueCheck>), SimulateError> {
    let Shares {
        answered,
        opened,
        solved,
    } = shares(question, search)?;
    let check = |share: f64, threshold: f64, of: f64| TrueCheck {
        share,
        threshold,
        of,
    };
    let mut checks = vec![check(1.0 - answered, 0.5, 1.0)];
    if answered <= 0.5 {
        let Some(meant) = question.means.and_then(|meant| questions.get(meant)) else {
            return Ok((Gap::NoResult, checks));
        };
        let rescued = FINDS_OTHER_WORDS * found(meant, search)?;
        checks.push(check(rescued, RESCUED_FROM, 1.0 - answered));
        let is_rescued = rescued >= RESCUED_FROM;
        let gap = if is_rescued {
            Gap::WrongWords
        } else {
            Gap::NoResult
        };
        return Ok((gap, checks));
    }
    checks.push(check(opened, NO_CLICK_BELOW, answered));
    if opened < NO_CLICK_BELOW {
        return Ok((Gap::NoClick, checks));
    }
    let failed = shows_failure() * (1.0 - solved);
    checks.push(check(failed, FAILED_FROM, answered * opened));
    let is_failed = failed >= FAILED_FROM;
    let gap = if is_failed {
        Gap::ClickedNotSolved
    } else {
        Gap::None
    };
    Ok((gap, checks))
}

/// What is to be expected of a question in all its wordings.
struct Shares {
    /// Searches that find something that holds their words.
    answered: f64,
    /// Of these, with an article opened.
    opened: f64,
    /// Of these, solved.
    solved: f64,
}

fn shares(question: &Question, search: &mut Search<'_>) -> Result<Shares, SimulateError> {
    let (mut all, mut unanswered, mut clicked, mut solved) = (0.0, 0.0, 0.0, 0.0);
    for (text, weight) in &question.wordings {
        let expected = expected(question, &answer(question, text, search)?);
        all += weight;
        if expected.is_unanswered {
            unanswered += weight;
        } else {
            clicked += weight * expected.clicked;
            solved += weight * expected.solved;
        }
    }
    let share = |part: f64, of: f64| if of > 0.0 { part / of } else { 0.0 };
    Ok(Shares {
        answered: share(all - unanswered, all),
        opened: share(clicked, all - unanswered),
        solved: share(solved, clicked),
    })
}

/// How often something is opened when a question is asked.
fn found(question: &Question, search: &mut Search<'_>) -> Result<f64, SimulateError> {
    let Shares {
        answered, opened, ..
    } = shares(question, search)?;
    Ok(answered * opened)
}

/// How often it shows that an opened article did not help.
fn shows_failure() -> f64 {
    let acts = ASKS_AGAIN + (1.0 - ASKS_AGAIN) * ASKS_A_PERSON;
    let votes_no = VOTES[1] * (1.0 - VERDICTS[1][0] - VERDICTS[1][1]);
    1.0 - (1.0 - acts) * (1.0 - votes_no)
}

/// What is to be expected of one list.
fn expected(question: &Question, answer: &Answer) -> Expected {
    let mut untouched = 1.0;
    let mut unsolved = 1.0;
    for (at, article) in answer.hits.iter().enumerate() {
        let grade = question.relevant.get(article).copied().unwrap_or(0);
        let opened = attraction(question.gap, grade) / (at + 1) as f64;
        untouched *= 1.0 - opened;
        unsolved *= 1.0 - opened * satisfaction(question.gap, grade);
    }
    let is_unanswered =
        answer.hits.is_empty() || matches!(answer.step.as_str(), "none" | "infix" | "closest");
    Expected {
        is_unanswered,
        clicked: 1.0 - untouched,
        solved: 1.0 - unsolved,
    }
}
