//! `[learning]`: what a report learned from visitors' votes.

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Default of `learning.max_boost`.
const MAX_BOOST: f32 = 0.7;
/// Default of `learning.min_clients`.
const MIN_CLIENTS: u32 = 5;
/// Default of `learning.top_questions`.
const TOP_QUESTIONS: u32 = 8;

/// `[learning]`: whether and how much votes change the order of hits, and what is offered first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LearningConfig {
    /// Whether signals are used, if some are named. Default `true`.
    pub enabled: bool,
    /// `signals.json` of a report, or its folder. Empty, the default: none.
    pub signals: PathBuf,
    /// Largest natural logarithm of a learned factor, 0 (off) to 2. Default 0.7: a factor of 2.
    pub max_boost: f32,
    /// Distinct visitors that a question needs, 1 to 1000. Default 5.
    pub min_clients: u32,
    /// Top questions of a language at most, those of `[[top_questions]]` first, 0 to 50. Default 8.
    pub top_questions: u32,
}

impl Default for LearningConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            signals: PathBuf::new(),
            max_boost: MAX_BOOST,
            min_clients: MIN_CLIENTS,
            top_questions: TOP_QUESTIONS,
        }
    }
}

impl LearningConfig {
    /// What is to be read, if anything is.
    pub fn signals(&self) -> Option<&Path> {
        let is_used = self.enabled && !self.signals.as_os_str().is_empty();
        is_used.then_some(self.signals.as_path())
    }

    /// Makes the path relative to the working directory.
    pub(super) fn place(&mut self, folder: &Path) {
        if !self.signals.as_os_str().is_empty() {
            self.signals = folder.join(&self.signals);
        }
    }
}
