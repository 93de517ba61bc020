//! Building only what changed: every product has a stamp with the hash of what went in and of what
//! came out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// Hash of everything that decides what a build step produces.
#[derive(Clone, Default)]
pub struct Inputs(blake3::Hasher);

impl Inputs {
    /// Adds a text, such as a version or a flag.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.0
            .update(&(text.len() as u64).to_le_bytes())
            .update(text.as_bytes());
        self
    }

    /// Adds a file, or every file below a folder in the order of their names.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn path(&mut self, root: &Path, relative: &str) -> Result<&mut Self> {
        self.files(root, relative, |_| true)
    }

    /// Adds those files below a path whose names, from the root on, are wanted.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn files(
        &mut self,
        root: &Path,
        relative: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<&mut Self> {
        for file in files_below(&root.join(relative))? {
            let name = file
                .strip_prefix(root)
                .unwrap_or(&file)
                .to_string_lossy()
                .replace('\\', "/");
            if !is_wanted(&name) {
                continue;
            }
            let bytes =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            self.text(&name)
                .text(blake3::hash(&bytes).to_hex().as_str());
        }
        Ok(self)
    }

    /// The hash of all that was added.
    pub fn hash(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

/// What is known about the last time a product was built.
#[derive(Serialize, Deserialize)]
pub struct Stamp {
    inputs: String,
    outputs: BTreeMap<PathBuf, String>,
}

impl Stamp {
    /// Whether `file` records a build from `inputs` whose outputs are all still there unchanged.
    pub fn is_fresh(file: &Path, root: &Path, inputs: &str) -> bool {
        let Some(stamp) = fs::read(file)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
        else {
            return false;
        };
        stamp.inputs == inputs
            && stamp.outputs.iter().all(|(path, hash)| {
                fs::read(root.join(path))
                    .is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash)
            })
    }

    /// Records a finished build; `outputs` are paths below `root`.
    ///
    /// # Errors
    /// When an output cannot be read or `file` cannot be written.
    pub fn save(file: &Path, root: &Path, inputs: &str, outputs: &[PathBuf]) -> Result<()> {
        let mut hashes = BTreeMap::new();
        for path in outputs {
            let bytes =
                fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(path).to_path_buf();
            hashes.insert(name, blake3::hash(&bytes).to_hex().to_string());
        }
        let stamp = Self {
            inputs: inputs.to_owned(),
            outputs: hashes,
        };
        write_if_changed(file, &serde_json::to_vec_pretty(&stamp)?)
    }
}

/// Replaces a file in one step, and leaves it alone (with its time) when it holds `bytes` already.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn write_if_changed(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = file.parent().context("a file without a folder")?;
    let name = file
        .file_name()
        .context("a file without a name")?
        .to_string_lossy();
    let write = || {
        fs::create_dir_all(folder)?;
        let unfinished = folder.join(format!(".{name}.{}", std::process::id()));
        fs::write(&unfinished, bytes)?;
        fs::rename(&unfinished, file)
    };
    write().with_context(|| format!("cannot write {}", file.display()))
}

/// The file itself, or all files below a folder, sorted; hidden ones are left out.
///
/// # Errors
/// When something cannot be read.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            files.extend(files_below(&entry.path())?);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_notices_changed_inputs_and_outputs() -> Result<()> {
        let root = std::env::temp_dir().join(format!("helpdex-stamp-{}", std::process::id()));
        let (output, stamp) = (root.join("out"), root.join("stamp"));
        write_if_changed(&output, b"one")?;
        Stamp::save(&stamp, &root, "inputs", std::slice::from_ref(&output))?;
        assert!(Stamp::is_fresh(&stamp, &root, "inputs"));
        assert!(!Stamp::is_fresh(&stamp, &root, "other inputs"));
        write_if_changed(&output, b"two")?;
        assert!(!Stamp::is_fresh(&stamp, &root, "inputs"));
        fs::remove_dir_all(&root)?;
        Ok(())
    }
}
