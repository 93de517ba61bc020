//! Texts to vectors: tokens, rows of equal length, the network, means.

use super::bert::{Bert, BertConfig};
use super::model_dir::ModelError;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokenizers::Tokenizer;

/// Tokens that go through the network together: enough for its matrices to be worth multiplying
/// together, few enough for the second processor and for memory (about 50 MB).
const BATCH_TOKENS: usize = 2048;

/// UTF-8 bytes of a token at most, for not tokenizing what will be cut off.
const TOKEN_BYTES: usize = 16;

/// A text to embed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Begins every chunk: the model's prefix and a title, or all of a short text.
    pub head: String,
    /// What is cut into chunks; may be empty.
    pub body: String,
}

/// How a text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunking {
    /// Most chunks of a text, at least 1; what follows is left out.
    pub chunks: usize,
    /// Tokens of a chunk with its head, 16 to the model's limit.
    pub tokens: usize,
}

/// A loaded model.
pub struct Embedder {
    tokenizer: Tokenizer,
    bert: Bert,
    /// What the tokenizer puts before and after every text.
    frame: (Vec<u32>, Vec<u32>),
    longest: usize,
    weights: PathBuf,
}

impl Embedder {
    /// Reads a tokenizer and weights; the paths are for messages.
    pub(super) fn load(
        config: &BertConfig,
        (tokenizer, tokenizer_path): (&[u8], &Path),
        (weights, weights_path): (Vec<u8>, &Path),
    ) -> Result<Self, ModelError> {
        let damaged = |path: &Path, message: String| ModelError::Damaged {
            path: path.to_owned(),
            message,
        };
        let mut tokenizer = Tokenizer::from_bytes(tokenizer)
            .map_err(|error| damaged(tokenizer_path, error.to_string()))?;
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(None)
            .map_err(|error| damaged(tokenizer_path, error.to_string()))?;
        check_vocabulary(&tokenizer, config.vocab_size)
            .map_err(|message| damaged(tokenizer_path, message))?;
        let frame =
            frame(&tokenizer).ok_or_else(|| damaged(tokenizer_path, FRAMELESS.to_owned()))?;
        let bert = Bert::load(weights, config)
            .map_err(|error| damaged(weights_path, error.to_string()))?;
        Ok(Self {
            tokenizer,
            bert,
            frame,
            longest: config.max_position_embeddings,
            weights: weights_path.to_owned(),
        })
    }

    /// The vector of each text, of length 1: the mean over its chunks. A text's vector does not
    /// depend on the texts beside it.
    ///
    /// # Errors
    /// [`ModelError::NotFinite`].
    pub fn embed(&self, texts: &[Text], chunking: Chunking) -> Result<Vec<Vec<f32>>, ModelError> {
        let rows: Vec<Vec<Vec<u32>>> = texts
            .par_iter()
            .map(|text| self.rows(text, chunking))
            .collect();
        let mut by_length: BTreeMap<usize, Vec<(usize, &[u32])>> = BTreeMap::new();
        for (text, rows) in rows.iter().enumerate() {
            for row in rows {
                by_length.entry(row.len()).or_default().push((text, row));
            }
        }
        let batches: Vec<&[(usize, &[u32])]> = by_length
            .iter()
            .flat_map(|(length, rows)| rows.chunks((BATCH_TOKENS / length.max(&1)).max(1)))
            .collect();
        let embedded: Vec<Vec<Vec<f32>>> = batches
            .par_iter()
            .map(|batch| self.batch(batch, texts))
            .collect::<Result<_, _>>()?;
        let mut vectors: Vec<Vec<f32>> = vec![Vec::new(); texts.len()];
        for (batch, embedded) in batches.iter().zip(embedded) {
            for ((text, _), vector) in batch.iter().zip(embedded) {
                add(&mut vectors[*text], &vector);
            }
        }
        vectors.iter_mut().for_each(|vector| normalize(vector));
        Ok(vectors)
    }

    fn batch(
        &self,
        batch: &[(usize, &[u32])],
        texts: &[Text],
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        let rows: Vec<&[u32]> = batch.iter().map(|(_, row)| *row).collect();
        let vectors = self
            .bert
            .embed(&rows)
            .map_err(|error| ModelError::Damaged {
                path: self.weights.clone(),
                message: error.to_string(),
            })?;
        let broken = vectors
            .iter()
            .position(|vector| vector.iter().any(|number| !number.is_finite()));
        match broken.and_then(|at| batch.get(at)) {
            None => Ok(vectors),
            Some((text, _)) => Err(ModelError::NotFinite {
                path: self.weights.clone(),
                text: texts[*text].head.chars().take(60).collect(),
            }),
        }
    }

    /// The chunks of a text as tokens; at least one.
    fn rows(&self, text: &Text, chunking: Chunking) -> Vec<Vec<u32>> {
        let (before, after) = &self.frame;
        let length = chunking.tokens.min(self.longest);
        let room = length.saturating_sub(before.len() + after.len()).max(2);
        let mut head = self.tokens(&text.head, room);
        // A head without room beside it would make all chunks the same.
        if !text.body.is_empty() {
            head.truncate(room / 2);
        }
        let window = room.saturating_sub(head.len()).max(1);
        let body = self.tokens(&text.body, window * chunking.chunks);
        let mut windows: Vec<&[u32]> = body.chunks(window).collect();
        if windows.is_empty() {
            windows.push(&[]);
        }
        windows
            .iter()
            .map(|window| [before, &head, *window, after].concat())
            .collect()
    }

    /// At most `limit` tokens of a text, without the frame.
    fn tokens(&self, text: &str, limit: usize) -> Vec<u32> {
        if text.is_empty() {
            return Vec::new();
        }
        let start = &text[..text.floor_char_boundary(limit.saturating_mul(TOKEN_BYTES))];
        // The tokenizers that are supported map anything to tokens.
        let encoding = self.tokenizer.encode_fast(start, false);
        let mut tokens =
            encoding.map_or_else(|_| Vec::new(), |encoding| encoding.get_ids().to_vec());
        tokens.truncate(limit);
        tokens
    }
}

const FRAMELESS: &str = "a text's tokens are not put between one beginning and one end";

/// A tokenizer with fewer tokens than the network has rows, padding aside, belongs to another one.
fn check_vocabulary(tokenizer: &Tokenizer, rows: usize) -> Result<(), String> {
    let tokens = tokenizer.get_vocab_size(true);
    if tokens > rows || tokens < rows / 10 * 9 {
        return Err(format!(
            "the tokenizer has {tokens} tokens, config.json says {rows}: they are of different models"
        ));
    }
    Ok(())
}

/// The tokens before and after those of a text.
fn frame(tokenizer: &Tokenizer) -> Option<(Vec<u32>, Vec<u32>)> {
    let ids = |special| Some(tokenizer.encode_fast("a", special).ok()?.get_ids().to_vec());
    let (bare, framed) = (ids(false)?, ids(true)?);
    let at = framed
        .windows(bare.len().max(1))
        .position(|window| window == bare)?;
    let (before, rest) = framed.split_at_checked(at)?;
    Some((before.to_vec(), rest.get(bare.len()..)?.to_vec()))
}

fn add(sum: &mut Vec<f32>, vector: &[f32]) {
    sum.resize(vector.len(), 0.0);
    for (sum, number) in sum.iter_mut().zip(vector) {
        *sum += number;
    }
}

/// Scales a vector to length 1.
fn normalize(vector: &mut [f32]) {
    let length = vector.iter().map(|number| number * number).sum::<f32>();
    let factor = 1.0 / length.sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|number| *number *= factor);
}
