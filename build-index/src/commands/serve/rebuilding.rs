//! The bundle of `helpdex serve --source`, built again when something that it is made of changes.

use super::Arguments;
use crate::commands::build::{OnMissed, Workspace};
use crate::commands::demo::configure;
use crate::commands::{Failure, settings};
use crate::config::{Config, FILE_NAME};
use crate::serve::{Change, Watch, watch};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Builds the bundle, and again on every change for as long as the result lives.
pub(super) fn build_and_watch(
    source: &Path,
    bundle: &Path,
    arguments: &Arguments,
) -> Result<Watch, Failure> {
    let wanted = Wanted {
        source: source.to_owned(),
        bundle: bundle.to_owned(),
        lang: arguments.lang.clone(),
        settings: arguments.config.clone(),
    };
    let config = wanted.config()?;
    let workspace = Workspace::for_watching(&config);
    workspace.build(OnMissed::Warn)?.print(&config);
    let (watched, written) = (wanted.files(&config), written(&config));
    let workspace = Mutex::new(workspace);
    let rebuild = move |change| {
        let mut workspace = workspace.lock().unwrap_or_else(PoisonError::into_inner);
        let built = match change {
            Change::Burst => preview(&wanted, &mut workspace),
            Change::Rest => workspace.finish(),
        };
        built.map_err(|failure| match failure {
            Failure::Failed(error) | Failure::Usage(error) => format!("helpdex: {error:#}").into(),
        })
    };
    watch(&watched, &written, rebuild).map_err(|error| Failure::Usage(error.into()))
}

/// What the command line says.
struct Wanted {
    source: PathBuf,
    bundle: PathBuf,
    lang: Option<String>,
    settings: Option<PathBuf>,
}

impl Wanted {
    /// The settings as they are now, with the command line over them.
    fn config(&self) -> Result<Config, Failure> {
        let config = settings(self.settings.as_deref())?;
        configure(config, &self.source, &self.bundle, self.lang.clone())
    }

    /// What the bundle is made of.
    fn files(&self, config: &Config) -> Vec<PathBuf> {
        let settings = self.settings.clone();
        let settings = settings.unwrap_or_else(|| PathBuf::from(FILE_NAME));
        let others = [settings, config.trees.clone()];
        let others = others.into_iter().filter(|path| path.exists());
        others.chain([self.source.clone()]).collect()
    }
}

/// Folders that a build writes to.
fn written(config: &Config) -> Vec<PathBuf> {
    let pages = config.pages.out().map(Path::to_owned);
    pages.into_iter().chain([config.out.clone()]).collect()
}

/// Other settings than before forget what was kept in memory.
fn preview(wanted: &Wanted, workspace: &mut Workspace) -> Result<(), Failure> {
    let config = wanted.config()?;
    if !workspace.is_for(&config) {
        *workspace = Workspace::for_watching(&config);
    }
    workspace.preview()?.print_briefly(&config);
    Ok(())
}
