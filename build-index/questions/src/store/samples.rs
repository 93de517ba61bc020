//! Batches for tests.

use helpdex::questions::Batch;

/// A query, a click, a vote and a survey. Rows of different numbers have different ids.
pub fn batch(number: u32) -> Batch {
    let id = |kind: u32| format!("00000000-0000-7000-8{kind:03}-{number:012}");
    let hour = format!(
        "2026-11-{:02}T{:02}:00:00Z",
        1 + number / 24 % 28,
        number % 24
    );
    let event = |kind: u32, action: &str, message: &str, rest: serde_json::Value| {
        let mut row = serde_json::json!({
            "application": "shop", "action_name": action, "event_id": id(kind), "query_id": id(0),
            "session_id": format!("s{}", number % 7), "client_id": format!("c{}", number % 5),
            "timestamp": hour, "message_type": message,
        });
        for (key, value) in rest.as_object().expect("an object") {
            row[key] = value.clone();
        }
        row
    };
    let batch = serde_json::json!({
        "schema": helpdex::questions::schema::SCHEMA, "site_id": "acme", "sent_at": hour,
        "consent": { "analytics": true, "gpc": false },
        "build": { "widget": "0.1.0", "index": "9f2c" },
        "place": { "locale": "en", "surface": "inline", "page": "/orders" },
        "queries": [{
            "application": "shop", "query_id": id(0), "client_id": format!("c{}", number % 5),
            "timestamp": hour, "user_query": format!("cancel my order {}", number % 11),
            "object_id_field": "article_id", "query_response_hit_ids": ["kb-1", "kb-44"],
            "query_attributes": {
                "session_id": format!("s{}", number % 7), "normalized": "cancel order",
                "result_count": 2, "step": "some", "corrected": true, "suggestion_used": false,
                "locale": "en", "surface": "inline", "trigger": "pause", "latency_ms": 4,
                "redactions": 0, "page": "/orders", "reformulation_of": null,
            },
        }],
        "events": [
            event(1, "result_click", "RESULT", serde_json::json!({ "event_attributes": {
                "object": { "object_id": "kb-1", "object_id_type": "article" },
                "position": { "ordinal": 2 } } })),
            event(2, "article_feedback", "FEEDBACK", serde_json::json!({ "help": {
                "article_id": "kb-1", "solved": "no", "reason": "other", "comment": "too short" } })),
            event(3, "survey_response", "SURVEY", serde_json::json!({ "help": {
                "instrument": "ces", "score": 6 } })),
        ],
    });
    serde_json::from_value(batch).expect("a batch")
}
