//! The vectors of a build: from the cache, or computed and cached.

use super::cache::{Cache, Key, Stored, key};
use super::embedder::{Chunking, Embedder, Text};
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

    /// The vector of every text, in their order, and how many of them were computed. `what` names
    /// the texts in the progress: one, many.
    pub(super) fn of(
        &mut self,
        texts: &[Text],
        chunking: Chunking,
        what: (&'static str, &'static str),
    ) -> Result<(Vec<Vec<f32>>, usize)> {
        let keys: Vec<Key> = texts.iter().map(|text| key_of(text, chunking)).collect();
        let mut seen = BTreeSet::new();
        let missing = keys.iter().zip(texts);
        let missing: Vec<(Key, &Text)> = missing
            .filter(|(key, _)| self.cache.get(key).is_none() && seen.insert(**key))
            .map(|(key, text)| (*key, text))
            .collect();
        self.compute(&missing, chunking, what)?;
        let vectors = keys.iter().filter_map(|key| self.cache.get(key));
        let vectors: Vec<Vec<f32>> = vectors.map(Stored::to_vector).collect();
        debug_assert_eq!(vectors.len(), texts.len());
        Ok((vectors, missing.len()))
    }

    fn compute(
        &mut self,
        missing: &[(Key, &Text)],
        chunking: Chunking,
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
        for wave in waves(missing, chunking) {
            let texts: Vec<Text> = wave.iter().map(|(_, text)| (*text).clone()).collect();
            let vectors = embedder.embed(&texts, chunking)?;
            let keys = wave.iter().map(|(key, _)| *key);
            let vectors = vectors.iter().map(|vector| Stored::of(vector));
            self.cache.put(keys.zip(vectors).collect())?;
            phase.advance_by(wave.len() as u64);
        }
        self.embedder = Some(embedder);
        Ok(())
    }
}

/// Everything that decides a text's vector, but the model.
fn key_of(text: &Text, chunking: Chunking) -> Key {
    let Text { head, body } = text;
    if body.is_empty() {
        return key(&[head]);
    }
    let Chunking { chunks, tokens } = chunking;
    key(&[head, body, &chunks.to_string(), &tokens.to_string()])
}

/// Cuts texts where about [`WAVE_TOKENS`] tokens have come together.
fn waves<'t, 'a>(texts: &'t [(Key, &'a Text)], chunking: Chunking) -> Vec<&'t [(Key, &'a Text)]> {
    let most = chunking.chunks * chunking.tokens;
    let mut tokens = 0;
    let waves = texts.chunk_by(|(_, text), _| {
        // Four bytes a token in Latin script; others have fewer tokens than this says.
        tokens += ((text.head.len() + text.body.len()) / 4 + 4).min(most);
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
    fn waves_hold_every_text_once() {
        let text = |length: usize| Text {
            head: "x".repeat(length),
            body: String::new(),
        };
        let texts: Vec<Text> = (0..1000).map(|number| text(number * 7 % 900)).collect();
        let missing: Vec<(Key, &Text)> = texts.iter().map(|text| (Key::default(), text)).collect();
        let chunking = Chunking {
            chunks: 1,
            tokens: 128,
        };
        let waves = waves(&missing, chunking);
        assert!(waves.len() > 5);
        assert_eq!(waves.concat().len(), 1000);
    }

    #[test]
    fn a_short_text_has_one_vector_however_long_ones_are_cut() {
        let text = |body: &str| Text {
            head: "word".into(),
            body: body.into(),
        };
        let of = |body, chunks| {
            key_of(
                &text(body),
                Chunking {
                    chunks,
                    tokens: 128,
                },
            )
        };
        assert_eq!(of("", 1), of("", 2));
        assert_ne!(of("more", 1), of("more", 2));
        assert_ne!(of("", 1), of("more", 1));
    }
}
