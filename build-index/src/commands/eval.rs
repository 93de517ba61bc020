//! `helpdex eval`: relevance on judged queries.

use super::{Failure, Outcome, manifest_of, print_json};
use crate::eval::{Evaluation, Summary, evaluate, read_queries, run as judge};
use crate::progress::{Phase, Unit};
use anyhow::{Context, anyhow};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `helpdex eval`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex eval --bundle public/help --queries queries.jsonl.gz
  helpdex eval --bundle public/help --queries queries.jsonl.gz --json | jq .overall.ndcg10
  helpdex eval --bundle public/help --queries queries.jsonl.gz --details hits.jsonl")]
pub struct Arguments {
    /// Folder of the bundle
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
    /// Judged queries, .jsonl or .jsonl.gz: {"query", "lang", "kind", "relevant": {id: grade}}
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Also write every query with its hits and measures to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub details: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// Queries that cannot be read are a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    let manifest = manifest_of(&arguments.bundle)?;
    let queries = read_queries(&arguments.queries).map_err(Failure::Usage)?;
    let phase = Phase::begin(
        "searching",
        queries.len() as u64,
        Unit::Things("query", "queries"),
    );
    let judged = judge(&arguments.bundle, &manifest, queries, || phase.advance())?;
    drop(phase);
    if let Some(path) = &arguments.details {
        let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(|error| {
            Failure::Usage(anyhow!(
                "{}: cannot be written ({error}); choose another --details",
                path.display()
            ))
        })?);
        for one in &judged {
            serde_json::to_writer(&mut file, one).map_err(anyhow::Error::from)?;
            writeln!(file).map_err(anyhow::Error::from)?;
        }
        file.flush()
            .with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    let evaluation = evaluate(&judged);
    if arguments.json {
        print_json(&evaluation)?;
    } else {
        print_table(&evaluation);
    }
    Ok(())
}

fn print_table(evaluation: &Evaluation) {
    println!(
        "{:<18} {:>5} {:>8} {:>7} {:>6} {:>6} {:>9} {:>6}",
        "", "n", "nDCG@10", "MRR@10", "S@1", "S@3", "recall@10", "zero"
    );
    let row = |name: &str, summary: &Summary| {
        println!(
            "{name:<18} {:>5} {:>8.4} {:>7.4} {:>6.3} {:>6.3} {:>9.4} {:>5.1}%",
            summary.n,
            summary.ndcg10,
            summary.mrr10,
            summary.success1,
            summary.success3,
            summary.recall10,
            summary.zero_rate * 100.0
        );
    };
    row("all", &evaluation.overall);
    for (name, summary) in evaluation.by_lang.iter().chain(&evaluation.by_kind) {
        row(name, summary);
    }
}
