//! A folder to begin a help center with: settings, sample articles, and what a page needs.
//!
//! [`files`] only makes texts; [`write`](fn@write) puts them on disk and never over a file.

mod samples;
mod settings;

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a help center begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its name, as the component and reports show it; any text.
    pub name: String,
    /// Language tags, at least one; the first is the default.
    pub languages: Vec<String>,
    /// Folder of the articles, relative to the new folder.
    pub source: String,
    /// Folder of the bundle, relative to the new folder.
    pub out: String,
    /// The day of the articles' first review, such as `2027-05-24`.
    pub review_by: String,
}

/// A file of the new folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Relative to the new folder, with `/` on every system.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InitError {
    /// Some of the files are there already.
    #[error("{} already: {}; nothing was written; name another folder, or move them away first", if paths.len() == 1 { "a file is there" } else { "files are there" }, list(paths))]
    Exists {
        /// Their paths.
        paths: Vec<PathBuf>,
    },
    /// A path that leads out of the folder.
    #[error("{path:?} is not a folder below the new one; write one such as `content`")]
    Outside {
        /// As it was stated.
        path: String,
    },
    /// A file or folder cannot be written.
    #[error("{} cannot be written ({cause}); check the permissions of the folder", path.display())]
    Unwritable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}

fn list(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    paths.join(", ")
}

/// The files of a plan, in the order in which a reader would open them.
///
/// # Errors
/// When `source` or `out` is no folder below the new one.
pub fn files(plan: &Plan) -> Result<Vec<NewFile>, InitError> {
    for path in [&plan.source, &plan.out] {
        if !is_below(path) {
            return Err(InitError::Outside { path: path.clone() });
        }
    }
    let mut files = vec![file("helpdex.toml", settings::helpdex_toml(plan))];
    files.extend(samples::articles(plan));
    files.push(file("snippet.html", settings::snippet(plan)));
    files.push(file(&settings::page_path(plan), settings::page(plan)));
    files.push(file(".gitignore", settings::gitignore(plan)));
    Ok(files)
}

fn file(path: &str, text: String) -> NewFile {
    NewFile {
        path: path.to_owned(),
        text,
    }
}

/// Whether a path is a folder below another one.
fn is_below(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    let is_named = parts.peek().is_some();
    is_named && parts.all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// Writes files into `dir`, which is made if it is not there.
///
/// # Errors
/// When one of them is there already, then none is written; or when one cannot be written.
pub fn write(dir: &Path, files: &[NewFile]) -> Result<(), InitError> {
    let paths: Vec<PathBuf> = files.iter().map(|file| dir.join(&file.path)).collect();
    let there: Vec<PathBuf> = (paths.iter())
        .filter(|path| path.symlink_metadata().is_ok())
        .cloned()
        .collect();
    if !there.is_empty() {
        return Err(InitError::Exists { paths: there });
    }
    for (path, file) in paths.iter().zip(files) {
        let unwritable = |cause| InitError::Unwritable {
            path: path.clone(),
            cause,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(unwritable)?;
        }
        // Not over a file that came in the meantime.
        let open = OpenOptions::new().write(true).create_new(true).open(path);
        let written = open.and_then(|mut open| open.write_all(file.text.as_bytes()));
        written.map_err(unwritable)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            name: "Acme \"Help\" \\ <b>&".into(),
            languages: vec!["en".into(), "es".into(), "de".into()],
            source: "content".into(),
            out: "public/help".into(),
            review_by: "2999-01-01".into(),
        }
    }

    #[test]
    fn any_name_gives_settings_that_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &files(&plan()).unwrap()).unwrap();
        let config = crate::config::Config::load(&folder.path().join("helpdex.toml")).unwrap();
        assert_eq!(config.site.name, plan().name);
        assert_eq!(config.languages, ["en", "es", "de"]);
        let page = fs::read_to_string(folder.path().join("public/index.html")).unwrap();
        assert!(
            page.contains("Acme &quot;Help&quot; \\ &lt;b&gt;&amp;"),
            "{page}"
        );
        assert!(page.contains("src=\"help/helpdex.js\""), "{page}");
    }

    #[test]
    fn nothing_is_written_over_or_outside() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("snippet.html"), "mine").unwrap();
        let error = write(folder.path(), &files(&plan()).unwrap()).unwrap_err();
        assert!(error.to_string().contains("snippet.html"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(
            fs::read_to_string(folder.path().join("snippet.html")).unwrap(),
            "mine"
        );
        for source in ["../up", "/root", "", "a/../../b", "."] {
            let plan = Plan {
                source: source.into(),
                ..plan()
            };
            assert!(
                matches!(files(&plan), Err(InitError::Outside { .. })),
                "{source:?}"
            );
        }
    }
}
