//! YAML with the places of its values.

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};

use super::Mistake;
use crate::extract::front_matter::Position;

/// Deepest nesting that is read; a tree needs five levels.
const MAX_NESTING: u32 = 16;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Yaml {
    pub(super) value: Value,
    pub(super) position: Position,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    /// As it is written: `1.10` stays `1.10`.
    Scalar(String),
    List(Vec<Yaml>),
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    /// Where the key stands.
    pub(super) position: Position,
    pub(super) value: Yaml,
}

/// Reads the first document of `text`, whose first line is line `1 + lines_before` of its file.
pub(super) fn parse(text: &str, lines_before: usize) -> Result<Yaml, Mistake> {
    let mut events = Events {
        parser: Parser::new_from_str(text),
        lines_before,
    };
    loop {
        match events.next()? {
            (Event::StreamEnd | Event::DocumentEnd, position) => {
                return Ok(Yaml {
                    value: Value::Null,
                    position,
                });
            }
            (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
            (event, position) => return events.value(event, position, 0),
        }
    }
}

struct Events<'a> {
    parser: Parser<'a, StrInput<'a>>,
    lines_before: usize,
}

impl<'a> Events<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Position), Mistake> {
        let place = |marker: &saphyr_parser::Marker| Position {
            line: u32::try_from(marker.line() + self.lines_before).unwrap_or(u32::MAX),
            column: u32::try_from(marker.col() + 1).unwrap_or(u32::MAX),
        };
        match self.parser.next_event() {
            None => Ok((Event::StreamEnd, Position::default())),
            Some(Ok((event, span))) => Ok((event, place(&span.start))),
            Some(Err(error)) => Err(Mistake::new(
                place(error.marker()),
                format!("not valid YAML: {}", error.info()),
                "put a value that holds `: ` or `#` in quotes, and indent with spaces",
            )),
        }
    }

    fn value(&mut self, event: Event<'a>, position: Position, depth: u32) -> Result<Yaml, Mistake> {
        if depth > MAX_NESTING {
            let message = format!("nested more than {MAX_NESTING} levels deep");
            return Err(Mistake::new(
                position,
                message,
                "write `steps`, each with its `choices`",
            ));
        }
        let value = match event {
            Event::Scalar(text, ScalarStyle::Plain, ..)
                if matches!(&*text, "" | "~" | "null" | "Null" | "NULL") =>
            {
                Value::Null
            }
            Event::Scalar(text, ..) => Value::Scalar(text.into_owned()),
            Event::SequenceStart(..) => Value::List(self.list(depth + 1)?),
            Event::MappingStart(..) => Value::Map(self.map(depth + 1)?),
            Event::Alias(_) => {
                return Err(Mistake::new(
                    position,
                    "an alias (`*name`), which is not read",
                    "write the value out",
                ));
            }
            _ => Value::Null,
        };
        Ok(Yaml { value, position })
    }

    fn list(&mut self, depth: u32) -> Result<Vec<Yaml>, Mistake> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd | Event::StreamEnd, _) => return Ok(items),
                (event, position) => items.push(self.value(event, position, depth)?),
            }
        }
    }

    fn map(&mut self, depth: u32) -> Result<Vec<Entry>, Mistake> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let (key, position) = match self.next()? {
                (Event::MappingEnd | Event::StreamEnd, _) => return Ok(entries),
                (Event::Scalar(key, ..), position) => (key.into_owned(), position),
                (_, position) => {
                    return Err(Mistake::new(
                        position,
                        "a key that is no text",
                        "write `key: value`",
                    ));
                }
            };
            if entries.iter().any(|known| known.key == key) {
                let message = format!("`{key}` is stated twice");
                return Err(Mistake::new(
                    position,
                    message,
                    "remove or rename one of the two",
                ));
            }
            let (event, place) = self.next()?;
            let value = self.value(event, place, depth)?;
            entries.push(Entry {
                key,
                position,
                value,
            });
        }
    }
}
