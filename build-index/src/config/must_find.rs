//! `[[must_find]]`: what a search has to find, checked by every build.

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use super::check::{Mistake, find, tag};
use crate::extract::front_matter::Position;
use crate::source::Origin;

/// Default of `within`: what a person sees without scrolling.
pub const WITHIN: usize = 3;
/// Largest `within`: as many as a first page shows.
pub const MAX_WITHIN: usize = 10;

/// A query with the article that has to answer it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MustFind {
    /// As people type it; not empty.
    pub query: String,
    /// Id of the article; not empty.
    pub article: String,
    /// The article has to be among the first so many hits, 1 to [`MAX_WITHIN`]. Default
    /// [`WITHIN`].
    #[serde(default = "within")]
    pub within: usize,
    /// Language that is searched; `None`: the default language.
    #[serde(default)]
    pub language: Option<String>,
    /// Where the configuration says so.
    #[serde(skip)]
    pub origin: Origin,
}

fn within() -> usize {
    WITHIN
}

/// Checks what `[[must_find]]` says and notes where it says it, for messages.
pub(super) fn check(
    rules: &mut [MustFind],
    document: &DeTable<'_>,
    text: &str,
) -> Result<(), Mistake> {
    let Some(DeValue::Array(items)) = find(document, "must_find").map(|value| value.get_ref())
    else {
        return Ok(());
    };
    for (rule, item) in rules.iter_mut().zip(items) {
        let at = item.span().start;
        let Position { line, column } = Position::of(text, at);
        rule.origin.line = line;
        rule.origin.column = column;
        rule.check().map_err(|message| (at, message))?;
    }
    Ok(())
}

impl MustFind {
    fn check(&mut self) -> Result<(), String> {
        for (key, value) in [("query", &self.query), ("article", &self.article)] {
            if value.trim().is_empty() {
                return Err(format!(
                    "`must_find.{key}` is empty; write one, or remove the rule"
                ));
            }
        }
        let within = self.within;
        if !(1..=MAX_WITHIN).contains(&within) {
            return Err(format!(
                "`must_find.within` is {within}; it must be from 1 to {MAX_WITHIN}"
            ));
        }
        self.language = self.language.as_deref().map(tag).transpose()?;
        Ok(())
    }
}
