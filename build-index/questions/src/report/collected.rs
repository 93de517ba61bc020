//! The second look at the rows: what a report needs of them, in 32 bytes a query and 40 a session
//! besides each distinct text. Events are added to what they are about and not kept.

use super::visitors::{AGENT, Visitors, is_meant};
use super::{Article, Options};
use crate::facts::{EventFact, Facts, FactsError, Filter, Hour, Losses, QueryFact};
use helpdex::questions::signals::decay;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// No query, article or vote.
pub(super) const NONE: u32 = u32::MAX;

/// How an article helped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Vote {
    #[default]
    None,
    No,
    Partly,
    Yes,
}

impl Vote {
    fn of(solved: &str) -> Self {
        match solved {
            "yes" => Self::Yes,
            "partly" => Self::Partly,
            "no" => Self::No,
            _ => Self::None,
        }
    }
}

/// A counted query of the window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Query {
    pub wording: u32,
    pub session: u32,
    pub client: u32,
    /// The query that it rewords.
    pub rewords: u32,
    /// Place of its best click; 0 without.
    pub rank: u16,
    pub clicks: u16,
    pub latency_ms: u16,
    pub vote: Vote,
    /// Nothing was found, or nothing that holds its words.
    pub is_unanswered: bool,
    pub is_empty: bool,
    pub is_corrected: bool,
    pub is_suggestion: bool,
    /// A query in other words followed within a minute, without a click in between.
    pub is_reworded: bool,
}

/// A session of the window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Session {
    pub client: u32,
    pub hour: Hour,
    pub last_query: u32,
    pub searches: u32,
    pub voted_query: u32,
    pub vote: Vote,
    pub has_click: bool,
    pub has_view: bool,
    pub starts: u16,
    pub cancels: u16,
    pub submits: u16,
}

impl Session {
    /// A person was asked: by a form that was sent, or by a link, of which no more is known.
    pub fn has_contact(&self) -> bool {
        self.submits > 0 || self.starts > self.cancels
    }
}

/// A distinct text of a language.
#[derive(Debug, Clone, Default)]
pub(super) struct WordingRow {
    pub text: String,
    pub locale: u16,
    pub count: u32,
    pub count_before: u32,
    pub redactions: u32,
}

/// What was done with an article.
#[derive(Debug, Clone, Default)]
pub(super) struct ArticleUse {
    pub impressions: u64,
    pub clicks: u64,
    pub views: u64,
    pub dwell_s: u64,
    pub yes: u64,
    pub partly: u64,
    pub no: u64,
    pub reasons: BTreeMap<String, u64>,
    pub flags: u64,
    pub shares: u64,
}

impl ArticleUse {
    pub fn votes(&self) -> u64 {
        self.yes + self.partly + self.no
    }
}

/// What answered a wording: an article's clicks and votes, the votes also with their age.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    pub clicks: u32,
    pub yes: u32,
    pub votes: u32,
    pub solved: f64,
    pub unsolved: f64,
}

impl Evidence {
    /// Adds what another wording, or another reader, said.
    pub fn add(&mut self, other: &Self) {
        self.clicks += other.clicks;
        self.yes += other.yes;
        self.votes += other.votes;
        self.solved += other.solved;
        self.unsolved += other.unsolved;
    }
}

/// Counts by a short name.
pub(super) type Tally = BTreeMap<String, u64>;

/// Everything that sections are made of.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub visitors: Visitors,
    pub losses: Losses,
    pub locales: Vec<String>,
    pub wordings: Vec<WordingRow>,
    pub queries: Vec<Query>,
    pub sessions: Vec<Session>,
    pub clients: u32,
    pub article_ids: Vec<String>,
    pub articles: Vec<ArticleUse>,
    pub evidence: FxHashMap<(u32, u32), Evidence>,
    /// Hours of contacts by client.
    pub contacts: FxHashMap<u32, Vec<Hour>>,
    /// `cell channel rank action` of routes and contacts.
    pub routes: Tally,
    /// `tree step action outcome`.
    pub trees: Tally,
    pub surveys: BTreeMap<String, BTreeMap<Option<u8>, u64>>,
    pub errors: Tally,
    pub days: BTreeMap<u32, u64>,
    pub queries_before: u64,
    pub agent_queries: u64,
    pub redactions: u64,
    pub events: u64,
    pub suggestions: u64,
    keys: Keys,
}

#[derive(Debug, Default)]
struct Keys {
    locales: FxHashMap<String, u16>,
    wordings: FxHashMap<(u16, String), u32>,
    queries: FxHashMap<u64, u32>,
    sessions: FxHashMap<u64, u32>,
    clients: FxHashMap<u64, u32>,
    /// By language and id: an id is unique within a language only.
    articles: FxHashMap<String, FxHashMap<String, u32>>,
    /// The first article with an id, for pages that show those of another language.
    any_articles: FxHashMap<String, u32>,
}

