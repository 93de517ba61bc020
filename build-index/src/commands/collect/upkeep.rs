//! Rows in and out of a store, and those that must go.

use super::super::{Failure, Outcome, print_json};
use super::{failure, opened};
use crate::progress::{Phase, Unit, count};
use anyhow::Context;
use clap::{Args, Subcommand};
use helpdex_questions::store::{Address, Whom, ndjson};
use serde_json::json;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// What to do with a store.
#[derive(Debug, Subcommand)]
pub enum Upkeep {
    /// Read rows from lines of JSON; those that are there already are skipped
    #[command(after_help = "Examples:
  helpdex collect import --store sqlite:questions.db traffic.ndjson
  helpdex collect import --store clickhouse:http://127.0.0.1:8123/helpdex --json old.ndjson")]
    Import(Import),
    /// Write all rows as lines of JSON
    #[command(after_help = "Examples:
  helpdex collect export --store sqlite:questions.db --out rows.ndjson
  helpdex collect export --store sqlite:questions.db | gzip > rows.ndjson.gz")]
    Export(Export),
    /// Remove rows that are older than a number of days
    #[command(after_help = "Examples:
  helpdex collect purge --store sqlite:questions.db --before 30")]
    Purge(Purge),
    /// Remove all rows of one session, or of one visitor on one day
    #[command(after_help = "Examples:
  helpdex collect delete --store sqlite:questions.db --session 0190a1b2-0000-7000-8000-000000000001
  helpdex collect delete --store sqlite:questions.db --client h:00c0ffee00c0ffee")]
    Delete(Delete),
    /// Copy a store while it is in use
    #[command(after_help = "Examples:
  helpdex collect backup --store sqlite:questions.db backups/questions.db")]
    Backup(Backup),
}

/// Arguments that all have.
#[derive(Debug, Args)]
pub struct Common {
    /// Where rows are kept: sqlite:FILE or clickhouse:http://HOST:PORT/DATABASE
    #[arg(long, value_name = "STORE")]
    store: Address,
    /// Print what was done as one JSON object
    #[arg(long)]
    json: bool,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    common: Common,
    /// A batch of rows a line, as `export` and `simulate` write them
    #[arg(value_name = "FILE.ndjson")]
    file: PathBuf,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    common: Common,
    /// File to write; default: stdout
    #[arg(long, value_name = "FILE", required_if_eq("json", "true"))]
    out: Option<PathBuf>,
}

/// Arguments of `purge`.
#[derive(Debug, Args)]
pub struct Purge {
    #[command(flatten)]
    common: Common,
    /// Rows older than this go
    #[arg(long, value_name = "DAYS")]
    before: u32,
}

/// Arguments of `delete`.
#[derive(Debug, Args)]
pub struct Delete {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    whom: WhomArguments,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct WhomArguments {
    /// A session, as the page or an export writes it
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    /// A visitor, as an export writes it
    #[arg(long, value_name = "ID")]
    client: Option<String>,
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    common: Common,
    /// File to write; it is replaced when the copy is complete
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs it.
///
/// # Errors
/// A wrong address, file or line is a usage error.
pub fn run(upkeep: Upkeep) -> Outcome {
    match upkeep {
        Upkeep::Import(arguments) => import(&arguments),
        Upkeep::Export(arguments) => export(&arguments),
        Upkeep::Purge(arguments) => purge(&arguments),
        Upkeep::Delete(arguments) => delete(arguments),
        Upkeep::Backup(arguments) => backup(&arguments),
    }
}

fn import(arguments: &Import) -> Outcome {
    let file = &arguments.file;
    let at = || file.display().to_string();
    let opened_file = File::open(file).with_context(at).map_err(Failure::Usage)?;
    let length = opened_file.metadata().with_context(at)?.len();
    let store = opened(&arguments.common.store)?;
    let phase = Phase::begin(&format!("reading {}", at()), length, Unit::Bytes);
    let lines = Counted {
        file: opened_file,
        phase: &phase,
    };
    let lines = BufReader::with_capacity(1 << 20, lines);
    let mut done = 0;
    let added = ndjson::import(store.as_ref(), lines, &mut |lines| done = lines);
    let added = added.map_err(|error| {
        let kept = format!("{}; lines up to {done} are in the store", at());
        match failure(error) {
            Failure::Usage(error) => Failure::Usage(error.context(kept)),
            Failure::Failed(error) => Failure::Failed(error.context(kept)),
        }
    })?;
    drop(phase);
    if arguments.common.json {
        let (queries, events) = (added.queries, added.events);
        let duplicates = added.duplicates;
        print_json(&json!({ "queries": queries, "events": events, "duplicates": duplicates }))?;
        return Ok(());
    }
    println!(
        "{} and {} added; {} were there already",
        count(added.queries, "query", "queries"),
        count(added.events, "event", "events"),
        count(added.duplicates, "row", "rows")
    );
    Ok(())
}

/// A file that tells how much of it was read.
struct Counted<'a> {
    file: File,
    phase: &'a Phase,
}

impl std::io::Read for Counted<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.phase.advance_by(read as u64);
        Ok(read)
    }
}

fn export(arguments: &Export) -> Outcome {
    let store = opened(&arguments.common.store)?;
    let Some(out) = &arguments.out else {
        let lines = BufWriter::new(std::io::stdout().lock());
        ndjson::export(store.as_ref(), lines).map_err(failure)?;
        return Ok(());
    };
    let rows = write_whole(out, |file| {
        ndjson::export(store.as_ref(), BufWriter::new(file)).map_err(failure)
    })?;
    say(
        &arguments.common,
        rows,
        &format!("written to {}", out.display()),
    )
}

/// Writes a file that replaces another one when it is complete.
fn write_whole<T>(
    out: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    let at = || format!("{} cannot be written", out.display());
    let file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")));
    let mut file = file.with_context(at).map_err(Failure::Usage)?;
    let written = write(&mut file)?;
    file.as_file().sync_all().with_context(at)?;
    file.persist(out).with_context(at)?;
    Ok(written)
}

fn purge(arguments: &Purge) -> Outcome {
    let store = opened(&arguments.common.store)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let hours = now.map_or(0, |now| now.as_secs() / 3600);
    let before = hours.saturating_sub(u64::from(arguments.before) * 24);
    let before = u32::try_from(before).unwrap_or(u32::MAX);
    let rows = store.purge(before).map_err(failure)?;
    say(&arguments.common, rows, "removed")
}

fn delete(arguments: Delete) -> Outcome {
    let WhomArguments { session, client } = arguments.whom;
    let whom = match (session, client) {
        (Some(session), _) => Whom::Session(session),
        (None, client) => Whom::Client(client.unwrap_or_default()),
    };
    let store = opened(&arguments.common.store)?;
    let rows = store.delete(&whom).map_err(failure)?;
    say(&arguments.common, rows, "removed")
}

fn backup(arguments: &Backup) -> Outcome {
    let store = opened(&arguments.common.store)?;
    store.back_up(&arguments.file).map_err(failure)?;
    if arguments.common.json {
        print_json(&json!({ "file": arguments.file }))?;
    } else {
        println!("copied to {}", arguments.file.display());
    }
    Ok(())
}

fn say(common: &Common, rows: u64, done: &str) -> Outcome {
    if common.json {
        print_json(&json!({ "rows": rows }))?;
    } else {
        println!("{} {done}", count(rows, "row", "rows"));
    }
    Ok(())
}
