//! `helpdex check`: verifies a published bundle, every byte of it, or a source.

use super::{Failure, Outcome};
use crate::bundle_dir::{LocalIndex, Manifest, MANIFEST};
use crate::source::{self, Options};
use anyhow::anyhow;
use clap::Args;
use std::path::{Path, PathBuf};

/// Arguments of `helpdex check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex check public/help       # a bundle: every checksum, every shard, every article's text
  helpdex check articles/         # a source: what would be skipped, and why")]
pub struct Arguments {
    /// A bundle's folder or a source of articles
    #[arg(value_name = "DIR")]
    pub path: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// Anything wrong is exit code 1; a path that is neither is a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.path.join(MANIFEST).is_file() { check_bundle(&arguments.path) } else { check_source(&arguments.path) }
}

fn check_bundle(dir: &Path) -> Outcome {
    let manifest = Manifest::read(dir).map_err(Failure::Usage)?;
    for (tag, entry) in &manifest.languages {
        let mut index = LocalIndex::open(dir, &manifest, tag)?;
        let shards: Vec<u32> = index.searcher().shard_ids().collect();
        index.load(&shards)?;
        let documents: Vec<u32> = (0..index.searcher().document_count()).collect();
        index.load_texts(&documents)?;
        let texts = documents.iter().filter(|document| index.searcher().text(**document).is_some()).count();
        let rows = documents.iter().filter(|document| index.searcher().row(**document).is_some()).count();
        if (rows, texts, rows) != (entry.articles, entry.articles, documents.len()) {
            return Err(Failure::Failed(anyhow!("{tag}: {} articles promised, {rows} rows and {texts} texts found; build the bundle again", entry.articles)));
        }
        println!("{tag}: {rows} articles, all files intact");
    }
    if !manifest.app.is_empty() && !dir.join(&manifest.app).is_dir() {
        return Err(Failure::Failed(anyhow!("{}: missing; build the bundle again", dir.join(&manifest.app).display())));
    }
    Ok(())
}

fn check_source(path: &Path) -> Outcome {
    let reading = source::read(path, &Options::default(), &|_| {}).map_err(|error| Failure::Usage(error.into()))?;
    for diagnostic in &reading.diagnostics {
        println!("{diagnostic}");
    }
    println!("{} articles, {} findings", reading.articles.len(), reading.diagnostics.len());
    if reading.diagnostics.is_empty() { Ok(()) } else { Err(Failure::Failed(anyhow!("{} findings", reading.diagnostics.len()))) }
}
