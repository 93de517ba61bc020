//! Decision trees beside the articles of their languages.

use super::site_lists::Found;
use crate::commands::Failure;
use crate::config::Config;
use crate::source::{
    Article, Audience, Diagnostic, Options, Severity, TreeFile, is_wanted, place_url, read_trees,
};
use crate::tree::{self, Destinations, Tree};
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
    /// Ids of the articles that trees of any language lead to.
    pub(in crate::commands) fn articles(&self) -> BTreeSet<String> {
        let mut ids = BTreeSet::new();
        let mut rest: Vec<&Value> = (self.by_language.values().flat_map(Map::values)).collect();
        while let Some(value) = rest.pop() {
            match value {
                Value::Object(object) => {
                    let id = object
                        .get("article")
                        .and_then(|article| article["id"].as_str());
                    ids.extend(id.map(str::to_owned));
                    rest.extend(object.values());
                }
                Value::Array(items) => rest.extend(items),
                _ => {}
            }
        }
        ids
    }

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
    audience: &Audience,
) -> Result<Gathered, Failure> {
    let mut gathered = Gathered::default();
    if !config.trees.as_os_str().is_empty() {
        let options = Options {
            languages: config.languages.clone(),
            audience: Some(audience.clone()),
            ..Options::default()
        };
        let more = read_trees(&config.trees, &options);
        let more = more.map_err(|error| Failure::Usage(error.into()))?;
        gathered.diagnostics = more.diagnostics;
        add_files(&mut files, more.trees);
    }
    let (trees, diagnostics) = tree::read(&files, &config.default_language);
    gathered.diagnostics.extend(diagnostics);
    let destinations = destinations(config, articles);
    for tree in trees {
        if let Some((name, cure)) = audience.unknown(&tree.audience) {
            let message = format!("unknown audience `{name}`: the tree is in no bundle");
            let unknown = Diagnostic::error(tree.origin.clone(), message, cure);
            gathered.diagnostics.push(unknown);
            continue;
        }
        let is_wanted = is_wanted(tree.language.as_deref(), &config.languages);
        if !is_wanted || !audience.shows(&tree.audience) {
            continue;
        }
        gathered.add(tree, config, &destinations, articles);
    }
    gathered.lost = lost(&gathered.diagnostics);
    Ok(gathered)
}

impl Gathered {
    /// Adds a tree and its steps, unless it leads to what is not there.
    fn add(
        &mut self,
        mut tree: Tree,
        config: &Config,
        destinations: &BTreeMap<String, Destinations>,
        articles: &mut BTreeMap<String, Vec<Article>>,
    ) {
        if let Some(url) = &mut tree.url {
            place_url(url, &config.site.url_base);
        }
        let language = tree.language.as_deref().unwrap_or_default();
        let language = language.to_ascii_lowercase();
        let without_articles = Destinations {
            routes: routes(config),
            ..Destinations::default()
        };
        let known = destinations.get(&language).unwrap_or(&without_articles);
        match tree::resolve(&tree, known) {
            Ok((json, steps)) => {
                let trees = self.by_language.entry(language.clone()).or_default();
                trees.insert(tree.id, json);
                articles.entry(language).or_default().extend(steps);
            }
            Err(wrong) => self.diagnostics.extend(wrong),
        }
    }
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
