//! Rows of a page, as its tracker sends them.

use fastrand::Rng;
use helpdex::questions::redact;
use helpdex::questions::schema::{
    Batch, Build, Consent, EventAttributes, EventObject, EventRow, HelpAttributes, OBJECT_ID_FIELD,
    Place, Position, QueryAttributes, QueryRow, SCHEMA,
};
use helpdex::questions::stamp::{iso_hour, unique_id};

use super::wording::without_stop_words;
use super::{Answer, Plan};

const APPLICATION: &str = "help-search";
/// More words than this are sent as search terms only, as the tracker does.
const MAX_WORDS: usize = 12;
const MAX_CHARACTERS: usize = 255;

/// A page with its session.
pub(super) struct Page {
    batch: Batch,
    session: String,
    client: String,
    hour: u32,
}

impl Page {
    pub fn open(
        plan: &Plan,
        locale: &str,
        surface: &str,
        client: String,
        hour: u32,
        rng: &mut Rng,
    ) -> Self {
        let place = Place {
            locale: locale.to_owned(),
            surface: surface.to_owned(),
            page: "/help".to_owned(),
        };
        let batch = Batch {
            schema: SCHEMA.to_owned(),
            site_id: plan.site.clone(),
            sent_at: iso(hour),
            consent: Consent {
                analytics: true,
                gpc: false,
            },
            build: Build {
                widget: env!("CARGO_PKG_VERSION").to_owned(),
                index: plan.build.clone(),
            },
            place,
            dropped: 0,
            queries: Vec::new(),
            events: Vec::new(),
        };
        Self {
            batch,
            session: id(hour, rng),
            client,
            hour,
        }
    }

    /// What was asked, as it is sent.
    pub fn ask(&mut self, text: &str, answer: &Answer, links: Links<'_>, rng: &mut Rng) -> Sent {
        let locale = self.batch.place.locale.clone();
        let redacted = redact(text);
        let mut user_query = redacted.text;
        if user_query.split_whitespace().nth(MAX_WORDS).is_some() {
            user_query = without_stop_words(&user_query, &locale);
        }
        let user_query: String = user_query.chars().take(MAX_CHARACTERS).collect();
        let query_id = id(self.hour, rng);
        let attributes = QueryAttributes {
            session_id: Some(self.session.clone()),
            normalized: None,
            result_count: answer.total,
            step: Some(answer.step.clone()),
            corrected: answer.is_corrected,
            suggestion_used: false,
            locale,
            surface: self.batch.place.surface.clone(),
            trigger: "pause".to_owned(),
            latency_ms: 2 + rng.u32(..10),
            redactions: redacted.count,
            page: self.batch.place.page.clone(),
            reformulation_of: links.rewords.map(str::to_owned),
            replaces: links.replaces.map(str::to_owned),
        };
        self.batch.queries.push(QueryRow {
            application: APPLICATION.to_owned(),
            query_id: query_id.clone(),
            client_id: Some(self.client.clone()),
            timestamp: iso(self.hour),
            user_query: user_query.clone(),
            object_id_field: OBJECT_ID_FIELD.to_owned(),
            query_response_hit_ids: answer.hits.clone(),
            query_attributes: attributes,
        });
        Sent {
            query_id,
            text: user_query,
        }
    }

    /// An event with details.
    pub fn tell(
        &mut self,
        action: &str,
        kind: &str,
        query: Option<&str>,
        help: HelpAttributes,
        rng: &mut Rng,
    ) {
        let mut row = self.event(action, kind, query, rng);
        row.help = Some(help);
        self.batch.events.push(row);
    }

    /// An opened result.
    pub fn open_result(&mut self, query: &str, article: &str, rank: u32, rng: &mut Rng) {
        let mut row = self.event("result_click", "RESULT", Some(query), rng);
        row.event_attributes = Some(EventAttributes {
            object: EventObject {
                object_id: article.to_owned(),
                object_id_type: "article".to_owned(),
            },
            position: Position { ordinal: rank },
        });
        self.batch.events.push(row);
    }

    fn event(&mut self, action: &str, kind: &str, query: Option<&str>, rng: &mut Rng) -> EventRow {
        EventRow {
            application: APPLICATION.to_owned(),
            action_name: action.to_owned(),
            event_id: Some(id(self.hour, rng)),
            query_id: query.map(str::to_owned),
            client_id: Some(self.client.clone()),
            session_id: Some(self.session.clone()),
            timestamp: iso(self.hour),
            message_type: kind.to_owned(),
            event_attributes: None,
            help: None,
        }
    }

    /// Rows that this page lost before.
    pub fn lose(&mut self, rows: u32) {
        self.batch.dropped += rows;
    }

    /// What is sent.
    pub fn close(self) -> Batch {
        self.batch
    }
}

/// Earlier queries that a query follows from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Links<'a> {
    pub rewords: Option<&'a str>,
    pub replaces: Option<&'a str>,
}

/// A query as it was sent.
pub(super) struct Sent {
    pub query_id: String,
    pub text: String,
}

fn iso(hour: u32) -> String {
    iso_hour(f64::from(hour) * 3_600_000.0)
}

fn id(hour: u32, rng: &mut Rng) -> String {
    let mut random = [0; 10];
    rng.fill(&mut random);
    unique_id(f64::from(hour) * 3_600_000.0, random)
}
