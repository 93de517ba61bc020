//! What was really so.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is wrong with a question, each with another cure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Nothing: people find what solves it.
    None,
    /// No article answers it: write one.
    NoResult,
    /// The article is shown, and nobody opens it: its title or passage.
    NoClick,
    /// It is opened and does not help: rewrite it.
    ClickedNotSolved,
    /// Asked in words that no article holds, though one answers it: a synonym.
    WrongWords,
}

/// A share of a population, of which a report saw a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct TrueRate {
    /// The share.
    pub rate: f64,
    /// Of how many.
    pub of: f64,
}

/// A share that decides what is wrong with a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct TrueCheck {
    /// What is to be expected.
    pub share: f64,
    /// What it is compared with.
    pub threshold: f64,
    /// Which part of the question's searches it is a share of.
    pub of: f64,
}

impl TrueCheck {
    /// Whether so many searches can tell on which side of the threshold the share is: it is at
    /// least 1.96 standard errors away.
    pub fn is_decidable(&self, searches: u64) -> bool {
        let n = searches as f64 * self.of;
        let error = (self.share * (1.0 - self.share) / n.max(1.0)).sqrt();
        (self.share - self.threshold).abs() >= 1.96 * error
    }
}

/// A wording of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrueWording {
    /// As it was sent.
    pub text: String,
    /// How often, without what was lost.
    pub searches: u32,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrueQuestion {
    /// Id of the first judged query that asks it; `~` and a word for other words for it.
    pub id: String,
    /// Language.
    pub locale: String,
    /// What is wrong with it.
    pub gap: Gap,
    /// What that was decided by.
    pub checks: Vec<TrueCheck>,
    /// Its wordings by customers, most frequent first.
    pub wordings: Vec<TrueWording>,
}

/// What was really so in simulated traffic, customers only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Seed of the traffic.
    pub seed: u64,
    /// Settled queries of everybody, what was lost included.
    pub searches: u64,
    /// Sessions of customers that never arrived.
    pub lost_sessions: u64,
    /// Queries of bots that were sent.
    pub bot_searches: u64,
    /// Queries of agents that were sent.
    pub agent_searches: u64,
    /// Votes `yes` that are to be expected, of all votes.
    pub solved_votes: TrueRate,
    /// Views that really solved the matter, of all views: what votes say is not that.
    pub solved_views: TrueRate,
    /// Sessions that ended with a vote `yes`, whose person asked nobody within the window of that
    /// day: a collector cannot follow anybody past midnight.
    pub confirmed: TrueRate,
    /// Other sessions with an article opened, the same.
    pub potential: TrueRate,
    /// [`Truth::confirmed`] with what people asked after midnight, which no report can know.
    pub confirmed_past_midnight: TrueRate,
    /// [`Truth::potential`], the same.
    pub potential_past_midnight: TrueRate,
    /// Every question, by language, most asked first.
    pub questions: Vec<TrueQuestion>,
}

/// A session of a customer as it really was.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TrueSession {
    pub person: u32,
    pub hour: u32,
    pub has_viewed: bool,
    pub ends_solved: bool,
    pub has_contacted: bool,
}

/// Confirmed and potential deflection of all sessions; a person's contact within `window` hours
/// after a session, if wanted only on the same day, counts against it.
pub(super) fn deflection(
    sessions: &[TrueSession],
    window: u32,
    is_daily: bool,
) -> (TrueRate, TrueRate) {
    let mut contacts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for session in sessions.iter().filter(|session| session.has_contacted) {
        contacts
            .entry(session.person)
            .or_default()
            .push(session.hour);
    }
    let asked_somebody = |session: &TrueSession| {
        let hours = contacts.get(&session.person);
        let soon = session.hour..=session.hour + window;
        let is_meant =
            |hour: &u32| soon.contains(hour) && (!is_daily || hour / 24 == session.hour / 24);
        hours.is_some_and(|hours| hours.iter().any(is_meant))
    };
    let deflected: Vec<&TrueSession> = (sessions.iter())
        .filter(|session| !asked_somebody(session))
        .collect();
    let confirmed = deflected
        .iter()
        .filter(|session| session.ends_solved)
        .count() as f64;
    let viewed = deflected
        .iter()
        .filter(|session| session.has_viewed || session.ends_solved);
    let potential = viewed.count() as f64 - confirmed;
    let of = sessions.len() as f64;
    let rate = |count: f64| TrueRate {
        rate: if of > 0.0 { count / of } else { 0.0 },
        of,
    };
    (rate(confirmed), rate(potential))
}
