//! `helpdex eval`: relevance on judged queries, or on queries made from the articles; of one
//! bundle, or of two with a paired test.

mod comparison;
mod side;
mod tables;

use super::{Failure, Outcome, print_json};
use crate::eval::{Judged, JudgedQuery, Measure, Pair, auto::Kind, evaluate, read_queries};
use crate::progress::{Phase, Unit};
use anyhow::{Context, anyhow};
use clap::Args;
use comparison::{Report, Sides};
use side::Side;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `helpdex eval`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex eval --bundle public/help --auto        # queries made from the articles themselves
  helpdex eval --bundle public/help --queries queries.jsonl.gz
  helpdex eval --bundle public/help --queries queries.jsonl.gz --json | jq .overall.ndcg10
  helpdex eval --bundle new/help --against public/help --auto --show 20 --explain
  helpdex eval --config trial.toml --against-config helpdex.toml --queries queries.jsonl.gz")]
pub struct Arguments {
    /// What is judged.
    #[command(flatten)]
    pub judged: JudgedSide,
    /// What it is compared with.
    #[command(flatten)]
    pub other: OtherSide,
    /// What is asked.
    #[command(flatten)]
    pub asked: Asked,
    /// With --auto: articles of each language to make queries from; 0: all
    #[arg(
        long,
        value_name = "N",
        default_value_t = 500,
        conflicts_with = "queries"
    )]
    pub sample: usize,
    /// Measure to compare by [default: ndcg10, with --auto success1]
    #[arg(long, value_enum, value_name = "NAME")]
    pub measure: Option<Measure>,
    /// Most queries won, and most lost, to list when comparing; 0: all [default: 10, with --json
    /// all]
    #[arg(long, value_name = "N")]
    pub show: Option<usize>,
    /// Show why the right article and the first hit have their scores, in both bundles
    #[arg(long)]
    pub explain: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Also write every query with its hits and measures to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub details: Option<PathBuf>,
}

/// The bundle, or the settings to build it with.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct JudgedSide {
    /// Folder of the bundle
    #[arg(long, value_name = "DIR")]
    pub bundle: Option<PathBuf>,
    /// Settings to build the bundle with, in a temporary folder
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// The bundle, or the settings to build it with.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct OtherSide {
    /// Folder of a bundle to compare with
    #[arg(long, value_name = "DIR")]
    pub against: Option<PathBuf>,
    /// Settings to build a bundle to compare with, in a temporary folder
    #[arg(long, value_name = "FILE")]
    pub against_config: Option<PathBuf>,
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
/// A bundle that is not there, or queries or settings that cannot be read, are usage errors.
pub fn run(arguments: &Arguments) -> Outcome {
    refuse_idle(arguments)?;
    // Before a bundle is built for nothing.
    let queries = arguments.asked.queries.as_deref().map(read_queries);
    let queries = queries.transpose().map_err(Failure::Usage)?;
    let JudgedSide { bundle, config } = &arguments.judged;
    let mut side = Side::open(bundle.as_deref(), config.as_deref())?
        .ok_or_else(|| Failure::Usage(anyhow!("--bundle or --config says what is judged")))?;
    let OtherSide {
        against,
        against_config,
    } = &arguments.other;
    let other = Side::open(against.as_deref(), against_config.as_deref())?;
    let queries = match queries {
        Some(queries) => queries,
        None => side.judge.auto_queries(&Kind::ALL, arguments.sample)?,
    };
    let judged = ask(&mut side, &queries)?;
    if let Some(path) = &arguments.details {
        write_details(path, &judged)?;
    }
    match other {
        Some(other) => compare(arguments, side, other, judged),
        None => report(arguments, &judged),
    }
}

/// Refuses options that would do nothing.
fn refuse_idle(arguments: &Arguments) -> Outcome {
    let OtherSide {
        against,
        against_config,
    } = &arguments.other;
    if against.is_some() || against_config.is_some() {
        return Ok(());
    }
    let given = [
        ("--measure", arguments.measure.is_some()),
        ("--show", arguments.show.is_some()),
        ("--explain", arguments.explain),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => Err(Failure::Usage(anyhow!(
            "{option} is for comparisons; say with what: --against DIR or --against-config FILE"
        ))),
    }
}

fn report(arguments: &Arguments, judged: &[Judged]) -> Outcome {
    let evaluation = evaluate(judged, !arguments.asked.auto);
    if arguments.json {
        print_json(&evaluation)?;
    } else if arguments.asked.auto {
        tables::print_auto(&evaluation);
    } else {
        tables::print_judged(&evaluation);
    }
    Ok(())
}

fn compare(arguments: &Arguments, side: Side, mut other: Side, judged: Vec<Judged>) -> Outcome {
    let queries: Vec<JudgedQuery> = judged.iter().map(|one| one.query.clone()).collect();
    let against = ask(&mut other, &queries)?;
    let pairs = judged.into_iter().zip(against);
    let pairs: Vec<Pair> = pairs
        .map(|(bundle, against)| Pair { bundle, against })
        .collect();
    let auto = arguments.asked.auto;
    let measure = arguments.measure.unwrap_or(if auto {
        Measure::Success1
    } else {
        Measure::Ndcg10
    });
    let show = arguments
        .show
        .unwrap_or(if arguments.json { 0 } else { 10 });
    let mut report = Report::new(&pairs, measure);
    let mut sides = Sides {
        bundle: side,
        against: other,
        explain: arguments.explain,
    };
    report.add_changes(&pairs, measure, show, &mut sides)?;
    if arguments.json {
        report.add_measures(&pairs, !auto);
        print_json(&report)?;
    } else {
        report.print();
    }
    Ok(())
}

fn ask(side: &mut Side, queries: &[JudgedQuery]) -> anyhow::Result<Vec<Judged>> {
    let phase = Phase::begin(
        &format!("searching {}:", side.name),
        queries.len() as u64,
        Unit::Things("query", "queries"),
    );
    let judged = queries.iter().map(|query| {
        phase.advance();
        side.judge.ask(query)
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
