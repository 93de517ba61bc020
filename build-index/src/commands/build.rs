//! `helpdex build`: articles in, a published bundle out.

mod canary;
mod findings;
mod site_lists;
mod summary;
mod trees;
mod workspace;

pub(super) use trees::{Gathered, gather};
pub(super) use workspace::Workspace;

use super::{Failure, Outcome, print_json, settings};
use crate::config::{Config, Overrides, default_file};
use crate::interrupt;
use crate::learning::Learning;
use crate::meaning::{self, Expanded, ModelDir};
use crate::pages::{self, Pages, Plan, outline::Outline};
use crate::pipeline;
use crate::progress::{Phase, Unit};
use crate::publish::{Contents, Index, KeptIndexes, Published, publish, single_file_source};
use crate::source::{self, Article, Diagnostic, Options, PUBLIC, Reading, Skipped};
use anyhow::anyhow;
use clap::Args;
use findings::Findings;
use helpdex::{BundleOptions, BundleStatistics};
use site_lists::{frequent_questions, includes, site_lists};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Arguments of `helpdex build`.
#[derive(Debug, Default, Args)]
#[command(after_help = "Examples:
  helpdex build                                   # all settings from helpdex.toml
  helpdex build --source articles/ --out public/help
  helpdex build --source articles.jsonl.gz --out public/help --lang es
  helpdex build --model multilingual-e5-small     # finds what is meant, not only what is written
  helpdex build --pages public                    # a page for every article, too
  helpdex build --signals report/                 # what visitors' votes taught
  helpdex build --print-config > helpdex.toml     # every key, explained")]
pub struct Arguments {
    /// Folder of Markdown or HTML files, or a .jsonl or .jsonl.gz file [default: content]
    #[arg(long, value_name = "PATH")]
    pub source: Option<PathBuf>,
    /// Folder to publish the bundle in [default: public/help]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Language of articles that state none [default: en]
    #[arg(long, value_name = "xx")]
    pub lang: Option<String>,
    /// signals.json of `helpdex report`, or its folder: what solved a question ranks higher, and what
    /// most people ask is offered first
    #[arg(long, value_name = "FILE")]
    pub signals: Option<PathBuf>,
    /// Folder of a sentence transformer: config.json, tokenizer.json, model.safetensors
    #[arg(long, value_name = "DIR")]
    pub model: Option<PathBuf>,
    /// Folder that keeps what the model computed [default: .helpdex/cache]
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// Write vectors of words and articles besides what the model adds to the index
    #[arg(long)]
    pub table: bool,
    /// Build one bundle only: `public`, or one of [audiences] in the settings [default: all]
    #[arg(long, value_name = "NAME")]
    pub audience: Option<String>,
    /// Folder to write a page for every article in, which is served as `url_base` of [site]
    #[arg(long, value_name = "DIR")]
    pub pages: Option<PathBuf>,
    /// Settings [default: helpdex.toml in the working directory, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Write helpdex.single.js, too: everything but engine and index in one script, for a CDN tag
    #[arg(long)]
    pub single_file: bool,
    /// Fail (exit code 1) when an article had to be left out
    #[arg(long)]
    pub strict: bool,
    /// Fail (exit code 1) and publish nothing when a [[must_find]] of the settings does not hold
    #[arg(long)]
    pub ci: bool,
    /// Do not ask the bundle queries made from its own articles
    #[arg(long)]
    pub no_eval: bool,
    /// Print one JSON object with counts, sizes and times
    #[arg(long)]
    pub json: bool,
    /// Print a configuration file with every key and its default, and stop
    #[arg(long)]
    pub print_config: bool,
}

/// Runs the command.
///
/// # Errors
/// See the exit codes of `helpdex --help`.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.print_config {
        print!("{}", default_file());
        return Ok(());
    }
    let mut config = configuration(arguments)?;
    config.bundle.single_file |= arguments.single_file;
    if arguments.no_eval {
        config.eval.sample = 0;
    }
    interrupt::explain_ctrl_c(config.out.clone());
    let mut told = serde_json::Map::new();
    let mut lost = None;
    for config in wanted(&config, arguments.audience.as_deref())? {
        if !config.audiences.is_empty() && !arguments.json {
            eprintln!("for {}:", config.audience);
        }
        let built = build(&config, arguments.ci.into())?;
        if !arguments.json {
            built.print(&config);
        }
        told.insert(config.audience.clone(), built.json(&config));
        lost = lost.or_else(|| built.lost());
    }
    if arguments.json {
        print_json(&told_together(told))?;
    }
    if let Some(lost) = lost.filter(|_| arguments.strict) {
        return Err(Failure::Failed(anyhow!(
            "{lost} left out (--strict); the bundle holds the others"
        )));
    }
    Ok(())
}

