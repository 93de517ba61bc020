//! What a person does in one visit.

use super::question::Question;
use super::rows::{Links, Page};
use super::truth::Gap;
use super::wording::misspell;
use super::{Answer, Plan, Search, SimulateError};
use fastrand::Rng;
use helpdex::questions::schema::HelpAttributes;

/// Searches that a person makes for one question at most.
const MAX_TRIES: usize = 3;
/// Articles opened of one list at most.
const MAX_OPENED: usize = 3;
/// Rows that a list shows.
pub(super) const SHOWN: usize = 10;
/// Who votes, of those whom the article helped and of the others: the disappointed tell.
pub(super) const VOTES: [f64; 2] = [0.16, 0.26];
/// `yes`, `partly` of the votes of those whom it helped, and of the others.
pub(super) const VERDICTS: [[f64; 2]; 2] = [[0.88, 0.09], [0.05, 0.2]];
/// Who of the disappointed asks again in other words, then who of the rest asks a person.
pub(super) const ASKS_AGAIN: f64 = 0.35;
pub(super) const ASKS_A_PERSON: f64 = 0.4;
/// Who of those whose words nothing holds finds other words.
pub(super) const FINDS_OTHER_WORDS: f64 = 0.75;
const REASONS: [&str; 5] = [
    "missing_information",
    "inaccurate",
    "hard_to_understand",
    "outdated",
    "other",
];
const CHANNELS: [(&str, &str); 4] = [
    ("chat", "LHH"),
    ("email", "HLL"),
    ("phone", "HHL"),
    ("chat", "HLH"),
];

/// What a visit came to.
#[derive(Debug, Default)]
pub(super) struct Visit {
    /// Place of the question and text of each query, without replaced ones.
    pub asked: Vec<(usize, String)>,
    pub queries: u64,
    pub has_viewed: bool,
    pub ends_solved: bool,
    pub has_contacted: bool,
    pub views: f64,
    pub solved_views: f64,
    pub expected_votes: f64,
    pub expected_yes: f64,
}

#[derive(Default)]
struct Tried {
    query: String,
    is_solved: bool,
    has_opened: bool,
}

pub(super) struct Visitor<'a, 'b> {
    pub plan: &'a Plan,
    pub questions: &'a [Question],
    pub search: &'a mut Search<'b>,
    pub rng: &'a mut Rng,
    pub page: &'a mut Page,
}

impl Visitor<'_, '_> {
    /// A visit for a question; staff asks nobody.
    pub fn visit(&mut self, question: usize, is_staff: bool) -> Result<Visit, SimulateError> {
        let mut visit = Visit::default();
        let mut at = question;
        let mut before: Option<String> = None;
        for _ in 0..MAX_TRIES {
            let tried = self.try_once(at, before.as_deref(), &mut visit)?;
            if tried.is_solved {
                return Ok(visit);
            }
            let Some(next) = self.other_words(at) else {
                break;
            };
            at = next;
            // A page takes a search as a rewording only if nothing was opened before it.
            before = (!tried.has_opened).then_some(tried.query);
        }
        if !is_staff && self.rng.f64() < ASKS_A_PERSON {
            self.contact(&mut visit);
        }
        Ok(visit)
    }

    /// The question that is asked next, in other words, if it is.
    fn other_words(&mut self, at: usize) -> Option<usize> {
        let question = self.questions.get(at)?;
        let (share, next) = match question.means {
            Some(meant) => (FINDS_OTHER_WORDS, meant),
            None => (ASKS_AGAIN, at),
        };
        (self.rng.f64() < share).then_some(next)
    }

