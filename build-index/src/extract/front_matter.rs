//! The keys before a Markdown body: YAML between `---` lines or TOML between `+++` lines.
//!
//! | key | meaning |
//! |---|---|
//! | `id` | identifier of the article; default: its path without extension |
//! | `title` | title; default: the first level-1 heading |
//! | `url` | address; default: `/` and the path without extension |
//! | `lang`, `language` | language tag, such as `de` or `pt-BR` |
//! | `section` | where the article stands: one name, or a list from the outermost in |
//! | `tags` | list, or names separated by commas |
//! | `also_asked_as` | questions that the article answers in other words than its title's: one, or a list |
//! | `updated`, `lastmod` | date, `2026-03-31` or a date and time |
//! | `state` | `published` (default), `draft`, `review` or `retired` |
//! | `draft` | `true` is `state: draft` |
//! | `complexity`, `severity`, `effort` | `low`, `medium` or `high`: what contacting the site's people about it means |
//! | `tree` | id of a decision tree; the file is no article then |
//!
//! Other keys are left to other tools. Values are taken as written: `tags: [1.10]` is
//! the tag `1.10`.

use saphyr_parser::{Event, Parser, ScalarStyle};
use toml::de::{DeTable, DeValue};

use super::one_line;

/// Every key that matters.
const KEYS: [&str; 19] = [
    "id",
    "title",
    "url",
    "lang",
    "language",
    "section",
    "tags",
    "also_asked_as",
    "updated",
    "lastmod",
    "state",
    "draft",
    "complexity",
    "severity",
    "effort",
    "owner",
    "review_by",
    "verified",
    "audience",
];

/// A place in a file. Lines and columns count from 1; columns count characters.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

impl Position {
    /// The position of the byte `offset` of `text`.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let column = before
            .get(line_start..)
            .map_or(0, |line| line.chars().count())
            + 1;
        Self::from_counts(line, column)
    }

    fn from_counts(line: usize, column: usize) -> Self {
        Self {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The value, on one line.
    pub text: String,
    /// Where it begins.
    pub position: Position,
}

/// The keys that matter; see the table above.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// `id`.
    pub id: Option<Field>,
    /// `title`.
    pub title: Option<Field>,
    /// `url`.
    pub url: Option<Field>,
    /// `lang`.
    pub language: Option<Field>,
    /// `section`, from the outermost in.
    pub section: Vec<String>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `also_asked_as`.
    pub also_asked_as: Vec<String>,
    /// `updated`.
    pub updated: Option<Field>,
    /// `state`; `draft` where `draft: true` says so.
    pub state: Option<Field>,
    /// `complexity`.
    pub complexity: Option<Field>,
    /// `severity`.
    pub severity: Option<Field>,
    /// `effort`.
    pub effort: Option<Field>,
    /// `owner`.
    pub owner: Option<Field>,
    /// `review_by`.
    pub review_by: Option<Field>,
    /// `verified`.
    pub verified: Option<Field>,
    /// `audience`.
    pub audience: Vec<String>,
}

/// What follows the front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body<'a> {
    /// The text.
    pub text: &'a str,
    /// The line of the file on which it begins, from 1.
    pub first_line: u32,
}

/// Front matter that cannot be read. The cure is in the message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FrontMatterError {
    /// Where in the file.
    pub position: Position,
    /// What is wrong.
    pub message: String,
}

/// Splits a Markdown file (without byte-order mark) into front matter and body.
///
/// A file that opens with a `---` rule and never closes it, or whose first block is text
/// rather than keys, has no front matter.
///
/// # Errors
/// When the block is not valid YAML or TOML, a key has a value of the wrong kind, or keys are
/// never closed: read as text, they would publish what says `state: draft`.
pub fn read(file: &str) -> Result<(FrontMatter, Body<'_>), FrontMatterError> {
    let whole = Body {
        text: file,
        first_line: 1,
    };
    let Some(block) = Block::find(file) else {
        if let Some(fence) = unclosed_fence(file) {
            return Err(FrontMatterError {
                position: Position { line: 1, column: 1 },
                message: format!("the front matter is never closed: end it with a line `{fence}`"),
            });
        }
        return Ok((FrontMatter::default(), whole));
    };
    let keys = if block.is_toml {
        toml_keys(file, block.text)?
    } else {
        yaml_keys(block.text)?
    };
    let Some(keys) = keys else {
        return Ok((FrontMatter::default(), whole));
    };
    let mut front_matter = FrontMatter::default();
    for key in keys {
        front_matter.set(key)?;
    }
    Ok((front_matter, block.body))
}

/// The lines of a YAML front matter, and what follows it; `None` when there is none.
pub fn block(file: &str) -> Option<(&str, &str)> {
    let block = Block::find(file).filter(|block| !block.is_toml)?;
    Some((block.text, block.body.text))
}

