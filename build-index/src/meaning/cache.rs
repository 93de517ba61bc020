//! Vectors computed before, by the content of what they are of: a file for each model, to which
//! every build appends.
//!
//! A record is a key (16 bytes), the vector (2 bytes a number) and the beginning of a hash of both
//! (4 bytes). An interrupted build leaves at most one broken record at the end; the next one cuts it
//! off. A record that fails its hash counts as absent.

use anyhow::{Context, Result};
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Begins a file: format 1.
const MAGIC: [u8; 8] = *b"hdxvec1\n";
const KEY_BYTES: usize = 16;
const CHECK_BYTES: usize = 4;
/// Vectors have length 1, so every number is from -1 to 1.
const SCALE: f32 = 32767.0;

/// Beginning of a BLAKE3 hash over everything that decides a vector, but the model.
pub type Key = [u8; KEY_BYTES];

/// The key of a list of texts and numbers written as text.
pub fn key(parts: &[&str]) -> Key {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut key = Key::default();
    hasher.finalize_xof().fill(&mut key);
    key
}

/// A vector as it is kept: 16 bits a number. What was just computed passes through it, too, so
/// that a build gives the same bytes with and without a cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored(Vec<i16>);

impl Stored {
    /// Rounds a vector of length 1.
    pub fn of(vector: &[f32]) -> Self {
        let numbers = vector.iter().map(|number| (number * SCALE).round() as i16);
        Self(numbers.collect())
    }

    /// The vector.
    pub fn to_vector(&self) -> Vec<f32> {
        self.0
            .iter()
            .map(|number| f32::from(*number) / SCALE)
            .collect()
    }
}

/// An open cache.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    known: HashMap<Key, Stored>,
    /// `None` while another build writes to the file.
    file: Option<File>,
}

impl Cache {
    /// Opens or begins the file of the model called `fingerprint` in `dir`.
    ///
    /// # Errors
    /// When the folder or the file cannot be read or written.
    pub fn open(dir: &Path, fingerprint: &str, dimensions: usize) -> Result<Self> {
        fs::create_dir_all(dir).with_context(|| {
            format!(
                "{} cannot be made; give another folder with --cache",
                dir.display()
            )
        })?;
        let path = dir.join(format!("{fingerprint}.vectors"));
        Self::open_file(&path, dimensions).with_context(|| {
            format!(
                "{} cannot be used; give another folder with --cache",
                path.display()
            )
        })
    }

    fn open_file(path: &Path, dimensions: usize) -> Result<Self> {
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        let is_ours = file.try_lock().is_ok();
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        let size = KEY_BYTES + 2 * dimensions + CHECK_BYTES;
        let records = bytes.strip_prefix(&MAGIC);
        let known: HashMap<Key, Stored> = records
            .unwrap_or_default()
            .chunks_exact(size)
            .filter_map(decode)
            .collect();
        if is_ours {
            match records {
                Some(records) => {
                    let whole = records.len() - records.len() % size;
                    file.set_len((MAGIC.len() + whole) as u64)?;
                }
                None => {
                    file.set_len(0)?;
                    file.write_all(&MAGIC)?;
                }
            }
        }
        Ok(Self {
            path: path.to_owned(),
            known,
            file: is_ours.then_some(file),
        })
    }

    /// Whether new vectors are kept: not while another build writes to the same file.
    pub fn keeps(&self) -> bool {
        self.file.is_some()
    }

    /// The vector of a key.
    pub fn get(&self, key: &Key) -> Option<&Stored> {
        self.known.get(key)
    }

    /// Keeps vectors, in the file at once.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn put(&mut self, vectors: Vec<(Key, Stored)>) -> Result<()> {
        if let Some(file) = &mut self.file {
            let records: Vec<u8> = vectors.iter().flat_map(encode).collect();
            file.write_all(&records)
                .with_context(|| format!("{} cannot be written", self.path.display()))?;
        }
        self.known.extend(vectors);
        Ok(())
    }
}

fn encode((key, vector): &(Key, Stored)) -> Vec<u8> {
    let mut record = key.to_vec();
    for number in &vector.0 {
        record.extend_from_slice(&number.to_le_bytes());
    }
    let check = check(&record);
    record.extend_from_slice(&check);
    record
}

fn decode(record: &[u8]) -> Option<(Key, Stored)> {
    let (content, stored) = record.split_last_chunk::<CHECK_BYTES>()?;
    let (key, numbers) = content.split_first_chunk::<KEY_BYTES>()?;
    let numbers = numbers.as_chunks::<2>().0.iter();
    let vector = Stored(numbers.map(|pair| i16::from_le_bytes(*pair)).collect());
    (check(content) == *stored).then_some((*key, vector))
}

fn check(content: &[u8]) -> [u8; CHECK_BYTES] {
    let mut check = [0; CHECK_BYTES];
    blake3::Hasher::new()
        .update(content)
        .finalize_xof()
        .fill(&mut check);
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(seed: f32) -> Stored {
        Stored::of(&[seed, -seed, 0.5])
    }

    fn open(dir: &Path) -> Cache {
        Cache::open(dir, "model", 3).unwrap()
    }

    #[test]
    fn vectors_survive_and_a_torn_end_is_cut_off() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b, c) = (key(&["a"]), key(&["b"]), key(&["c"]));
        open(dir.path())
            .put(vec![(a, vector(0.1)), (b, vector(0.2))])
            .unwrap();
        let path = dir.path().join("model.vectors");
        let whole = fs::read(&path).unwrap();
        for torn in 1..26 {
            fs::write(&path, &whole[..whole.len() - torn]).unwrap();
            let mut cache = open(dir.path());
            assert_eq!(cache.get(&a), Some(&vector(0.1)));
            assert_eq!(cache.get(&b), None);
            cache.put(vec![(c, vector(0.3))]).unwrap();
            drop(cache);
            assert_eq!(open(dir.path()).get(&c), Some(&vector(0.3)), "{torn}");
        }
    }

    #[test]
    fn damage_loses_only_the_damaged_record() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (key(&["a"]), key(&["b"]));
        open(dir.path())
            .put(vec![(a, vector(0.1)), (b, vector(0.2))])
            .unwrap();
        let path = dir.path().join("model.vectors");
        let mut bytes = fs::read(&path).unwrap();
        bytes[MAGIC.len() + KEY_BYTES] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let cache = open(dir.path());
        assert_eq!((cache.get(&a), cache.get(&b)), (None, Some(&vector(0.2))));
        drop(cache);
        fs::write(&path, b"something else").unwrap();
        assert_eq!(open(dir.path()).get(&b), None);
        assert_eq!(fs::read(&path).unwrap(), MAGIC);
    }

    #[test]
    fn a_second_build_reads_but_does_not_write() {
        let dir = tempfile::tempdir().unwrap();
        let a = key(&["a"]);
        let mut first = open(dir.path());
        first.put(vec![(a, vector(0.1))]).unwrap();
        let mut second = open(dir.path());
        assert!(first.keeps() && !second.keeps());
        assert_eq!(second.get(&a), Some(&vector(0.1)));
        second.put(vec![(key(&["b"]), vector(0.2))]).unwrap();
        drop((first, second));
        assert_eq!(open(dir.path()).get(&key(&["b"])), None);
    }

    #[test]
    fn parts_of_a_key_do_not_run_into_each_other() {
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
    }

    #[test]
    fn rounding_is_finer_than_any_use() {
        let vector = [0.123_456_f32, -1.0, 1.0];
        for (a, b) in vector.iter().zip(Stored::of(&vector).to_vector()) {
            assert!((a - b).abs() < 2e-5);
        }
    }
}
