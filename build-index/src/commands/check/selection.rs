//! Which rules apply.

use super::Arguments;
use crate::commands::Failure;
use crate::config::{CheckConfig, unknown_rule};
use crate::rules;
use anyhow::anyhow;

/// The rules that the command line and the configuration leave.
pub(super) struct Selection {
    only: Vec<String>,
    off: Vec<String>,
}

impl Selection {
    /// Refuses names of no rule.
    pub(super) fn of(arguments: &Arguments, config: &CheckConfig) -> Result<Self, Failure> {
        for (option, names) in [("--only", &arguments.only), ("--off", &arguments.off)] {
            if let Some(name) = names.iter().find(|name| rules::named(name).is_none()) {
                return Err(Failure::Usage(anyhow!("{option}: {}", unknown_rule(name))));
            }
        }
        let stated = config.off.iter().map(|one| one.get_ref());
        // Who asks for a rule by name wants it, whatever the file says.
        let stated = stated.filter(|name| !arguments.only.contains(name));
        Ok(Self {
            only: arguments.only.clone(),
            off: arguments.off.iter().chain(stated).cloned().collect(),
        })
    }

    /// Whether a rule applies.
    pub(super) fn has(&self, rule: &str) -> bool {
        let is = |name: &String| name == rule;
        (self.only.is_empty() || self.only.iter().any(is)) && !self.off.iter().any(is)
    }
}
