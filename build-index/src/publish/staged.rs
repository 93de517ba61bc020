//! Files that appear under their names only once they are whole.

use super::generations::TEMPORARY;
use anyhow::{Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};

/// Whether a file has this content.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = fs::metadata(path).is_ok_and(|known| known.len() == bytes.len() as u64);
    is_as_long && fs::read(path).is_ok_and(|known| known == bytes)
}

/// A file that is written but not yet under its name.
pub(super) struct Staged {
    /// `None` when the file has this content already.
    temporary: Option<PathBuf>,
    path: PathBuf,
}

impl Staged {
    /// Writes the content under a temporary name.
    pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<Self> {
        if holds(path, bytes) {
            return Ok(Self {
                temporary: None,
                path: path.to_owned(),
            });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = path.with_file_name(format!("{TEMPORARY}{}-{name}", std::process::id()));
        if let Err(error) = fs::write(&temporary, bytes) {
            let _ = fs::remove_file(&temporary);
            return Err(cannot_write(path, error));
        }
        Ok(Self {
            temporary: Some(temporary),
            path: path.to_owned(),
        })
    }

    /// Gives the file its name, in place of what had it.
    pub(super) fn publish(&self) -> Result<()> {
        let Some(temporary) = &self.temporary else {
            return Ok(());
        };
        fs::rename(temporary, &self.path).map_err(|error| {
            let _ = fs::remove_file(temporary);
            cannot_write(&self.path, error)
        })
    }
}

/// Writes a file that nobody ever sees half of.
pub(crate) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    Staged::write(path, bytes)?.publish()
}

fn cannot_write(path: &Path, error: std::io::Error) -> anyhow::Error {
    let cure = "free some space or check the permissions, then build again; the published bundle is as it was";
    anyhow!("{}: cannot be written ({error}); {cure}", path.display())
}
