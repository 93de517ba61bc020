//! `helpdex report`: what people ask, what has no answer, and what the next build may learn.

mod demo;

use super::collect::failure;
use super::{Failure, Outcome, manifest_of, print_json, settings};
use crate::bundle_dir::LocalIndex;
use crate::config::Config;
use crate::source::{self, Options as Reading};
use anyhow::{Context, anyhow};
use clap::Args;
use helpdex_questions::facts::Facts;
use helpdex_questions::report::{Article, NdjsonFacts, Options, Report, hour_of};
use helpdex_questions::simulate::Truth;
use helpdex_questions::store::{self, Address};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Arguments of `helpdex report`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex report --store sqlite:questions.db --bundle public/help --out report
  helpdex report --store ndjson:export.ndjson --bundle public/help --out report --lang de
  helpdex report --demo --out report                # the demo's help center and its simulated visitors
  helpdex report --store ndjson:traffic.ndjson --bundle public/help --out report --truth truth.json

Writes report.html, report.json, csv/, and for the next build signals.json,
top-questions.<lang>.json, synonyms.suggested.yml and stubs/.")]
pub struct Arguments {
    /// Where the events are: sqlite:FILE, clickhouse:URL, or ndjson:FILE, an export
    #[arg(long, value_name = "STORE", required_unless_present = "demo")]
    pub store: Option<String>,
    /// Folder of the bundle that people searched
    #[arg(long, value_name = "DIR", required_unless_present = "demo")]
    pub bundle: Option<PathBuf>,
    /// A report to look at: the demo's help center, thirty days of simulated visitors, and on the
    /// sixteenth a build that learned from them
    #[arg(long, conflicts_with_all = ["store", "bundle", "config", "truth", "contacts"])]
    pub demo: bool,
    /// Folder to write into; it appears as a whole, what it held before is replaced
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// First day, or hour, UTC; default: 30 days before the end
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from: Option<u32>,
    /// Day, or hour, before which the window ends; default: after the last row
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub to: Option<u32>,
    /// Only this language
    #[arg(long, value_name = "xx")]
    pub lang: Option<String>,
    /// Only this site
    #[arg(long, value_name = "NAME")]
    pub site: Option<String>,
    /// Only this place of the box; `agent` makes a report about staff
    #[arg(long, value_name = "NAME")]
    pub surface: Option<String>,
    /// Settings, of which [report] and [roi] are read [default: helpdex.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Contacts that another system counted: CSV with the columns date,channel,count
    #[arg(long, value_name = "FILE")]
    pub contacts: Option<PathBuf>,
    /// Compare with the truth about simulated traffic, into recovery.json
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
    /// Print the numbers as one JSON object
    #[arg(long)]
    pub json: bool,
}

fn date(text: &str) -> Result<u32, String> {
    hour_of(text).ok_or_else(|| "expected a date such as 2026-11-25".to_owned())
}

/// Runs `helpdex report`.
///
/// # Errors
/// A store or bundle that cannot be read, or a folder that cannot be written to.
pub fn run(arguments: &Arguments) -> Outcome {
    let report = match (&arguments.store, &arguments.bundle) {
        (Some(store), Some(bundle)) => {
            let config = settings(arguments.config.as_deref())?;
            of(arguments, store, bundle, &config)?
        }
        _ => demo::report(arguments)?,
    };
    let mut files = report.files().context("the report cannot be written")?;
    if let Some(path) = &arguments.truth {
        let text =
            std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        let truth: Truth = serde_json::from_slice(&text).with_context(|| {
            format!(
                "{}: not what `helpdex simulate --truth` writes",
                path.display()
            )
        })?;
        let recovery = report.recovery(&truth);
        let json = serde_json::to_vec_pretty(&recovery).context("recovery.json")?;
        files.push(("recovery.json".to_owned(), json));
    }
    publish(&arguments.out, &files)?;
    if arguments.json {
        print_json(&json!({ "from": report.from, "to": report.to, "sections": report.sections }))?;
    }
    eprintln!(
        "{} to {}: {} files in {}",
        report.from,
        report.to,
        files.len(),
        arguments.out.display()
    );
    Ok(())
}

/// The report of a store and a bundle.
fn of(
    arguments: &Arguments,
    store: &str,
    bundle: &Path,
    config: &Config,
) -> Result<Report, Failure> {
    let facts = open(store)?;
    let mut options = options(arguments, config)?;
    let mut articles = articles(bundle, &mut options)?;
    add_care(&mut articles, config);
    Report::of(facts.as_ref(), articles, options).map_err(|error| Failure::Failed(anyhow!(error)))
}

/// Opens a store.
fn open(store: &str) -> Result<Box<dyn Facts>, Failure> {
    match store.split_once(':') {
        Some(("ndjson", path)) => Ok(Box::new(NdjsonFacts::new(path))),
        Some(("sqlite", file)) if !Path::new(file).is_file() => Err(Failure::Usage(anyhow!(
            "--store {store}: there is no such file; `helpdex collect` makes it"
        ))),
        _ => {
            let address: Address = store.parse().map_err(failure)?;
            let store: Box<dyn Facts> = store::open(&address).map_err(failure)?;
            Ok(store)
        }
    }
}

