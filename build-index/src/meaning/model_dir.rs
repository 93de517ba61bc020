//! A folder with a sentence transformer: which files it must hold, and what they say.

use super::bert::BertConfig;
use super::embedder::Embedder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

const CONFIG: &str = "config.json";
const TOKENIZER: &str = "tokenizer.json";
const WEIGHTS: &str = "model.safetensors";
/// Words put before a text by its purpose; written by newer sentence-transformers.
const SENTENCE_CONFIG: &str = "config_sentence_transformers.json";
const POOLING: &str = "1_Pooling/config.json";

/// Part of every fingerprint: raise it with each change that gives other vectors.
const ENCODER_VERSION: u32 = 1;

/// Rows of the word table of the multilingual-e5 family, with their padding to a round number.
const E5_VOCABULARY: usize = 250_037;

/// What is wrong with a model's folder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file that is needed is not there.
    #[error(
        "{} is missing; a model is a folder with {CONFIG}, {TOKENIZER} and {WEIGHTS}, as \
         all-MiniLM-L6-v2 and multilingual-e5-small are published{note}", path.display()
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// What is there instead.
        note: &'static str,
    },
    /// A file cannot be opened or read.
    #[error("{} cannot be read ({cause}); check its permissions", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A file is damaged, or does not fit the others.
    #[error("{}: {message}; download the model's files again, all from one place", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A model of another kind.
    #[error(
        "{}: {message}; all-MiniLM-L6-v2 (English) and multilingual-e5-small are known to work", path.display()
    )]
    Unsupported {
        /// The file that says so.
        path: PathBuf,
        /// What is not supported.
        message: String,
    },
    /// The network computed something that is no number.
    #[error(
        "{}: the vector of {text:?} is not finite; the weights are damaged, download them again", path.display()
    )]
    NotFinite {
        /// The weights.
        path: PathBuf,
        /// Beginning of the text.
        text: String,
    },
}

/// What stands before a text for the model to know its purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefixes {
    /// Before a question.
    pub query: String,
    /// Before an article.
    pub passage: String,
}

/// A folder whose small files were read and found fit; the weights are not loaded yet.
#[derive(Debug)]
pub struct ModelDir {
    dir: PathBuf,
    config: BertConfig,
    prefixes: Prefixes,
    fingerprint: String,
}

impl ModelDir {
    /// Looks at a folder.
    ///
    /// # Errors
    /// [`ModelError`] when a file is missing or damaged, or the model is of another kind.
    pub fn open(dir: &Path) -> Result<Self, ModelError> {
        for name in [CONFIG, TOKENIZER, WEIGHTS] {
            require(dir, name)?;
        }
        let config: BertConfig = json(&dir.join(CONFIG))?;
        check_network(&config, &dir.join(CONFIG))?;
        check_pooling(&dir.join(POOLING))?;
        Ok(Self {
            prefixes: prefixes(dir, &config)?,
            fingerprint: fingerprint(dir)?,
            dir: dir.to_owned(),
            config,
        })
    }

    /// The prefixes that the model was trained with.
    pub fn prefixes(&self) -> &Prefixes {
        &self.prefixes
    }

    /// Names the model's vectors: 32 hexadecimal digits made of all its files.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Numbers in each vector.
    pub fn dimensions(&self) -> usize {
        self.config.hidden_size
    }

    /// What the model is, for people: `bert, 12 layers, 384 dimensions`.
    pub fn description(&self) -> String {
        format!(
            "{}, {} layers, {} dimensions",
            self.config.model_type, self.config.num_hidden_layers, self.config.hidden_size
        )
    }

    /// Loads tokenizer and weights: 0.1 to 0.5 GB.
    ///
    /// # Errors
    /// [`ModelError`] when they are damaged or do not fit each other.
    pub fn load(&self) -> Result<Embedder, ModelError> {
        let tokenizer = self.dir.join(TOKENIZER);
        let weights = self.dir.join(WEIGHTS);
        Embedder::load(
            &self.config,
            (&read(&tokenizer)?, &tokenizer),
            (read(&weights)?, &weights),
        )
    }
}

