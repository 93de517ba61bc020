//! `--config FILE`: sites, limits, retention and logs, in TOML.

use serde::Deserialize;
use std::num::NonZeroU32;
use std::path::Path;

/// Settings of the collector. All have defaults; unknown keys are errors.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[[site]]`: whose rows are taken. None means any site's, from any origin.
    pub site: Vec<Site>,
    /// `[limits]`.
    pub limits: Limits,
    /// `[retention]`.
    pub retention: Retention,
    /// `[log]`.
    pub log: Log,
    /// Tell visitors of a day apart by a hash of address and browser; default true.
    pub client_ids: bool,
    /// Proxies in front of the collector: the visitor's address is this many entries from
    /// the end of `X-Forwarded-For`. Default 0: the address of the connection.
    pub proxies: u8,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            site: Vec::new(),
            limits: Limits::default(),
            retention: Retention::default(),
            log: Log::default(),
            client_ids: true,
            proxies: 0,
        }
    }
}

/// A site that sends rows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The `site_id` of its batches.
    pub key: String,
    /// Origins of its pages, such as `https://www.example.com`; none means any.
    #[serde(default)]
    pub origins: Vec<String>,
}

/// What one visitor, and all of them together, may take.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests per minute of one address at one site; default 120.
    pub requests_per_minute: NonZeroU32,
    /// Requests that may come at once; default 60.
    pub burst: NonZeroU32,
    /// Batches that wait for the store at most, 1 to 100,000; default 512.
    pub queue: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests_per_minute: const { NonZeroU32::new(120).unwrap() },
            burst: const { NonZeroU32::new(60).unwrap() },
            queue: 512,
        }
    }
}

/// How long rows are kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days that rows are kept; default 30, 0 for ever.
    pub raw_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { raw_days: 30 }
    }
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// `off`, `error`, `warn`, `info` (default), `debug` or `trace`.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            level: "info".to_owned(),
        }
    }
}

/// What is wrong with a configuration, where, and the cure.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or something in it is wrong.
    pub fn read(file: &Path) -> Result<Self, ConfigError> {
        let wrong = |what: String| ConfigError(format!("{}: {what}", file.display()));
        let text = std::fs::read_to_string(file)
            .map_err(|error| wrong(format!("{error}; name a file that can be read")))?;
        Self::parse(&text).map_err(|error| wrong(error.0))
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// Something in it is wrong.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError(error.to_string()))?;
        config.check().map(|()| config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let wrong = |what: String| Err(ConfigError(what));
        for (place, site) in self.site.iter().enumerate() {
            if site.key.is_empty() {
                return wrong("[[site]] key is empty; write the site of its pages".to_owned());
            }
            if self.site.iter().take(place).any(|it| it.key == site.key) {
                return wrong(format!(
                    "[[site]] {:?} is there twice; remove one",
                    site.key
                ));
            }
            if let Some(origin) = site.origins.iter().find(|origin| !is_origin(origin)) {
                return wrong(format!(
                    "[[site]] {:?}: {origin:?} is no origin; write it like https://www.example.com",
                    site.key
                ));
            }
        }
        if !(1..=100_000).contains(&self.limits.queue) {
            return wrong("limits.queue: 1 to 100000 are allowed".to_owned());
        }
        if self
            .log
            .level
            .parse::<tracing::level_filters::LevelFilter>()
            .is_err()
        {
            let levels = "off, error, warn, info, debug or trace";
            return wrong(format!(
                "log.level: {:?}, but write {levels}",
                self.log.level
            ));
        }
        Ok(())
    }

    /// The site of this key; without any configured, every key is one.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.site.is_empty() || self.site.iter().any(|site| site.key == key)
    }

    /// Whether a page of this origin may send rows of this site.
    pub(super) fn allows(&self, key: &str, origin: Option<&str>) -> bool {
        let site = self.site.iter().find(|site| site.key == key);
        site.is_none_or(|site| site.allows(origin))
    }

    /// Whether any site has pages of this origin.
    pub(super) fn allows_somewhere(&self, origin: &str) -> bool {
        self.site.is_empty() || self.site.iter().any(|site| site.allows(Some(origin)))
    }
}

impl Site {
    fn allows(&self, origin: Option<&str>) -> bool {
        let is_listed = |origin: &str| self.origins.iter().any(|it| it == origin);
        self.origins.is_empty() || origin.is_some_and(is_listed)
    }
}

/// Whether it is what browsers send as `Origin`.
fn is_origin(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_hold_and_mistakes_are_named() {
        assert_eq!(Config::parse("").expect("defaults"), Config::default());
        let text = "proxies = 1\n[[site]]\nkey = \"a\"\norigins = [\"https://a.example\"]\n\
            [limits]\nburst = 5\n[retention]\nraw_days = 7\n[log]\nlevel = \"warn\"\n";
        let config = Config::parse(text).expect("a configuration");
        assert_eq!((config.proxies, config.retention.raw_days), (1, 7));
        assert!(config.knows("a") && !config.knows("b"));
        assert!(config.allows("a", Some("https://a.example")));
        assert!(!config.allows("a", Some("https://b.example")) && !config.allows("a", None));
        for (text, message) in [
            ("sites = 1", "unknown field `sites`"),
            ("[[site]]\nkey = \"\"", "key is empty"),
            ("[[site]]\nkey = \"a\"\n[[site]]\nkey = \"a\"", "twice"),
            (
                "[[site]]\nkey = \"a\"\norigins = [\"a.example/\"]",
                "is no origin",
            ),
            (
                "[[site]]\nkey = \"a\"\norigins = [\"https://a.example/\"]",
                "is no origin",
            ),
            ("[limits]\nqueue = 0", "1 to 100000"),
            ("[limits]\nburst = 0", "nonzero"),
            ("[log]\nlevel = \"loud\"", "log.level"),
        ] {
            let error = Config::parse(text).expect_err(text).to_string();
            assert!(error.contains(message), "{error}");
        }
    }
}