impl Collected {
    /// Reads all rows.
    pub fn read(
        facts: &dyn Facts,
        articles: &[Article],
        options: &Options,
    ) -> Result<Self, FactsError> {
        let mut filter = Filter {
            from: None,
            to: options.to,
            site: options.site.clone(),
            locale: options.locale.clone(),
        };
        let mut all = Self {
            visitors: Visitors::of(facts, &filter, options)?,
            losses: facts.losses()?,
            ..Self::default()
        };
        filter.from = Some(all.visitors.before());
        filter.to = Some(all.visitors.to);
        for article in articles {
            all.add_article(&article.locale, &article.id);
        }
        facts.queries(&filter, &mut |query| all.query(query, options))?;
        filter.from = Some(all.visitors.from);
        facts.events(&filter, &mut |event| all.event(event, options))?;
        all.keys = Keys::default();
        Ok(all)
    }

    /// The number of an article, which need not be in the bundle.
    fn article(&mut self, locale: &str, id: &str) -> u32 {
        let of_locale = self.keys.articles.get(locale);
        let number = of_locale.and_then(|articles| articles.get(id));
        match number.or_else(|| self.keys.any_articles.get(id)) {
            Some(number) => *number,
            None => self.add_article(locale, id),
        }
    }

    fn add_article(&mut self, locale: &str, id: &str) -> u32 {
        let number = self.articles.len() as u32;
        let of_locale = self.keys.articles.entry(locale.to_owned()).or_default();
        of_locale.insert(id.to_owned(), number);
        self.keys
            .any_articles
            .entry(id.to_owned())
            .or_insert(number);
        self.article_ids.push(id.to_owned());
        self.articles.push(ArticleUse::default());
        number
    }

    fn used(&mut self, locale: &str, id: &str) -> Option<&mut ArticleUse> {
        if id.is_empty() {
            return None;
        }
        let number = self.article(locale, id);
        self.articles.get_mut(number as usize)
    }

    fn wording(&mut self, query: &QueryFact<'_>) -> u32 {
        let locales = self.keys.locales.len() as u16;
        let locale = *self
            .keys
            .locales
            .entry(query.locale.to_owned())
            .or_insert_with(|| {
                self.locales.push(query.locale.to_owned());
                locales
            });
        let number = self.wordings.len() as u32;
        let key = (locale, query.user_query.to_owned());
        let wording = *self.keys.wordings.entry(key).or_insert(number);
        if wording == number {
            self.wordings.push(WordingRow {
                text: query.user_query.to_owned(),
                locale,
                ..WordingRow::default()
            });
        }
        wording
    }

    fn client(&mut self, visitor: u64) -> u32 {
        let number = self.clients;
        let client = *self.keys.clients.entry(visitor).or_insert(number);
        self.clients += u32::from(client == number);
        client
    }

    fn session(&mut self, id: u64, client: u32, hour: Hour) -> u32 {
        let number = self.sessions.len() as u32;
        let session = *self.keys.sessions.entry(id).or_insert(number);
        if session == number || id == 0 {
            self.sessions.push(Session {
                client,
                hour,
                last_query: NONE,
                searches: 0,
                voted_query: NONE,
                vote: Vote::None,
                has_click: false,
                has_view: false,
                starts: 0,
                cancels: 0,
                submits: 0,
            });
            return number;
        }
        session
    }

    fn query(&mut self, query: &QueryFact<'_>, options: &Options) {
        let is_now = query.hour >= self.visitors.from;
        if is_now && query.surface == AGENT {
            self.agent_queries += 1;
        }
        if !is_meant(options, query.surface) || !self.visitors.counts(query) {
            return;
        }
        let wording = self.wording(query);
        let Some(row) = self.wordings.get_mut(wording as usize) else {
            return;
        };
        row.redactions = row.redactions.max(query.redactions);
        if !is_now {
            row.count_before += 1;
            self.queries_before += 1;
            return;
        }
        row.count += 1;
        self.redactions += u64::from(query.redactions);
        *self.days.entry(query.hour / 24).or_default() += 1;
        for id in query.hits.split('\n').take(10) {
            if let Some(article) = self.used(query.locale, id) {
                article.impressions += 1;
            }
        }
        self.add(query, wording);
    }

    fn add(&mut self, query: &QueryFact<'_>, wording: u32) {
        let number = self.queries.len() as u32;
        let rewords = self
            .keys
            .queries
            .get(&query.reformulation_of)
            .copied()
            .unwrap_or(NONE);
        if let Some(before) = self.queries.get_mut(rewords as usize) {
            before.is_reworded = true;
        }
        let client = self.client(query.visitor());
        let session = self.session(query.session, client, query.hour);
        if let Some(session) = self.sessions.get_mut(session as usize) {
            session.last_query = number;
            session.searches += 1;
        }
        self.keys.queries.insert(query.query, number);
        let is_empty = query.result_count == 0;
        self.queries.push(Query {
            wording,
            session,
            client,
            rewords,
            rank: 0,
            clicks: 0,
            latency_ms: u16::try_from(query.latency_ms).unwrap_or(u16::MAX),
            vote: Vote::None,
            is_unanswered: is_empty || matches!(query.step, "none" | "infix" | "closest"),
            is_empty,
            is_corrected: query.is_corrected,
            is_suggestion: query.is_suggestion,
            is_reworded: false,
        });
    }

