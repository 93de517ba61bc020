//! `helpdex check`: verifies a published bundle, every byte of it, or lints a source.

mod bundle;
mod report;
mod sarif;
mod selection;
mod source;

use super::{Failure, Outcome};
use crate::bundle_dir::MANIFEST;
use crate::rules::RULES;
use anyhow::anyhow;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Arguments of `helpdex check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex check public/help       # a bundle: every checksum, every shard, every article's text
  helpdex check articles/         # a source: what would be left out, broken links, duplicates, and
                                  # what else the rules find, with the cure
  helpdex check articles/ --format sarif > helpdex.sarif       # for CI
  helpdex check articles/ --off reading-level --off orphan     # or `off` of [check] in helpdex.toml
  helpdex check --rules           # every rule: what it finds, why that matters, and the cure

Exit code: 1 with errors or warnings, with --strict also with notes.")]
pub struct Arguments {
    /// A bundle's folder or a source of articles
    #[arg(value_name = "DIR", required_unless_present = "rules")]
    pub path: Option<PathBuf>,
    /// Settings to check a source with [default: helpdex.toml in the working directory, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How what is wrong with a source is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Rule to check, and no other; may be repeated
    #[arg(long, value_name = "RULE")]
    pub only: Vec<String>,
    /// Rule not to check; may be repeated
    #[arg(long, value_name = "RULE")]
    pub off: Vec<String>,
    /// Fail on notes, too
    #[arg(long)]
    pub strict: bool,
    /// Explain every rule
    #[arg(long)]
    pub rules: bool,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line a finding, for people.
    Text,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for CI.
    Sarif,
}

/// Runs the command.
///
/// # Errors
/// Anything wrong is exit code 1; a path that is neither is a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.rules {
        print_rules();
        return Ok(());
    }
    let Some(path) = &arguments.path else {
        return Err(Failure::Usage(anyhow!(
            "no folder is named; give a bundle or a source of articles"
        )));
    };
    if path.join(MANIFEST).is_file() {
        bundle::check_bundle(path)
    } else {
        source::check_source(path, arguments)
    }
}

fn print_rules() {
    for rule in RULES {
        println!("{} ({})", rule.name, rule.severity);
        println!("    what  {}", rule.what);
        println!("    why   {}", rule.why);
        println!("    cure  {}", rule.cure);
    }
}
