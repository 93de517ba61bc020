//! `[meaning]`: the sentence transformer of the build.

use crate::meaning::Prefixes;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Default of `meaning.cache`.
pub(super) const CACHE: &str = ".helpdex/cache";
/// Default of `meaning.terms`: as good as 150 on the arduino corpus, at less than 150 bytes an
/// article.
pub(super) const TERMS: u32 = 96;
/// Default of `meaning.chunks`.
pub(super) const CHUNKS: u32 = 1;
/// Default of `meaning.chunk_tokens`.
pub(super) const CHUNK_TOKENS: u32 = 128;
/// Default of `meaning.table_kb`.
pub(super) const TABLE_KB: u32 = 320;
/// Default of both prefixes: what the model's folder says.
pub(super) const AUTO: &str = "auto";

/// `[meaning]`: what articles mean beyond their words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeaningConfig {
    /// Whether a model is used, if one is named. Default `true`.
    pub enabled: bool,
    /// Folder with `config.json`, `tokenizer.json` and `model.safetensors`. Empty, the default:
    /// no model.
    pub model: PathBuf,
    /// Folder of vectors computed before; it can be deleted at any time. Default
    /// `.helpdex/cache`.
    pub cache: PathBuf,
    /// Most terms added to an article, 10 to 1000. Default 96.
    pub terms: u32,
    /// Chunks of an article that are read, 1 to 64; what follows is not. Default 1.
    pub chunks: u32,
    /// Tokens of a chunk with the title that begins it, 32 to 512. Default 128.
    pub chunk_tokens: u32,
    /// Whether vectors of words and articles are written besides, which a page loads after its first
    /// answer. Default `false`.
    pub table: bool,
    /// Most KB of them in one language, roughly, 32 to 4096. Default 320. The rarest words go first;
    /// where articles alone take half of it, none are written.
    pub table_kb: u32,
    /// Put before a word for the model; `auto`, the default, is what the model's folder says.
    pub query_prefix: String,
    /// The same for an article.
    pub passage_prefix: String,
}

impl Default for MeaningConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            model: PathBuf::new(),
            cache: CACHE.into(),
            terms: TERMS,
            chunks: CHUNKS,
            chunk_tokens: CHUNK_TOKENS,
            table: false,
            table_kb: TABLE_KB,
            query_prefix: AUTO.to_owned(),
            passage_prefix: AUTO.to_owned(),
        }
    }
}

impl MeaningConfig {
    /// The model's folder, if one is named and used.
    pub fn model(&self) -> Option<&Path> {
        let is_used = self.enabled && !self.model.as_os_str().is_empty();
        is_used.then_some(self.model.as_path())
    }

    /// The prefixes, where `auto` stands for those of the model.
    pub fn prefixes(&self, of_model: &Prefixes) -> Prefixes {
        let or =
            |stated: &String, model: &String| if stated == AUTO { model } else { stated }.clone();
        Prefixes {
            query: or(&self.query_prefix, &of_model.query),
            passage: or(&self.passage_prefix, &of_model.passage),
        }
    }

    /// Makes paths relative to `folder`.
    pub(super) fn place(&mut self, folder: &Path) {
        self.cache = folder.join(&self.cache);
        if !self.model.as_os_str().is_empty() {
            self.model = folder.join(&self.model);
        }
    }
}