    fn event(&mut self, event: &EventFact<'_>, options: &Options) {
        if event.action == "article_flag" || event.action == "article_share" {
            // What staff says about an article counts for the article, whoever the report is about.
            if let Some(article) = self.used(event.locale, event.article) {
                article.flags += u64::from(event.action == "article_flag");
                article.shares += u64::from(event.action == "article_share");
            }
        }
        if !is_meant(options, event.surface) || self.visitors.is_bot(event.session) {
            return;
        }
        self.events += 1;
        match event.action {
            "result_click" => self.click(event),
            "article_view" => self.view(event),
            "article_feedback" => self.feedback(event, options),
            "route_offer" | "contact_start" | "contact_submit" | "contact_cancel" => {
                self.contact(event)
            }
            "tree_start" | "tree_step" | "tree_end" => {
                let key = [event.tree, event.step, event.action, event.outcome].join("\t");
                *self.trees.entry(key).or_default() += 1;
            }
            "survey_response" => {
                let scores = self.surveys.entry(event.instrument.to_owned()).or_default();
                *scores.entry(event.score).or_default() += 1;
            }
            "widget_error" => *self.errors.entry(event.code.to_owned()).or_default() += 1,
            "suggestion_click" => self.suggestions += 1,
            _ => {}
        }
    }

    fn session_of(&mut self, event: &EventFact<'_>) -> Option<&mut Session> {
        let client = self.client(event.visitor());
        let session = self.session(event.session, client, event.hour);
        self.sessions.get_mut(session as usize)
    }

    fn query_of(&mut self, event: &EventFact<'_>) -> Option<&mut Query> {
        let number = self.keys.queries.get(&event.query)?;
        self.queries.get_mut(*number as usize)
    }

    fn evidence_of(&mut self, event: &EventFact<'_>) -> Option<&mut Evidence> {
        let wording = self.query_of(event)?.wording;
        let article = self.article(event.locale, event.article);
        Some(self.evidence.entry((wording, article)).or_default())
    }

    fn click(&mut self, event: &EventFact<'_>) {
        if let Some(session) = self.session_of(event) {
            session.has_click = true;
        }
        if let Some(query) = self.query_of(event) {
            query.clicks = query.clicks.saturating_add(1);
            let rank = u16::try_from(event.position).unwrap_or(u16::MAX).max(1);
            query.rank = if query.rank == 0 {
                rank
            } else {
                query.rank.min(rank)
            };
        }
        if let Some(article) = self.used(event.locale, event.article) {
            article.clicks += 1;
        }
        if let Some(evidence) = self.evidence_of(event) {
            evidence.clicks += 1;
        }
    }

    fn view(&mut self, event: &EventFact<'_>) {
        if let Some(session) = self.session_of(event) {
            session.has_view = true;
        }
        if let Some(article) = self.used(event.locale, event.article) {
            article.views += 1;
            article.dwell_s += u64::from(event.dwell_s);
        }
    }

    fn feedback(&mut self, event: &EventFact<'_>, options: &Options) {
        let vote = Vote::of(event.solved);
        if vote == Vote::None {
            return;
        }
        let voted = self.keys.queries.get(&event.query).copied().unwrap_or(NONE);
        if let Some(session) = self.session_of(event) {
            session.vote = vote;
            session.voted_query = voted;
        }
        if let Some(query) = self.query_of(event) {
            query.vote = query.vote.max(vote);
        }
        if let Some(article) = self.used(event.locale, event.article) {
            match vote {
                Vote::Yes => article.yes += 1,
                Vote::Partly => article.partly += 1,
                _ => article.no += 1,
            }
            if !event.reason.is_empty() {
                *article.reasons.entry(event.reason.to_owned()).or_default() += 1;
            }
        }
        let age_days = f64::from(self.visitors.to - event.hour) / 24.0;
        let weight = decay(age_days, options.half_life_days);
        if let Some(evidence) = self.evidence_of(event) {
            evidence.votes += 1;
            evidence.yes += u32::from(vote == Vote::Yes);
            let solved = match vote {
                Vote::Yes => 1.0,
                Vote::Partly => 0.5,
                _ => 0.0,
            };
            evidence.solved += weight * solved;
            evidence.unsolved += weight * (1.0 - solved);
        }
    }

    fn contact(&mut self, event: &EventFact<'_>) {
        let key = [event.cell, event.channel, event.rank, event.action].join("\t");
        *self.routes.entry(key).or_default() += 1;
        let Some(session) = self.session_of(event) else {
            return;
        };
        match event.action {
            "contact_start" => session.starts = session.starts.saturating_add(1),
            "contact_cancel" => session.cancels = session.cancels.saturating_add(1),
            "contact_submit" => session.submits = session.submits.saturating_add(1),
            _ => {}
        }
    }

    /// Notes who asked a person when; once all events are read.
    pub fn note_contacts(&mut self) {
        let asked = self.sessions.iter().filter(|session| session.has_contact());
        for session in asked {
            self.contacts
                .entry(session.client)
                .or_default()
                .push(session.hour);
        }
    }
}
