//! `helpdex init`: a folder to begin a help center with.

use super::{Failure, Outcome};
use crate::config::{OUT, SOURCE};
use crate::init::{self, Plan};
use crate::source::language::canonical_tag;
use anyhow::{Context, anyhow};
use clap::Args;
use dialoguer::{Input, MultiSelect};
use helpdex_questions::collect::now_hour;
use helpdex_questions::report::date;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Days until the samples have to be reviewed.
const REVIEW_DAYS: u32 = 180;
/// Languages to choose from; `--lang` takes any other.
const OFFERED: [&str; 10] = [
    "en", "es", "pl", "de", "fr", "it", "nl", "pt-BR", "uk", "ja",
];

/// Arguments of `helpdex init`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex init help/                                   # asks, where it is run on a terminal
  helpdex init help/ --name Acme --lang en --lang es --yes

Writes helpdex.toml, sample articles, a template for new ones, a page with the search and the snippet to
paste into your own. A file that is there already is never written over.")]
pub struct Arguments {
    /// Folder to make
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Name of the help center [default: the folder's]
    #[arg(long)]
    pub name: Option<String>,
    /// Language of the articles; may be repeated, the first is the default [default: en]
    #[arg(long, value_name = "xx")]
    pub lang: Vec<String>,
    /// Folder of the articles, below DIR [default: content]
    #[arg(long, value_name = "FOLDER")]
    pub source: Option<String>,
    /// Folder of the bundle, below DIR [default: public/help]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<String>,
    /// Ask nothing: take the defaults for what is not given
    #[arg(long)]
    pub yes: bool,
}

/// Runs the command.
///
/// # Errors
/// A file that is there already, or an unknown language, is a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    let asks = !arguments.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let plan = plan(arguments, asks)?;
    let files = init::files(&plan).map_err(|error| Failure::Usage(error.into()))?;
    init::write(&arguments.dir, &files).map_err(|error| match error {
        init::InitError::Unwritable { .. } => Failure::Failed(error.into()),
        _ => Failure::Usage(error.into()),
    })?;
    for file in &files {
        println!("{}", arguments.dir.join(&file.path).display());
    }
    eprintln!(
        "\nNext:\n  cd {}\n  helpdex check {}\n  helpdex build\n  helpdex serve {}",
        arguments.dir.display(),
        plan.source,
        served(&plan.out)
    );
    Ok(())
}

/// How `helpdex serve` shows the page that stands beside the bundle.
fn served(out: &str) -> String {
    match out.rsplit_once('/') {
        Some((site, "help")) => format!("--site {site}"),
        Some((site, _)) => format!("--site {site} --bundle {out}"),
        None => format!("--site . --bundle {out}"),
    }
}

fn plan(arguments: &Arguments, asks: bool) -> Result<Plan, Failure> {
    let name = arguments.name.clone();
    let source = arguments.source.clone();
    let out = arguments.out.clone();
    let languages = if arguments.lang.is_empty() && asks {
        chosen()?
    } else {
        arguments.lang.clone()
    };
    let default_name = default_name(&arguments.dir);
    Ok(Plan {
        name: or_asked(name, asks, "Name of the help center", &default_name)?,
        languages: canonical(&languages)?,
        source: or_asked(source, asks, "Folder of the articles", SOURCE)?,
        out: or_asked(out, asks, "Folder of the bundle", OUT)?,
        review_by: date(now_hour() + REVIEW_DAYS * 24),
    })
}

/// What was given, else what is answered, else the default.
fn or_asked(
    given: Option<String>,
    asks: bool,
    question: &str,
    default: &str,
) -> Result<String, Failure> {
    match given {
        Some(given) => Ok(given),
        None if asks => {
            let input = Input::new()
                .with_prompt(question)
                .default(default.to_owned());
            let answer: Result<String, _> = input.interact_text();
            Ok(answer.context("no answer; give it as an option, or --yes")?)
        }
        None => Ok(default.to_owned()),
    }
}

fn chosen() -> Result<Vec<String>, Failure> {
    let chosen = MultiSelect::new()
        .with_prompt("Languages (space chooses, enter goes on)")
        .items(OFFERED)
        .defaults(&[true])
        .interact()
        .context("no answer; give --lang, or --yes")?;
    let tags = chosen.into_iter().filter_map(|at| OFFERED.get(at));
    Ok(tags.map(|tag| (*tag).to_owned()).collect())
}

/// The tags in their usual spelling, each once; English where there is none.
fn canonical(languages: &[String]) -> Result<Vec<String>, Failure> {
    let mut tags: Vec<String> = Vec::new();
    for language in languages {
        let tag = canonical_tag(language).map_err(|error| {
            let cure = match error.nearest {
                Some(code) => format!("did you mean `{code}`?"),
                None => "write an ISO 639-1 code such as `en` or `pt-BR`".to_owned(),
            };
            Failure::Usage(anyhow!("--lang: {error}; {cure}"))
        })?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.is_empty() {
        tags.push("en".to_owned());
    }
    Ok(tags)
}

/// The folder's name, as far as it has one.
fn default_name(dir: &Path) -> String {
    let whole = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let name = whole
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "Help".to_owned())
}
