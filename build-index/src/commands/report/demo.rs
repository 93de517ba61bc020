//! `helpdex report --demo`: a full report from nothing.

use super::{Arguments, of, publish};
use crate::commands::Failure;
use crate::commands::demo::Demo;
use crate::commands::simulate::traffic;
use anyhow::Context;
use helpdex_questions::report::Report;
use helpdex_questions::simulate::Plan;
use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Settled queries before the demo learns, and after.
const SEARCHES: u64 = 10_000;
/// Days before, and after: together the days of a report.
const DAYS: u32 = 15;

/// Simulates visitors of the demo, lets it learn from a report of them, simulates others, and
/// reports all.
pub(super) fn report(arguments: &Arguments) -> Result<Report, Failure> {
    let mut demo = Demo::build()?;
    let rows = demo.beside("traffic.ndjson");
    let queries = [demo.write_queries()?];
    let store = format!("ndjson:{}", rows.display());
    let first = Plan {
        searches: SEARCHES,
        days: DAYS,
        ..Plan::default()
    };
    visit(&demo, &queries, &first, &rows)?;
    let learned = demo.beside("report");
    let files = of(arguments, &store, &demo.bundle(), &demo.config)?.files();
    publish(&learned, &files.context("the report cannot be written")?)?;
    demo.learn(&learned)?;
    // The same seed: the same questions with the same faults, so that what differs is learned.
    let later = Plan {
        start: first.start + DAYS * 24,
        ..first
    };
    visit(&demo, &queries, &later, &rows)?;
    of(arguments, &store, &demo.bundle(), &demo.config)
}

/// Adds the traffic of `plan` to the file `rows`.
fn visit(demo: &Demo, queries: &[PathBuf], plan: &Plan, rows: &Path) -> Result<(), Failure> {
    let file = OpenOptions::new().create(true).append(true).open(rows);
    let mut out =
        BufWriter::new(file.with_context(|| format!("{}: cannot be opened", rows.display()))?);
    traffic(&demo.bundle(), queries, plan, (rows, &mut out))?;
    out.flush()
        .with_context(|| format!("{}: cannot be written", rows.display()))?;
    Ok(())
}
