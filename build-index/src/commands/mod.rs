//! One file a verb. stdout is data, stderr is talk.

pub mod build;
pub mod check;
pub mod collect;
pub mod completions;
mod demo;
mod documentation;
pub mod eval;
pub mod import;
pub mod init;
pub mod inspect;
pub mod man;
pub mod mcp;
pub mod query;
pub mod report;
pub mod serve;
pub mod simulate;

use crate::bundle_dir::{MANIFEST, Manifest};
use crate::cli::Command;
use crate::config::{Config, FILE_NAME};
use std::path::Path;
use std::process::ExitCode;

/// How a command ended other than well.
#[derive(Debug)]
pub enum Failure {
    /// Something failed, or a check did not pass: exit code 1.
    Failed(anyhow::Error),
    /// Wrong usage or configuration: exit code 2.
    Usage(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

/// Result of a command.
pub type Outcome = Result<(), Failure>;

/// Runs a command and reports its failure.
pub fn run(command: Command) -> ExitCode {
    let outcome = match command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Collect(arguments) => collect::run(arguments),
        Command::Mcp(arguments) => mcp::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
    };
    let (code, error) = match outcome {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Failed(error)) => (1, error),
        Err(Failure::Usage(error)) => (2, error),
    };
    eprintln!("helpdex: {error:#}");
    ExitCode::from(code)
}

/// The settings in this file; without one in `helpdex.toml` of the working directory, if it is there.
pub(crate) fn settings(stated: Option<&Path>) -> Result<Config, Failure> {
    let file = stated.or_else(|| Some(Path::new(FILE_NAME)).filter(|file| file.is_file()));
    let config = file.map_or_else(|| Ok(Config::default()), Config::load);
    config.map_err(|error| Failure::Usage(error.into()))
}

/// The manifest of a bundle. That there is none is a usage error, that it is damaged a failure.
pub(crate) fn manifest_of(bundle: &Path) -> Result<Manifest, Failure> {
    let is_there = bundle.join(MANIFEST).is_file();
    Manifest::read(bundle).map_err(if is_there {
        Failure::Failed
    } else {
        Failure::Usage
    })
}

/// Prints a value as one line of JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, value)?;
    writeln!(out)?;
    Ok(())
}
