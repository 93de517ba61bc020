//! `/openapi.json`.

use serde_json::{Value, json};

const OPENAPI: &str = include_str!("openapi.json");
const BATCH_SCHEMA: &str = include_str!("../../../../src/questions/batch.schema.json");

/// The description of the service in OpenAPI 3.1, with the schema of a batch.
pub fn openapi() -> Value {
    // Both files are checked by a test.
    let mut description: Value = serde_json::from_str(OPENAPI).unwrap_or_default();
    let batch: Value = serde_json::from_str(BATCH_SCHEMA).unwrap_or_default();
    if let Some(schemas) = description.pointer_mut("/components/schemas") {
        schemas["Batch"] = batch;
    }
    description["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
    description
}
