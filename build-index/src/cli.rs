//! Command-line arguments.

use crate::commands::{build, check, collect, eval, inspect, query, serve};
use clap::{Parser, Subcommand};

/// Help-center search as static files: build an index bundle, search it, judge it, serve it.
#[derive(Debug, Parser)]
#[command(name = "helpdex", version, propagate_version = true, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples:
  helpdex build --source articles/ --out public/help
  helpdex query --bundle public/help --lang es \"restablecer contraseña\"
  helpdex eval --bundle public/help --queries queries.jsonl.gz
  helpdex serve

Exit codes: 0 done, 1 something failed or a check did not pass, 2 wrong usage or configuration.";

/// One verb per job.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile articles into a static bundle
    Build(build::Arguments),
    /// Verify every file of a bundle, or read a source and report what is wrong with it
    Check(check::Arguments),
    /// Show what a bundle consists of
    Inspect(inspect::Arguments),
    /// Search a bundle
    Query(query::Arguments),
    /// Measure relevance on judged queries
    Eval(eval::Arguments),
    /// Serve a bundle, or the demo, on this machine
    Serve(serve::Arguments),
    /// Take what pages send, and look after the store of it
    Collect(collect::Arguments),
}
