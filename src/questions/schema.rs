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

/// What an event can be. A collector keeps others, too, and no report counts them.
pub const ACTIONS: [&str; 17] = [
    "impression",
    "no_results",
    "result_click",
    "article_view",
    "article_feedback",
    "article_flag",
    "article_share",
    "route_offer",
    "contact_start",
    "contact_submit",
    "contact_cancel",
    "tree_start",
    "tree_step",
    "tree_end",
    "survey_response",
    "widget_error",
    "suggestion_click",
];

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
    /// Where on the site the rows come from.
    #[serde(default, skip_serializing_if = "Place::is_unknown")]
    pub place: Place,
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

/// Where the rows of a batch come from; events carry none of it themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Language of the index.
    #[serde(default)]
    pub locale: String,
    /// Where the box stands, such as `inline` or `agent`.
    #[serde(default)]
    pub surface: String,
    /// Path of the page, ids masked.
    #[serde(default)]
    pub page: String,
}

impl Place {
    fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
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
    /// Random, lives as long as the page: what `session_id` of events holds, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The words that were searched for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normalized: Option<String>,
    /// Articles found, also those not shown.
    pub result_count: u32,
    /// How far the search was relaxed: `all`, `most`, `any`, `typo`, `infix`, `closest` or `none`.
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
    /// One of [`ACTIONS`].
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
    /// `RESULT`, `ARTICLE`, `FEEDBACK`, `CONTACT`, `TREE`, `SURVEY` or `ERROR`.
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

/// Details of an event that has no position in a list. Which fields are set depends on
/// [`EventRow::action_name`]; the rest is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HelpAttributes {
    /// Id of the article viewed, voted on, flagged or shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article_id: Option<String>,
    /// `article_feedback`: `yes`, `partly` or `no`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solved: Option<String>,
    /// `article_feedback`, `article_flag`: `missing_information`, `inaccurate`,
    /// `hard_to_understand`, `broken_link`, `outdated` or `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `article_feedback`, `no_results`, `article_flag`: what was written, redacted, only
    /// where the site asks for it. At most 1,000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `article_view`: seconds it was on screen, sent when it is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dwell_s: Option<u32>,
    /// `route_offer`, `contact_*`: `chat`, `phone`, `email`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `route_offer`, `contact_*`: `primary` or `secondary` offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// `route_offer`, `contact_*`: row of the routing table, such as `HLH`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// `tree_*`: which decision tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree_id: Option<String>,
    /// `tree_*`: the step that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_id: Option<String>,
    /// `tree_end`: `solved`, `article`, `contact` or `left`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// `survey_response`: `ces`, `csat` or `nps`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// `survey_response`: the answer on the scale; left out if it was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// `widget_error`: one of the codes of the component, such as `wasm`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}
