//! Command-line arguments.

use crate::commands::{
    build, check, collect, completions, eval, import, init, inspect, man, mcp, query, report,
    serve, simulate,
};
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
    /// Begin a help center: settings, sample articles, and the snippet to paste
    Init(init::Arguments),
    /// Compile articles into a static bundle
    Build(build::Arguments),
    /// Verify every file of a bundle, or say what is wrong with the articles of a source
    Check(check::Arguments),
    /// Take articles from a help desk, a site or files into one folder of Markdown
    Import(import::Arguments),
    /// Show what a bundle consists of
    Inspect(inspect::Arguments),
    /// Search a bundle
    Query(query::Arguments),
    /// Measure relevance on judged queries
    Eval(eval::Arguments),
    /// Tell what people ask, what has no answer, and what the next build may learn
    Report(report::Arguments),
    /// Serve a bundle, or the demo, on this machine
    Serve(serve::Arguments),
    /// Offer a bundle to assistants (Model Context Protocol)
    Mcp(mcp::Arguments),
    /// Take what pages send, and look after the store of it
    Collect(collect::Arguments),
    /// Make seeded traffic on a bundle, with the truth about it
    Simulate(simulate::Arguments),
    /// Write what a shell needs to complete commands
    Completions(completions::Arguments),
    /// Write manual pages
    Man(man::Arguments),
}
