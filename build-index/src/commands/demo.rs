//! The demo's help center, built of what the command carries within itself.

use super::Failure;
use super::build::{Built, OnMissed, build};
use crate::assets;
use crate::config::{Config, FILE_NAME, Overrides};
use anyhow::anyhow;
use std::path::{Path, PathBuf};

/// The articles of the demo: the mini corpus, in five languages.
const SAMPLE: &[u8] = include_bytes!("../../../tests/fixtures/mini/articles.jsonl.gz");

/// What people ask of them, judged.
const SAMPLE_QUERIES: &[u8] = include_bytes!("../../../tests/fixtures/mini/queries.jsonl.gz");

/// What the demo offers besides them.
const SAMPLE_CONFIG: &str = include_str!("../../demo/helpdex.toml");

/// A demo in a temporary folder, which goes with it.
#[derive(Debug)]
pub(super) struct Demo {
    folder: tempfile::TempDir,
    /// Its settings.
    pub config: Config,
    /// What became of the latest build.
    pub built: Built,
}

impl Demo {
    /// Builds it.
    ///
    /// # Errors
    /// No temporary folder, or a build that failed.
    pub fn build() -> Result<Self, Failure> {
        let folder = temporary_folder()?;
        let source = folder.path().join("articles.jsonl.gz");
        let settings = folder.path().join(FILE_NAME);
        write(&source, SAMPLE)?;
        write(&settings, SAMPLE_CONFIG.as_bytes())?;
        for tree in assets::DEMO_TREES {
            write(&folder.path().join("trees").join(tree.name), tree.bytes)?;
        }
        let offers = Config::load(&settings).map_err(|error| Failure::Usage(error.into()))?;
        let config = configure(offers, &source, &folder.path().join("help"), None)?;
        let built = build(&config, OnMissed::Warn)?;
        Ok(Self {
            folder,
            config,
            built,
        })
    }

    /// Builds it again with what a report learned: the folder that holds its `signals.json`.
    ///
    /// # Errors
    /// A build that failed.
    pub fn learn(&mut self, report: &Path) -> Result<(), Failure> {
        self.config.learning.signals = report.to_owned();
        self.built = build(&self.config, OnMissed::Warn)?;
        Ok(())
    }

    /// The folder of its bundle.
    pub fn bundle(&self) -> PathBuf {
        self.folder.path().join("help")
    }

    /// A path beside the bundle.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes judged queries of its articles, and tells where.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write_queries(&self) -> Result<PathBuf, Failure> {
        let path = self.beside("queries.jsonl.gz");
        write(&path, SAMPLE_QUERIES)?;
        Ok(path)
    }
}

/// Settings with another source, folder and language.
///
/// # Errors
/// Settings that contradict these.
pub(super) fn configure(
    config: Config,
    source: &Path,
    bundle: &Path,
    lang: Option<String>,
) -> Result<Config, Failure> {
    let overrides = Overrides {
        source: Some(source.into()),
        out: Some(bundle.into()),
        default_language: lang,
        ..Overrides::default()
    };
    config
        .apply(overrides)
        .map_err(|error| Failure::Usage(error.into()))
}

/// A folder that goes with what it is given to.
pub(super) fn temporary_folder() -> anyhow::Result<tempfile::TempDir> {
    tempfile::tempdir().map_err(|error| {
        anyhow!("no temporary folder ({error}); set TMPDIR to a folder that can be written")
    })
}

/// Writes a file, with the folder above it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|error| anyhow!("{}: cannot be written ({error})", path.display()))
}
