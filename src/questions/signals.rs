//! What was learned from questions: `signals.json`, which a report writes and a build reads.
//!
//! ```json
//! {"schema":1,"generated":"2026-11-25T00:00:00Z","half_life_days":90.0,"max_boost":0.7,
//!  "min_clients":5,"languages":{"en":{"questions":[{"label":"reset password",
//!  "terms":["password","reset"],"members":["reset password","how do i reset my password"],
//!  "clients":41,"articles":{"kb-1":{"solved":12.3,"unsolved":1.1,"boost":0.7}}}]}}}
//! ```
//!
//! A file holds no text that fewer people asked than its report shows texts of, and no number
//! of a question that fewer than `min_clients` people asked.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Number of the file's layout; a reader refuses another one.
pub const SIGNALS_SCHEMA: u32 = 1;
/// Votes for and against that every article is taken to have had: a single vote says little.
pub const PRIOR: f64 = 2.0;
/// Default of [`Signals::max_boost`]: a factor of two at most, for or against.
pub const MAX_BOOST: f64 = 0.7;
/// Default of [`Signals::half_life_days`].
pub const HALF_LIFE_DAYS: f64 = 90.0;
/// Default of [`Signals::min_clients`].
pub const MIN_CLIENTS: u32 = 5;

/// The file `signals.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signals {
    /// [`SIGNALS_SCHEMA`].
    pub schema: u32,
    /// End of the window that was looked at, ISO 8601 in UTC.
    pub generated: String,
    /// Days after which a vote counts half. Above 0.
    pub half_life_days: f64,
    /// Largest size of [`ArticleSignal::boost`], 0 to 2.
    pub max_boost: f64,
    /// Distinct visitors that a question needs to be in the file.
    pub min_clients: u32,
    /// By language of the index.
    pub languages: BTreeMap<String, LanguageSignals>,
}

/// What was learned in a language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LanguageSignals {
    /// Most asked first.
    pub questions: Vec<QuestionSignal>,
    /// What visitors said about articles, whatever they had asked, by the article's id.
    #[serde(default)]
    pub votes: BTreeMap<String, Votes>,
}

/// Votes about an article, none of them faded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// Those that said `yes`.
    pub yes: u32,
    /// All: `yes`, `partly` and `no`.
    pub total: u32,
}

impl Votes {
    /// Percent of the votes that said `yes`, 0 to 100; 0 without votes.
    ///
    /// ```
    /// use helpdex::questions::signals::Votes;
    /// assert_eq!(Votes { yes: 107, total: 131 }.percent(), 82);
    /// ```
    pub fn percent(&self) -> u32 {
        let total = u64::from(self.total.max(1));
        let percent = (u64::from(self.yes) * 100 + total / 2) / total;
        percent.min(100) as u32
    }
}

/// A question in all its wordings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QuestionSignal {
    /// Its most frequent wording.
    pub label: String,
    /// The analyzer's terms of `members`: those that at least half of their searches hold, else
    /// those of `label`; sorted, without stop words and openers.
    pub terms: Vec<String>,
    /// Its wordings, most frequent first; those that few people used are left out.
    pub members: Vec<String>,
    /// Distinct visitors that asked it.
    pub clients: u32,
    /// What they said about articles, by the article's id.
    pub articles: BTreeMap<String, ArticleSignal>,
}

/// What visitors said about an article as an answer to a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleSignal {
    /// Votes `yes`, and half of those `partly`, each halved for every half-life of its age.
    pub solved: f64,
    /// Votes `no`, and the other half of those `partly`.
    pub unsolved: f64,
    /// [`boost`] of both, or [`boost_from`] what is known of it from a question of more wordings: what
    /// the article's score may be raised by, in natural logarithms.
    pub boost: f64,
}

/// ln((solved + [`PRIOR`]) / (unsolved + [`PRIOR`])), at most `max_boost` up or down: the
/// logarithm of the odds that the article solves the question.
///
/// ```
/// use helpdex::questions::signals::boost;
/// assert_eq!(boost(0.0, 0.0, 0.7), 0.0);
/// assert!((boost(1.0, 0.0, 0.7) - 0.405).abs() < 0.001);
/// assert_eq!(boost(0.0, 100.0, 0.7), -0.7);
/// ```
pub fn boost(solved: f64, unsolved: f64, max_boost: f64) -> f64 {
    boost_from((PRIOR, PRIOR), solved, unsolved, max_boost)
}

