//! Errors of the two boundaries where bytes come in. Any string is a valid query, so searching has none.

use core::fmt;

/// Why a root file cannot be opened. The browser shows [`OpenError::code`], the tools the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenError {
    /// The bytes do not begin with the bundle's magic number.
    NotABundle,
    /// Written for another major version of the format.
    Version {
        /// Major version in the file.
        found: u16,
        /// Major version this reader understands.
        supported: u16,
    },
    /// A checksum, bound or count is wrong in the named section.
    Corrupt {
        /// Tag of the section, or a word for the part outside of any.
        section: &'static str,
    },
    /// Made with another analyzer than this engine has, so queries would be cut differently.
    Analyzer,
}

impl OpenError {
    /// Stable word for the JavaScript side.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotABundle => "not-a-bundle",
            Self::Version { .. } => "version",
            Self::Corrupt { .. } => "corrupt",
            Self::Analyzer => "analyzer",
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABundle => f.write_str(
                "not a helpdex bundle: the first eight bytes are not the magic number; check that the URL or path leads to a .hdx file and not to an error page",
            ),
            Self::Version { found, supported } => write!(
                f,
                "bundle format {found}, but this engine reads format {supported}: rebuild the bundle with the helpdex of the engine's version"
            ),
            Self::Corrupt { section } => write!(
                f,
                "the bundle is damaged in section {section}: fetch it again or rebuild it"
            ),
            Self::Analyzer => f.write_str(
                "the bundle was made with another text analyzer than this engine's: rebuild the bundle, or load the engine named in its manifest",
            ),
        }
    }
}

impl std::error::Error for OpenError {}

/// Why a shard was refused. The index stays usable without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShardError {
    /// No shard has that number in this index.
    Unknown,
    /// The file is a shard, but not the one the root names: parts of two builds are mixed.
    WrongBuild,
    /// The file cannot be read.
    Open(OpenError),
}

impl ShardError {
    /// Stable word for the JavaScript side.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown-shard",
            Self::WrongBuild => "wrong-build",
            Self::Open(error) => error.code(),
        }
    }
}

impl From<OpenError> for ShardError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl fmt::Display for ShardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("no such shard in this index"),
            Self::WrongBuild => f.write_str(
                "the shard belongs to another build than the root: publish all files of one build together",
            ),
            Self::Open(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ShardError {}
