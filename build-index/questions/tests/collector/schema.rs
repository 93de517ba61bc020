//! The schema in JSON, the types and the bounds agree on every batch.

use crate::samples::batch;
use helpdex::questions::Batch;
use helpdex_questions::bounds;
use helpdex_questions::collect::openapi;
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../../../../src/questions/batch.schema.json");

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema")
}

fn is_taken(batch: &Value) -> bool {
    let typed: Result<Batch, _> = serde_json::from_value(batch.clone());
    typed.is_ok_and(|batch| bounds::check(&batch).is_ok())
}

/// A batch with every field that there is.
fn full() -> Value {
    let mut batch = serde_json::to_value(batch(1)).expect("JSON");
    batch["dropped"] = json!(1);
    let query = &mut batch["queries"][0];
    query["query_attributes"]["reformulation_of"] = json!("q0");
    query["query_attributes"]["replaces"] = json!("q1");
    let help = &mut batch["events"][1]["help"];
    for name in [
        "channel",
        "rank",
        "cell",
        "tree_id",
        "step_id",
        "outcome",
        "instrument",
        "code",
    ] {
        help[name] = json!("x");
    }
    help["dwell_s"] = json!(5);
    help["score"] = json!(7);
    batch
}

/// Paths of all values within.
fn paths(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| paths(value, &format!("{at}/{name}"), all)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(place, value)| paths(value, &format!("{at}/{place}"), all)),
        _ => {}
    }
}

fn replacements() -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!(true),
        json!(""),
        json!([]),
        json!({}),
        json!("x"),
        json!(0.5),
        json!(-1),
        json!("2026-02-30T00:00:00Z"),
        json!("2026-11-22T15:00:00Z"),
        json!("https://a.example/events/1.2.3"),
        json!("https://a.example/events/2.0.0"),
        json!("/1.0"),
        json!("1.0.0"),
        json!(["x"]),
        json!({ "x": 1 }),
        json!([{}]),
    ];
    for length in [127, 128, 129, 255, 256, 1000, 1001] {
        all.push(json!("é".repeat(length)));
    }
    for number in [
        0_u64,
        1,
        10,
        11,
        255,
        256,
        10_000,
        10_001,
        86_400,
        86_401,
        1_000_000,
        1_000_001,
        10_000_000,
        10_000_001,
        86_400_000,
        86_400_001,
        1 << 32,
        u64::MAX,
    ] {
        all.push(json!(number));
    }
    for length in [50, 51] {
        all.push(json!(vec!["x"; length]));
    }
    all
}

#[test]
fn every_change_of_a_batch_is_judged_alike() {
    let validator = validator();
    let full = full();
    assert!(is_taken(&full) && validator.is_valid(&full));
    let mut all = Vec::new();
    paths(&full, "", &mut all);
    let (mut taken, mut refused) = (0, 0);
    let mut judge = |batch: &Value, what: &str| {
        let is_taken = is_taken(batch);
        assert_eq!(is_taken, validator.is_valid(batch), "{what}: {batch}");
        *(if is_taken { &mut taken } else { &mut refused }) += 1;
    };
    for path in all.iter().filter(|path| !path.is_empty()) {
        let (parent, name) = path.rsplit_once('/').expect("a path");
        let mut without = full.clone();
        match without.pointer_mut(parent).expect("a parent") {
            Value::Object(fields) => drop(fields.remove(name)),
            Value::Array(items) => items.clear(),
            _ => panic!("{path} has no parent"),
        }
        judge(&without, path);
        for replacement in replacements() {
            let mut changed = full.clone();
            let value = changed.pointer_mut(path).expect("a value");
            // Types are read from arrays of their fields, too, within the same bounds.
            if value.is_object() && replacement.is_array() {
                continue;
            }
            *value = replacement;
            judge(&changed, path);
        }
    }
    for rows in [200, 201] {
        for list in ["queries", "events"] {
            let mut many = full.clone();
            many[list] = json!(vec![full[list][0].clone(); rows]);
            judge(&many, list);
        }
    }
    let mut newer = full.clone();
    newer["events"][0]["a_field_of_tomorrow"] = json!({ "x": [1] });
    judge(&newer, "unknown fields");
    assert!(
        taken > 500 && refused > 1000,
        "{taken} taken, {refused} refused"
    );
}

#[test]
fn the_description_of_the_service_holds_a_schema_that_works() {
    let description = openapi();
    assert_eq!(description["openapi"], "3.1.0");
    let batch = description["components"]["schemas"]["Batch"].clone();
    let validator = jsonschema::validator_for(&batch).expect("a schema");
    assert!(validator.is_valid(&full()));
    let mut references = Vec::new();
    find_references(&description["paths"], &mut references);
    assert!(references.len() > 5);
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(
            description.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
}

fn find_references(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "$ref" => all.push(text.clone()),
                    _ => find_references(value, all),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|it| find_references(it, all)),
        _ => {}
    }
}
