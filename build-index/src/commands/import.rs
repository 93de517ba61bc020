//! `helpdex import`: takes articles from where they live into one folder of Markdown.

use super::{Failure, Outcome, print_json};
use crate::progress::{Phase, Unit};
use clap::{Args, ValueEnum};
use helpdex_import::{Columns, Finding, ImportError, Options, Progress, Secrets, Source, Summary};
use std::path::PathBuf;
use std::sync::Arc;

/// Environment variables that hold tokens.
const TOKENS: [&str; 5] = [
    "ZENDESK_TOKEN",
    "ZENDESK_EMAIL",
    "INTERCOM_TOKEN",
    "FRESHDESK_KEY",
    "HELPSCOUT_KEY",
];

/// Arguments of `helpdex import`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  ZENDESK_EMAIL=me@example.com ZENDESK_TOKEN=… helpdex import zendesk --from https://acme.zendesk.com --out articles
  INTERCOM_TOKEN=… helpdex import intercom --from https://api.intercom.io --out articles
  FRESHDESK_KEY=… helpdex import freshdesk --from https://acme.freshdesk.com --out articles
  HELPSCOUT_KEY=… helpdex import helpscout --from https://docsapi.helpscout.net --out articles
  helpdex import site --from https://www.example.com/help/ --out articles
  helpdex import notion --from Export.zip --out articles
  helpdex import docs --from website --base-url https://docs.example.com --out articles
  helpdex import csv --from faq.xlsx --out articles --lang en --columns question=\"What people ask\"

Then: helpdex build --source articles --out public/help

A second import is an update: only files whose articles changed are written, and a file keeps its
path when its title changes. What the source decides (text, id, title, url, lang, section, tags,
updated, state, audience, source) is written anew; every other key that editors added (owner,
also_asked_as, review_by …) stays, as do `state: review` and audiences of your own. Articles that
are gone at the source are listed, and set to `state: retired` if all of the source was read; no
file is removed, and none that the import did not make is touched.

An import that was interrupted goes on with the same command, for a day; --restart begins anew.
Tokens are read from the environment, sent to the host of --from only, and written nowhere.")]
pub struct Arguments {
    /// Where the articles live
    #[arg(value_enum)]
    source: Kind,
    /// Address of the help desk or site, or path of the file or folder
    #[arg(long, value_name = "URL_OR_PATH")]
    from: String,
    /// Folder of articles to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Language of articles whose source states none, such as en or pt-BR
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Address below which the files of a documentation folder are published
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Columns of a table that are named otherwise than usual, such as question=Pytanie
    #[arg(long, value_name = "WHAT=NAME", value_delimiter = ',')]
    columns: Vec<String>,
    /// Fetch pictures and attached files into DIR/files, too
    #[arg(long)]
    attachments: bool,
    /// Requests a second, at most; default: 4 for sites, as fast as it allows for a help desk
    #[arg(long, value_name = "NUMBER")]
    rate: Option<f64>,
    /// Ask other machines without encryption, too
    #[arg(long)]
    allow_http: bool,
    /// Forget what an interrupted import has read
    #[arg(long)]
    restart: bool,
    /// Exit with 1 if any article could not be imported
    #[arg(long)]
    strict: bool,
    /// Print a summary as one line of JSON
    #[arg(long)]
    json: bool,
}

/// Kinds of sources.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Zendesk,
    Intercom,
    Freshdesk,
    Helpscout,
    Site,
    Csv,
    Notion,
    Docs,
}

impl Kind {
    const fn source(self) -> Source {
        match self {
            Self::Zendesk => Source::Zendesk,
            Self::Intercom => Source::Intercom,
            Self::Freshdesk => Source::Freshdesk,
            Self::Helpscout => Source::HelpScout,
            Self::Site => Source::Site,
            Self::Csv => Source::Csv,
            Self::Notion => Source::Notion,
            Self::Docs => Source::Docs,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// A wrong address, path or option, or a missing token is a usage error; a source that cannot be
/// read to its end, and with `--strict` an article that failed, a failure.
pub fn run(arguments: &Arguments) -> Outcome {
    let options = options(arguments)?;
    explain_ctrl_c();
    let phase = Phase::begin("importing", 0, Unit::Things("article", "articles"));
    let listener = Arc::new(move |progress: Progress<'_>| tell(&phase, progress));
    let summary = helpdex_import::import(&options, listener).map_err(|error| match error {
        ImportError::Usage(_) => Failure::Usage(error.into()),
        _ => Failure::Failed(error.into()),
    })?;
    report(&summary);
    if arguments.json {
        print_json(&summary)?;
    } else {
        print(&summary);
    }
    match summary.failed.len() {
        0 => Ok(()),
        _ if !arguments.strict => Ok(()),
        count => Err(Failure::Failed(anyhow::anyhow!(
            "{count} articles could not be imported (--strict)"
        ))),
    }
}

fn options(arguments: &Arguments) -> Result<Options, Failure> {
    let usage = |message: String| Failure::Usage(anyhow::anyhow!(message));
    let mut options = Options::new(arguments.source.source(), &arguments.from, &arguments.out);
    options.lang.clone_from(&arguments.lang);
    options.base_url.clone_from(&arguments.base_url);
    options.attachments = arguments.attachments;
    options.restart = arguments.restart;
    options.bounds.plain_http = arguments.allow_http;
    options.bounds.rate = arguments.rate;
    if arguments
        .rate
        .is_some_and(|rate| !(rate.is_finite() && rate > 0.0))
    {
        return Err(usage("--rate must be a number above 0".to_owned()));
    }
    let mut columns = Columns::default();
    for pair in &arguments.columns {
        let Some((what, name)) = pair.split_once('=') else {
            return Err(usage(format!(
                "--columns {pair}: write what a column holds and its name, such as question=Pytanie"
            )));
        };
        columns
            .0
            .insert(what.trim().to_owned(), name.trim().to_owned());
    }
    options.columns = columns;
    let tokens = TOKENS.iter().filter_map(|name| {
        let value = std::env::var(name).ok()?;
        Some(((*name).to_owned(), value))
    });
    options.secrets = Secrets::new(tokens);
    Ok(options)
}

/// From now on Ctrl-C says how to go on.
fn explain_ctrl_c() {
    let _ = ctrlc::set_handler(|| {
        eprintln!("\nhelpdex: interrupted; the same command goes on where it was");
        std::process::exit(1)
    });
}

fn tell(phase: &Phase, progress: Progress<'_>) {
    match progress {
        Progress::Articles { done, total } => phase.reach(done, total.unwrap_or(done).max(done)),
        Progress::Resumed { answers } => {
            eprintln!(
                "an interrupted import goes on: {answers} answers need not be asked for again"
            );
        }
        Progress::Waiting { wait, host, why } => {
            eprintln!("{host} {why}: waiting {} s", wait.as_secs());
        }
    }
}

fn report(summary: &Summary) {
    for Finding { place, message } in &summary.warnings {
        eprintln!("warning: {place}: {message}");
    }
    for Finding { place, message } in &summary.failed {
        eprintln!("not imported: {place}: {message}");
    }
    for path in &summary.gone {
        let what = if summary.retired {
            "set to `state: retired`"
        } else {
            "left as it is"
        };
        eprintln!("gone at the source: {path}: {what}");
    }
}

fn print(summary: &Summary) {
    println!(
        "{} articles: {} new, {} changed, {} as they were; {} gone, {} failed",
        summary.articles,
        summary.added,
        summary.changed,
        summary.unchanged,
        summary.gone.len(),
        summary.failed.len()
    );
}
