//! What `cargo xtask bench` prints.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;

use crate::compress::brotli_len;
use crate::measure::Cost;
use crate::up_to_date::files_below;

/// Larger files without a `.br` beside them count uncompressed: brotli 11 takes seconds a megabyte.
const MOST_BROTLI_BYTES: usize = 8 << 20;

/// Files of one kind.
#[derive(Serialize, Default)]
pub struct Part {
    part: String,
    files: usize,
    raw: usize,
    /// Files that are compressed inside count as they are.
    brotli: usize,
}

/// All figures of one corpus.
#[derive(Serialize)]
pub struct Bench {
    corpus: String,
    articles: u64,
    build: Cost,
    articles_per_second: f64,
    files: usize,
    parts: Vec<Part>,
    /// What `tests/bench/keystrokes.mjs` measured; nothing without queries.
    browser: Option<Value>,
}

/// Adds up a bundle by part, and reads its manifest.
///
/// # Errors
/// When a file cannot be read or the manifest is not JSON.
pub fn weigh(bundle: &Path) -> Result<(Vec<Part>, Value)> {
    let manifest: Value = serde_json::from_slice(
        &fs::read(bundle.join("manifest.json")).context("the bundle has no manifest.json")?,
    )?;
    let mut parts: Vec<Part> = Vec::new();
    for file in files_below(bundle)? {
        let name = file
            .strip_prefix(bundle)?
            .to_string_lossy()
            .replace('\\', "/");
        let label = part_of(&name, &manifest);
        let bytes = fs::read(&file)?;
        let brotli = compressed_len(&file, &bytes)?;
        let index = parts
            .iter()
            .position(|part| part.part == label)
            .unwrap_or_else(|| {
                parts.push(Part {
                    part: label,
                    ..Part::default()
                });
                parts.len() - 1
            });
        let part = &mut parts[index];
        part.files += 1;
        part.raw += bytes.len();
        part.brotli += brotli;
    }
    parts.sort_by(|a, b| a.part.cmp(&b.part));
    Ok((parts, manifest))
}

fn part_of(name: &str, manifest: &Value) -> String {
    let root = manifest["languages"].as_object().and_then(|languages| {
        languages
            .iter()
            .find(|(_, language)| language["root"] == name)
    });
    match (
        root,
        name.rsplit_once('.').map_or("", |(_, extension)| extension),
    ) {
        (Some((language, _)), _) => format!("root {language}"),
        (None, "br" | "gz") => "compressed copies".into(),
        (None, "hdx") => "shards".into(),
        _ => match name.split_once('/') {
            Some((folder, file)) if folder.starts_with("app-") => format!("app {file}"),
            _ => name.to_owned(),
        },
    }
}

fn compressed_len(file: &Path, bytes: &[u8]) -> Result<usize> {
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    let sibling = file.with_extension(format!("{extension}.br"));
    if let Ok(sibling) = fs::metadata(sibling) {
        return Ok(usize::try_from(sibling.len())?);
    }
    if bytes.starts_with(&[0x1f, 0x8b]) || extension == "br" || bytes.len() > MOST_BROTLI_BYTES {
        return Ok(bytes.len());
    }
    Ok(brotli_len(bytes)?.min(bytes.len()))
}

impl Bench {
    /// Puts the figures together.
    pub fn new(
        corpus: String,
        build: Cost,
        manifest: &Value,
        parts: Vec<Part>,
        browser: Option<Value>,
    ) -> Self {
        let languages = manifest["languages"].as_object();
        let articles = languages
            .into_iter()
            .flat_map(|languages| languages.values())
            .filter_map(|language| language["articles"].as_u64())
            .sum();
        Self {
            corpus,
            articles,
            articles_per_second: articles as f64 / build.seconds,
            build,
            files: parts.iter().map(|part| part.files).sum(),
            parts,
            browser,
        }
    }

    /// The figures as a table.
    pub fn text(&self) -> String {
        let mut text = format!(
            "{}: {} articles\nbuild {:.2} s ({:.2} s CPU), {:.0} articles/s, peak memory {:.0} MB\n{} files\n\n{:<28}{:>7}{:>12}{:>12}\n",
            self.corpus,
            self.articles,
            self.build.seconds,
            self.build.cpu_seconds,
            self.articles_per_second,
            self.build.peak_bytes as f64 / 1e6,
            self.files,
            "bytes by part",
            "files",
            "raw",
            "brotli"
        );
        for part in &self.parts {
            let _ = writeln!(
                text,
                "{:<28}{:>7}{:>12}{:>12}",
                part.part, part.files, part.raw, part.brotli
            );
        }
        if let Some(browser) = &self.browser {
            browser_text(browser, &mut text);
        }
        text
    }
}

fn browser_text(browser: &Value, text: &mut String) {
    let first = &browser["first"];
    let _ = writeln!(
        text,
        "\nfirst answer ({}): {} bytes (script {}, engine {}, index {}), {} requests, {} hops after the script",
        browser["lang"].as_str().unwrap_or_default(),
        first["bytes"],
        first["script"],
        first["engine"],
        first["index"],
        first["requests"],
        first["hops"]
    );
    let _ = writeln!(
        text,
        "{:<28}{:>8}{:>8}{:>8}{:>8}{:>8}",
        "ms per keystroke", "keys", "p50", "p95", "p99", "max"
    );
    for (name, label) in [
        ("rows", "rows"),
        ("snippets", "rows and snippets"),
        ("firstPass", "rows, shards arriving"),
    ] {
        let keys = &browser["keys"][name];
        let figures = ["n", "p50", "p95", "p99", "max"]
            .map(|figure| format!("{:>8}", keys[figure].to_string()));
        let _ = writeln!(text, "{label:<28}{}", figures.concat());
    }
    let megabytes = |name: &str| browser["memory"][name].as_f64().unwrap_or_default() / 1e6;
    let _ = writeln!(
        text,
        "memory: JavaScript heap {:.1} MB, wasm {:.1} MB",
        megabytes("jsHeap"),
        megabytes("wasm")
    );
}
