//! The `helpdex` command-line tool.

use clap::Parser;
use helpdex_cli::cli::Cli;
use helpdex_cli::commands;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(Cli::parse().command)
}
