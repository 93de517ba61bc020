//! The values of a tree's keys, with what is wrong about them.

use super::Mistake;
use super::yaml_value::{Entry, Value, Yaml};
use crate::extract::front_matter::Position;
use crate::extract::one_line;
use crate::source::language::canonical_tag;
use crate::source::{State, TreeFile, nearest};

/// The keys of a table, each of which is asked for once.
pub(super) struct Fields<'y> {
    /// What the table is, for messages.
    what: &'static str,
    entries: &'y [Entry],
    /// Where the table begins.
    pub(super) position: Position,
}

impl<'y> Fields<'y> {
    pub(super) fn of(yaml: &'y Yaml, what: &'static str) -> Result<Self, Mistake> {
        match &yaml.value {
            Value::Map(entries) => Ok(Self {
                what,
                entries,
                position: yaml.position,
            }),
            _ => Err(Mistake::new(
                yaml.position,
                format!("{what} is not a table of keys"),
                "write `key: value` lines",
            )),
        }
    }

    /// Refuses the first key that is not among `known`.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Mistake> {
        let mut entries = self.entries.iter();
        let Some(entry) = entries.find(|entry| !known.contains(&entry.key.as_str())) else {
            return Ok(());
        };
        let cure = match nearest(&entry.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys are {}", known.join(", ")),
        };
        let message = format!("{} has no key `{}`", self.what, entry.key);
        Err(Mistake::new(entry.position, message, cure))
    }

    pub(super) fn get(&self, key: &str) -> Option<&'y Yaml> {
        let mut entries = self.entries.iter();
        let found = entries
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value);
        found.filter(|yaml| yaml.value != Value::Null)
    }

    /// The text of a key as it is written, if there is any.
    pub(super) fn text(&self, key: &str) -> Result<Option<&'y str>, Mistake> {
        let Some(yaml) = self.get(key) else {
            return Ok(None);
        };
        match &yaml.value {
            Value::Scalar(text) => Ok(Some(text.as_str()).filter(|text| !text.trim().is_empty())),
            _ => Err(self.wrong(yaml, key, "one text")),
        }
    }

    /// The text of a key on one line.
    pub(super) fn line(&self, key: &str) -> Result<Option<String>, Mistake> {
        Ok(self.text(key)?.map(one_line))
    }

    pub(super) fn needed_line(&self, key: &str) -> Result<String, Mistake> {
        self.line(key)?.ok_or_else(|| {
            Mistake::new(
                self.position,
                format!("{} has no `{key}`", self.what),
                format!("add `{key}: …`"),
            )
        })
    }

    pub(super) fn flag(&self, key: &str) -> Result<bool, Mistake> {
        match (self.text(key)?, self.get(key)) {
            (Some("true"), _) => Ok(true),
            (None | Some("false"), _) => Ok(false),
            (Some(_), Some(yaml)) => Err(self.wrong(yaml, key, "`true` or `false`")),
            (Some(_), None) => Ok(false),
        }
    }

    /// One text, or a list of them.
    pub(super) fn lines(&self, key: &str) -> Result<Vec<String>, Mistake> {
        let Some(yaml) = self.get(key) else {
            return Ok(Vec::new());
        };
        let line = |yaml: &Yaml| match &yaml.value {
            Value::Scalar(text) => Some(one_line(text)),
            _ => None,
        };
        let lines = match &yaml.value {
            Value::List(items) => items.iter().map(line).collect(),
            _ => line(yaml).map(|line| vec![line]),
        };
        lines.ok_or_else(|| self.wrong(yaml, key, "a text or a list of texts"))
    }

    /// The items of a list; none when the key is not there.
    pub(super) fn list(&self, key: &str) -> Result<&'y [Yaml], Mistake> {
        match self.get(key).map(|yaml| (&yaml.value, yaml)) {
            None => Ok(&[]),
            Some((Value::List(items), _)) => Ok(items),
            Some((_, yaml)) => Err(self.wrong(yaml, key, "a list")),
        }
    }

    pub(super) fn wrong(&self, yaml: &Yaml, key: &str, expected: &str) -> Mistake {
        let message = format!("`{key}` of {} must be {expected}", self.what);
        Mistake::new(yaml.position, message, "mend it")
    }
}

/// What both forms of file state about a tree as a whole.
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) section: Vec<String>,
    pub(super) start: Option<String>,
    pub(super) audience: Vec<String>,
}

impl Heading {
    /// Reads the keys; `id_key` is the one that holds the id. `None` when the tree is not published.
    pub(super) fn read(
        fields: &Fields<'_>,
        id_key: &str,
        file: &TreeFile,
    ) -> Result<Option<Self>, Mistake> {
        if !is_published(fields)? {
            return Ok(None);
        }
        let id = fields
            .line(id_key)?
            .unwrap_or_else(|| file.name().to_owned());
        let position = fields
            .get(id_key)
            .map_or(fields.position, |yaml| yaml.position);
        check_id(&id, "tree", position)?;
        Ok(Some(Self {
            id,
            title: fields.line("title")?,
            url: url(fields)?,
            language: language(fields)?.or_else(|| file.language.clone()),
            section: fields.lines("section")?,
            start: fields.line("start")?,
            audience: fields.lines("audience")?,
        }))
    }
}

/// Refuses an id that could not stand in an address.
pub(super) fn check_id(id: &str, what: &str, position: Position) -> Result<(), Mistake> {
    let is_legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !id.is_empty() && id.chars().all(is_legal) {
        return Ok(());
    }
    let message = format!("`{id}` is no id of a {what}");
    let cure = "use letters a to z, digits, `_` and `-`";
    Err(Mistake::new(position, message, cure))
}

fn is_published(fields: &Fields<'_>) -> Result<bool, Mistake> {
    let Some(name) = fields.line("state")? else {
        return Ok(true);
    };
    State::named(&name)
        .map(|state| state == State::Published)
        .ok_or_else(|| {
            let position = fields
                .get("state")
                .map_or(fields.position, |yaml| yaml.position);
            let names = State::NAMES.map(|(name, _)| name).join(", ");
            Mistake::new(
                position,
                format!("unknown state `{name}`"),
                format!("write one of {names}"),
            )
        })
}

fn language(fields: &Fields<'_>) -> Result<Option<String>, Mistake> {
    for key in ["lang", "language"] {
        if let (Some(tag), Some(yaml)) = (fields.line(key)?, fields.get(key)) {
            return canonical_tag(&tag).map(Some).map_err(|error| {
                let cure = "write an ISO 639-1 code such as `en` or `pt-BR`";
                Mistake::new(yaml.position, error.to_string(), cure)
            });
        }
    }
    Ok(None)
}

fn url(fields: &Fields<'_>) -> Result<Option<String>, Mistake> {
    let Some(url) = fields.line("url")? else {
        return Ok(None);
    };
    let lower = url.to_ascii_lowercase();
    let is_page = ["/", "https://", "http://"]
        .iter()
        .any(|start| lower.starts_with(start));
    if is_page && !url.contains('#') {
        return Ok(Some(url.replace(' ', "%20")));
    }
    let position = fields
        .get("url")
        .map_or(fields.position, |yaml| yaml.position);
    Err(Mistake::new(
        position,
        format!("`{url}` is not the address of a page"),
        "write one that begins with https:// or / and holds no `#`",
    ))
}