/// Whether the front matter has the key `tree`, which makes the file a decision tree.
pub fn names_tree(file: &str) -> bool {
    let is_key = |line: &str| {
        let key = line.split_once([':', '=']).map(|(key, _)| key.trim_end());
        key == Some("tree")
    };
    Block::find(file).is_some_and(|block| block.text.lines().any(is_key))
}

/// The lines between the fences.
struct Block<'a> {
    is_toml: bool,
    text: &'a str,
    body: Body<'a>,
}

impl<'a> Block<'a> {
    fn find(file: &'a str) -> Option<Self> {
        let (fence, rest) = file.split_once('\n')?;
        let is_toml = match fence.trim_end() {
            "---" => false,
            "+++" => true,
            _ => return None,
        };
        let mut length = 0;
        for (lines, line) in rest.split_inclusive('\n').enumerate() {
            let text = line.trim_end();
            if text == fence.trim_end() || (!is_toml && text == "...") {
                return Some(Self {
                    is_toml,
                    text: rest.get(..length)?,
                    body: Body {
                        text: rest.get(length + line.len()..)?,
                        first_line: Position::from_counts(lines + 3, 1).line,
                    },
                });
            }
            length += line.len();
        }
        None
    }
}

/// The fence of a file without a closing one whose first lines hold keys that matter.
fn unclosed_fence(file: &str) -> Option<&str> {
    let (fence, rest) = file.split_once('\n')?;
    let fence = fence.trim_end();
    let separator = match fence {
        "---" => ':',
        "+++" => '=',
        _ => return None,
    };
    let mut lines = rest.lines().take_while(|line| !line.trim().is_empty());
    let is_key = |line: &str| {
        let key = line.split_once(separator);
        key.is_some_and(|(key, _)| KEYS.contains(&key.trim_end()))
    };
    lines.any(is_key).then_some(fence)
}

/// A value, as far as front matter needs to tell.
enum Value {
    Null,
    Scalar(String),
    List(Vec<String>),
    Other,
}

struct Key {
    name: String,
    value: Value,
    position: Position,
}

impl FrontMatter {
    fn set(&mut self, key: Key) -> Result<(), FrontMatterError> {
        let slot = match key.name.as_str() {
            "id" => &mut self.id,
            "title" => &mut self.title,
            "url" => &mut self.url,
            "lang" | "language" => &mut self.language,
            "updated" | "lastmod" => &mut self.updated,
            "state" => &mut self.state,
            "complexity" => &mut self.complexity,
            "severity" => &mut self.severity,
            "effort" => &mut self.effort,
            "owner" => &mut self.owner,
            "review_by" => &mut self.review_by,
            "verified" => &mut self.verified,
            "section" => {
                return key
                    .into_list("a name or a list of names", |text| vec![text])
                    .map(|list| self.section = list);
            }
            "tags" => {
                return key
                    .into_list("a name or a list of names", |text| split_tags(&text))
                    .map(|list| self.tags = list);
            }
            "audience" => {
                return key
                    .into_list("a name or a list of names", |text| split_tags(&text))
                    .map(|list| self.audience = list);
            }
            "also_asked_as" => {
                return key
                    .into_list("a question or a list of questions", |text| vec![text])
                    .map(|list| self.also_asked_as = list);
            }
            "draft" => {
                let field = key
                    .into_field()?
                    .filter(|field| field.text.eq_ignore_ascii_case("true"));
                if let Some(field) = field {
                    self.state = Some(Field {
                        text: "draft".to_owned(),
                        ..field
                    });
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        *slot = key.into_field()?;
        Ok(())
    }
}

impl Key {
    fn into_field(self) -> Result<Option<Field>, FrontMatterError> {
        match self.value {
            Value::Null => Ok(None),
            Value::Scalar(text) => Ok(Some(Field {
                text: one_line(&text),
                position: self.position,
            })
            .filter(|field| !field.text.is_empty())),
            Value::List(_) | Value::Other => Err(self.wrong("one value")),
        }
    }

    fn into_list(
        self,
        expected: &str,
        split: impl Fn(String) -> Vec<String>,
    ) -> Result<Vec<String>, FrontMatterError> {
        let mut list = match self.value {
            Value::Null => Vec::new(),
            Value::Scalar(text) => split(one_line(&text)),
            Value::List(list) => list.iter().map(|text| one_line(text)).collect(),
            Value::Other => return Err(self.wrong(expected)),
        };
        list.retain(|text| !text.is_empty());
        Ok(list)
    }

    fn wrong(&self, expected: &str) -> FrontMatterError {
        FrontMatterError {
            position: self.position,
            message: format!("`{}` must be {expected}", self.name),
        }
    }
}

/// The names in `tags: one, two`.
pub(crate) fn split_tags(text: &str) -> Vec<String> {
    let tags = text.split(',').map(one_line);
    tags.filter(|tag| !tag.is_empty()).collect()
}

/// The top-level keys of a YAML block; `None` when it is text instead of keys.
fn yaml_keys(block: &str) -> Result<Option<Vec<Key>>, FrontMatterError> {
    let mut events = YamlEvents {
        parser: Parser::new_from_str(block),
    };
    loop {
        match events.next()? {
            (Event::MappingStart(..), _) => return events.keys().map(Some),
            (Event::Scalar(text, ..), _) if !text.is_empty() => return Ok(None),
            (Event::SequenceStart(..), _) => return Ok(None),
            (Event::StreamEnd | Event::DocumentEnd, _) => return Ok(Some(Vec::new())),
            _ => {}
        }
    }
}

struct YamlEvents<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
}

impl<'a> YamlEvents<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Position), FrontMatterError> {
        // The block begins on the second line of the file.
        let in_file = |marker: &saphyr_parser::Marker| {
            Position::from_counts(marker.line() + 1, marker.col() + 1)
        };
        match self.parser.next_event() {
            None => Ok((Event::StreamEnd, Position::default())),
            Some(Ok((event, span))) => Ok((event, in_file(&span.start))),
            Some(Err(error)) => Err(FrontMatterError {
                position: in_file(error.marker()),
                message: format!(
                    "not valid YAML: {}; put a value that holds `: ` or `#` in quotes",
                    error.info()
                ),
            }),
        }
    }

