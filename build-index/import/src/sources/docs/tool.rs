//! Which tool a folder belongs to, and that tool's rules for addresses, languages and sections.

use crate::ImportError;
use crate::article::language_tag;
use crate::yaml;
use serde_json::Value;
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Docusaurus,
    Starlight,
    VitePress,
    MkDocs,
    Hugo,
    Jekyll,
    Plain,
}

/// A tool, with its folder of documents.
pub(super) struct Tool {
    kind: Kind,
    project: PathBuf,
    docs: PathBuf,
}

/// Files that only one tool has.
const MARKS: [(&str, Kind); 15] = [
    ("docusaurus.config.js", Kind::Docusaurus),
    ("docusaurus.config.ts", Kind::Docusaurus),
    ("docusaurus.config.mjs", Kind::Docusaurus),
    ("astro.config.mjs", Kind::Starlight),
    ("astro.config.ts", Kind::Starlight),
    ("astro.config.js", Kind::Starlight),
    (".vitepress", Kind::VitePress),
    ("docs/.vitepress", Kind::VitePress),
    ("mkdocs.yml", Kind::MkDocs),
    ("mkdocs.yaml", Kind::MkDocs),
    ("hugo.toml", Kind::Hugo),
    ("hugo.yaml", Kind::Hugo),
    ("config.toml", Kind::Hugo),
    ("_config.yml", Kind::Jekyll),
    ("_config.yaml", Kind::Jekyll),
];

impl Tool {
    /// The tool of a folder, or of the ones above it: `--from` may be the project or its documents.
    ///
    /// # Errors
    /// The folder is gone, or MkDocs' settings name a folder outside of the project.
    pub(super) fn detect(from: &Path) -> Result<Self, ImportError> {
        let from = from
            .canonicalize()
            .map_err(|cause| ImportError::folder(from, cause))?;
        for project in from.ancestors().take(4) {
            let mark = MARKS.iter().find(|(name, _)| project.join(name).exists());
            if let Some((mark, kind)) = mark {
                let docs = folder_of(*kind, project, mark)?;
                // A part of a project is imported as that part, with the project's addresses.
                let is_inside = from.starts_with(&docs) || docs.starts_with(&from);
                if is_inside && docs.is_dir() {
                    return Ok(Self {
                        kind: *kind,
                        project: project.to_owned(),
                        docs,
                    });
                }
            }
        }
        Ok(Self {
            kind: Kind::Plain,
            project: from.clone(),
            docs: from,
        })
    }

    /// Its name.
    pub(super) const fn name(&self) -> &'static str {
        match self.kind {
            Kind::Docusaurus => "Docusaurus",
            Kind::Starlight => "Starlight",
            Kind::VitePress => "VitePress",
            Kind::MkDocs => "MkDocs",
            Kind::Hugo => "Hugo",
            Kind::Jekyll => "Jekyll",
            Kind::Plain => "no known tool",
        }
    }

    /// Folders of documents, with their language where it is a folder of its own.
    pub(super) fn roots(&self) -> Vec<(PathBuf, Option<String>)> {
        let mut roots = vec![(self.docs.clone(), None)];
        if self.kind == Kind::Docusaurus
            && let Ok(languages) = std::fs::read_dir(self.project.join("i18n"))
        {
            let mut folders: Vec<_> = languages.flatten().map(|entry| entry.path()).collect();
            folders.sort();
            for folder in folders {
                let docs = folder.join("docusaurus-plugin-content-docs/current");
                let lang = folder
                    .file_name()
                    .and_then(|name| language_tag(&name.to_string_lossy()));
                if lang.is_some() && docs.is_dir() {
                    roots.push((docs, lang));
                }
            }
        }
        roots
    }

    /// The language that a path names, and the path without it: `es/a.md`, `a.es.md`.
    pub(super) fn language(&self, path: &str) -> (Option<String>, String) {
        let has_folders = matches!(
            self.kind,
            Kind::Starlight | Kind::VitePress | Kind::MkDocs | Kind::Hugo | Kind::Plain
        );
        if has_folders
            && let Some((first, rest)) = path.split_once('/')
            && is_language(first)
        {
            return (language_tag(first), rest.to_owned());
        }
        if matches!(self.kind, Kind::Hugo | Kind::MkDocs | Kind::Plain)
            && let Some((stem, ending)) = path.rsplit_once('.')
            && let Some((stem, lang)) = stem.rsplit_once('.')
            && is_language(lang)
        {
            return (language_tag(lang), format!("{stem}.{ending}"));
        }
        (None, path.to_owned())
    }

    /// The address below the site's.
    pub(super) fn url(&self, path: &str, keys: &Value, lang: Option<&str>) -> String {
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let stem = if self.kind == Kind::Docusaurus {
            numbers_off(stem)
        } else {
            stem.to_owned()
        };
        let (folder, name) = stem
            .rsplit_once('/')
            .map_or(("", stem.as_str()), |(folder, name)| (folder, name));
        let is_index = matches!(name, "index" | "_index") || name.eq_ignore_ascii_case("readme");
        let key = |name: &str| keys.get(name).and_then(yaml::text);
        let clean = if is_index { folder } else { &stem };
        let prefix = lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
        let with_slash = |path: &str| format!("/{path}/").replace("//", "/");
        let local = match self.kind {
            Kind::Docusaurus => {
                let slug = key("slug").or_else(|| {
                    key("id").map(|id| {
                        if folder.is_empty() {
                            id
                        } else {
                            format!("{folder}/{id}")
                        }
                    })
                });
                let slug = slug.unwrap_or_else(|| clean.to_owned());
                let path = if slug.starts_with('/') || key("slug").is_none() || folder.is_empty() {
                    slug
                } else {
                    format!("{folder}/{slug}")
                };
                format!("/docs/{}", path.trim_start_matches('/'))
                    .trim_end_matches('/')
                    .to_owned()
            }
            Kind::Starlight => with_slash(key("slug").as_deref().unwrap_or(clean)),
            Kind::MkDocs => with_slash(clean),
            Kind::VitePress if is_index => with_slash(clean),
            Kind::VitePress => format!("/{clean}.html"),
            Kind::Hugo => match (key("url"), key("slug")) {
                (Some(url), _) => return url,
                (None, Some(slug)) => with_slash(&format!("{folder}/{slug}")),
                (None, None) => with_slash(&clean.to_lowercase()),
            },
            Kind::Jekyll => match key("permalink") {
                Some(permalink) if permalink.starts_with('/') && !permalink.contains(':') => {
                    return permalink;
                }
                _ if is_index => with_slash(clean),
                _ => format!("/{clean}.html"),
            },
            Kind::Plain => format!("/{clean}"),
        };
        prefix + &local
    }

    /// Names of the folders above a file, as the tool shows them.
    pub(super) fn section(&self, file: &Path, path: &str) -> Vec<String> {
        let count = path.matches('/').count();
        let folders: Vec<_> = file.ancestors().skip(1).take(count).collect();
        folders
            .into_iter()
            .rev()
            .map(|folder| {
                let name = folder.file_name().unwrap_or_default().to_string_lossy();
                label(folder).unwrap_or_else(|| spoken(&numbers_off(&name)))
            })
            .collect()
    }
}