    fn try_once(
        &mut self,
        at: usize,
        before: Option<&str>,
        visit: &mut Visit,
    ) -> Result<Tried, SimulateError> {
        let Some(question) = self.questions.get(at) else {
            return Ok(Tried::default());
        };
        let text = self.words_of(question);
        let unfinished = self.unfinished(question, &text, visit)?;
        let links = Links {
            rewords: before,
            replaces: unfinished.as_deref(),
        };
        let answer = answer(question, &text, self.search)?;
        let sent = self.page.ask(&text, &answer, links, self.rng);
        visit.queries += 1;
        visit.ends_solved = false;
        visit.asked.push((at, sent.text));
        let action = if answer.hits.is_empty() {
            "no_results"
        } else {
            "impression"
        };
        self.page.tell(
            action,
            "RESULT",
            Some(&sent.query_id),
            HelpAttributes::default(),
            self.rng,
        );
        let views = visit.views;
        let is_solved = self.read(question, &sent.query_id, &answer, visit);
        Ok(Tried {
            query: sent.query_id,
            is_solved,
            has_opened: visit.views > views,
        })
    }

    fn words_of(&mut self, question: &Question) -> String {
        let total: f64 = question.wordings.iter().map(|(_, weight)| weight).sum();
        let mut left = self.rng.f64() * total;
        let chosen = question.wordings.iter().find(|(_, weight)| {
            left -= weight;
            left <= 0.0
        });
        let text = chosen
            .or(question.wordings.first())
            .map_or("", |(text, _)| text);
        if self.rng.f64() < self.plan.typos {
            return misspell(text, self.rng);
        }
        text.to_owned()
    }

