//! Decision trees beside the articles of their languages.

use super::place_url;
use super::site_lists::Found;
use crate::commands::Failure;
use crate::config::Config;
use crate::source::{Article, Diagnostic, Options, Severity, TreeFile, is_wanted, read_trees};
use crate::tree::{self, Destinations};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The trees of a site.
#[derive(Debug, Default)]
pub(in crate::commands) struct Gathered {
    by_language: BTreeMap<String, Map<String, Value>>,
    /// What is wrong with them.
    pub(in crate::commands) diagnostics: Vec<Diagnostic>,
    /// Files whose tree is left out because of an error.
    pub(in crate::commands) lost: usize,
}

impl Gathered {
    /// The trees of a language by id, as pages get them.
    pub(super) fn of_language(&self, language: &str) -> Value {
        let trees = self.by_language.get(language);
        trees.cloned().map_or(Value::Null, Value::Object)
    }
}

/// Reads the trees in `files` and in the configured folder, and adds their steps to the articles of
/// their languages.
pub(in crate::commands) fn gather(
    config: &Config,
    mut files: Vec<TreeFile>,
    articles: &mut BTreeMap<String, Vec<Article>>,
) -> Result<Gathered, Failure> {
    let mut gathered = Gathered::default();
    if !config.trees.as_os_str().is_empty() {
        let options = Options {
            default_language: None,
            languages: config.languages.clone(),
        };
        let more = read_trees(&config.trees, &options);
        let more = more.map_err(|error| Failure::Usage(error.into()))?;
        gathered.diagnostics = more.diagnostics;
        add_files(&mut files, more.trees);
    }
    let (trees, diagnostics) = tree::read(&files);
    gathered.diagnostics.extend(diagnostics);
    let destinations = destinations(config, articles);
    for mut tree in trees {
        let language = tree
            .language
            .get_or_insert_with(|| config.default_language.clone());
        if !is_wanted(Some(language), &config.languages) {
            continue;
        }
        let language = language.to_ascii_lowercase();
        if let Some(url) = &mut tree.url {
            place_url(url, &config.site.url_base);
        }
        let nowhere = Destinations {
            routes: routes(config),
            ..Destinations::default()
        };
        match tree::resolve(&tree, destinations.get(&language).unwrap_or(&nowhere)) {
            Ok((json, steps)) => {
                let trees = gathered.by_language.entry(language.clone()).or_default();
                trees.insert(tree.id, json);
                articles.entry(language).or_default().extend(steps);
            }
            Err(wrong) => gathered.diagnostics.extend(wrong),
        }
    }
    gathered.lost = lost(&gathered.diagnostics);
    Ok(gathered)
}

/// Adds files that are not among the first ones already, by whatever name.
fn add_files(files: &mut Vec<TreeFile>, more: Vec<TreeFile>) {
    let known: BTreeSet<_> = (files.iter())
        .map(|file| file.path.canonicalize().ok())
        .collect();
    let more = more.into_iter();
    files.extend(more.filter(|file| !known.contains(&file.path.canonicalize().ok())));
}

fn lost(diagnostics: &[Diagnostic]) -> usize {
    let errors = diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error);
    let files: BTreeSet<&Path> = errors.map(|error| error.origin.path.as_path()).collect();
    files.len()
}

fn destinations(
    config: &Config,
    articles: &BTreeMap<String, Vec<Article>>,
) -> BTreeMap<String, Destinations> {
    let of_language = |(language, articles): (&String, &Vec<Article>)| {
        let found = Found::new(articles);
        let ids = articles.iter().map(|article| &article.document.id);
        let questions = ids.filter_map(|id| Some((id.clone(), found.question(id)?)));
        let destinations = Destinations {
            articles: questions.collect(),
            routes: routes(config),
        };
        (language.clone(), destinations)
    };
    articles.iter().map(of_language).collect()
}

/// Where a choice can lead a reader to a person; nowhere without channels.
fn routes(config: &Config) -> Vec<String> {
    let contact = config
        .contact
        .json(&config.default_language, &config.default_language);
    let Some(contact) = contact else {
        return Vec::new();
    };
    let keys = |key: &str| {
        contact[key]
            .as_object()
            .into_iter()
            .flat_map(Map::keys)
            .cloned()
    };
    keys("channels").chain(keys("table")).collect()
}
