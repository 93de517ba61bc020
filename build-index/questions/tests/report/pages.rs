//! Rows of few visitors, made by hand.

use helpdex::questions::schema::{
    Batch, EventAttributes, EventObject, EventRow, HelpAttributes, Position, QueryRow,
};
use helpdex_questions::report::{Article, Cell, NdjsonFacts, Options, Rate, Report};
use std::io::Write;

/// Batches as a file that a report reads.
pub fn stored(batches: &[Batch]) -> (tempfile::NamedTempFile, NdjsonFacts) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for batch in batches {
        serde_json::to_writer(&mut file, batch).unwrap();
        file.write_all(b"\n").unwrap();
    }
    let facts = NdjsonFacts::new(file.path());
    (file, facts)
}

pub fn article(id: &str, title: &str) -> Article {
    Article {
        id: id.to_owned(),
        locale: "en".to_owned(),
        title: title.to_owned(),
        url: format!("/{id}"),
        ..Article::default()
    }
}

/// A page of a visitor at an hour of 2026-11-01.
pub struct Page(pub Batch);

impl Page {
    pub fn new(client: &str, surface: &str, hour: u32) -> Self {
        let batch = serde_json::json!({
            "schema": "x", "site_id": "acme", "sent_at": stamp(hour),
            "consent": {"analytics": true, "gpc": false}, "build": {"widget": "", "index": ""},
            "place": {"locale": "en", "surface": surface, "page": client},
            "queries": [], "events": []
        });
        Self(serde_json::from_value(batch).unwrap())
    }

    pub fn ask(mut self, id: &str, text: &str, hits: &[&str]) -> Self {
        let place = &self.0.place;
        let row = serde_json::json!({
            "application": "t", "query_id": id, "client_id": place.page, "timestamp": self.0.sent_at,
            "user_query": text, "object_id_field": "article_id", "query_response_hit_ids": hits,
            "query_attributes": {"session_id": format!("s-{}", place.page), "result_count": hits.len(),
                "locale": "en", "surface": place.surface, "step": if hits.is_empty() { "none" } else { "all" }}
        });
        let row: QueryRow = serde_json::from_value(row).unwrap();
        self.0.queries.push(row);
        self
    }

    pub fn last(mut self, change: impl FnOnce(&mut QueryRow)) -> Self {
        change(self.0.queries.last_mut().unwrap());
        self
    }

    pub fn event(mut self, action: &str, query: &str, help: HelpAttributes) -> Self {
        let client = self.0.place.page.clone();
        self.0.events.push(EventRow {
            application: "t".to_owned(),
            action_name: action.to_owned(),
            event_id: None,
            query_id: Some(query.to_owned()).filter(|query| !query.is_empty()),
            session_id: Some(format!("s-{client}")),
            client_id: Some(client),
            timestamp: self.0.sent_at.clone(),
            message_type: "X".to_owned(),
            event_attributes: None,
            help: Some(help),
        });
        self
    }

    pub fn click(self, query: &str, article: &str, ordinal: u32) -> Self {
        let mut page = self.event("result_click", query, HelpAttributes::default());
        let row = page.0.events.last_mut().unwrap();
        row.help = None;
        row.event_attributes = Some(EventAttributes {
            object: EventObject {
                object_id: article.to_owned(),
                object_id_type: "article".to_owned(),
            },
            position: Position { ordinal },
        });
        page
    }

    pub fn vote(self, query: &str, article: &str, solved: &str) -> Self {
        let help = HelpAttributes {
            article_id: Some(article.to_owned()),
            solved: Some(solved.to_owned()),
            ..HelpAttributes::default()
        };
        self.event("article_feedback", query, help)
    }

    pub fn contact(self, action: &str) -> Self {
        let help = HelpAttributes {
            channel: Some("chat".to_owned()),
            ..HelpAttributes::default()
        };
        self.event(action, "", help)
    }
}

pub fn stamp(hour: u32) -> String {
    format!("2026-11-01T{hour:02}:00:00Z")
}

pub fn report(pages: Vec<Page>, options: Options) -> Report {
    let batches: Vec<Batch> = pages.into_iter().map(|page| page.0).collect();
    let (_file, facts) = stored(&batches);
    let articles = vec![
        article("a", "Reset your password"),
        article("b", "Cancel an order"),
    ];
    Report::of(&facts, articles, options).unwrap()
}

pub fn rate(report: &Report, id: &str) -> (u64, u64) {
    match report.figure(id).unwrap() {
        Cell::Rate(Rate { part, of, .. }) => (*part, *of),
        other => panic!("{id}: {other:?}"),
    }
}

/// Who asks what how often; `redacted` marks the texts.
pub fn crowd(text: &str, article: &str, uses: u32, clients: u32, redactions: u32) -> Vec<Page> {
    let ask = |number: u32| {
        let client = format!("{text}-{}", number % clients);
        let id = format!("{text}-{number}");
        let page = Page::new(&client, "inline", 9)
            .ask(&id, text, &[article])
            .click(&id, article, 1);
        let page = page.last(|row| row.query_attributes.redactions = redactions);
        let mut page = page.vote(&id, article, "yes");
        // A visitor comes back with another session.
        page.0.queries[0].query_attributes.session_id = Some(id.clone());
        for event in &mut page.0.events {
            event.session_id = Some(id.clone());
        }
        page
    };
    (0..uses).map(ask).collect()
}
