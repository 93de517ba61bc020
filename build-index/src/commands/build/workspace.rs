//! One bundle, built once or again and again.

use super::{Built, OnMissed, build_in};
use crate::commands::Failure;
use crate::config::{Config, PagesConfig};
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

    /// Whether its builds are those of these settings.
    pub fn is_for(&self, config: &Config) -> bool {
        self.config == *config
    }

    /// Reads, indexes and publishes as configured.
    ///
    /// # Errors
    /// A source that cannot be read is a usage error; what cannot be written is a failure, and so is an
    /// assertion that does not hold if `on_missed` says so. The bundle is as it was then.
    pub fn build(&self, on_missed: OnMissed) -> Result<Built, Failure> {
        build_in(self, &self.config, on_missed)
    }

    /// The same for somebody who waits for it: no figures about all articles, no pages, and no compressed
    /// copies that only a line needs. [`Self::finish`] makes up for it.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn preview(&self) -> Result<Built, Failure> {
        let mut config = self.without_figures();
        config.pages = PagesConfig::default();
        if config.bundle.compress == Compress::Host {
            config.bundle.compress = Compress::Preview;
        }
        build_in(self, &config, OnMissed::Warn)
    }

    /// Writes what [`Self::preview`] left, so that the folder can be put on a server.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn finish(&self) -> Result<(), Failure> {
        finish(&self.config.out)?;
        if self.config.pages.out().is_some() {
            build_in(self, &self.without_figures(), OnMissed::Warn)?;
        }
        Ok(())
    }

    fn without_figures(&self) -> Config {
        let mut config = self.config.clone();
        config.eval.sample = 0;
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    fn configured(folder: &Path) -> Config {
        Config {
            source: folder.join("kb"),
            out: folder.join("out"),
            ..Config::default()
        }
    }

    fn compressed(out: &Path) -> BTreeSet<String> {
        let names = fs::read_dir(out.join("data")).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names
            .filter(|name| name.ends_with(".br") || name.ends_with(".gz"))
            .collect()
    }

    #[test]
    fn a_preview_leaves_compressing_for_later() {
        let folder = tempfile::tempdir().unwrap();
        let config = configured(folder.path());
        fs::create_dir(&config.source).unwrap();
        let article = config.source.join("a.md");
        fs::write(&article, "# One\n\nText.\n").unwrap();
        let workspace = Workspace::for_watching(&config);
        workspace.build(OnMissed::Warn).unwrap();
        let first = compressed(&config.out);
        assert_eq!(first.len(), 2, "{first:?}");
        // Nothing was left: nothing is done.
        workspace.finish().unwrap();
        assert_eq!(compressed(&config.out), first);
        fs::write(&article, "# Two\n\nOther text.\n").unwrap();
        workspace.preview().unwrap();
        assert_eq!(compressed(&config.out), first, "what pages may still load");
        workspace.finish().unwrap();
        assert_eq!(compressed(&config.out).len(), 4);
        // What was added belongs to the build: the next one keeps it, and drops the oldest.
        fs::write(&article, "# Three\n\nMore text.\n").unwrap();
        workspace.preview().unwrap();
        let second = compressed(&config.out);
        assert!(
            second.len() == 2 && second.is_disjoint(&first),
            "{second:?}"
        );
    }
}
