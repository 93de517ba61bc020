//! The manifest of a bundle about to be published.

use super::{Contents, Index, ListPaths};
use crate::assets;
use crate::bundle_dir::{LanguageEntry, MANIFEST_VERSION, Manifest};
use std::collections::BTreeMap;

/// The manifest; `lists` are the paths of the languages' lists, `app` the component's folder.
pub(super) fn manifest(
    contents: &Contents,
    mut lists: BTreeMap<String, ListPaths>,
    app: String,
) -> Manifest {
    let entry = |(language, index): (&String, &Index)| {
        let entry = LanguageEntry {
            root: index.root().to_owned(),
            engine: assets::engine_of(language),
            articles: index.statistics().documents,
            lists: lists.remove(language).unwrap_or_default(),
        };
        (language.clone(), entry)
    };
    let languages: BTreeMap<String, LanguageEntry> = contents.indexes.iter().map(entry).collect();
    let first = || languages.keys().next().cloned().unwrap_or_default();
    let default = Some(contents.default.clone());
    let mut manifest = Manifest {
        helpdex: MANIFEST_VERSION,
        build: String::new(),
        app,
        default: default
            .filter(|tag| languages.contains_key(tag))
            .unwrap_or_else(first),
        fallback: Vec::new(),
        site: contents.site.clone(),
        labels: assets::labels_of(languages.keys().map(String::as_str)),
        languages,
    };
    let fallback = contents
        .fallback
        .iter()
        .filter_map(|tag| manifest.resolve(tag));
    manifest.fallback = fallback.map(str::to_owned).collect();
    manifest.build = build_id(&manifest);
    manifest
}

/// Hash of everything that the manifest names.
fn build_id(manifest: &Manifest) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(manifest.app.as_bytes())
        .update(manifest.default.as_bytes());
    for (language, entry) in &manifest.languages {
        hasher
            .update(language.as_bytes())
            .update(entry.root.as_bytes());
        for (_, path) in entry.lists.iter() {
            hasher.update(path.as_bytes());
        }
    }
    hasher.update(manifest.site.as_bytes());
    for label in manifest.labels.values().flatten() {
        hasher.update(label.as_bytes());
    }
    for language in &manifest.fallback {
        hasher.update(language.as_bytes());
    }
    hasher.finalize().to_hex()[..12].to_owned()
}
