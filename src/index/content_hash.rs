//! BLAKE3 behind the standard library's way of hashing values.

use std::hash::Hasher;

/// Bytes hashed at a time.
const BLOCK: usize = 4096;

/// Hashes values to 32 bytes that no two contents share. Lengths are hashed as this machine counts
/// them: the result is for notes on one machine, not for what is published.
#[derive(Debug, Default)]
pub struct ContentHasher {
    hasher: blake3::Hasher,
    /// What is not hashed yet: values come in pieces of a few bytes, which take BLAKE3 much longer
    /// one by one.
    waiting: Vec<u8>,
}

impl ContentHasher {
    /// The hash of what was written.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = self.hasher.clone();
        *hasher.update(&self.waiting).finalize().as_bytes()
    }
}

impl Hasher for ContentHasher {
    fn write(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > BLOCK {
            self.hasher.update(&self.waiting);
            self.waiting.clear();
        }
        if bytes.len() > BLOCK {
            self.hasher.update(bytes);
        } else {
            self.waiting.extend_from_slice(bytes);
        }
    }

    fn finish(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.hash();
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_hashed_as_a_whole() {
        let bytes: Vec<u8> = (0..20_000u32).flat_map(u32::to_le_bytes).collect();
        let expected = *blake3::hash(&bytes).as_bytes();
        for piece in [1, 7, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5] {
            let mut hasher = ContentHasher::default();
            bytes.chunks(piece).for_each(|piece| hasher.write(piece));
            assert_eq!(hasher.hash(), expected, "{piece}");
        }
    }
}
