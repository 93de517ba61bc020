//! The languages that have a search engine of their own.

/// Tags of the engines: one for each stemmer of the crate `helpdex`, and `und`, which stems nothing
/// and serves every other language. The crate feature of a tag is `lang-` and the tag.
pub const ENGINE_LANGUAGES: [&str; 36] = [
    "ar", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "he",
    "hi", "hu", "hy", "id", "it", "ko", "lt", "ne", "nl", "no", "pl", "pt", "ro", "ru", "sv", "ta",
    "tr", "uk", "yi", "und",
];
