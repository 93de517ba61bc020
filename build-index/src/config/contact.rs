//! `[contact]`: ways to reach a person, and which of them is offered when.
//!
//! A question has a complexity, a severity and an effort; the three are a cell of a table, whose
//! row names the channels offered first and second.

mod channel;
mod hours;
pub(super) mod pattern;
mod table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};

use super::check::{Mistake, find, offset_of};

pub use channel::{Channel, Label};
pub use hours::{Hours, Opening};
pub use table::Table;

/// Default of `levels`.
pub const LEVELS: u8 = 2;

/// Everything that `[contact]` says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// Levels of complexity, severity and effort: 2 (low, high) or 3 (low, medium, high). Default
    /// [`LEVELS`].
    pub levels: u8,
    /// Channels by cell, such as `HLH`: the letters of complexity, severity and effort. Cells left
    /// out: see [`table::complete`].
    pub table: Table,
    /// `[[contact.rules]]`: the first rule that matches a query and sets a quality decides it.
    pub rules: Vec<Rule>,
    /// `[contact.channels.<id>]`. Without any nobody is offered.
    pub channels: BTreeMap<String, Channel>,
}

impl Default for Contact {
    fn default() -> Self {
        Self {
            levels: LEVELS,
            table: Table::new(),
            rules: Vec::new(),
            channels: BTreeMap::new(),
        }
    }
}

/// `[[contact.rules]]`: what the words of a query say about it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// A regular expression, searched anywhere in the query, whatever the case; see
    /// [`pattern::check`] for what is legal.
    #[serde(rename = "match")]
    pub pattern: String,
    /// What a query that matches is.
    pub set: Qualities,
}

/// Qualities of a question; those left out stay as they are.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Qualities {
    /// How hard it is to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complexity: Option<Level>,
    /// How bad it is for who asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Level>,
    /// How much has been tried already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort: Option<Level>,
}

/// How much of a quality a question has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Little.
    Low,
    /// Between; only with three levels.
    Medium,
    /// Much.
    High,
}

impl Contact {
    /// Refuses what cannot mean anything, with its place in `document`.
    pub(super) fn check(&self, document: &DeTable<'_>) -> Result<(), Mistake> {
        let at = |key: &str| offset_of(document, key);
        if !matches!(self.levels, 2 | 3) {
            let message = format!("`contact.levels` is {}; it must be 2 or 3", self.levels);
            return Err((at("contact.levels"), message));
        }
        for (id, channel) in &self.channels {
            channel.check(id, document)?;
        }
        let known: Vec<&str> = self.channels.keys().map(String::as_str).collect();
        for (cell, row) in &self.table {
            let wrong = |message| (at(&format!("contact.table.{cell}")), message);
            table::check(cell, row, self.levels, &known).map_err(wrong)?;
        }
        self.check_rules(document)
    }

    fn check_rules(&self, document: &DeTable<'_>) -> Result<(), Mistake> {
        let Some(DeValue::Array(items)) =
            find(document, "contact.rules").map(|list| list.get_ref())
        else {
            return Ok(());
        };
        for (rule, item) in self.rules.iter().zip(items) {
            let at = |key: &str| {
                let table = item.get_ref().as_table();
                let value = table.and_then(|table| find(table, key));
                value.map_or(item.span().start, |value| value.span().start)
            };
            pattern::check(&rule.pattern).map_err(|message| {
                let pattern = &rule.pattern;
                (
                    at("match"),
                    format!("`contact.rules.match`: `{pattern}` {message}"),
                )
            })?;
            rule.set
                .check(self.levels)
                .map_err(|message| (at("set"), message))?;
        }
        Ok(())
    }

    /// What pages in `language` are told; `None` where there is nobody to reach. `default` is the
    /// language of labels for languages that have none.
    pub fn json(&self, language: &str, default: &str) -> Option<Value> {
        if self.channels.is_empty() {
            return None;
        }
        let rules = self.rules.iter();
        let rules: Vec<Value> = rules
            .map(|rule| json!({ "match": rule.pattern, "set": rule.set }))
            .collect();
        let channels: serde_json::Map<String, Value> = (self.channels.iter())
            .map(|(id, channel)| (id.clone(), channel.json(language, default)))
            .collect();
        let known: Vec<&str> = self.channels.keys().map(String::as_str).collect();
        Some(json!({
            "levels": self.levels,
            "table": table::complete(&self.table, self.levels, &known),
            "rules": rules,
            "channels": channels,
        }))
    }
}

impl Qualities {
    fn check(self, levels: u8) -> Result<(), String> {
        let stated = [
            ("complexity", self.complexity),
            ("severity", self.severity),
            ("effort", self.effort),
        ];
        if stated.iter().all(|(_, level)| level.is_none()) {
            return Err(
                "`contact.rules.set` sets nothing; write `set = { severity = \"high\" }`"
                    .to_owned(),
            );
        }
        let medium = stated
            .iter()
            .find(|(_, level)| *level == Some(Level::Medium));
        match medium {
            Some((name, _)) if levels == 2 => Err(format!(
                "`contact.rules.set.{name}` is `medium`, but there are two levels; write `low` or `high`, or set `contact.levels = 3`"
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
