//! `helpdex simulate`: seeded traffic on a bundle, with its truth.

use super::{Failure, Outcome, manifest_of};
use crate::bundle_dir::{LocalBundle, Manifest};
use crate::eval::{JudgedQuery, read_queries};
use crate::search::step_name;
use anyhow::{Context, anyhow};
use clap::Args;
use helpdex_questions::simulate::{Answer, Asked, Plan, SimulateError, Truth, simulate};
use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Answers kept, so that popular wordings are searched once.
const KEPT_ANSWERS: usize = 50_000;

/// Arguments of `helpdex simulate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex simulate --bundle public/help --queries queries.jsonl.gz --searches 10000 --out traffic.ndjson
  helpdex simulate --bundle public/help --queries queries.jsonl --searches 10000 --seed 7 \\
      --out traffic.ndjson --truth truth.json
  helpdex collect import --store sqlite:questions.db traffic.ndjson

Topics that are said to have no answer find nothing, although the bundle may hold one.")]
pub struct Arguments {
    /// Folder of the bundle
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
    /// Judged queries of its articles, JSON lines, also gzipped; can be repeated
    #[arg(long, value_name = "FILE", required = true)]
    pub queries: Vec<PathBuf>,
    /// Settled queries of customers, agents and bots together
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub searches: u64,
    /// Same seed, same traffic
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Days
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=366))]
    pub days: u32,
    /// Name of the site in the events
    #[arg(long, value_name = "NAME", default_value = "demo")]
    pub site: String,
    /// File for the batches, one a line
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// File for what was really so, as JSON
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
}

/// Runs `helpdex simulate`.
///
/// # Errors
/// Files that cannot be read or written, or queries without an article in the bundle.
pub fn run(arguments: &Arguments) -> Outcome {
    let plan = Plan {
        searches: arguments.searches,
        seed: arguments.seed,
        days: arguments.days,
        site: arguments.site.clone(),
        ..Plan::default()
    };
    let mut file = staged(&arguments.out)?;
    let mut out = BufWriter::new(&mut file);
    let truth = traffic(
        &arguments.bundle,
        &arguments.queries,
        &plan,
        (&arguments.out, &mut out),
    )?;
    out.flush().context("the batches cannot be written")?;
    drop(out);
    keep(file, &arguments.out)?;
    if let Some(path) = &arguments.truth {
        let mut file = staged(path)?;
        serde_json::to_writer(&mut file, &truth).context("the truth cannot be written")?;
        keep(file, path)?;
    }
    eprintln!("{} searches in {}", truth.searches, arguments.out.display());
    Ok(())
}

/// Writes the traffic on a bundle into `out`, the file at `path`, as lines, each a batch of the bundle's build.
///
/// # Errors
/// Files that cannot be read or written, or queries without an article in the bundle.
pub(super) fn traffic(
    bundle: &Path,
    queries: &[PathBuf],
    plan: &Plan,
    (path, out): (&Path, &mut dyn Write),
) -> Result<Truth, Failure> {
    let manifest = manifest_of(bundle)?;
    let plan = &Plan {
        build: manifest.build.clone(),
        ..plan.clone()
    };
    let mut engine = Engine::open(bundle, manifest);
    let asked = asked(queries, &mut engine)?;
    simulate(
        &asked,
        plan,
        &mut |language, text| engine.answer(language, text),
        &mut |batch| {
            let line = serde_json::to_writer(&mut *out, batch).map_err(std::io::Error::other);
            let line = line.and_then(|()| out.write_all(b"\n"));
            line.map_err(|error| SimulateError(format!("{}: {error}", path.display())))
        },
    )
    .map_err(|error| Failure::Failed(anyhow!(error)))
}

fn staged(path: &Path) -> anyhow::Result<tempfile::NamedTempFile> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
        .with_context(|| format!("{}: its folder cannot be written to", path.display()))
}

fn keep(file: tempfile::NamedTempFile, path: &Path) -> anyhow::Result<()> {
    file.persist(path)
        .map(drop)
        .with_context(|| format!("{}: cannot be written", path.display()))
}

/// A bundle with what it has answered.
struct Engine {
    bundle: LocalBundle,
    answers: HashMap<(String, String), Answer>,
}

impl Engine {
    fn open(bundle: &Path, manifest: Manifest) -> Self {
        Self {
            bundle: LocalBundle::new(bundle, manifest),
            answers: HashMap::new(),
        }
    }

    fn answer(&mut self, language: &str, text: &str) -> Result<Answer, SimulateError> {
        let key = (language.to_owned(), text.to_owned());
        if let Some(answer) = self.answers.get(&key) {
            return Ok(answer.clone());
        }
        let answer = self.search(language, text);
        let answer = answer.map_err(|error| SimulateError(format!("{error:#}")))?;
        if self.answers.len() < KEPT_ANSWERS {
            self.answers.insert(key, answer.clone());
        }
        Ok(answer)
    }

    fn search(&mut self, language: &str, text: &str) -> anyhow::Result<Answer> {
        let index = self.bundle.index(language)?;
        let found = index.search(text, 10)?;
        let documents: Vec<u32> = found.hits.iter().map(|hit| hit.document).collect();
        index.load_texts(&documents)?;
        let rows = documents
            .iter()
            .filter_map(|document| index.searcher().row(*document));
        Ok(Answer {
            hits: rows.map(|row| row.id).collect(),
            total: u32::try_from(found.total).unwrap_or(u32::MAX),
            step: step_name(found.step).to_owned(),
            is_corrected: !found.corrections.is_empty(),
        })
    }

    fn title(&mut self, language: &str, id: &str) -> anyhow::Result<Option<String>> {
        let index = self.bundle.index(language)?;
        let Some(document) = index.find(id)? else {
            return Ok(None);
        };
        index.load_texts(&[document])?;
        Ok(index.searcher().row(document).map(|row| row.title))
    }
}

/// Judged queries in languages of the bundle that know at least one of its articles.
fn asked(files: &[PathBuf], engine: &mut Engine) -> Result<Vec<Asked>, Failure> {
    let mut asked = Vec::new();
    for file in files {
        for query in read_queries(file).map_err(Failure::Usage)? {
            let resolved = engine
                .bundle
                .manifest()
                .resolve(&query.lang)
                .map(str::to_owned);
            if let Some(language) = resolved {
                asked.extend(asked_of(query, language, engine)?);
            }
        }
    }
    Ok(asked)
}

fn asked_of(
    query: JudgedQuery,
    locale: String,
    engine: &mut Engine,
) -> anyhow::Result<Option<Asked>> {
    let mut titles = Vec::new();
    let mut is_known = false;
    for (id, grade) in &query.relevant {
        let title = engine.title(&locale, id)?;
        is_known |= title.is_some();
        titles.extend(title.filter(|_| *grade >= 2));
    }
    Ok(is_known.then_some(Asked {
        id: query.qid,
        locale,
        query: query.query,
        relevant: query.relevant,
        titles,
    }))
}
