//! The browser's files, embedded at compile time.

use helpdex::analysis::Language;
use std::collections::BTreeMap;

/// An embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// File name.
    pub name: &'static str,
    /// Content.
    pub bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The script that pages include; published as `helpdex.js` with the manifest inlined.
pub const LOADER: &str = "define.js";

/// Loader, component and client in one script, in the app folder; published as `helpdex.single.js`,
/// too, on demand.
pub const SINGLE: &str = "single.js";

/// Label and placeholder of the field by base language, for the manifest.
const LABELS: &str = "labels.json";

/// Label and placeholder of the field in those of `languages` that the interface speaks, by base
/// language. English is left out: the loader holds it.
pub fn labels_of<'a>(languages: impl Iterator<Item = &'a str>) -> BTreeMap<String, [String; 2]> {
    let embedded = APP.iter().find(|asset| asset.name == LABELS);
    let all: BTreeMap<String, [String; 2]> = embedded
        .and_then(|asset| serde_json::from_slice(asset.bytes).ok())
        .unwrap_or_default();
    let bases = languages.filter_map(|tag| tag.split('-').next());
    let spoken = bases.filter(|base| *base != "en").filter_map(|base| {
        let labels = all.get(base)?;
        Some((base.to_owned(), labels.clone()))
    });
    spoken.collect()
}

/// The engine of a language: languages without a stemmer share one.
pub fn engine_of(language: &str) -> String {
    let parsed = Language::parse(language);
    format!(
        "engine-{}.wasm",
        parsed.as_ref().map_or("und", Language::engine)
    )
}

/// The same engine as plain JavaScript, loaded where WebAssembly is blocked or missing. The browser
/// makes the name from the engine's in the same way (`www/manifest.js`).
fn fallback_of(engine: &str) -> String {
    format!("{}.fallback.js", engine.trim_end_matches(".wasm"))
}

/// Files that every page of a bundle in `languages` may ask for.
pub fn app_files(languages: &[&str]) -> Vec<&'static Asset> {
    let engines: Vec<String> = languages
        .iter()
        .map(|language| engine_of(language))
        .collect();
    let wanted = |name: &str| {
        name != LOADER
            && name != LABELS
            && (!name.starts_with("engine-")
                || engines
                    .iter()
                    .any(|engine| engine == name || fallback_of(engine) == name))
    };
    APP.iter().filter(|asset| wanted(asset.name)).collect()
}

/// The languages whose pages would ask for an engine that is not embedded.
pub fn missing_engines<'a>(languages: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let is_missing = |language: &&str| !APP.iter().any(|asset| asset.name == engine_of(language));
    languages.filter(is_missing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_those_of_the_bundles_languages() {
        let labels = labels_of(["de", "en", "pt-br", "xx"].into_iter());
        if !APP.is_empty() {
            assert_eq!(labels.keys().collect::<Vec<_>>(), ["de", "pt"]);
        }
    }

    #[test]
    fn a_bundle_has_the_engines_of_its_languages_in_both_forms_and_no_others() {
        let names = |languages: &[&str]| -> Vec<&str> {
            let files = app_files(languages).into_iter();
            files
                .map(|asset| asset.name)
                .filter(|name| name.starts_with("engine-"))
                .collect()
        };
        if missing_engines(["en"].into_iter()).is_empty() {
            assert_eq!(
                names(&["en", "en-gb"]),
                ["engine-en.fallback.js", "engine-en.wasm"]
            );
        }
        assert_eq!(names(&[]), Vec::<&str>::new());
    }
}
