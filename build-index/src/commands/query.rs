//! `helpdex query`: searches a bundle with the engine that the browser runs.

use super::{Failure, Outcome, manifest_of, print_json};
use crate::search::{Answer, Library, explanation_lines};
use clap::Args;
use std::ffi::OsString;
use std::path::PathBuf;

/// Arguments of `helpdex query`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex query --bundle public/help --lang en \"reset passw\"
  helpdex query --bundle public/help --lang de --json \"Rechnung\" | jq '.hits[0].url'
  helpdex query --bundle public/help --lang en --explain \"reset password\"")]
pub struct Arguments {
    /// What to search for; the last word may be unfinished
    pub text: OsString,
    /// Folder of the bundle
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
    /// Language of the index; default: the bundle's
    #[arg(long, value_name = "xx")]
    pub lang: Option<String>,
    /// Most hits to show
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Show every term of each score
    #[arg(long)]
    pub explain: bool,
}

/// Runs the command.
///
/// # Errors
/// A bundle or language that is not there is a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    let library = Library::new(&arguments.bundle, manifest_of(&arguments.bundle)?);
    let lang = library.resolve(arguments.lang.as_deref());
    let lang = lang.map_err(|error| Failure::Usage(error.into()))?;
    // Any bytes are a query.
    let text = arguments.text.to_string_lossy();
    let answer = library.search(&lang, &text, arguments.limit, arguments.explain)?;
    if arguments.json {
        print_json(&answer)?;
    } else {
        print_text(&answer);
    }
    Ok(())
}

fn print_text(answer: &Answer) {
    for correction in &answer.corrections {
        println!(
            "showing results for {:?}, not {:?}",
            correction.used, correction.typed
        );
    }
    for synonym in &answer.synonyms {
        println!("also searched {:?}, for {:?}", synonym.used, synonym.typed);
    }
    if answer.hits.is_empty() {
        println!("no article found for {:?}", answer.query);
        return;
    }
    for (rank, hit) in answer.hits.iter().enumerate() {
        println!("{:2}. {}  [{:.2}]", rank + 1, hit.title, hit.score);
        println!("    {}", hit.url);
        if !hit.heading.is_empty() {
            println!("    › {}", hit.heading);
        }
        if !hit.snippet.is_empty() {
            println!("    {}", hit.snippet);
        }
        for line in hit.explain.iter().flat_map(explanation_lines) {
            println!("      {line}");
        }
    }
    eprintln!("{} of {} articles", answer.hits.len(), answer.total);
}
