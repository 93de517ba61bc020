//! What can end an import, and what can befall a single article.

use serde::Serialize;

/// An import that could not be done, or not be finished. The message names the cure.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Wrong use: an address, a path, an option or a missing token.
    #[error("{0}")]
    Usage(String),
    /// The source could not be read to its end. What is done is kept; the same call goes on.
    #[error("{0}")]
    Source(String),
    /// The folder of articles could not be read or written.
    #[error("{path}: {cause}; check its permissions and the space on its disk")]
    Folder {
        /// The file or folder.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
}

impl ImportError {
    /// What befell a file or folder.
    pub(crate) fn folder(path: &std::path::Path, cause: std::io::Error) -> Self {
        Self::Folder {
            path: path.display().to_string(),
            cause,
        }
    }
}

/// Something that befell one article, or one place of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where: an address, or `file:row:column`.
    pub place: String,
    /// What is wrong, and the cure.
    pub message: String,
}

impl Finding {
    /// A finding.
    pub(crate) fn at(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
        }
    }
}