    /// Some pause in the middle: that query counts until the whole one replaces it.
    fn unfinished(
        &mut self,
        question: &Question,
        text: &str,
        visit: &mut Visit,
    ) -> Result<Option<String>, SimulateError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.len() < 3 || self.rng.f64() >= 0.08 {
            return Ok(None);
        }
        let part = words[..words.len() - 1].join(" ");
        let answer = answer(question, &part, self.search)?;
        visit.queries += 1;
        Ok(Some(
            self.page
                .ask(&part, &answer, Links::default(), self.rng)
                .query_id,
        ))
    }

    /// Looks down the list, opens what looks right, and stops where the matter is solved.
    fn read(
        &mut self,
        question: &Question,
        query: &str,
        answer: &Answer,
        visit: &mut Visit,
    ) -> bool {
        let mut opened = 0;
        for (at, article) in answer.hits.iter().enumerate() {
            let rank = at as u32 + 1;
            let grade = question.relevant.get(article).copied().unwrap_or(0);
            let is_seen = self.rng.f64() < 1.0 / f64::from(rank);
            if !is_seen || self.rng.f64() >= attraction(question.gap, grade) {
                continue;
            }
            self.page.open_result(query, article, rank, self.rng);
            opened += 1;
            if self.view(question, query, article, grade, visit) {
                return true;
            }
            if opened == MAX_OPENED {
                break;
            }
        }
        false
    }

    fn view(
        &mut self,
        question: &Question,
        query: &str,
        article: &str,
        grade: u32,
        visit: &mut Visit,
    ) -> bool {
        let solves = satisfaction(question.gap, grade);
        let is_solved = self.rng.f64() < solves;
        visit.has_viewed = true;
        visit.views += 1.0;
        visit.solved_views += f64::from(u8::from(is_solved));
        for (share, side) in [(solves, 0), (1.0 - solves, 1)] {
            visit.expected_votes += share * VOTES[side];
            visit.expected_yes += share * VOTES[side] * VERDICTS[side][0];
        }
        let side = usize::from(!is_solved);
        let help = HelpAttributes {
            article_id: Some(article.to_owned()),
            dwell_s: Some(5 + self.rng.u32(..if is_solved { 170 } else { 60 })),
            ..HelpAttributes::default()
        };
        self.page
            .tell("article_view", "ARTICLE", Some(query), help, self.rng);
        if self.rng.f64() < VOTES[side] {
            let verdict = self.verdict(side);
            visit.ends_solved = verdict == "yes";
            self.vote(query, article, verdict);
            if visit.ends_solved && self.rng.f64() < 0.2 {
                self.survey();
            }
        }
        is_solved
    }

    fn verdict(&mut self, side: usize) -> &'static str {
        let [yes, partly] = VERDICTS[side];
        match self.rng.f64() {
            draw if draw < yes => "yes",
            draw if draw < yes + partly => "partly",
            _ => "no",
        }
    }

    fn vote(&mut self, query: &str, article: &str, verdict: &str) {
        let reason =
            (verdict != "yes").then(|| REASONS[self.rng.usize(..REASONS.len())].to_owned());
        let help = HelpAttributes {
            article_id: Some(article.to_owned()),
            solved: Some(verdict.to_owned()),
            reason,
            ..HelpAttributes::default()
        };
        self.page
            .tell("article_feedback", "FEEDBACK", Some(query), help, self.rng);
    }

    fn survey(&mut self) {
        let is_answered = self.rng.f64() < 0.6;
        let help = HelpAttributes {
            instrument: Some("ces".to_owned()),
            score: is_answered.then(|| 7 - self.rng.u8(..3) - self.rng.u8(..2)),
            ..HelpAttributes::default()
        };
        self.page
            .tell("survey_response", "SURVEY", None, help, self.rng);
    }

    /// Is offered a person, and mostly writes or calls.
    pub fn contact(&mut self, visit: &mut Visit) {
        let (channel, cell) = CHANNELS[self.rng.usize(..CHANNELS.len())];
        let rank = if self.rng.f64() < 0.75 {
            "primary"
        } else {
            "secondary"
        };
        let help = HelpAttributes {
            channel: Some(channel.to_owned()),
            rank: Some(rank.to_owned()),
            cell: Some(cell.to_owned()),
            ..HelpAttributes::default()
        };
        for action in ["route_offer", "contact_start"] {
            self.page
                .tell(action, "CONTACT", None, help.clone(), self.rng);
        }
        let is_sent = self.rng.f64() < 0.8;
        let end = if is_sent {
            "contact_submit"
        } else {
            "contact_cancel"
        };
        self.page.tell(end, "CONTACT", None, help, self.rng);
        visit.has_contacted |= is_sent;
    }

    /// Walks through a decision tree.
    pub fn walk_tree(&mut self) {
        let tree = ["printer", "sign-in"][self.rng.usize(..2)];
        let help = |step: &str, outcome: Option<&str>| HelpAttributes {
            tree_id: Some(tree.to_owned()),
            step_id: Some(step.to_owned()),
            outcome: outcome.map(str::to_owned),
            ..HelpAttributes::default()
        };
        self.page
            .tell("tree_start", "TREE", None, help("start", None), self.rng);
        let mut last = "start";
        for step in ["which", "restart", "result"] {
            if self.rng.f64() < 0.2 {
                break;
            }
            last = step;
            self.page
                .tell("tree_step", "TREE", None, help(step, None), self.rng);
        }
        let outcome = match last {
            "result" => ["solved", "solved", "article", "contact"][self.rng.usize(..4)],
            _ => "left",
        };
        self.page.tell(
            "tree_end",
            "TREE",
            None,
            help(last, Some(outcome)),
            self.rng,
        );
    }
}

/// What is shown for a text: nothing for a topic that no article answers.
pub(super) fn answer(
    question: &Question,
    text: &str,
    search: &mut Search<'_>,
) -> Result<Answer, SimulateError> {
    if question.gap == Gap::NoResult {
        return Ok(Answer {
            step: "none".to_owned(),
            ..Answer::default()
        });
    }
    let mut answer = search(&question.locale, text)?;
    answer.hits.truncate(SHOWN);
    Ok(answer)
}

/// How likely a seen row is opened.
pub(super) fn attraction(gap: Gap, grade: u32) -> f64 {
    match (gap, grade) {
        (Gap::NoClick, _) => 0.02,
        (_, 0) => 0.05,
        (_, 1) => 0.4,
        _ => 0.85,
    }
}

/// How likely an opened article solves the matter.
pub(super) fn satisfaction(gap: Gap, grade: u32) -> f64 {
    match (gap, grade) {
        (Gap::ClickedNotSolved, _) => 0.05,
        (_, 0) => 0.04,
        (_, 1) => 0.4,
        _ => 0.82,
    }
}
