//! One bundle, built once or again and again.

use super::{Built, OnMissed, build_in};
use crate::commands::Failure;
use crate::config::Config;
use crate::pipeline::IndexMemory;
use crate::publish::{Compress, finish};
use crate::source::{Audience, ReadCache};

/// What the builds of one bundle have in common. One that is kept for watching remembers what did not
/// change from one build to the next; what is built is the same as without.
#[derive(Debug)]
pub struct Workspace {
    pub(super) config: Config,
    /// One for all builds, since what was read holds its canary.
    pub(super) audience: Audience,
    /// `None` for a single build.
    pub(super) memory: Option<Memory>,
}

/// What did not change from one build to the next.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Files that were read before.
    pub(super) files: ReadCache,
    /// Articles that were cut into words before.
    pub(super) indexes: IndexMemory,
}

impl Workspace {
    /// For one build.
    pub fn once(config: &Config) -> Self {
        Self {
            config: config.clone(),
            audience: config.reader_audience(),
            memory: None,
        }
    }

    /// For many builds.
    pub fn for_watching(config: &Config) -> Self {
        Self {
            memory: Some(Memory::default()),
            ..Self::once(config)
        }
    }

    /// Reads, indexes and publishes as configured.
    ///
    /// # Errors
    /// A source that cannot be read is a usage error; what cannot be written is a failure, and so is an
    /// assertion that does not hold if `on_missed` says so. The bundle is as it was then.
    pub fn build(&self, on_missed: OnMissed) -> Result<Built, Failure> {
        build_in(self, &self.config, on_missed)
    }

    /// The same for somebody who waits for it: no figures about all articles, and no compressed copies
    /// that only a line needs. [`Self::finish`] makes up for it.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn preview(&self) -> Result<Built, Failure> {
        let mut config = self.config.clone();
        config.eval.sample = 0;
        if config.bundle.compress == Compress::Host {
            config.bundle.compress = Compress::Preview;
        }
        build_in(self, &config, OnMissed::Warn)
    }

    /// Compresses what [`Self::preview`] left, so that the folder can be put on a server.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn finish(&self) -> Result<(), Failure> {
        Ok(finish(&self.config.out)?)
    }
}
