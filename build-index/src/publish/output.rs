//! Files of a bundle as they are stored: compressed inside, or with compressed siblings.

use super::kept::KeptFile;
use super::staged::{holds, write_atomically};
use super::{Compress, PartSize, part_of};
use crate::assets::Asset;
use crate::bundle_dir::unpack;
use anyhow::Result;
use flate2::{Compression, GzBuilder};
use helpdex::bundle::{BundleFile, FileKind};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Level of gzip for small shards: they gain nothing from the slowest that this does not give.
const SHARD_LEVEL: u32 = 6;

/// One file about to be published.
pub(super) struct Output {
    /// Which line of the summary it counts for.
    pub(super) part: &'static str,
    /// In the bundle's folder.
    pub(super) path: String,
    /// As stored.
    pub(super) bytes: Vec<u8>,
    /// Length before compression.
    pub(super) raw: u64,
    /// Compressed copies beside it, by their extension.
    pub(super) siblings: Vec<(&'static str, Vec<u8>)>,
}

impl Output {
    /// A file of an index. What a build before left of it is taken as it is, since to compress takes
    /// longer than everything else, and its name is made of its content.
    pub(super) fn of_index(out: &Path, file: &BundleFile, compress: Compress) -> Self {
        let part = part_of(file.kind);
        match compress {
            Compress::Host if file.eager => {
                return Self::with_siblings(out, part, file.name.clone(), &file.bytes);
            }
            Compress::Preview if file.eager => {
                return Self::bare(part, file.name.clone(), file.bytes.clone());
            }
            _ => {}
        }
        let level = if file.eager {
            Compression::best()
        } else {
            Compression::new(SHARD_LEVEL)
        };
        let known = known(&out.join(&file.name), "gz", &file.bytes);
        Self {
            part,
            path: file.name.clone(),
            bytes: known.unwrap_or_else(|| gzip(&file.bytes, level)),
            raw: file.bytes.len() as u64,
            siblings: Vec::new(),
        }
    }

    /// A file that is stored as it is.
    pub(super) fn bare(part: &'static str, path: String, bytes: Vec<u8>) -> Self {
        Self {
            part,
            path,
            raw: bytes.len() as u64,
            bytes,
            siblings: Vec::new(),
        }
    }

    /// A file of the component's folder.
    pub(super) fn of_asset(out: &Path, asset: &Asset, dir: &str) -> Self {
        Self::with_siblings(out, "app", format!("{dir}{}", asset.name), asset.bytes)
    }

    /// A file with its compressed copies, those that a build before left if they hold the same.
    pub(super) fn with_siblings(
        out: &Path,
        part: &'static str,
        path: String,
        bytes: &[u8],
    ) -> Self {
        let sibling = |extension: &'static str, compress: fn(&[u8]) -> Vec<u8>| {
            let known = known(&out.join(format!("{path}.{extension}")), extension, bytes);
            (extension, known.unwrap_or_else(|| compress(bytes)))
        };
        let siblings = vec![
            sibling("br", brotli),
            sibling("gz", |bytes| gzip(bytes, Compression::best())),
        ];
        Self {
            part,
            path,
            bytes: bytes.to_vec(),
            raw: bytes.len() as u64,
            siblings,
        }
    }

    /// The file and its siblings: what is added to the path, and the bytes.
    pub(super) fn on_disk(&self) -> impl Iterator<Item = (String, &[u8])> {
        let siblings = self.siblings.iter();
        let siblings =
            siblings.map(|(extension, bytes)| (format!(".{extension}"), bytes.as_slice()));
        siblings.chain([(String::new(), self.bytes.as_slice())])
    }

    /// Its share of its part: brotli for what has siblings, else as stored.
    pub(super) fn size(&self) -> PartSize {
        let brotli = self
            .siblings
            .iter()
            .find(|(extension, _)| *extension == "br");
        PartSize {
            files: 1,
            raw: self.raw,
            wire: brotli.map_or(self.bytes.len(), |(_, bytes)| bytes.len()) as u64,
        }
    }

    /// Notes for the next build.
    pub(super) fn kept(&self, kind: FileKind) -> KeptFile {
        KeptFile::new(&self.path, kind, self.size(), self.on_disk())
    }
}

/// The compressed file at `path`, if it is there and holds `bytes`.
fn known(path: &Path, extension: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let known = fs::read(path).ok()?;
    let unpacked = unpack(extension, &known).ok()?;
    (unpacked == bytes).then_some(known)
}

/// Writes a file and its siblings, unless they are there already and undamaged; the file itself last.
/// Gives the number of files written.
pub(super) fn write_output(out: &Path, output: &Output) -> Result<usize> {
    let mut written = 0;
    for (extension, bytes) in output.on_disk() {
        let path = out.join(format!("{}{extension}", output.path));
        if !holds(&path, bytes) {
            write_atomically(&path, bytes)?;
            written += 1;
        }
    }
    Ok(written)
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    // Writing to memory cannot fail.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters);
    out
}

fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut writer = GzBuilder::new()
        .mtime(0)
        .write(Vec::with_capacity(bytes.len() / 2), level);
    let _ = writer.write_all(bytes);
    writer.finish().unwrap_or_default()
}
