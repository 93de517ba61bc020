//! A site's own pages, from a folder.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use super::Assets;

/// The files below a folder, read anew for every request, so that a page can be edited meanwhile.
///
/// Hidden files (`.env`, `.git/config`) are not served, nor is anything that a symbolic link leads
/// to outside of the folder.
#[derive(Debug)]
pub struct Folder {
    /// Canonical path.
    root: PathBuf,
}

impl Folder {
    /// The folder at `path`.
    ///
    /// # Errors
    /// When it is not there, or is no folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        let root = path.canonicalize()?;
        if root.is_dir() {
            Ok(Self { root })
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    fn file(&self, path: &str) -> Option<Vec<u8>> {
        let file = self.root.join(path).canonicalize().ok()?;
        let is_inside = file.starts_with(&self.root) && file.is_file();
        is_inside.then(|| std::fs::read(file).ok()).flatten()
    }
}

impl Assets for Folder {
    fn get(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        if path.split('/').any(|part| part.starts_with('.')) {
            return None;
        }
        self.file(path).map(Cow::Owned)
    }

    fn is_folder(&self, path: &str) -> bool {
        self.get(&format!("{path}/index.html")).is_some()
    }

    fn content_policy(&self) -> Option<&'static str> {
        None
    }
}