fn require(dir: &Path, name: &str) -> Result<(), ModelError> {
    let path = dir.join(name);
    if path.is_file() {
        return Ok(());
    }
    let pickled = name == WEIGHTS && dir.join("pytorch_model.bin").is_file();
    let note = if pickled {
        "; pytorch_model.bin is not read, save it as safetensors"
    } else {
        ""
    };
    Err(ModelError::Missing { path, note })
}

fn check_network(config: &BertConfig, path: &Path) -> Result<(), ModelError> {
    let unsupported = |message: String| ModelError::Unsupported {
        path: path.to_owned(),
        message,
    };
    for (key, found, expected) in [
        ("model_type", &config.model_type, "bert"),
        ("hidden_act", &config.hidden_act, "gelu"),
        (
            "position_embedding_type",
            &config.position_embedding_type,
            "absolute",
        ),
    ] {
        if found != expected {
            return Err(unsupported(format!(
                "`{key}` is {found:?}, only {expected:?} is supported"
            )));
        }
    }
    let heads = config.num_attention_heads;
    if heads == 0 || !config.hidden_size.is_multiple_of(heads) || config.hidden_size == 0 {
        return Err(unsupported(format!(
            "`hidden_size` is {}, which {heads} attention heads cannot share",
            config.hidden_size
        )));
    }
    Ok(())
}

/// Vectors are means over all tokens; a model trained for another pooling would give nonsense.
fn check_pooling(path: &Path) -> Result<(), ModelError> {
    #[derive(Deserialize)]
    struct Pooling {
        pooling_mode_mean_tokens: Option<bool>,
    }
    if !path.is_file() {
        return Ok(());
    }
    let pooling: Pooling = json(path)?;
    if pooling.pooling_mode_mean_tokens == Some(false) {
        return Err(ModelError::Unsupported {
            path: path.to_owned(),
            message: "`pooling_mode_mean_tokens` is false, only mean pooling is supported"
                .to_owned(),
        });
    }
    Ok(())
}

/// The prompts that the folder states; else those of multilingual-e5 for a network of its shape;
/// else none. Other models with e5's vocabulary name another tokenizer class, or none.
fn prefixes(dir: &Path, config: &BertConfig) -> Result<Prefixes, ModelError> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct SentenceConfig {
        prompts: BTreeMap<String, String>,
    }
    let path = dir.join(SENTENCE_CONFIG);
    if path.is_file() {
        let mut stated: SentenceConfig = json(&path)?;
        let mut prompt = |names: [&str; 2]| {
            let mut found = names.iter().filter_map(|name| stated.prompts.remove(*name));
            found.next().unwrap_or_default()
        };
        let prefixes = Prefixes {
            query: prompt(["query", "search_query"]),
            passage: prompt(["passage", "document"]),
        };
        if prefixes != Prefixes::default() {
            return Ok(prefixes);
        }
    }
    let is_e5 = config.vocab_size == E5_VOCABULARY
        && config.tokenizer_class.starts_with("XLMRobertaTokenizer");
    Ok(if is_e5 {
        Prefixes {
            query: "query: ".to_owned(),
            passage: "passage: ".to_owned(),
        }
    } else {
        Prefixes::default()
    })
}

fn fingerprint(dir: &Path) -> Result<String, ModelError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&ENCODER_VERSION.to_le_bytes());
    for name in [CONFIG, TOKENIZER, WEIGHTS] {
        let path = dir.join(name);
        let mut one = blake3::Hasher::new();
        File::open(&path)
            .and_then(|file| one.update_reader(file).map(drop))
            .map_err(|cause| ModelError::Unreadable { path, cause })?;
        hasher.update(one.finalize().as_bytes());
    }
    Ok(hasher.finalize().to_hex()[..32].to_owned())
}

fn read(path: &Path) -> Result<Vec<u8>, ModelError> {
    std::fs::read(path).map_err(|cause| ModelError::Unreadable {
        path: path.to_owned(),
        cause,
    })
}

fn json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, ModelError> {
    serde_json::from_slice(&read(path)?).map_err(|error| ModelError::Damaged {
        path: path.to_owned(),
        message: error.to_string(),
    })
}
