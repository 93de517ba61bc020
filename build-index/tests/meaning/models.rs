//! The models of the tests, and what is made with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use helpdex_cli::config::MeaningConfig;
use helpdex_cli::meaning::{Expanded, ModelDir, expand};
use helpdex_cli::source::{self, Article, Options};
use helpdex_cli::{eval, pipeline};

/// The folder of a model, `minilm` or `e5`; fetched first if it is not there.
pub fn model(name: &str) -> PathBuf {
    static MODELS: OnceLock<PathBuf> = OnceLock::new();
    let models = MODELS.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let models = root.join("target/models");
        let is_there = |name| models.join(name).join(".prepared").is_file();
        if !is_there("minilm") || !is_there("e5") {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let mut xtask = Command::new(cargo);
            xtask
                .args(["xtask", "setup", "--models"])
                .current_dir(&root);
            let status = xtask.status().expect("cargo can be started");
            assert!(
                status.success(),
                "the tests need: cargo xtask setup --models"
            );
        }
        models
    });
    models.join(name)
}

/// The mini corpus: 64 articles and 64 judged queries in five languages.
pub fn mini(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures/mini")
        .join(name)
}

/// The articles of some languages of the mini corpus.
pub fn articles(languages: &[&str]) -> BTreeMap<String, Vec<Article>> {
    let options = Options {
        languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
        ..Options::default()
    };
    let reading = source::read(&mini("articles.jsonl.gz"), &options, &|_| {}).unwrap();
    pipeline::by_language(reading.articles, "en")
}

/// The judged queries of one language of the mini corpus.
pub fn queries(language: &str) -> Vec<eval::JudgedQuery> {
    let mut queries = eval::read_queries(&mini("queries.jsonl.gz")).unwrap();
    queries.retain(|query| query.lang == language);
    queries
}

/// Settings with a cache in `folder`.
pub fn settings(folder: &Path) -> MeaningConfig {
    MeaningConfig {
        cache: folder.join("cache"),
        chunks: 1,
        chunk_tokens: 64,
        ..MeaningConfig::default()
    }
}

/// Articles of the mini corpus with their expansions, and what was done for them.
pub fn expanded(
    language: &str,
    model_name: &str,
    settings: &MeaningConfig,
) -> (Vec<Article>, Expanded) {
    let mut groups = articles(&[language]);
    let model = ModelDir::open(&model(model_name)).unwrap();
    let expanded = expand(&mut groups, &model, settings, |_| Vec::new()).unwrap();
    (groups.remove(language).unwrap(), expanded)
}