/// The configurations of the bundles that are asked for.
fn wanted(config: &Config, audience: Option<&str>) -> Result<Vec<Config>, Failure> {
    let Some(name) = audience else {
        return Ok(config.by_audience());
    };
    config
        .for_audience(name)
        .map(|config| vec![config])
        .ok_or_else(|| {
            Failure::Usage(anyhow!(
                "--audience: there is no audience {name:?}; add [audiences.{name}] to helpdex.toml"
            ))
        })
}

/// What was built, as JSON: the first bundle, the public one if it was asked for, and the others in
/// `audiences` by their names.
fn told_together(told: serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
    let mut told = told.into_iter();
    let (_, mut first) = told.next().unwrap_or_default();
    let others: serde_json::Map<String, serde_json::Value> = told.collect();
    if !others.is_empty() {
        first["audiences"] = others.into();
    }
    first
}

/// The configuration file, if any, with the command line over it.
fn configuration(arguments: &Arguments) -> Result<Config, Failure> {
    let config = settings(arguments.config.as_deref())?;
    let overrides = Overrides {
        source: arguments.source.clone(),
        out: arguments.out.clone(),
        default_language: arguments.lang.clone(),
        signals: arguments.signals.clone(),
        model: arguments.model.clone(),
        cache: arguments.cache.clone(),
        pages: arguments.pages.clone(),
        table: arguments.table,
        ..Overrides::default()
    };
    config
        .apply(overrides)
        .map_err(|error| Failure::Usage(error.into()))
}

/// What becomes of a bundle in which an assertion of the configuration does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnMissed {
    /// It is published, with a warning.
    Warn,
    /// It is not published.
    Refuse,
}

impl From<bool> for OnMissed {
    fn from(ci: bool) -> Self {
        if ci { Self::Refuse } else { Self::Warn }
    }
}

/// What a build did.
#[derive(Debug)]
pub struct Built {
    statistics: BTreeMap<String, BundleStatistics>,
    published: Published,
    findings: Findings,
    skipped: Skipped,
    /// Articles left out because of an error.
    lost: usize,
    /// Decision trees left out because of an error.
    lost_trees: usize,
    /// What the model did, if there is one.
    meaning: Option<Expanded>,
    /// Pages of articles, if they are wanted.
    pages: Option<Pages>,
    time: Duration,
}

/// Reads, indexes and publishes as configured, once.
///
/// # Errors
/// As [`Workspace::build`].
pub fn build(config: &Config, on_missed: OnMissed) -> Result<Built, Failure> {
    Workspace::once(config).build(on_missed)
}

fn build_in(workspace: &Workspace, config: &Config, on_missed: OnMissed) -> Result<Built, Failure> {
    let started = Instant::now();
    if config.bundle.single_file {
        // Told before the work, not after it.
        single_file_source()?;
    }
    if config.pages.out().is_some() {
        config
            .pages_base()
            .map_err(|error| Failure::Usage(error.into()))?;
    }
    let audience = &workspace.audience;
    let reading = read(config, workspace)?;
    report(&reading.diagnostics);
    let skipped = reading.skipped;
    if reading.articles.is_empty() && reading.trees.is_empty() {
        return Err(Failure::Failed(anyhow!(
            "{}: no article to publish, see the messages above; the bundle in {} is as it was",
            config.source.display(),
            config.out.display()
        )));
    }
    let lost = reading
        .diagnostics
        .iter()
        .filter(|one| one.severity == source::Severity::Error)
        .count();
    let mut groups = pipeline::by_language(reading.articles, &config.default_language);
    let mut plan = page_plan(config, &groups);
    let trees = gather(config, reading.trees, &mut groups, audience)?;
    report(&trees.diagnostics);
    let elsewhere = reading.elsewhere;
    // What other audiences' bundles do not hold is no mistake.
    let warnings = match config.audience.as_str() {
        PUBLIC => config.review(&groups, &elsewhere),
        _ => Vec::new(),
    };
    report(&warnings);
    let learning = Learning::load(&config.learning).map_err(Failure::Usage)?;
    let lists = site_lists(config, &groups, &trees, &learning);
    let includes = includes(config, &groups);
    if let Some(plan) = &mut plan {
        plan.questions = frequent_questions(config, &groups);
    }
    let meaning = expand(&mut groups, config)?;
    let phase = Phase::begin(
        "indexing",
        groups.len() as u64,
        Unit::Things("language", "languages"),
    );
    let kept = KeptIndexes::read(&config.out, config.bundle.compress);
    let indexes = pipeline::index(
        groups,
        |language| bundle_options(config, meaning.as_ref(), &learning, language),
        &kept,
        workspace.memory.as_ref().map(|memory| &memory.indexes),
        |_| phase.advance(),
    )?;
    drop(phase);
    let files: usize = indexes.values().map(Index::files_to_write).sum();
    let phase = Phase::begin(
        "writing",
        files as u64,
        Unit::Things("index file", "index files"),
    );
    let contents = Contents {
        indexes,
        default: config.default_language.to_ascii_lowercase(),
        fallback: config.fallback_tags(),
        site: config.site.name.clone(),
        lists,
        includes,
        single_file: config.bundle.single_file,
    };
    canary::look_for(audience.canary(), &contents)?;
    let mut findings = Findings::default();
    let published = publish(
        &config.out,
        &contents,
        &kept,
        || phase.advance(),
        |manifest| {
            findings = Findings::of(&config.out, manifest, config, &elsewhere)?;
            findings.accept(on_missed)
        },
    );
    drop(phase);
    findings.report(on_missed);
    let published = published?;
    let pages = write_pages(config, plan)?;
    let statistics = (contents.indexes.iter())
        .map(|(language, index)| (language.clone(), index.statistics()))
        .collect();
    Ok(Built {
        statistics,
        published,
        findings,
        skipped,
        lost,
        lost_trees: trees.lost,
        meaning,
        pages,
        time: started.elapsed(),
    })
}

