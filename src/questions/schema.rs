//! What is sent: rows named as in User Behavior Insights 1.3.0, the query and event schema
//! of OpenSearch, so that tools which read UBI read these.
//!
//! Two traps of its schemas shape the types: a strict validator rejects the standard
//! `action_name: "click"`, hence `result_click`; and `event_attributes` requires a position,
//! so events without one carry `help` instead.

use serde::{Deserialize, Serialize};

/// Names this version of the batch shape. An identifier, not an address to fetch.
pub const SCHEMA: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/events/1.0.0");
/// `object_id_field` of every query row.
pub const OBJECT_ID_FIELD: &str = "article_id";

/// One request body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// [`SCHEMA`].
    pub schema: String,
    /// Which site sent it, as configured.
    pub site_id: String,
    /// When, rounded down to the hour, ISO 8601 in UTC.
    pub sent_at: String,
    /// What the visitor agreed to.
    pub consent: Consent,
    /// What the page ran.
    pub build: Build,
    /// Rows lost since the last batch that arrived: the queue was full, or the collector
    /// refused them. Left out when 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub dropped: u32,
    /// Settled queries, oldest first.
    pub queries: Vec<QueryRow>,
    /// What was done with the results, oldest first.
    pub events: Vec<EventRow>,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Consent of the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Analytics are allowed.
    pub analytics: bool,
    /// Global Privacy Control was set. The page then sends nothing at all.
    pub gpc: bool,
}

/// Versions of what ran in the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// Version of helpdex.
    pub widget: String,
    /// Build id of the search index; empty if unknown.
    pub index: String,
}

/// A settled query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryRow {
    /// Name of the embedding application.
    pub application: String,
    /// Unique; a second row with the same id is a resent one.
    pub query_id: String,
    /// Set by the collector, never by the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Rounded down to the hour, ISO 8601 in UTC.
    pub timestamp: String,
    /// The query, redacted, at most 255 characters.
    pub user_query: String,
    /// [`OBJECT_ID_FIELD`].
    pub object_id_field: String,
    /// The articles shown, best first.
    pub query_response_hit_ids: Vec<String>,
    /// The rest.
    pub query_attributes: QueryAttributes,
}

/// Attributes of a settled query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QueryAttributes {
    /// The words that were searched for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normalized: Option<String>,
    /// Articles found, also those not shown.
    pub result_count: u32,
    /// `none`, `all` or `some`: which terms the results hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The results are those of a corrected spelling.
    #[serde(default)]
    pub corrected: bool,
    /// The query was picked from a list.
    #[serde(default)]
    pub suggestion_used: bool,
    /// Language of the index.
    #[serde(default)]
    pub locale: String,
    /// Where the box stands, such as `inline` or `agent`.
    #[serde(default)]
    pub surface: String,
    /// `pause`, `enter` or `open`.
    #[serde(default)]
    pub trigger: String,
    /// From the keystroke to the rows, ms.
    #[serde(default)]
    pub latency_ms: u32,
    /// Pieces that redaction took out.
    #[serde(default)]
    pub redactions: u32,
    /// Path of the page, ids masked.
    #[serde(default)]
    pub page: String,
    /// `query_id` of the query that this one probably rewords.
    #[serde(default)]
    pub reformulation_of: Option<String>,
    /// `query_id` of a row sent before that this one refines; that row must not be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// Something done with the results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Name of the embedding application.
    pub application: String,
    /// `result_click`, `article_feedback`, `contact_start`, `contact_submit`, …
    pub action_name: String,
    /// Unique; a second row with the same id is a resent one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// The query it followed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
    /// Set by the collector, never by the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Random, lives as long as the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// Rounded down to the hour, ISO 8601 in UTC.
    pub timestamp: String,
    /// `RESULT`, `FEEDBACK` or `CONTACT`.
    pub message_type: String,
    /// What was clicked and where it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_attributes: Option<EventAttributes>,
    /// Details of events that have no position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<HelpAttributes>,
}

/// The object of an event, with its position in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventAttributes {
    /// What was acted on.
    pub object: EventObject,
    /// Where it stood.
    pub position: Position,
}

/// The object of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventObject {
    /// Id of the article.
    pub object_id: String,
    /// `article`.
    pub object_id_type: String,
}

/// A place in the list of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// From 1.
    pub ordinal: u32,
}

/// Details of a vote or of a contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpAttributes {
    /// Id of the article voted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article_id: Option<String>,
    /// `yes`, `partly` or `no`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved: Option<String>,
    /// Why it did not help: `missing_information`, `inaccurate`, `hard_to_understand`,
    /// `broken_link` or `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `chat`, `phone`, `email`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `primary` or `secondary` offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// Row of the routing table, such as `HLH`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}
