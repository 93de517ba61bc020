//! `[pages]`: a page for every article, for people and crawlers.

use super::{Config, ConfigError};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use url::Url;

/// Default of `pages.bundle`.
pub const PAGES_BUNDLE: &str = "/help/";
/// Default of `pages.contents`.
pub const PAGES_CONTENTS: &str = "articles";

/// `[pages]`: static pages besides the bundle. Off unless `out` names a folder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PagesConfig {
    /// Folder that is served as `site.url_base`. Default: empty, no pages.
    pub out: PathBuf,
    /// Folder with templates of the site in place of helpdex's: any of `layout.html`, `article.html`,
    /// `contents.html` and `pages.css`. Default: empty, helpdex's own.
    pub templates: PathBuf,
    /// Address under which the bundle is served. Default [`PAGES_BUNDLE`].
    pub bundle: String,
    /// Folder of the lists of all articles, below `out`. Default [`PAGES_CONTENTS`].
    pub contents: String,
}

impl Default for PagesConfig {
    fn default() -> Self {
        Self {
            out: PathBuf::new(),
            templates: PathBuf::new(),
            bundle: PAGES_BUNDLE.to_owned(),
            contents: PAGES_CONTENTS.to_owned(),
        }
    }
}

impl PagesConfig {
    /// Where pages go, if any are wanted.
    pub fn out(&self) -> Option<&Path> {
        (!self.out.as_os_str().is_empty()).then_some(self.out.as_path())
    }

    /// Folder of the site's own templates, if it has any.
    pub fn templates(&self) -> Option<&Path> {
        (!self.templates.as_os_str().is_empty()).then_some(self.templates.as_path())
    }

    /// Makes the paths relative to the working directory.
    pub(super) fn place(&mut self, folder: &Path) {
        for path in [&mut self.out, &mut self.templates] {
            if !path.as_os_str().is_empty() {
                *path = folder.join(&path);
            }
        }
    }
}

impl Config {
    /// The absolute address that pages lie below; it ends with a slash.
    ///
    /// # Errors
    /// What pages need is not configured: an absolute `site.url_base`, `reader.enabled`, and a legal
    /// `pages.contents`.
    pub fn pages_base(&self) -> Result<Url, ConfigError> {
        let wrong = |message: String| ConfigError::Unfit { message };
        let stated = self.site.url_base.trim_end_matches('/');
        let base = Url::parse(&format!("{stated}/")).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.query().is_none()
                && url.fragment().is_none()
        });
        let Some(base) = base else {
            return Err(wrong(format!(
                "pages need the site's whole address for sitemap, canonical links and feeds, and `url_base` in [site] is {:?}; \
                 write url_base = \"https://help.example.com\" in helpdex.toml, the address of the folder that --pages or [pages] `out` names",
                self.site.url_base
            )));
        };
        if !self.reader.enabled {
            return Err(wrong(
                "pages show the articles of the bundle, and [reader] `enabled` is false; set it to true, or leave `out` of [pages] empty".to_owned(),
            ));
        }
        let is_name = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        };
        if !self.pages.contents.split('/').all(is_name) {
            return Err(wrong(format!(
                "`contents` in [pages] is {:?}; write a folder's name of letters, digits, `-` and `_`, such as {PAGES_CONTENTS:?}",
                self.pages.contents
            )));
        }
        Ok(base)
    }
}
