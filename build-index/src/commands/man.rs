//! `helpdex man`: manual pages, one for the tool and one a verb.

use super::Outcome;
use crate::cli::Cli;
use anyhow::Context;
use clap::{Args, CommandFactory};
use std::path::PathBuf;

/// Arguments of `helpdex man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex man --out ~/.local/share/man/man1
  helpdex man --out man && man -l man/helpdex-check.1")]
pub struct Arguments {
    /// Folder to write them to; pages that are there are replaced
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When a page cannot be written.
pub fn run(arguments: &Arguments) -> Outcome {
    let out = &arguments.out;
    std::fs::create_dir_all(out)
        .with_context(|| format!("{}: cannot be made; check its permissions", out.display()))?;
    let written = clap_mangen::generate_to(Cli::command(), out);
    written.with_context(|| {
        format!(
            "{}: a page cannot be written; check its permissions",
            out.display()
        )
    })?;
    Ok(())
}
