//! `helpdex eval`: relevance on judged queries, or on queries made from the articles.

use super::{Failure, Outcome, manifest_of, print_json};
use crate::eval::{
    Evaluation, Judge, Judged, JudgedQuery, Summary, auto::Kind, evaluate, read_queries,
};
use crate::progress::{Phase, Unit};
use anyhow::{Context, anyhow};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `helpdex eval`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex eval --bundle public/help --auto        # queries made from the articles themselves
  helpdex eval --bundle public/help --queries queries.jsonl.gz
  helpdex eval --bundle public/help --queries queries.jsonl.gz --json | jq .overall.ndcg10
  helpdex eval --bundle public/help --queries queries.jsonl.gz --details hits.jsonl")]
pub struct Arguments {
    /// Folder of the bundle
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
    #[command(flatten)]
    /// What is asked.
    pub asked: Asked,
    /// With --auto: articles of each language to make queries from; 0: all
    #[arg(
        long,
        value_name = "N",
        default_value_t = 500,
        conflicts_with = "queries"
    )]
    pub sample: usize,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Also write every query with its hits and measures to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub details: Option<PathBuf>,
}

/// Where the queries are from.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Asked {
    /// Judged queries, .jsonl or .jsonl.gz: {"query", "lang", "kind", "relevant": {id: grade}}
    #[arg(long, value_name = "FILE")]
    pub queries: Option<PathBuf>,
    /// Make queries from the articles: their titles, with a typo, half-typed, as questions, and
    /// fragments of their texts
    #[arg(long)]
    pub auto: bool,
}

/// Runs the command.
///
/// # Errors
/// Queries that cannot be read are a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    let manifest = manifest_of(&arguments.bundle)?;
    let mut judge = Judge::new(&arguments.bundle, manifest);
    let queries = match &arguments.asked.queries {
        Some(file) => read_queries(file).map_err(Failure::Usage)?,
        None => judge.auto_queries(&Kind::ALL, arguments.sample)?,
    };
    let judged = ask(&mut judge, &queries)?;
    if let Some(path) = &arguments.details {
        write_details(path, &judged)?;
    }
    let evaluation = evaluate(&judged);
    if arguments.json {
        print_json(&evaluation)?;
    } else {
        print_table(&evaluation, arguments.asked.auto);
    }
    Ok(())
}

fn ask(judge: &mut Judge, queries: &[JudgedQuery]) -> anyhow::Result<Vec<Judged>> {
    let phase = Phase::begin(
        "searching",
        queries.len() as u64,
        Unit::Things("query", "queries"),
    );
    let judged = queries.iter().map(|query| {
        phase.advance();
        judge.ask(query)
    });
    judged.collect()
}

fn write_details(path: &Path, judged: &[Judged]) -> Result<(), Failure> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(|error| {
        Failure::Usage(anyhow!(
            "{}: cannot be written ({error}); choose another --details",
            path.display()
        ))
    })?);
    for one in judged {
        serde_json::to_writer(&mut file, one).map_err(anyhow::Error::from)?;
        writeln!(file).map_err(anyhow::Error::from)?;
    }
    file.flush()
        .with_context(|| format!("{}: cannot be written", path.display()))?;
    Ok(())
}

/// One line a group: all, languages, kinds, and kinds within languages where there are several of
/// both. Queries made from articles have one right answer, so that fewer measures say all.
fn print_table(evaluation: &Evaluation, auto: bool) {
    let (titles, row): (String, fn(&Summary) -> String) = if auto {
        (auto_titles(), auto_row)
    } else {
        (judged_titles(), judged_row)
    };
    println!("{:<18} {titles}", "");
    let print = |name: &str, summary: &Summary| println!("{name:<18} {}", row(summary));
    print("all", &evaluation.overall);
    for (name, summary) in evaluation.by_lang.iter().chain(&evaluation.by_kind) {
        print(name, summary);
    }
    if evaluation.by_lang.len() < 2 || evaluation.by_kind.len() < 2 {
        return;
    }
    for (lang, kinds) in &evaluation.by_lang_and_kind {
        for (kind, summary) in kinds {
            print(&format!("{lang} {kind}"), summary);
        }
    }
}

fn judged_titles() -> String {
    format!(
        "{:>5} {:>8} {:>7} {:>6} {:>6} {:>9} {:>6}",
        "n", "nDCG@10", "MRR@10", "S@1", "S@3", "recall@10", "zero"
    )
}

fn judged_row(summary: &Summary) -> String {
    format!(
        "{:>5} {:>8.4} {:>7.4} {:>6.3} {:>6.3} {:>9.4} {:>5.1}%",
        summary.n,
        summary.ndcg10,
        summary.mrr10,
        summary.success1,
        summary.success3,
        summary.recall10,
        summary.zero_rate * 100.0
    )
}

fn auto_titles() -> String {
    format!(
        "{:>5} {:>7} {:>7} {:>7} {:>7}",
        "n", "R@1", "R@3", "MRR@10", "zero"
    )
}

fn auto_row(summary: &Summary) -> String {
    format!(
        "{:>5} {:>6.1}% {:>6.1}% {:>7.4} {:>6.2}%",
        summary.n,
        summary.success1 * 100.0,
        summary.success3 * 100.0,
        summary.mrr10,
        summary.zero_rate * 100.0
    )
}
