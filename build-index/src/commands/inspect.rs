//! `helpdex inspect`: what a bundle consists of.

use super::{Outcome, manifest_of, print_json};
use crate::bundle_dir::{LocalIndex, Manifest, read_file};
use crate::publish::ListKind;
use anyhow::Context;
use clap::Args;
use helpdex::Ranking;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Arguments of `helpdex inspect`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  helpdex inspect --bundle public/help
  helpdex inspect --bundle public/help --json | jq '.languages[].shards'")]
pub struct Arguments {
    /// Folder of the bundle
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Serialize)]
struct Inspection {
    build: String,
    default: String,
    languages: Vec<LanguageInspection>,
}

#[derive(Debug, Serialize)]
struct LanguageInspection {
    lang: String,
    articles: u32,
    terms: usize,
    postings: usize,
    shards: usize,
    root: String,
    root_bytes: u64,
    root_brotli_bytes: Option<u64>,
    /// Bytes, as sent, of the vectors of words and articles.
    vectors_bytes: Option<u64>,
    ranking: RankingInspection,
    /// Entries of each list, by its name in the manifest.
    lists: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize)]
struct RankingInspection {
    weights: [f32; helpdex::FIELDS],
    b: [f32; helpdex::FIELDS],
    k1: f32,
    title_density: f32,
    title_coverage: f32,
    prefix_weight: f32,
    title_echo: f32,
    synonym_weight: f32,
    meaning: f32,
}

impl From<&Ranking> for RankingInspection {
    fn from(ranking: &Ranking) -> Self {
        let Ranking {
            weights,
            b,
            k1,
            title_density,
            title_coverage,
            prefix_weight,
            title_echo,
            synonym_weight,
            meaning,
        } = *ranking;
        Self {
            weights,
            b,
            k1,
            title_density,
            title_coverage,
            prefix_weight,
            title_echo,
            synonym_weight,
            meaning,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// A folder without a bundle is a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    let manifest = manifest_of(&arguments.bundle)?;
    let languages = manifest
        .languages
        .keys()
        .map(|tag| language(&arguments.bundle, &manifest, tag))
        .collect::<anyhow::Result<_>>()?;
    let inspection = Inspection {
        build: manifest.build.clone(),
        default: manifest.default.clone(),
        languages,
    };
    if arguments.json {
        print_json(&inspection)?;
    } else {
        print_text(&inspection);
    }
    Ok(())
}

fn language(dir: &Path, manifest: &Manifest, tag: &str) -> anyhow::Result<LanguageInspection> {
    let mut index = LocalIndex::open(dir, manifest, tag)?;
    let ids: Vec<u32> = index.searcher().shard_ids().collect();
    index.load(&ids)?;
    // Shards of text become known as somebody asks for what is in them.
    let documents: Vec<u32> = (0..index.searcher().document_count()).collect();
    index.searcher().missing_texts(&documents);
    let shards = index.searcher().shard_ids().count();
    let entry = manifest
        .languages
        .get(tag)
        .map(|entry| entry.root.clone())
        .unwrap_or_default();
    let size = |path: PathBuf| std::fs::metadata(path).map(|metadata| metadata.len()).ok();
    let searcher = index.searcher();
    let vectors = searcher.word_vectors_shard();
    let vectors = vectors.and_then(|shard| searcher.shard_name(shard));
    let (terms, postings) = searcher.loaded_counts();
    Ok(LanguageInspection {
        lang: tag.to_owned(),
        articles: searcher.document_count(),
        terms,
        postings,
        shards,
        root_bytes: size(dir.join(&entry)).unwrap_or(0),
        root_brotli_bytes: size(dir.join(format!("{entry}.br"))),
        vectors_bytes: vectors.and_then(|name| size(dir.join(name))),
        root: entry,
        ranking: searcher.ranking().into(),
        lists: lists(dir, manifest, tag)?,
    })
}

/// How many entries each list of a language has: of contact, the channels.
fn lists(
    dir: &Path,
    manifest: &Manifest,
    tag: &str,
) -> anyhow::Result<BTreeMap<&'static str, usize>> {
    let lists = (manifest.languages.get(tag)).into_iter();
    let count = |(kind, path): (ListKind, &str)| {
        let path = dir.join(path);
        let list: Value = serde_json::from_slice(&read_file(&path)?)
            .with_context(|| format!("{}: damaged; build the bundle again", path.display()))?;
        let entries = match (kind, &list) {
            (ListKind::Contact, _) => list["channels"].as_object().map_or(0, Map::len),
            (_, Value::Array(entries)) => entries.len(),
            (_, Value::Object(entries)) => entries.len(),
            _ => 0,
        };
        Ok((kind.name(), entries))
    };
    lists
        .flat_map(|entry| entry.lists.iter())
        .map(count)
        .collect()
}

fn print_text(inspection: &Inspection) {
    println!(
        "build {}  default language {}",
        inspection.build, inspection.default
    );
    for language in &inspection.languages {
        println!(
            "{:<6} {:>7} articles {:>8} terms {:>9} postings {:>5} shards  root {} ({} bytes, brotli {})  vectors {}",
            language.lang,
            language.articles,
            language.terms,
            language.postings,
            language.shards,
            language.root,
            language.root_bytes,
            language
                .root_brotli_bytes
                .map_or("none".into(), |bytes| bytes.to_string()),
            language
                .vectors_bytes
                .map_or("none".into(), |bytes| format!("{bytes} bytes")),
        );
        let ranking = &language.ranking;
        println!(
            "       weights {:?}  b {:?}  k1 {}  title density {}  title coverage {}  prefix {}",
            ranking.weights,
            ranking.b,
            ranking.k1,
            ranking.title_density,
            ranking.title_coverage,
            ranking.prefix_weight
        );
        if !language.lists.is_empty() {
            let lists = language.lists.iter();
            let lists: Vec<String> = lists
                .map(|(name, entries)| format!("{name} {entries}"))
                .collect();
            println!("       lists {}", lists.join("  "));
        }
    }
}
