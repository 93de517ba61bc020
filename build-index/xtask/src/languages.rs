//! The languages that have a search engine of their own.

/// Tags of the engines: one for each stemmer of `rust-stemmers`, and `und`, which stems nothing and
/// serves every other language. The crate feature of a tag is `lang-` and the tag.
pub const ENGINE_LANGUAGES: [&str; 19] = [
    "ar", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv",
    "ta", "tr", "und",
];
