//! Takes articles from where they live into one folder of Markdown with front matter.
//!
//! A [`Source`] gives articles, [`import`] writes those that changed. Answers of HTTP sources are
//! kept in a journal until the import is finished, so that one that was interrupted replays them
//! and goes on; what it writes is the same as if it had not been interrupted.

mod article;
mod attachments;
mod convert;
mod error;
mod folder;
mod http;
mod import;
mod keys;
mod names;
mod progress;
mod sources;
mod yaml;

pub use error::{Finding, ImportError};
pub use http::Bounds;
pub use import::{Options, Secrets, Summary, import};
pub use progress::{Listener, Progress};
pub use sources::{Columns, Source};

/// 12 hexadecimal digits of a text's hash.
pub(crate) fn short_hash(text: &str) -> String {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    hash.chars().take(12).collect()
}
