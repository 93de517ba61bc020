//! A month of visits, hour by hour.

use super::expectation::true_gap;
use super::person::{Visit, Visitor};
use super::question::{Question, questions};
use super::rows::{Links, Page};
use super::truth::{TrueQuestion, TrueRate, TrueSession, TrueWording, Truth, deflection};
use super::{Asked, Plan, Search, SimulateError};
use fastrand::Rng;
use helpdex::questions::schema::{Batch, HelpAttributes};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Hours in which a contact speaks against a visit.
const WINDOW_HOURS: u32 = 24;
/// Who comes back in the next hours, only to ask a person.
const COMES_BACK: f64 = 0.02;
/// Visitors a search: how often the same person comes back is what a month shows.
const PEOPLE_PER_SEARCH: f64 = 0.4;
const BOT_QUERIES: std::ops::Range<u64> = 150..500;

struct Month<'a, 'b> {
    plan: &'a Plan,
    questions: Vec<Question>,
    /// Places of questions of customers with their popularity, summed.
    sums: Vec<f64>,
    search: &'a mut Search<'b>,
    each: &'a mut dyn FnMut(&Batch) -> Result<(), SimulateError>,
    rng: Rng,
    truth: Truth,
    asked: BTreeMap<(usize, String), u32>,
    sessions: Vec<TrueSession>,
    /// Who comes back when: hour, person, language.
    coming: Vec<(u32, u32, String)>,
    sums_of: [f64; 4],
}

/// Makes traffic about `asked` and hands on each batch, oldest first.
///
/// # Errors
/// There is nothing to ask, the engine cannot answer, or `each` fails.
pub fn simulate(
    asked: &[Asked],
    plan: &Plan,
    search: &mut Search<'_>,
    each: &mut dyn FnMut(&Batch) -> Result<(), SimulateError>,
) -> Result<Truth, SimulateError> {
    let mut rng = Rng::with_seed(plan.seed);
    let questions = questions(asked, plan, &mut rng);
    if questions.is_empty() {
        let cure =
            "no query in a language of the bundle; name a file of judged queries of its articles";
        return Err(SimulateError(cure.to_owned()));
    }
    let mut sum = 0.0;
    let sums = questions.iter().map(|question| {
        sum += question.popularity;
        sum
    });
    let mut month = Month {
        plan,
        sums: sums.collect(),
        questions,
        search,
        each,
        rng,
        truth: Truth::default(),
        asked: BTreeMap::new(),
        sessions: Vec::new(),
        coming: Vec::new(),
        sums_of: [0.0; 4],
    };
    month.run()?;
    month.finish()
}

impl Month<'_, '_> {
    fn run(&mut self) -> Result<(), SimulateError> {
        for (at, quota) in self.plan.quotas().into_iter().enumerate() {
            let hour = self.plan.start + at as u32;
            self.come_back(hour)?;
            while self.truth.searches < quota {
                self.session(hour)?;
            }
        }
        Ok(())
    }

    fn session(&mut self, hour: u32) -> Result<(), SimulateError> {
        let question = self.question();
        match self.rng.f64() {
            draw if draw < self.plan.bots => self.bot(hour),
            draw if draw < self.plan.bots + self.plan.agents => self.agent(hour, question),
            _ => self.customer(hour, question),
        }
    }

    fn question(&mut self) -> usize {
        let draw = self.rng.f64() * self.sums.last().copied().unwrap_or(0.0);
        let place = self.sums.partition_point(|sum| *sum < draw);
        place.min(self.questions.len() - 1)
    }

    fn page(&mut self, locale: &str, surface: &str, person: u32, hour: u32) -> Page {
        let day = hour / 24;
        let mut daily = Rng::with_seed(self.plan.seed ^ (u64::from(person) << 20 | u64::from(day)));
        let client = format!("day:{:016x}", daily.u64(..));
        Page::open(self.plan, locale, surface, client, hour, &mut self.rng)
    }

    fn visit(
        &mut self,
        page: &mut Page,
        question: usize,
        is_staff: bool,
    ) -> Result<Visit, SimulateError> {
        let mut visitor = Visitor {
            plan: self.plan,
            questions: &self.questions,
            search: self.search,
            rng: &mut self.rng,
            page,
        };
        let mut visit = visitor.visit(question, is_staff)?;
        if !is_staff && visitor.rng.f64() < 0.02 {
            visitor.walk_tree();
        }
        visit.queries = visit.queries.max(1);
        self.truth.searches += visit.queries;
        Ok(visit)
    }

    fn customer(&mut self, hour: u32, question: usize) -> Result<(), SimulateError> {
        let people = (self.plan.searches as f64 * PEOPLE_PER_SEARCH) as u32 + 1;
        let person = self.rng.u32(..people);
        let locale = self.questions[question].locale.clone();
        let mut page = self.page(&locale, "inline", person, hour);
        let visit = self.visit(&mut page, question, false)?;
        let is_lost = self.rng.f64() < self.plan.privacy_control;
        self.learn(&visit, is_lost);
        self.sessions.push(TrueSession {
            person,
            hour,
            has_viewed: visit.has_viewed,
            ends_solved: visit.ends_solved,
            has_contacted: visit.has_contacted,
        });
        if !visit.has_contacted && self.rng.f64() < COMES_BACK {
            self.coming
                .push((hour + self.rng.u32(1..10), person, locale));
        }
        if is_lost {
            return Ok(());
        }
        if self.rng.f64() < 0.002 {
            page.lose(self.rng.u32(1..5));
        }
        (self.each)(&page.close())
    }

