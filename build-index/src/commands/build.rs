//! `helpdex build`: articles in, a published bundle out.

use super::{Failure, Outcome, print_json};
use crate::config::{Config, FILE_NAME, Overrides, default_file};
use crate::publish::{Published, SNIPPET, publish};
use crate::source::{self, Article, Options, Reading};
use crate::{assets, pipeline};
use anyhow::anyhow;
use clap::Args;
use helpdex::BundleStatistics;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Arguments of `helpdex build`.
#[derive(Debug, Default, Args)]
#[command(after_help = "Examples:
  helpdex build                                   # all settings from helpdex.toml
  helpdex build --source articles/ --out public/help
  helpdex build --source articles.jsonl.gz --out public/help --lang es
  helpdex build --print-config > helpdex.toml     # every key, explained")]
pub struct Arguments {
    /// Folder of Markdown or HTML files, or a .jsonl or .jsonl.gz file
    #[arg(long, value_name = "PATH")]
    pub source: Option<PathBuf>,
    /// Folder to publish the bundle in
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Language of articles that state none
    #[arg(long, value_name = "xx")]
    pub lang: Option<String>,
    /// Settings; default: helpdex.toml in the working directory, if there is one
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Fail (exit code 1) when an article had to be left out
    #[arg(long)]
    pub strict: bool,
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
    let config = configuration(arguments)?;
    let built = build(&config)?;
    if arguments.json {
        print_json(&built.json(&config))?;
    } else {
        built.print(&config);
    }
    if built.lost > 0 && arguments.strict {
        return Err(Failure::Failed(anyhow!("{} articles were left out (--strict)", built.lost)));
    }
    Ok(())
}

/// The configuration file, if any, with the command line over it.
fn configuration(arguments: &Arguments) -> Result<Config, Failure> {
    let file = arguments.config.clone().or_else(|| Some(PathBuf::from(FILE_NAME)).filter(|file| file.is_file()));
    let config = file.map_or_else(|| Ok(Config::default()), |file| Config::load(&file));
    let overrides = Overrides {
        source: arguments.source.clone(),
        out: arguments.out.clone(),
        default_language: arguments.lang.clone(),
        ..Overrides::default()
    };
    config.and_then(|config| config.apply(overrides)).map_err(|error| Failure::Usage(error.into()))
}

/// What a build did.
#[derive(Debug)]
pub struct Built {
    statistics: BTreeMap<String, BundleStatistics>,
    published: Published,
    lost: usize,
    time: Duration,
}

/// Reads, indexes and publishes as configured.
///
/// # Errors
/// A source that cannot be read is a usage error; what cannot be written is a failure.
pub fn build(config: &Config) -> Result<Built, Failure> {
    let started = Instant::now();
    let reading = read(config)?;
    report(&reading);
    if reading.articles.is_empty() {
        return Err(Failure::Failed(anyhow!("{}: no article to publish; see the messages above", config.source.display())));
    }
    let lost = reading.diagnostics.iter().filter(|one| one.severity == source::Severity::Error).count();
    let mut articles = reading.articles;
    place(&mut articles, &config.site.url_base);
    let groups = pipeline::by_language(articles, &config.default_language);
    let bar = bar(groups.len() as u64, "indexing", "languages");
    let bundles = pipeline::index(groups, |language| config.bundle_options(language), |_| bar.inc(1))?;
    bar.finish_and_clear();
    let files: usize = bundles.values().map(|bundle| bundle.files.len()).sum();
    let bar = self::bar(files as u64, "writing", "files");
    let published = publish(&config.out, &bundles, &config.default_language.to_ascii_lowercase(), config.bundle.compress, || bar.inc(1))?;
    bar.finish_and_clear();
    let statistics = bundles.iter().map(|(language, bundle)| (language.clone(), bundle.statistics)).collect();
    Ok(Built { statistics, published, lost, time: started.elapsed() })
}

/// Puts the site's base before addresses that begin with a slash.
fn place(articles: &mut [Article], base: &str) {
    let base = base.trim_end_matches('/');
    for document in articles.iter_mut().map(|article| &mut article.document).filter(|document| document.url.starts_with('/')) {
        document.url.insert_str(0, base);
    }
}

fn read(config: &Config) -> Result<Reading, Failure> {
    let options = Options { default_language: Some(config.default_language.clone()), languages: config.languages.clone() };
    let bar = bar(0, "reading", "bytes");
    let reading = source::read(&config.source, &options, &|progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    reading.map_err(|error| Failure::Usage(error.into()))
}

fn bar(length: u64, what: &'static str, unit: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let template = format!("{{msg:10}} [{{bar:32}}] {{pos}}/{{len}} {unit} {{elapsed}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what);
    bar
}

fn report(reading: &Reading) {
    for diagnostic in &reading.diagnostics {
        eprintln!("{diagnostic}");
    }
    let skipped = reading.skipped;
    for (count, why) in [
        (skipped.draft, "in state draft"),
        (skipped.review, "in state review"),
        (skipped.retired, "in state retired"),
        (skipped.other_language, "in other languages"),
    ] {
        if count > 0 {
            eprintln!("{count} articles not published: {why}");
        }
    }
}

impl Built {
    /// The summary for people, on stderr.
    pub fn print(&self, config: &Config) {
        for (language, statistics) in &self.statistics {
            let (raw, brotli) = self.published.roots.get(language).copied().unwrap_or_default();
            eprintln!(
                "{language:<8} {:>7} articles {:>8} terms {:>9} postings   root {} ({} brotli)",
                statistics.documents, statistics.terms, statistics.postings, HumanBytes(raw), HumanBytes(brotli)
            );
        }
        for (part, size) in &self.published.parts {
            eprintln!("{part:<10} {:>5} files {:>12} raw {:>12} on the wire", size.files, HumanBytes(size.raw).to_string(), HumanBytes(size.wire).to_string());
        }
        let seconds = self.time.as_secs_f64();
        let articles = self.articles();
        eprintln!(
            "{articles} articles in {seconds:.2} s ({:.0}/s), {} files ({} new) in {}",
            articles as f64 / seconds.max(1e-9),
            self.published.files,
            self.published.written,
            config.out.display()
        );
        if assets::APP.is_empty() {
            eprintln!("warning: this helpdex was compiled without the browser's files; run `cargo xtask dist`, then build helpdex again");
        } else {
            eprintln!("paste into your page: <script type=\"module\" src=\"/help/{SNIPPET}\"></script> <help-search></help-search>");
        }
    }

    fn articles(&self) -> usize {
        self.statistics.values().map(|statistics| statistics.documents).sum()
    }

    fn json(&self, config: &Config) -> serde_json::Value {
        let languages: BTreeMap<&String, serde_json::Value> = self
            .statistics
            .iter()
            .map(|(language, statistics)| {
                let (raw, brotli) = self.published.roots.get(language).copied().unwrap_or_default();
                let counts = serde_json::json!({
                    "articles": statistics.documents, "terms": statistics.terms, "postings": statistics.postings,
                    "root_bytes": raw, "root_brotli_bytes": brotli,
                });
                (language, counts)
            })
            .collect();
        let parts: BTreeMap<&str, serde_json::Value> = self
            .published
            .parts
            .iter()
            .map(|(part, size)| (*part, serde_json::json!({ "files": size.files, "raw_bytes": size.raw, "wire_bytes": size.wire })))
            .collect();
        serde_json::json!({
            "articles": self.articles(), "left_out": self.lost, "seconds": self.time.as_secs_f64(),
            "files": self.published.files, "written": self.published.written,
            "out": config.out, "languages": languages, "parts": parts,
        })
    }
}
