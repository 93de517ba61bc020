//! A Notion export: a zip of Markdown or HTML, or a zip of such zips. Nothing is unpacked to the
//! disk; names in the archive only become titles.

use super::{Plan, file_plan};
use crate::ImportError;
use crate::article::{Article, Body, one_line};
use crate::convert::{Tree, children_named, name_of, remove_all, text_of, tree_to_markdown};
use crate::http::Session;
use crate::import::{Desk, Options};
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// Files in an archive, at most.
const FILES: usize = 100_000;
/// Bytes of a page, and of everything that is unpacked, at most.
const PAGE_BYTES: u64 = 16 << 20;
const ALL_BYTES: u64 = 1 << 30;
/// Archives in archives, at most.
const DEPTH: u32 = 2;

pub(super) fn plan(options: &Options) -> Result<Plan, ImportError> {
    file_plan("notion", options, read)
}

/// A page: its path in the archive, and its text.
struct Page {
    path: String,
    text: String,
}

/// What is read so far.
struct Export {
    archive: String,
    pages: Vec<Page>,
    files: usize,
    left: u64,
}

fn read(options: &Options, session: &mut Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
    let path = Path::new(&options.from);
    let file = File::open(path).map_err(|cause| ImportError::folder(path, cause))?;
    let mut export = Export {
        archive: options.from.clone(),
        pages: Vec::new(),
        files: 0,
        left: ALL_BYTES,
    };
    export.open(file, 0, desk)?;
    if export.pages.is_empty() {
        return Err(
            export.wrong("holds no pages; export from Notion as \"Markdown & CSV\" or HTML")
        );
    }
    export.pages.sort_by(|a, b| a.path.cmp(&b.path));
    let base = options
        .base_url
        .as_deref()
        .unwrap_or("https://www.notion.so");
    let base = base.trim_end_matches('/');
    let mut articles = Vec::new();
    for page in &export.pages {
        match article(page, base) {
            Ok(article) => articles.extend(article),
            Err(why) => desk.fail(&id_of(&page.path), &page.path, why),
        }
    }
    desk.take(session, articles)
}

impl Export {
    fn wrong(&self, why: &str) -> ImportError {
        ImportError::Usage(format!("--from {}: {why}", self.archive))
    }

    fn open(
        &mut self,
        file: impl Read + Seek,
        depth: u32,
        desk: &mut Desk<'_>,
    ) -> Result<(), ImportError> {
        let mut zip = ZipArchive::new(file).map_err(|error| {
            self.wrong(&format!("not a sound zip file ({error}); export again"))
        })?;
        for number in 0..zip.len() {
            self.files += 1;
            if self.files > FILES {
                return Err(self.wrong(&format!(
                    "holds more than {FILES} files; export less at once"
                )));
            }
            let mut entry = zip.by_index(number).map_err(|error| {
                self.wrong(&format!("file {number} cannot be unpacked ({error})"))
            })?;
            let name = entry
                .name()
                .map_err(|error| self.wrong(&format!("file {number} has no name ({error})")))?
                .replace('\\', "/");
            if entry.enclosed_name().is_none()
                || name.starts_with('/')
                || name.split('/').any(|part| part == "..")
            {
                return Err(self.wrong(&format!(
                    "{name:?} leads out of the archive; this is no export of Notion"
                )));
            }
            let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            let limit = match ending.as_str() {
                "md" | "html" => PAGE_BYTES,
                "zip" if depth < DEPTH => ALL_BYTES,
                "zip" => {
                    return Err(self.wrong(&format!(
                        "{name:?}: archives in archives, deeper than {DEPTH}"
                    )));
                }
                _ => continue,
            };
            // What the entry says of its size may be wrong: it is read no further than allowed.
            let limit = limit.min(self.left);
            let mut bytes = Vec::new();
            let length = (&mut entry)
                .take(limit + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| self.wrong(&format!("{name:?} cannot be unpacked ({error})")))?;
            drop(entry);
            if length as u64 > limit {
                return Err(
                    self.wrong(&format!("{name:?} unpacks to more than {} MB", limit >> 20))
                );
            }
            self.left -= length as u64;
            if ending == "zip" {
                self.open(Cursor::new(bytes), depth + 1, desk)?;
                continue;
            }
            match String::from_utf8(bytes) {
                Ok(text) => self.pages.push(Page { path: name, text }),
                Err(_) => desk.fail(&id_of(&name), &name, "not UTF-8"),
            }
        }
        Ok(())
    }
}

/// A name without the 32 digits that Notion puts behind it, and these.
fn split(name: &str) -> (&str, Option<&str>) {
    let is_key = |key: &&str| key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    match name.rsplit_once(' ') {
        Some((title, key)) if is_key(&key) => (title, Some(key)),
        _ => (name, Some(name).filter(is_key)),
    }
}

fn id_of(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let name = stem.rsplit('/').next().unwrap_or(stem);
    format!(
        "notion-{}",
        split(name)
            .1
            .map_or_else(|| crate::short_hash(stem), str::to_owned)
    )
}

/// The article of a page; none for a list of pages without a text of its own.
fn article(page: &Page, base: &str) -> Result<Option<Article>, String> {
    let (stem, ending) = page.path.rsplit_once('.').unwrap_or((&page.path, ""));
    let mut parts: Vec<_> = stem.split('/').collect();
    let (name, key) = split(parts.pop().unwrap_or_default());
    let (title, text) = if ending.eq_ignore_ascii_case("html") {
        from_html(&page.text)?
    } else {
        let text = page.text.replace("\r\n", "\n");
        let heading = text
            .strip_prefix("# ")
            .and_then(|text| text.split_once('\n'));
        let parted = heading.map(|(title, rest)| (one_line(title), rest.to_owned()));
        parted.unwrap_or_else(|| (String::new(), text.clone()))
    };
    if text.trim().is_empty() {
        return Ok(None);
    }
    let title = if title.is_empty() {
        one_line(name)
    } else {
        title
    };
    let body = Body::Markdown(links(&text, base));
    let mut article = Article::of(id_of(&page.path), &title, body, page.path.clone());
    article.url = key.map(|key| format!("{base}/{key}"));
    let is_export =
        |part: &&str| part.starts_with("Export-") || part.starts_with("Private & Shared");
    let sections = parts.iter().filter(|part| !is_export(part));
    article.section = sections
        .map(|part| one_line(split(part).0))
        .filter(|part| !part.is_empty())
        .collect();
    Ok(Some(article))
}

fn from_html(html: &str) -> Result<(String, String), String> {
    let tree = Tree::parse(html)?;
    let title = children_named(&tree.root, &["title"])
        .first()
        .map(|title| one_line(&text_of(title)));
    remove_all(&tree.root, &|node| name_of(node) == Some("header"));
    let text = children_named(&tree.root, &["article", "body"]);
    let text = text.last().unwrap_or(&tree.root);
    Ok((
        title.unwrap_or_default(),
        tree_to_markdown(text, None).markdown,
    ))
}

/// Links between pages of the export as links to the pages' addresses.
fn links(text: &str, base: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at + 2);
        out.push_str(before);
        let end = after.find([')', '\n']).unwrap_or(after.len());
        let (target, tail) = after.split_at(end);
        let stem = target
            .strip_suffix(".md")
            .or_else(|| target.strip_suffix(".html"));
        let stem = stem.filter(|stem| !stem.contains("://"));
        let key = stem.and_then(|stem| stem.get(stem.len().checked_sub(32)?..));
        match key.filter(|key| key.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            Some(key) => out.push_str(&format!("{base}/{key}")),
            None => out.push_str(target),
        }
        rest = tail;
    }
    out + rest
}
