//! `[kcs]`: what articles have to state for those who look after them.

use super::check::Mistake;
use serde::Deserialize;
use toml::Spanned;

/// What `require` can name.
const NAMES: [&str; 3] = ["owner", "review_by", "verified"];

/// `[kcs]`, read by `helpdex check`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KcsConfig {
    /// Fields that a published article has to state: `owner`, `review_by`, `verified`. None by
    /// default.
    pub require: Vec<Spanned<String>>,
}

impl KcsConfig {
    /// Whether an article has to state a field.
    pub fn requires(&self, name: &str) -> bool {
        self.require.iter().any(|one| one.get_ref() == name)
    }

    /// Refuses names that no article has.
    pub(super) fn check(&self) -> Result<(), Mistake> {
        let unknown = |one: &&Spanned<String>| !NAMES.contains(&one.get_ref().as_str());
        match self.require.iter().find(unknown) {
            Some(one) => Err((
                one.span().start,
                format!(
                    "`{}` cannot be required; name some of {}",
                    one.get_ref(),
                    NAMES.join(", ")
                ),
            )),
            None => Ok(()),
        }
    }
}
