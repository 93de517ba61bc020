//! A bundle to judge: one that is there, or one built for the purpose.

use crate::commands::build::{OnMissed, build};
use crate::commands::{Failure, manifest_of};
use crate::config::{Config, Overrides};
use crate::eval::Judge;
use anyhow::anyhow;
use std::path::Path;
use tempfile::TempDir;

/// A bundle with its judge.
pub(super) struct Side {
    /// What the command line calls it.
    pub(super) name: String,
    /// Opened.
    pub(super) judge: Judge,
    /// Holds what was built, until the end.
    _folder: Option<TempDir>,
}

impl Side {
    /// The bundle in a folder, or one built by a configuration file; `None` for neither.
    pub(super) fn open(
        bundle: Option<&Path>,
        config: Option<&Path>,
    ) -> Result<Option<Self>, Failure> {
        match (bundle, config) {
            (Some(bundle), _) => Self::of(bundle, bundle, None).map(Some),
            (None, Some(config)) => Self::build(config).map(Some),
            (None, None) => Ok(None),
        }
    }

    fn of(name: &Path, bundle: &Path, folder: Option<TempDir>) -> Result<Self, Failure> {
        Ok(Self {
            name: name.display().to_string(),
            judge: Judge::new(bundle, manifest_of(bundle)?),
            _folder: folder,
        })
    }

    fn build(file: &Path) -> Result<Self, Failure> {
        let folder = tempfile::tempdir().map_err(|error| {
            anyhow!("no temporary folder ({error}); set TMPDIR to a folder that can be written")
        })?;
        let out = folder.path().join("help");
        let overrides = Overrides {
            out: Some(out.clone()),
            ..Overrides::default()
        };
        let mut config = Config::load(file)
            .and_then(|config| config.apply(overrides))
            .map_err(|error| Failure::Usage(error.into()))?;
        // What is judged here needs no judgement of its own.
        config.eval.sample = 0;
        config.must_find.clear();
        build(&config, OnMissed::Warn)?;
        Self::of(file, &out, Some(folder))
    }
}
