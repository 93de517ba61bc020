//! `cargo xtask bench`: what a corpus costs to build and to search.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::Value;

use crate::bench_report::{self, Bench};
use crate::measure::Cost;
use crate::missing::{Missing, Misuse};
use crate::progress::Progress;
use crate::workspace::Workspace;
use crate::{demo, dist, process, setup};

/// What to measure.
#[derive(Args)]
pub struct BenchArgs {
    /// Folder with articles.jsonl(.gz) and, for the browser's part, queries.jsonl(.gz)
    #[arg(long)]
    corpus: PathBuf,
    /// Language whose page is measured; by default the one with the most articles
    #[arg(long)]
    lang: Option<String>,
    /// Queries typed key by key
    #[arg(long, default_value_t = 120)]
    queries: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Builds the corpus, weighs the bundle, then searches it in Chromium.
///
/// # Errors
/// When something is not installed, or a step fails.
pub fn run(workspace: &Workspace, args: &BenchArgs) -> Result<()> {
    let corpus = env::current_dir()?.join(&args.corpus);
    let articles = find(&corpus, "articles").ok_or_else(|| {
        Misuse(format!(
            "no articles.jsonl or articles.jsonl.gz in {}",
            corpus.display()
        ))
    })?;
    let queries = find(&corpus, "queries");
    dist::run(workspace, &[])?;
    let name = corpus.file_name().map_or_else(
        || "corpus".into(),
        |name| name.to_string_lossy().into_owned(),
    );
    let out = workspace.path("target/bench").join(&name).join("help");
    let mut progress = Progress::new("bench", if queries.is_some() { 4 } else { 3 });
    progress.step("helpdex, the command line tool", || {
        demo::build_tool(workspace)
    })?;
    let cost = progress.step("index", || build(workspace, &articles, &out))?;
    let (files, manifest) = progress.step("bytes", || bench_report::weigh(&out))?;
    let browser = match &queries {
        Some(queries) => {
            Some(progress.step("Chromium", || search(workspace, args, &out, queries))?)
        }
        None => None,
    };
    let bench = Bench::new(name, cost, &manifest, files, browser);
    if args.json {
        println!("{}", serde_json::to_string_pretty(&bench)?);
    } else {
        print!("{}", bench.text());
    }
    Ok(())
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let names = [format!("{name}.jsonl.gz"), format!("{name}.jsonl")];
    names
        .into_iter()
        .map(|name| folder.join(name))
        .find(|file| file.is_file())
}

fn build(workspace: &Workspace, articles: &Path, out: &Path) -> Result<Cost> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let folder = out.parent().context("a bundle without a folder")?;
    fs::create_dir_all(folder)?;
    let figures = folder.join("build.json");
    let mut measure = Command::new(env::current_exe()?);
    measure
        .arg("measure")
        .arg("--out")
        .arg(&figures)
        .arg("--")
        .arg(workspace.helpdex());
    measure
        .arg("build")
        .arg("--source")
        .arg(articles)
        .arg("--out")
        .arg(out);
    process::run_quietly(&mut measure)?;
    Ok(serde_json::from_slice(&fs::read(&figures)?)?)
}

fn search(workspace: &Workspace, args: &BenchArgs, out: &Path, queries: &Path) -> Result<Value> {
    ensure!(
        workspace.node_module("playwright-core").exists(),
        Missing::new("playwright-core", "cargo xtask setup")
    );
    let chromium =
        setup::chromium().ok_or_else(|| Missing::new("Chromium", "cargo xtask setup"))?;
    let mut node = workspace.node();
    node.arg("bench/keystrokes.mjs")
        .arg("--bundle")
        .arg(out)
        .arg("--queries")
        .arg(queries);
    node.arg("--typed")
        .arg(args.queries.to_string())
        .env("CHROMIUM", chromium);
    if let Some(lang) = &args.lang {
        node.arg("--lang").arg(lang);
    }
    serde_json::from_str(&process::run_quietly(&mut node)?)
        .context("tests/bench/keystrokes.mjs printed no JSON")
}