fn options(arguments: &Arguments, config: &Config) -> Result<Options, Failure> {
    let mut options = config.report_options();
    options.from = arguments.from;
    options.to = arguments.to;
    options.locale = arguments.lang.clone();
    options.site = arguments.site.clone();
    options.surface = arguments.surface.clone();
    if let Some(path) = &arguments.contacts {
        options.contacts = contacts(path, arguments).map_err(Failure::Usage)?;
    }
    Ok(options)
}

/// Contacts by channel within the window.
fn contacts(path: &Path, arguments: &Arguments) -> anyhow::Result<BTreeMap<String, u64>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: cannot be read", path.display()))?;
    let mut counted = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        // The first line may name the columns.
        if line.trim().is_empty() || (number == 0 && line.to_ascii_lowercase().starts_with("date"))
        {
            continue;
        }
        let (hour, channel, count) = contact(line).with_context(|| {
            let place = format!("{}:{}", path.display(), number + 1);
            format!("{place}: expected date,channel,count, such as 2026-11-25,phone,12")
        })?;
        let is_in = arguments.from.is_none_or(|from| hour >= from)
            && arguments.to.is_none_or(|to| hour < to);
        *counted.entry(channel).or_default() += if is_in { count } else { 0 };
    }
    Ok(counted)
}

fn contact(line: &str) -> Option<(u32, String, u64)> {
    let mut fields = line.split(',').map(|field| field.trim().trim_matches('"'));
    let (date, channel, count) = (fields.next()?, fields.next()?, fields.next()?);
    Some((hour_of(date)?, channel.to_owned(), count.parse().ok()?))
}

/// What a report needs of the articles of all languages; which build the bundle is, and what it has
/// learned, goes into `options`.
fn articles(bundle: &Path, options: &mut Options) -> Result<Vec<Article>, Failure> {
    let manifest = manifest_of(bundle)?;
    options.build.clone_from(&manifest.build);
    let mut articles = Vec::new();
    for language in manifest.languages.keys() {
        let mut index = LocalIndex::open(bundle, &manifest, language)?;
        if index.searcher().has_learned() {
            options.learned.insert(language.clone());
        }
        for (number, row) in index.rows()? {
            let updated = updated(&mut index, number)?;
            articles.push(Article {
                id: row.id,
                locale: language.clone(),
                title: row.title,
                url: row.url,
                section: row.breadcrumbs,
                updated,
                ..Article::default()
            });
        }
    }
    Ok(articles)
}

/// Adds who looks after articles, which is not published: the source that the settings name says it.
/// Where there is none, the report has no data about it.
fn add_care(articles: &mut [Article], config: &Config) {
    let reading = Reading {
        default_language: Some(config.default_language.clone()),
        languages: config.languages.clone(),
        ..Reading::default()
    };
    let Ok(read) = source::read(&config.source, &reading, &|_| {}) else {
        return;
    };
    let by_key: BTreeMap<(String, String), source::Article> = (read.articles.into_iter())
        .map(|article| {
            let language = article.language.clone();
            let language = language.unwrap_or_else(|| config.default_language.clone());
            ((language, article.document.id.clone()), article)
        })
        .collect();
    for article in articles {
        let key = (article.locale.clone(), article.id.clone());
        if let Some(found) = by_key.get(&key) {
            article.state = "published".to_owned();
            article.owner.clone_from(&found.care.owner);
            article.review_by.clone_from(&found.care.review_by);
        }
    }
}

/// The day of an article's last change; empty if the bundle does not say.
fn updated(index: &mut LocalIndex, number: u32) -> anyhow::Result<String> {
    if !index.searcher().has_articles() {
        return Ok(String::new());
    }
    let article = index.article(number)?.unwrap_or_default();
    let article: serde_json::Value = serde_json::from_str(&article).unwrap_or_default();
    let day = article.get("updated").and_then(serde_json::Value::as_str);
    Ok(day.unwrap_or_default().to_owned())
}

/// Writes the files beside the folder, then puts the new folder in its place.
fn publish(out: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)
        .with_context(|| format!("{}: cannot be made", parent.display()))?;
    let staged = tempfile::Builder::new()
        .prefix(".helpdex-report-")
        .tempdir_in(parent);
    let staged = staged.with_context(|| format!("{}: cannot be written to", parent.display()))?;
    let fresh = staged.path().join("new");
    for (name, content) in files {
        let path = fresh.join(name);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        written
            .and_then(|()| std::fs::write(&path, content))
            .with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    replace(&fresh, out, &staged.path().join("old"))
}

/// Only a folder that holds a report is replaced: anything else is somebody's.
fn replace(fresh: &Path, out: &Path, old: &Path) -> anyhow::Result<()> {
    let is_used = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if is_used && !out.join("report.json").is_file() {
        return Err(anyhow!(
            "{}: holds something else than a report; name another folder",
            out.display()
        ));
    }
    if out.exists() {
        std::fs::rename(out, old)
            .with_context(|| format!("{}: cannot be replaced", out.display()))?;
    }
    std::fs::rename(fresh, out).with_context(|| format!("{}: cannot be written", out.display()))
}