    fn learn(&mut self, visit: &Visit, is_lost: bool) {
        let sums = [
            visit.expected_yes,
            visit.expected_votes,
            visit.solved_views,
            visit.views,
        ];
        for (sum, more) in self.sums_of.iter_mut().zip(sums) {
            *sum += more;
        }
        if is_lost {
            self.truth.lost_sessions += 1;
            return;
        }
        for asked in &visit.asked {
            *self.asked.entry(asked.clone()).or_default() += 1;
        }
    }

    fn agent(&mut self, hour: u32, question: usize) -> Result<(), SimulateError> {
        let locale = self.questions[question].locale.clone();
        let person = u32::MAX - self.rng.u32(..40);
        let mut page = self.page(&locale, "agent", person, hour);
        let visit = self.visit(&mut page, question, true)?;
        self.truth.agent_searches += visit.queries;
        let article = self.questions[question].relevant.keys().next().cloned();
        let action = match self.rng.u8(..20) {
            0 => "article_flag",
            1..=5 => "article_share",
            _ => return (self.each)(&page.close()),
        };
        let help = HelpAttributes {
            article_id: article,
            reason: (action == "article_flag").then(|| "outdated".to_owned()),
            ..HelpAttributes::default()
        };
        page.tell(action, "ARTICLE", None, help, &mut self.rng);
        (self.each)(&page.close())
    }

    /// Asks hundreds of questions within an hour and opens nothing.
    fn bot(&mut self, hour: u32) -> Result<(), SimulateError> {
        let mut page = self.page("", "inline", u32::MAX / 2, hour);
        for at in 0..self.rng.u64(BOT_QUERIES) {
            let question = self.rng.usize(..self.questions.len());
            let question = &self.questions[question];
            let text = format!("{} {at}", question.wordings[0].0);
            let answer = (self.search)(&question.locale, &text)?;
            page.ask(&text, &answer, Links::default(), &mut self.rng);
            self.truth.searches += 1;
            self.truth.bot_searches += 1;
        }
        (self.each)(&page.close())
    }

    fn come_back(&mut self, hour: u32) -> Result<(), SimulateError> {
        let is_due = |coming: &(u32, u32, String)| coming.0 <= hour;
        let (due, later): (Vec<_>, Vec<_>) = self.coming.drain(..).partition(is_due);
        self.coming = later;
        for (_, person, locale) in due {
            let mut page = self.page(&locale, "inline", person, hour);
            let mut visit = Visit::default();
            Visitor {
                plan: self.plan,
                questions: &self.questions,
                search: self.search,
                rng: &mut self.rng,
                page: &mut page,
            }
            .contact(&mut visit);
            self.sessions.push(TrueSession {
                person,
                hour,
                has_contacted: visit.has_contacted,
                ..TrueSession::default()
            });
            (self.each)(&page.close())?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Truth, SimulateError> {
        let Self {
            questions,
            asked,
            sessions,
            sums_of,
            plan,
            search,
            mut truth,
            ..
        } = self;
        truth.seed = plan.seed;
        (truth.confirmed, truth.potential) = deflection(&sessions, WINDOW_HOURS, true);
        (truth.confirmed_past_midnight, truth.potential_past_midnight) =
            deflection(&sessions, WINDOW_HOURS, false);
        let [yes, votes, solved, views] = sums_of;
        let rate = |part: f64, of: f64| TrueRate {
            rate: if of > 0.0 { part / of } else { 0.0 },
            of,
        };
        truth.solved_votes = rate(yes, votes);
        truth.solved_views = rate(solved, views);
        truth.questions = true_questions(&questions, asked, search)?;
        Ok(truth)
    }
}

fn true_questions(
    questions: &[Question],
    asked: BTreeMap<(usize, String), u32>,
    search: &mut Search<'_>,
) -> Result<Vec<TrueQuestion>, SimulateError> {
    let mut of: Vec<Vec<TrueWording>> = questions.iter().map(|_| Vec::new()).collect();
    for ((place, text), searches) in asked {
        of[place].push(TrueWording { text, searches });
    }
    let mut all = Vec::new();
    for (question, mut wordings) in questions.iter().zip(of) {
        wordings.sort_by_key(|wording| Reverse(wording.searches));
        let (gap, checks) = true_gap(question, questions, search)?;
        all.push(TrueQuestion {
            id: question.id.clone(),
            locale: question.locale.clone(),
            gap,
            checks,
            wordings,
        });
    }
    let searches = |question: &TrueQuestion| -> u32 {
        let wordings = question.wordings.iter();
        wordings.map(|wording| wording.searches).sum()
    };
    all.sort_by_cached_key(|question| (question.locale.clone(), Reverse(searches(question))));
    Ok(all)
}
