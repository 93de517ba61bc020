//! Choices that depend on nothing but a name, so that a set of queries stays the same from one
//! run, machine and version to the next.

/// A stream of choices.
pub(super) struct Draw {
    bytes: blake3::OutputReader,
}

impl Draw {
    /// The stream of a purpose (`typo`) for an article.
    pub(super) fn of(purpose: &str, id: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(purpose.as_bytes())
            .update(&[0])
            .update(id.as_bytes());
        Self {
            bytes: hasher.finalize_xof(),
        }
    }

    /// A number of 64 bits.
    pub(super) fn number(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.bytes.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A number below `end`; 0 when `end` is.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.number() % end.max(1) as u64) as usize
    }
}
