//! Lays out sections behind a header and names the file by its content.

use super::{ENTRY_BYTES, FileKind, HEADER_BYTES, Identity, MAGIC, MAJOR, MINOR, Tag};

/// A finished file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// Path below the bundle's base, for example `data/3f9a01c2b4d5.hdx`.
    pub name: String,
    /// What it holds.
    pub kind: FileKind,
    /// Uncompressed content.
    pub bytes: Vec<u8>,
    /// True for the few files that every reader loads: they are published raw with precompressed
    /// siblings. The many small shards are published gzipped inside, one file each.
    pub eager: bool,
}

/// Collects the sections of one file.
#[derive(Debug)]
pub struct FileWriter {
    kind: FileKind,
    sections: Vec<(Tag, Vec<u8>)>,
}

impl FileWriter {
    /// A file without sections.
    pub fn new(kind: FileKind) -> Self {
        Self {
            kind,
            sections: Vec::new(),
        }
    }

    /// Adds a section; sections stand in the file in the order of the calls.
    pub fn section(&mut self, tag: Tag, bytes: Vec<u8>) -> &mut Self {
        self.sections.push((tag, bytes));
        self
    }

    /// Bytes of all sections so far.
    pub fn len(&self) -> usize {
        self.sections.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// True without any section bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The file's bytes and its identity, the hash of everything in it but the header's own fields.
    pub fn finish(self) -> (Vec<u8>, Identity) {
        let mut table = Vec::new();
        let mut body = Vec::new();
        let start = HEADER_BYTES + self.sections.len() * ENTRY_BYTES;
        for (tag, bytes) in &self.sections {
            table.extend_from_slice(tag);
            table.extend_from_slice(&((start + body.len()) as u32).to_le_bytes());
            table.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            table.extend_from_slice(&crc32fast::hash(bytes).to_le_bytes());
            body.extend_from_slice(bytes);
        }
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(&[self.kind as u8])
            .update(&table)
            .update(&body);
        let hash = hasher.finalize();
        let mut identity = Identity::default();
        identity.copy_from_slice(&hash.as_bytes()[..6]);

        let mut out = Vec::with_capacity(start + body.len());
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&MAJOR.to_le_bytes());
        out.extend_from_slice(&MINOR.to_le_bytes());
        out.extend_from_slice(&[self.kind as u8, self.sections.len() as u8]);
        out.extend_from_slice(&identity);
        out.extend_from_slice(&((start + body.len()) as u32).to_le_bytes());
        let mut checked = out.clone();
        checked.extend_from_slice(&table);
        out.extend_from_slice(&crc32fast::hash(&checked).to_le_bytes());
        out.extend_from_slice(&0u32.to_le_bytes());
        out.extend_from_slice(&table);
        out.extend_from_slice(&body);
        (out, identity)
    }
}
