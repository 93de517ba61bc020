//! The encoder of BERT (Devlin et al. 2019, arXiv:1810.04805) with mean pooling: rows of token
//! numbers in, one vector a row out.
//!
//! All rows of a call have the same length. That spares padding and attention masks, and makes a
//! row's vector independent of what else is in the call.

use super::gelu::Gelu;
use candle_core::safetensors::BufferedSafetensors;
use candle_core::{D, DType, Device, Result, Tensor};
use candle_nn::ops::{layer_norm, softmax_last_dim};
use serde::Deserialize;

/// What `config.json` says about the network. Other keys are ignored.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct BertConfig {
    #[serde(default)]
    pub(super) model_type: String,
    #[serde(default = "gelu")]
    pub(super) hidden_act: String,
    #[serde(default = "absolute")]
    pub(super) position_embedding_type: String,
    #[serde(default)]
    pub(super) tokenizer_class: String,
    pub(super) vocab_size: usize,
    /// Dimensions of every vector.
    pub(super) hidden_size: usize,
    pub(super) num_hidden_layers: usize,
    pub(super) num_attention_heads: usize,
    pub(super) intermediate_size: usize,
    /// Longest row.
    pub(super) max_position_embeddings: usize,
    pub(super) layer_norm_eps: f64,
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn absolute() -> String {
    "absolute".to_owned()
}

/// Named tensors of a file, as 32-bit floats.
struct Weights<'a> {
    file: BufferedSafetensors,
    /// What stands before every name: `bert.` in files of a larger network.
    prefix: &'static str,
    config: &'a BertConfig,
}

impl Weights<'_> {
    fn tensor(&self, name: &str, shape: &[usize]) -> Result<Tensor> {
        let name = format!("{}{name}", self.prefix);
        let tensor = self.file.load(&name, &Device::Cpu)?;
        if tensor.dims() != shape {
            candle_core::bail!(
                "tensor `{name}` has the shape {:?}, config.json says {shape:?}",
                tensor.dims()
            );
        }
        Ok(tensor)
    }

    fn linear(&self, name: &str, outputs: usize, inputs: usize) -> Result<Linear> {
        let weight = self.tensor(&format!("{name}.weight"), &[outputs, inputs])?;
        let bias = self.tensor(&format!("{name}.bias"), &[outputs])?;
        Ok(Linear {
            weight: weight.to_dtype(DType::F32)?,
            bias: bias.to_dtype(DType::F32)?,
        })
    }

    fn norm(&self, name: &str) -> Result<Norm> {
        let number = |part: &str| {
            self.tensor(&format!("{name}.{part}"), &[self.config.hidden_size])?
                .to_dtype(DType::F32)
        };
        Ok(Norm {
            weight: number("weight")?,
            bias: number("bias")?,
            epsilon: self.config.layer_norm_eps as f32,
        })
    }
}

/// y = x·Wᵀ + b.
struct Linear {
    weight: Tensor,
    bias: Tensor,
}

impl Linear {
    /// The rows of several layers with the same input, below each other.
    fn stacked(layers: &[Self]) -> Result<Self> {
        let weights: Vec<&Tensor> = layers.iter().map(|layer| &layer.weight).collect();
        let biases: Vec<&Tensor> = layers.iter().map(|layer| &layer.bias).collect();
        Ok(Self {
            weight: Tensor::cat(&weights, 0)?,
            bias: Tensor::cat(&biases, 0)?,
        })
    }

    fn scaled(self, factor: f64) -> Result<Self> {
        Ok(Self {
            weight: (self.weight * factor)?,
            bias: (self.bias * factor)?,
        })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.matmul(&self.weight.t()?)?.broadcast_add(&self.bias)
    }
}

struct Norm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f32,
}

impl Norm {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        layer_norm(x, &self.weight, &self.bias, self.epsilon)
    }
}

struct Layer {
    /// Query, key and value; the query's part divided by the square root of a head's width.
    attention: Linear,
    attention_output: Linear,
    attention_norm: Norm,
    up: Linear,
    down: Linear,
    output_norm: Norm,
}

impl Layer {
    fn load(weights: &Weights<'_>, index: usize) -> Result<Self> {
        let config = weights.config;
        let width = config.hidden_size;
        let inner = config.intermediate_size;
        let name = |part: &str| format!("encoder.layer.{index}.{part}");
        let linear = |part: &str, outputs, inputs| weights.linear(&name(part), outputs, inputs);
        let head = width as f64 / config.num_attention_heads as f64;
        let attention = [
            linear("attention.self.query", width, width)?.scaled(1.0 / head.sqrt())?,
            linear("attention.self.key", width, width)?,
            linear("attention.self.value", width, width)?,
        ];
        Ok(Self {
            attention: Linear::stacked(&attention)?,
            attention_output: linear("attention.output.dense", width, width)?,
            attention_norm: weights.norm(&name("attention.output.LayerNorm"))?,
            up: linear("intermediate.dense", inner, width)?,
            down: linear("output.dense", width, inner)?,
            output_norm: weights.norm(&name("output.LayerNorm"))?,
        })
    }

