//! Chunks of text to vectors: tokens, rows of equal length, the network.

use super::bert::{Bert, BertConfig};
use super::model_dir::ModelError;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokenizers::Tokenizer;

/// Tokens that go through the network together: enough for its matrices to be worth multiplying
/// together, few enough for the second processor and for memory (about 50 MB).
const BATCH_TOKENS: usize = 2048;

/// UTF-8 bytes that a token takes at most, over any stretch that matters.
const TOKEN_BYTES: usize = 12;

/// A piece of text to embed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Begins the chunk: the model's prefix and a title, or all of a short text.
    pub head: String,
    /// A text from its beginning to where the chunk can end at most; may be empty.
    pub body: String,
    /// Which window of the body follows the head, from 0.
    pub index: usize,
    /// Tokens of head and window, 16 to the model's limit.
    pub tokens: usize,
}

impl Chunk {
    /// All of a short text.
    pub fn whole(head: String) -> Self {
        Self {
            head,
            body: String::new(),
            index: 0,
            tokens: SHORT,
        }
    }

    /// The first `count` chunks of a body, of `tokens` tokens each. What a chunk is does not depend
    /// on how many there are.
    pub fn of(head: &str, body: &str, count: usize, tokens: usize) -> Vec<Self> {
        let chunks = (1..=count.max(1)).map(|number| {
            let end = body.floor_char_boundary(number * tokens * TOKEN_BYTES);
            Self {
                head: head.to_owned(),
                body: body[..end].to_owned(),
                index: number - 1,
                tokens,
            }
        });
        // The first chunk stands for the head, too; later ones need a text that reaches them.
        let reaches =
            |chunk: &Self| chunk.index == 0 || chunk.body.len() > chunk.index * tokens / 4;
        chunks.filter(reaches).collect()
    }
}

/// Tokens of a short text that is no article.
const SHORT: usize = 64;

/// A loaded model.
pub struct Embedder {
    tokenizer: Tokenizer,
    bert: Bert,
    /// What the tokenizer puts before and after every text.
    frame: (Vec<u32>, Vec<u32>),
    longest: usize,
    dimensions: usize,
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
            dimensions: config.hidden_size,
            weights: weights_path.to_owned(),
        })
    }

    /// The vector of each chunk, of length 1; of zeros if its body ends before it. A vector does not
    /// depend on the chunks beside it.
    ///
    /// # Errors
    /// [`ModelError::NotFinite`].
    pub fn embed(&self, chunks: &[Chunk]) -> Result<Vec<Vec<f32>>, ModelError> {
        let rows: Vec<Vec<u32>> = chunks.par_iter().map(|chunk| self.row(chunk)).collect();
        let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (chunk, row) in rows.iter().enumerate() {
            by_length.entry(row.len()).or_default().push(chunk);
        }
        by_length.remove(&0);
        let batches: Vec<&[usize]> = by_length
            .iter()
            .flat_map(|(length, chunks)| chunks.chunks((BATCH_TOKENS / length).max(1)))
            .collect();
        let embedded: Vec<Vec<Vec<f32>>> = batches
            .par_iter()
            .map(|batch| self.batch(batch, &rows, chunks))
            .collect::<Result<_, _>>()?;
        let mut vectors = vec![vec![0.0; self.dimensions]; chunks.len()];
        for (batch, embedded) in batches.iter().zip(embedded) {
            for (chunk, vector) in batch.iter().zip(embedded) {
                vectors[*chunk] = vector;
            }
        }
        Ok(vectors)
    }

    fn batch(
        &self,
        batch: &[usize],
        rows: &[Vec<u32>],
        chunks: &[Chunk],
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        let rows: Vec<&[u32]> = batch.iter().map(|chunk| rows[*chunk].as_slice()).collect();
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
        match broken {
            None => Ok(vectors),
            Some(at) => Err(ModelError::NotFinite {
                path: self.weights.clone(),
                text: chunks[batch[at]].head.chars().take(60).collect(),
            }),
        }
    }

    /// The tokens of a chunk; none if its body ends before it.
    fn row(&self, chunk: &Chunk) -> Vec<u32> {
        let (before, after) = &self.frame;
        let length = chunk.tokens.min(self.longest);
        let room = length.saturating_sub(before.len() + after.len()).max(2);
        let mut head = self.tokens(&chunk.head, room);
        // A head without room beside it would make all chunks the same.
        if !chunk.body.is_empty() {
            head.truncate(room / 2);
        }
        let window = room.saturating_sub(head.len());
        let body = self.tokens(&chunk.body, window * (chunk.index + 1));
        let body = body.get(window * chunk.index..).unwrap_or_default();
        if body.is_empty() && chunk.index > 0 {
            return Vec::new();
        }
        [before, &head, body, after].concat()
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
