//! YAML and TOML as documentation tools write them, read as JSON values.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// Deepest nesting of a document; the keys of articles have 2 or 3 levels.
const DEPTH: usize = 32;

/// The first document of a YAML text; texts stay texts, however they look, except `true`,
/// `false` and empty ones. Anchors and aliases are not followed.
///
/// # Errors
/// It is not YAML, or nested too deeply; the message has the line.
pub(crate) fn yaml(text: &str) -> Result<Value, String> {
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, _) = event.map_err(|error| wrong(&error))?;
        match event {
            Event::StreamStart | Event::DocumentStart(..) => {}
            Event::StreamEnd | Event::DocumentEnd => break,
            event => return value(&mut parser, event, 0),
        }
    }
    Ok(Value::Null)
}

/// A TOML text.
///
/// # Errors
/// It is not TOML; the message has the line.
pub(crate) fn toml(text: &str) -> Result<Value, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| error.to_string().replace('\n', " "))?;
    serde_json::to_value(plain(toml::Value::Table(table))).map_err(|error| error.to_string())
}

/// The value with dates as texts.
fn plain(value: toml::Value) -> toml::Value {
    match value {
        toml::Value::Datetime(date) => toml::Value::String(date.to_string()),
        toml::Value::Array(list) => toml::Value::Array(list.into_iter().map(plain).collect()),
        toml::Value::Table(table) => {
            let entries = table.into_iter();
            toml::Value::Table(entries.map(|(key, value)| (key, plain(value))).collect())
        }
        other => other,
    }
}

fn wrong(error: &saphyr_parser::ScanError) -> String {
    let marker = error.marker();
    format!("line {}: {}", marker.line(), error.info())
}

fn value<'a>(
    parser: &mut Parser<'a, saphyr_parser::StrInput<'a>>,
    event: Event<'a>,
    depth: usize,
) -> Result<Value, String> {
    if depth > DEPTH {
        return Err(format!("nested deeper than {DEPTH} levels"));
    }
    match event {
        Event::Scalar(text, style, ..) => Ok(scalar(&text, style)),
        Event::SequenceStart(..) => {
            let mut list = Vec::new();
            loop {
                match next(parser)? {
                    Event::SequenceEnd | Event::StreamEnd => return Ok(Value::Array(list)),
                    event => list.push(value(parser, event, depth + 1)?),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut map = Map::new();
            loop {
                let key = match next(parser)? {
                    Event::MappingEnd | Event::StreamEnd => return Ok(Value::Object(map)),
                    event => value(parser, event, depth + 1)?,
                };
                let event = next(parser)?;
                let entry = value(parser, event, depth + 1)?;
                if let Value::String(key) = key {
                    map.insert(key, entry);
                }
            }
        }
        _ => Ok(Value::Null),
    }
}

fn next<'a>(parser: &mut Parser<'a, saphyr_parser::StrInput<'a>>) -> Result<Event<'a>, String> {
    match parser.next_event() {
        None => Ok(Event::StreamEnd),
        Some(Ok((event, _))) => Ok(event),
        Some(Err(error)) => Err(wrong(&error)),
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        text => Value::String(text.to_owned()),
    }
}

/// The text of a scalar.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The texts of a list, or the one text.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(text).collect(),
        other => text(other).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn documents_are_values() {
        let text = "a: 1.10\nb: [x, 'y']\nc:\n  - d: true\ne:\n";
        let value = json!({"a": "1.10", "b": ["x", "y"], "c": [{"d": true}], "e": null});
        assert_eq!(yaml(text), Ok(value));
        assert!(yaml("a: [").is_err());
        assert!(yaml(&"[".repeat(10_000)).is_err());
        let text = "date = 2026-03-31\n[x]\ny = ['z']";
        assert_eq!(
            toml(text),
            Ok(json!({"date": "2026-03-31", "x": {"y": ["z"]}}))
        );
    }
}