    /// `x`: all tokens of all rows, one below the other.
    fn forward(&self, x: &Tensor, rows: usize, heads: usize) -> Result<Tensor> {
        let (tokens, width) = x.dims2()?;
        let shape = (rows, tokens / rows, 3, heads, width / heads);
        let parts = self.attention.forward(x)?.reshape(shape)?;
        let part = |index: usize| {
            let part = parts.narrow(2, index, 1)?.squeeze(2)?;
            part.transpose(1, 2)?.contiguous()
        };
        let (query, key, value) = (part(0)?, part(1)?, part(2)?);
        let probabilities = softmax_last_dim(&query.matmul(&key.t()?)?)?;
        let context = probabilities
            .matmul(&value)?
            .transpose(1, 2)?
            .contiguous()?;
        let context = context.reshape((tokens, width))?;
        let x = (self.attention_output.forward(&context)? + x)?;
        let x = self.attention_norm.forward(&x)?;
        let inner = self.up.forward(&x)?;
        inner.inplace_op1(&Gelu)?;
        self.output_norm.forward(&(self.down.forward(&inner)? + x)?)
    }
}

/// The loaded network.
pub(super) struct Bert {
    /// In the file's own type: the table of a multilingual model is most of the file.
    words: Tensor,
    /// Position and token type together, a row a position.
    positions: Tensor,
    norm: Norm,
    layers: Vec<Layer>,
    heads: usize,
}

impl Bert {
    /// Reads the bytes of `model.safetensors`.
    ///
    /// # Errors
    /// When the file is damaged, or a tensor is missing or not as `config.json` says.
    pub(super) fn load(bytes: Vec<u8>, config: &BertConfig) -> Result<Self> {
        let file = BufferedSafetensors::new(bytes)?;
        let is_inner = file.get("bert.embeddings.word_embeddings.weight").is_ok();
        let prefix = if is_inner { "bert." } else { "" };
        let weights = Weights {
            file,
            prefix,
            config,
        };
        let width = config.hidden_size;
        let words = weights.tensor(
            "embeddings.word_embeddings.weight",
            &[config.vocab_size, width],
        )?;
        let positions = weights
            .tensor(
                "embeddings.position_embeddings.weight",
                &[config.max_position_embeddings, width],
            )?
            .to_dtype(DType::F32)?;
        let types = "embeddings.token_type_embeddings.weight";
        let types = weights
            .file
            .load(&format!("{prefix}{types}"), &Device::Cpu)?;
        let first_type = types.narrow(0, 0, 1)?.to_dtype(DType::F32)?;
        let layers = (0..config.num_hidden_layers).map(|index| Layer::load(&weights, index));
        Ok(Self {
            words,
            positions: positions.broadcast_add(&first_type)?,
            norm: weights.norm("embeddings.LayerNorm")?,
            layers: layers.collect::<Result<_>>()?,
            heads: config.num_attention_heads,
        })
    }

    /// The mean of the last layer over each row, scaled to length 1. All rows have the same length,
    /// at least 1 and at most the model's.
    ///
    /// # Errors
    /// When a token number is outside of the vocabulary.
    pub(super) fn embed(&self, rows: &[&[u32]]) -> Result<Vec<Vec<f32>>> {
        let length = rows.first().map_or(0, |row| row.len());
        let tokens: Vec<u32> = rows.iter().copied().flatten().copied().collect();
        let tokens = Tensor::from_vec(tokens, rows.len() * length, &Device::Cpu)?;
        let words = self.words.index_select(&tokens, 0)?.to_dtype(DType::F32)?;
        let width = words.dim(1)?;
        let positions = self.positions.narrow(0, 0, length)?;
        let x = words
            .reshape((rows.len(), length, width))?
            .broadcast_add(&positions)?;
        let x = x.reshape((rows.len() * length, width))?;
        let mut x = self.norm.forward(&x)?;
        for layer in &self.layers {
            x = layer.forward(&x, rows.len(), self.heads)?;
        }
        let mean = x.reshape((rows.len(), length, width))?.mean(1)?;
        let norm = mean.sqr()?.sum_keepdim(D::Minus1)?.sqrt()?;
        mean.broadcast_div(&norm)?.to_vec2()
    }
}
