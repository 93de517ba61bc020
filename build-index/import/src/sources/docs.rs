//! Folders of documentation tools: Docusaurus, Starlight, VitePress, MkDocs, Hugo, Jekyll; or any
//! folder of Markdown.

mod markup;
mod tool;

use super::{Plan, file_plan};
use crate::ImportError;
use crate::article::{Article, Body, State, date_of, language_tag, one_line};
use crate::http::{Session, base_url};
use crate::import::{Desk, Options};
use crate::yaml;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tool::Tool;
use walkdir::{DirEntry, WalkDir};

/// Largest file that is read, in bytes.
const BYTES: u64 = 16 << 20;

pub(super) fn plan(options: &Options) -> Result<Plan, ImportError> {
    if !Path::new(&options.from).is_dir() {
        return Err(ImportError::Usage(format!(
            "--from {}: not a folder; name the folder that holds the documentation",
            options.from
        )));
    }
    if let Some(base) = &options.base_url {
        base_url(base)?;
    }
    file_plan("docs", options, read)
}

/// A file of the documentation.
struct Source {
    file: PathBuf,
    /// Path below the folder of documents, without the language's folder.
    path: String,
    lang: Option<String>,
    keys: Value,
    text: String,
    url: String,
}

fn read(options: &Options, session: &mut Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
    let tool = Tool::detect(Path::new(&options.from))?;
    let mut sources = Vec::new();
    for (root, lang) in tool.roots() {
        for file in files(&root, &options.out)? {
            match source(&tool, &root, lang.as_deref(), file, options) {
                Ok(source) => sources.push(source),
                Err((id, place, message)) => desk.fail(&id, place, message),
            }
        }
    }
    if sources.is_empty() {
        return Err(ImportError::Usage(format!(
            "--from {}: no Markdown was found ({}); name the folder that holds it",
            options.from,
            tool.name()
        )));
    }
    let addresses: HashMap<PathBuf, String> = sources
        .iter()
        .map(|source| (source.file.clone(), source.url.clone()))
        .collect();
    let mut articles = Vec::new();
    for source in &sources {
        let place = source.file.display().to_string();
        let (text, stripped) = markup::plain(&source.text);
        if stripped {
            desk.warn(&place, "components and imports were taken out, their text was kept; look whether anything is missing");
        }
        let text = markup::links(&text, &source.file, &addresses);
        articles.push(article(&tool, source, text, place));
    }
    desk.take(session, articles)
}

fn files(root: &Path, out: &Path) -> Result<Vec<PathBuf>, ImportError> {
    let out = out.canonicalize().ok();
    let is_wanted = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_out = out.is_some() && entry.path().canonicalize().ok() == out;
        entry.depth() == 0
            || !(name.starts_with('.')
                || is_out
                || matches!(
                    &*name,
                    "node_modules" | "_site" | "build" | "dist" | "public"
                ))
    };
    let mut files = Vec::new();
    for entry in WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(is_wanted)
    {
        let entry = entry.map_err(|error| ImportError::folder(root, error.into()))?;
        let ending = entry
            .path()
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        if entry.file_type().is_file() && matches!(&*ending, "md" | "mdx" | "markdown") {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn source(
    tool: &Tool,
    root: &Path,
    lang: Option<&str>,
    file: PathBuf,
    options: &Options,
) -> Result<Source, (String, String, String)> {
    let below = file.strip_prefix(root).unwrap_or(&file);
    let parts: Vec<_> = below
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let whole = parts.join("/");
    let (found, path) = tool.language(&whole);
    let failed = |message: String| (id_of(&path), file.display().to_string(), message);
    let size = std::fs::metadata(&file).map_or(0, |metadata| metadata.len());
    if size > BYTES {
        return Err(failed(format!("larger than {} MB; split it", BYTES >> 20)));
    }
    let bytes = std::fs::read(&file).map_err(|error| failed(error.to_string()))?;
    let text =
        String::from_utf8(bytes).map_err(|_| failed("not UTF-8; save it as UTF-8".into()))?;
    let (keys, body) =
        front_matter(&text).map_err(|error| failed(format!("front matter: {error}")))?;
    let lang = lang.map(str::to_owned).or(found);
    let base = options
        .base_url
        .as_deref()
        .unwrap_or_default()
        .trim_end_matches('/');
    let url = format!("{base}{}", tool.url(&path, &keys, lang.as_deref()));
    Ok(Source {
        file: file.clone(),
        path,
        lang,
        keys,
        text: body,
        url,
    })
}

fn id_of(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    format!("docs-{stem}")
}

/// The keys before a text, YAML or TOML, and the text.
fn front_matter(text: &str) -> Result<(Value, String), String> {
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n");
    for (fence, read) in [
        ("---\n", yaml::yaml as fn(&str) -> _),
        ("+++\n", yaml::toml),
    ] {
        let Some(rest) = text.strip_prefix(fence) else {
            continue;
        };
        let end = format!("\n{}", fence.trim_end());
        let whole = format!("\n{rest}");
        if let Some(at) = whole.find(&end) {
            let after = whole[at + end.len()..]
                .split_once('\n')
                .map_or("", |(_, after)| after);
            return Ok((read(&whole[1.min(at)..at])?, after.to_owned()));
        }
        return Err(format!(
            "never closed; end it with a line `{}`",
            fence.trim_end()
        ));
    }
    Ok((Value::Null, text))
}

fn article(tool: &Tool, source: &Source, text: String, place: String) -> Article {
    let key = |name: &str| source.keys.get(name);
    let heading = text
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .map(one_line);
    let stem = source
        .path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .split('.')
        .next()
        .unwrap_or_default();
    let title = key("title")
        .and_then(yaml::text)
        .or(heading)
        .unwrap_or_else(|| tool::spoken(stem));
    let mut article = Article::of(id_of(&source.path), &title, Body::Markdown(text), place);
    article.url = Some(source.url.clone());
    article.lang = key("lang")
        .and_then(yaml::text)
        .or_else(|| source.lang.clone())
        .and_then(|lang| language_tag(&lang));
    article.section = tool.section(&source.file, &source.path);
    article.tags = key("tags")
        .or_else(|| key("keywords"))
        .map(yaml::texts)
        .unwrap_or_default();
    let last = key("last_update").and_then(|last| last.get("date"));
    let updated = key("lastmod")
        .or(key("lastUpdated"))
        .or(last)
        .or(key("date"))
        .and_then(yaml::text);
    article.updated = updated.and_then(|time| date_of(&time));
    if key("draft") == Some(&Value::Bool(true))
        || key("unlisted") == Some(&Value::Bool(true))
        || key("published") == Some(&Value::Bool(false))
    {
        article.state = State::Draft;
    }
    article
}
