//! `helpdex completions`: what a shell needs to complete commands and options.

use super::Outcome;
use crate::cli::Cli;
use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use std::io::Write;

/// Arguments of `helpdex completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex completions bash > ~/.local/share/bash-completion/completions/helpdex
  helpdex completions zsh > ~/.zfunc/_helpdex
  helpdex completions fish > ~/.config/fish/completions/helpdex.fish")]
pub struct Arguments {
    /// Shell to write them for
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// Runs the command.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(arguments: &Arguments) -> Outcome {
    let mut script = Vec::new();
    generate(arguments.shell, &mut Cli::command(), "helpdex", &mut script);
    let written = std::io::stdout().write_all(&script);
    Ok(written.context("stdout cannot be written")?)
}