/// [`boost`] of an article that is taken to have had other votes before: `prior` for it and against
/// it, both above 0.
pub fn boost_from(prior: (f64, f64), solved: f64, unsolved: f64, max_boost: f64) -> f64 {
    let odds = ((solved.max(0.0) + prior.0) / (unsolved.max(0.0) + prior.1)).ln();
    odds.clamp(-max_boost.abs(), max_boost.abs())
}

/// What a vote counts after `age_days`: 1, halved for every `half_life_days`.
pub fn decay(age_days: f64, half_life_days: f64) -> f64 {
    (-age_days.max(0.0) / half_life_days).exp2()
}

impl Signals {
    /// A file without questions, with the default bounds.
    pub fn empty(generated: String) -> Self {
        Self {
            schema: SIGNALS_SCHEMA,
            generated,
            half_life_days: HALF_LIFE_DAYS,
            max_boost: MAX_BOOST,
            min_clients: MIN_CLIENTS,
            languages: BTreeMap::new(),
        }
    }

    /// What is wrong with the file, and the cure: another layout, or numbers out of range.
    ///
    /// # Errors
    /// The first fault, with its place as a path of keys.
    pub fn check(&self) -> Result<(), String> {
        if self.schema != SIGNALS_SCHEMA {
            return Err(format!(
                "schema: {}, this helpdex reads {SIGNALS_SCHEMA}; write the report again",
                self.schema
            ));
        }
        if self.half_life_days.is_nan() || self.half_life_days <= 0.0 {
            return Err("half_life_days: must be above 0".to_owned());
        }
        if !(0.0..=2.0).contains(&self.max_boost) {
            return Err("max_boost: must be from 0 to 2".to_owned());
        }
        self.articles().try_for_each(|(place, article)| {
            let is_count = |count: f64| count.is_finite() && count >= 0.0;
            let is_bounded = article.boost.abs() <= self.max_boost + 1e-9;
            if is_count(article.solved) && is_count(article.unsolved) && is_bounded {
                return Ok(());
            }
            Err(format!(
                "{place}: counts must not be negative and a boost at most max_boost; write the report again"
            ))
        })
    }

    fn articles(&self) -> impl Iterator<Item = (String, ArticleSignal)> {
        self.languages.iter().flat_map(|(language, of_language)| {
            let questions = of_language.questions.iter().enumerate();
            questions.flat_map(move |(number, question)| {
                question.articles.iter().map(move |(id, article)| {
                    let place = format!("languages.{language}.questions[{number}].articles.{id}");
                    (place, *article)
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(boost: f64) -> Signals {
        let article = ArticleSignal {
            solved: 12.3,
            unsolved: 1.1,
            boost,
        };
        let question = QuestionSignal {
            label: "reset password".to_owned(),
            terms: vec!["password".to_owned(), "reset".to_owned()],
            members: vec!["reset password".to_owned()],
            clients: 41,
            articles: BTreeMap::from([("kb-1".to_owned(), article)]),
        };
        let mut signals = Signals::empty("2026-11-25T00:00:00Z".to_owned());
        let questions = vec![question];
        let of_language = LanguageSignals {
            questions,
            ..LanguageSignals::default()
        };
        signals.languages.insert("en".to_owned(), of_language);
        signals
    }

    #[test]
    fn a_file_survives_json() {
        let signals = file(0.7);
        let json = serde_json::to_string(&signals).unwrap();
        assert_eq!(serde_json::from_str::<Signals>(&json).unwrap(), signals);
        assert_eq!(signals.check(), Ok(()));
    }

    #[test]
    fn faults_are_named_with_their_place() {
        let fault = |signals: &Signals| signals.check().unwrap_err();
        let place = "languages.en.questions[0].articles.kb-1";
        assert!(fault(&file(0.8)).starts_with(place));
        assert!(fault(&file(f64::NAN)).starts_with(place));
        let mut later = file(0.1);
        later.schema = 2;
        assert!(fault(&later).starts_with("schema: 2"));
        let mut timeless = file(0.1);
        timeless.half_life_days = f64::NAN;
        assert!(fault(&timeless).starts_with("half_life_days"));
    }

    #[test]
    fn votes_fade_by_half() {
        assert_eq!(decay(0.0, 90.0), 1.0);
        assert_eq!(decay(90.0, 90.0), 0.5);
        assert_eq!(decay(-3.0, 90.0), 1.0, "a clock that was ahead");
    }
}
