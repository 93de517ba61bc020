//! From records back to rows on the wire.

use super::{EventRecord, QueryRecord, UNIT, literal, part};
use helpdex::questions::schema::{
    Batch, Build, Consent, EventAttributes, EventObject, EventRow, HelpAttributes, OBJECT_ID_FIELD,
    Place, Position, QueryAttributes, QueryRow, SCHEMA,
};
use helpdex::questions::stamp::iso_hour;

impl<T: AsRef<str>> QueryRecord<T> {
    /// A batch of this row alone.
    pub fn batch(&self) -> Batch {
        let (mut batch, application) = empty(self.origin.as_ref(), self.hour);
        let mut kind = self.kind.as_ref().split(UNIT);
        let hits = self.hits.as_ref().split('\n').filter(|id| !id.is_empty());
        batch.queries.push(QueryRow {
            application,
            query_id: literal(self.id),
            client_id: id(self.client),
            timestamp: batch.sent_at.clone(),
            user_query: self.user_query.as_ref().to_owned(),
            object_id_field: OBJECT_ID_FIELD.to_owned(),
            query_response_hit_ids: hits.map(str::to_owned).collect(),
            query_attributes: QueryAttributes {
                session_id: id(self.session),
                normalized: text(self.normalized.as_ref()),
                result_count: self.result_count,
                step: text(part(&mut kind)),
                trigger: part(&mut kind).to_owned(),
                corrected: !part(&mut kind).is_empty(),
                suggestion_used: !part(&mut kind).is_empty(),
                locale: batch.place.locale.clone(),
                surface: batch.place.surface.clone(),
                latency_ms: self.latency_ms,
                redactions: self.redactions,
                page: batch.place.page.clone(),
                reformulation_of: id(self.reformulation_of),
                replaces: id(self.replaces),
            },
        });
        batch
    }
}

impl<T: AsRef<str>> EventRecord<T> {
    /// A batch of this row alone.
    pub fn batch(&self) -> Batch {
        let (mut batch, application) = empty(self.origin.as_ref(), self.hour);
        let mut kind = self.kind.as_ref().split(UNIT);
        let (action_name, message_type) = (part(&mut kind), part(&mut kind));
        let object_id_type = part(&mut kind).to_owned();
        let has_place = self.position > 0;
        let object_id = self.article.as_ref();
        let help = HelpAttributes {
            article_id: text(object_id).filter(|_| !has_place),
            solved: text(part(&mut kind)),
            reason: text(part(&mut kind)),
            channel: text(part(&mut kind)),
            rank: text(part(&mut kind)),
            cell: text(part(&mut kind)),
            tree_id: text(part(&mut kind)),
            step_id: text(part(&mut kind)),
            outcome: text(part(&mut kind)),
            instrument: text(part(&mut kind)),
            score: part(&mut kind).parse().ok(),
            code: text(part(&mut kind)),
            comment: text(self.comment.as_ref()),
            dwell_s: Some(self.dwell_s).filter(|seconds| *seconds > 0),
        };
        batch.events.push(EventRow {
            application,
            action_name: action_name.to_owned(),
            event_id: Some(literal(self.id)),
            query_id: id(self.query),
            client_id: id(self.client),
            session_id: id(self.session),
            timestamp: batch.sent_at.clone(),
            message_type: message_type.to_owned(),
            event_attributes: has_place.then(|| EventAttributes {
                object: EventObject {
                    object_id: object_id.to_owned(),
                    object_id_type,
                },
                position: Position {
                    ordinal: self.position,
                },
            }),
            help: (help != HelpAttributes::default()).then_some(help),
        });
        batch
    }
}

/// A batch without rows, and the application.
fn empty(origin: &str, hour: u32) -> (Batch, String) {
    let mut parts = origin.split(UNIT);
    let mut next = || part(&mut parts).to_owned();
    let application = next();
    let batch = Batch {
        schema: SCHEMA.to_owned(),
        site_id: next(),
        sent_at: iso_hour(f64::from(hour) * 3_600_000.0),
        consent: Consent {
            analytics: true,
            gpc: false,
        },
        place: Place {
            locale: next(),
            surface: next(),
            page: next(),
        },
        build: Build {
            widget: next(),
            index: next(),
        },
        dropped: 0,
        queries: Vec::new(),
        events: Vec::new(),
    };
    (batch, application)
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn id(hash: u64) -> Option<String> {
    (hash != 0).then(|| literal(hash))
}