fn is_language(name: &str) -> bool {
    let primary = name.split(['-', '_']).next().unwrap_or_default();
    let known = "ar bg bn ca cs da de el en es et eu fa fi fr ga he hi hr hu hy id it ja ko lt lv ms nb nl nn no pl pt ro ru sk sl sr sv ta th tr uk ur vi zh";
    known.split(' ').any(|code| code == primary) && language_tag(name).is_some()
}

fn folder_of(kind: Kind, project: &Path, mark: &str) -> Result<PathBuf, ImportError> {
    Ok(match kind {
        Kind::Docusaurus => project.join("docs"),
        Kind::Starlight => project.join("src/content/docs"),
        Kind::VitePress if mark.starts_with("docs/") => project.join("docs"),
        Kind::Hugo => project.join("content"),
        Kind::MkDocs => {
            let path = project.join(mark);
            let text = std::fs::read_to_string(&path)
                .map_err(|cause| ImportError::folder(&path, cause))?;
            // Tags such as !!python are not for us: a line is enough.
            let named = text.lines().find_map(|line| line.strip_prefix("docs_dir:"));
            let named = named.map_or("docs", |name| name.trim().trim_matches(['"', '\'']));
            let docs = project.join(named);
            let whole = docs
                .canonicalize()
                .map_err(|cause| ImportError::folder(&docs, cause))?;
            if !whole.starts_with(project) {
                return Err(ImportError::Usage(format!(
                    "{}: docs_dir leads out of the project",
                    path.display()
                )));
            }
            whole
        }
        _ => project.to_owned(),
    })
}

/// What `_category_.json` or `_category_.yml` calls a folder.
fn label(folder: &Path) -> Option<String> {
    for name in ["_category_.json", "_category_.yml", "_category_.yaml"] {
        if let Ok(text) = std::fs::read_to_string(folder.join(name)) {
            // JSON is YAML, too.
            return yaml::yaml(&text).ok()?.get("label").and_then(yaml::text);
        }
    }
    None
}

/// The path without the numbers that only order its parts: `01-intro/2_a` is `intro/a`.
fn numbers_off(path: &str) -> String {
    let off = |part: &str| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let name = rest.trim_start_matches(['-', '_', '.', ' ']);
        if rest.len() == part.len() || name.len() == rest.len() || name.is_empty() {
            part.to_owned()
        } else {
            name.to_owned()
        }
    };
    path.split('/').map(off).collect::<Vec<_>>().join("/")
}

/// A file's name as people would write it: `getting-started` is `Getting started`.
pub(super) fn spoken(name: &str) -> String {
    let text = name.replace(['-', '_'], " ");
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