/// What pages are made of, if they are wanted.
fn page_plan(config: &Config, groups: &BTreeMap<String, Vec<Article>>) -> Option<Plan> {
    config.pages.out().map(|_| Plan {
        outlines: Outline::of_all(groups),
        ..Plan::default()
    })
}

/// Writes pages, if they are wanted; what could not be done is told.
fn write_pages(config: &Config, plan: Option<Plan>) -> Result<Option<Pages>, Failure> {
    let (Some(out), Some(plan)) = (config.pages.out(), plan) else {
        return Ok(None);
    };
    let pages = pages::write(config, out, plan)?;
    for warning in &pages.warnings {
        eprintln!("warning: {warning}");
    }
    Ok(Some(pages))
}

fn bundle_options(
    config: &Config,
    meaning: Option<&Expanded>,
    learning: &Learning,
    language: &str,
) -> BundleOptions {
    let table = meaning.and_then(|meaning| meaning.tables.get(language));
    BundleOptions {
        word_vectors: table.cloned().unwrap_or_default(),
        learned: learning.questions_of(language).to_vec(),
        ..config.bundle_options(language)
    }
}

/// Adds what articles mean, if a model is configured. One that cannot be used is a usage error.
fn expand(
    groups: &mut BTreeMap<String, Vec<Article>>,
    config: &Config,
) -> Result<Option<Expanded>, Failure> {
    let Some(dir) = config.meaning.model() else {
        return Ok(None);
    };
    let model = ModelDir::open(dir).map_err(|error| Failure::Usage(error.into()))?;
    let stop_words = |language: &str| config.stop_words_of(language);
    let expanded = meaning::expand(groups, &model, &config.meaning, stop_words)?;
    for language in &expanded.without_table {
        eprintln!(
            "warning: {language} has too many articles for vectors of {} KB, and gets none; raise `table_kb` in [meaning]",
            config.meaning.table_kb
        );
    }
    Ok(Some(expanded))
}

fn read(config: &Config, workspace: &Workspace) -> Result<Reading, Failure> {
    let options = Options {
        default_language: Some(config.default_language.clone()),
        languages: config.languages.clone(),
        reader: config.reader.enabled,
        audience: Some(workspace.audience.clone()),
        marks: false,
        url_base: Some(config.site.url_base.clone()),
    };
    let phase = Phase::begin(
        &format!("reading {}", config.source.display()),
        0,
        Unit::Bytes,
    );
    let progress = |progress: source::Progress| phase.reach(progress.done, progress.total);
    let reading = match &workspace.memory {
        Some(memory) => source::read_again(&config.source, &options, &memory.files, &progress),
        None => source::read(&config.source, &options, &progress),
    };
    drop(phase);
    reading.map_err(|error| Failure::Usage(error.into()))
}

/// What is wrong with articles and trees, by file and line, on stderr.
fn report(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        eprintln!("{diagnostic}");
    }
}