    fn keys(&mut self) -> Result<Vec<Key>, FrontMatterError> {
        let mut keys = Vec::new();
        loop {
            let name = match self.next()? {
                (Event::MappingEnd | Event::StreamEnd, _) => break,
                (Event::Scalar(name, ..), _) => name.into_owned(),
                (event, _) => {
                    self.skip(&event)?;
                    String::new()
                }
            };
            let (event, position) = self.next()?;
            let value = self.value(event)?;
            keys.push(Key {
                name,
                value,
                position,
            });
        }
        Ok(keys)
    }

    fn value(&mut self, event: Event<'a>) -> Result<Value, FrontMatterError> {
        match event {
            Event::Scalar(text, ScalarStyle::Plain, ..)
                if matches!(&*text, "" | "~" | "null" | "Null" | "NULL") =>
            {
                Ok(Value::Null)
            }
            Event::Scalar(text, ..) => Ok(Value::Scalar(text.into_owned())),
            Event::SequenceStart(..) => self.list(),
            event => {
                self.skip(&event)?;
                Ok(Value::Other)
            }
        }
    }

    fn list(&mut self) -> Result<Value, FrontMatterError> {
        let mut list = Vec::new();
        let mut is_flat = true;
        loop {
            let (event, _) = self.next()?;
            match event {
                Event::SequenceEnd | Event::StreamEnd => break,
                Event::Scalar(text, ..) => list.push(text.into_owned()),
                event => {
                    self.skip(&event)?;
                    is_flat = false;
                }
            }
        }
        Ok(if is_flat {
            Value::List(list)
        } else {
            Value::Other
        })
    }

    /// Passes over the rest of the value that `event` begins.
    fn skip(&mut self, event: &Event<'a>) -> Result<(), FrontMatterError> {
        let mut depth = u32::from(matches!(
            event,
            Event::MappingStart(..) | Event::SequenceStart(..)
        ));
        while depth > 0 {
            match self.next()?.0 {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => depth -= 1,
                Event::StreamEnd => break,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The top-level keys of a TOML block.
fn toml_keys(file: &str, block: &str) -> Result<Option<Vec<Key>>, FrontMatterError> {
    let start = file.find('\n').map_or(0, |newline| newline + 1);
    let table = DeTable::parse(block).map_err(|error| FrontMatterError {
        position: Position::of(file, start + error.span().map_or(0, |span| span.start)),
        message: format!("not valid TOML: {}", error.message()),
    })?;
    let keys = table.get_ref().iter().map(|(name, value)| Key {
        name: name.get_ref().to_string(),
        value: toml_value(value.get_ref()),
        position: Position::of(file, start + value.span().start),
    });
    Ok(Some(keys.collect()))
}

fn toml_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::Array(array) => {
            let list: Option<Vec<String>> = array
                .iter()
                .map(|item| toml_scalar(item.get_ref()))
                .collect();
            list.map_or(Value::Other, Value::List)
        }
        value => toml_scalar(value).map_or(Value::Other, Value::Scalar),
    }
}

fn toml_scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Datetime(datetime) => Some(datetime.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

#[cfg(test)]
#[path = "front_matter_tests.rs"]
mod tests;
