//! The vectors of a build: from the cache, or computed and cached.

use super::cache::{Cache, Key, Stored, key};
use super::embedder::{Chunk, Embedder};
use super::model_dir::ModelDir;
use crate::progress::{Phase, Unit};
use anyhow::Result;
use std::collections::BTreeSet;

/// Tokens, roughly, of the texts that are computed and then cached together: a few seconds' work,
/// which is what an interrupted build loses.
const WAVE_TOKENS: usize = 16 * 1024;

/// A model with its cache. The weights are loaded when the first vector is not in the cache.
pub(super) struct Vectors<'a> {
    model: &'a ModelDir,
    embedder: Option<Embedder>,
    cache: Cache,
}

impl<'a> Vectors<'a> {
    pub(super) fn new(model: &'a ModelDir, cache: Cache) -> Self {
        Self {
            model,
            embedder: None,
            cache,
        }
    }

    /// The vector of every chunk, in their order, and whether it was computed now. `what` names the
    /// chunks in the progress: one, many.
    pub(super) fn of(
        &mut self,
        chunks: &[Chunk],
        what: (&'static str, &'static str),
    ) -> Result<Vec<(Vec<f32>, bool)>> {
        let keys: Vec<Key> = chunks.iter().map(key_of).collect();
        let mut computed = BTreeSet::new();
        let missing = keys.iter().zip(chunks);
        let missing: Vec<(Key, &Chunk)> = missing
            .filter(|(key, _)| self.cache.get(key).is_none() && computed.insert(**key))
            .map(|(key, chunk)| (*key, chunk))
            .collect();
        self.compute(&missing, what)?;
        let vectors = keys.iter().map(|key| {
            let vector = self.cache.get(key).map(Stored::to_vector);
            (vector.unwrap_or_default(), computed.contains(key))
        });
        Ok(vectors.collect())
    }

    fn compute(
        &mut self,
        missing: &[(Key, &Chunk)],
        (one, many): (&'static str, &'static str),
    ) -> Result<()> {
        if missing.is_empty() {
            return Ok(());
        }
        if !self.cache.keeps() {
            eprintln!(
                "warning: another build uses the cache; the vectors of this build are not kept"
            );
        }
        let embedder = match self.embedder.take() {
            Some(embedder) => embedder,
            None => self.model.load()?,
        };
        let phase = Phase::begin_long("embedding", missing.len() as u64, Unit::Things(one, many));
        for wave in waves(missing) {
            let chunks: Vec<Chunk> = wave.iter().map(|(_, chunk)| (*chunk).clone()).collect();
            let vectors = embedder.embed(&chunks)?;
            let keys = wave.iter().map(|(key, _)| *key);
            let vectors = vectors.iter().map(|vector| Stored::of(vector));
            self.cache.put(keys.zip(vectors).collect())?;
            phase.advance_by(wave.len() as u64);
        }
        self.embedder = Some(embedder);
        Ok(())
    }
}

/// Everything that decides a chunk's vector, but the model.
fn key_of(chunk: &Chunk) -> Key {
    let Chunk {
        head,
        body,
        index,
        tokens,
    } = chunk;
    if body.is_empty() {
        return key(&[head]);
    }
    key(&[head, body, &index.to_string(), &tokens.to_string()])
}

/// Cuts a list where about [`WAVE_TOKENS`] tokens have come together.
fn waves<'t, 'a>(chunks: &'t [(Key, &'a Chunk)]) -> Vec<&'t [(Key, &'a Chunk)]> {
    let mut tokens = 0;
    let waves = chunks.chunk_by(|(_, chunk), _| {
        // Four bytes a token in Latin script; others have fewer tokens than this says.
        tokens += ((chunk.head.len() + chunk.body.len()) / 4 + 4).min(chunk.tokens);
        let is_full = tokens >= WAVE_TOKENS;
        if is_full {
            tokens = 0;
        }
        !is_full
    });
    waves.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_hold_every_chunk_once() {
        let chunks: Vec<Chunk> = (0..3000)
            .map(|number| Chunk::whole("x".repeat(number * 7 % 900)))
            .collect();
        let missing: Vec<(Key, &Chunk)> =
            chunks.iter().map(|chunk| (Key::default(), chunk)).collect();
        let waves = waves(&missing);
        assert!(waves.len() > 5);
        assert_eq!(waves.concat().len(), 3000);
    }

    #[test]
    fn a_chunk_has_the_same_key_however_many_follow() {
        let body = "many words ".repeat(1000);
        let keys = |count| -> Vec<Key> {
            let chunks = Chunk::of("title", &body, count, 128);
            chunks.iter().map(key_of).collect()
        };
        assert_eq!(keys(1), keys(3)[..1]);
        let other_size = &Chunk::of("title", &body, 1, 64)[0];
        assert!(!keys(3).contains(&key_of(other_size)));
        assert_ne!(keys(3)[1], keys(3)[2]);
    }
}
