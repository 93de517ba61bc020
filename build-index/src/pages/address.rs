//! Which file an article's address stands for.

use percent_encoding::percent_decode_str;
use url::Url;

/// Longest name of a file or folder, in bytes: what common file systems allow.
const MAX_NAME_BYTES: usize = 255;

/// The addresses below the site's base.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// Ends with a slash.
    base: Url,
}

/// Why an address cannot have a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoPage {
    /// It is not below the site's base.
    Elsewhere,
    /// It has a `?query` or a `#fragment`, which no file can answer.
    NotAFile,
    /// A part of its path cannot be the name of a file.
    NotAName,
}

impl NoPage {
    /// What is wrong, to follow an address, and the cure.
    pub fn told(self) -> &'static str {
        match self {
            Self::Elsewhere => {
                "is not below `url_base` of [site]; state a `url` below it if the article is to have a page"
            }
            Self::NotAFile => "has a `?` or a `#`; state a `url` without it",
            Self::NotAName => {
                "cannot be a file's name; state a `url` of shorter parts, without `\\` and control characters"
            }
        }
    }
}

impl Addresses {
    /// Addresses below `base`, which has to end with a slash.
    pub fn new(base: Url) -> Self {
        Self { base }
    }

    /// The absolute address of a path below the base.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The path of an absolute address for links within the site; of another site, the address.
    pub fn link<'u>(&self, address: &'u str) -> &'u str {
        let origin = self.base.origin().ascii_serialization();
        match address.strip_prefix(&origin) {
            Some(path) if path.starts_with('/') && !path.starts_with("//") => path,
            _ => address,
        }
    }

    /// The host, for feeds of a site without a name.
    pub fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// The absolute form of an article's address, and the file that a web server answers it with: the
    /// address itself if it ends with `.html`, else `index.html` in the folder of its name.
    ///
    /// # Errors
    /// No file can stand for the address.
    pub fn page(&self, address: &str) -> Result<(String, String), NoPage> {
        let url = self.base.join(address).map_err(|_| NoPage::Elsewhere)?;
        let is_of_site = url.origin() == self.base.origin();
        let below = url.path().strip_prefix(self.base.path());
        let (true, Some(below)) = (is_of_site, below) else {
            return Err(NoPage::Elsewhere);
        };
        if url.query().is_some() || url.fragment().is_some() {
            return Err(NoPage::NotAFile);
        }
        let mut names = Vec::new();
        for part in below.split('/').filter(|part| !part.is_empty()) {
            names.push(name(part).ok_or(NoPage::NotAName)?);
        }
        let is_file = !below.ends_with('/') && below.to_ascii_lowercase().ends_with(".html");
        if !is_file {
            names.push("index.html".to_owned());
        }
        Ok((url.to_string(), names.join("/")))
    }
}

/// The file name of a part of a path, if it can be one on every system.
fn name(part: &str) -> Option<String> {
    let name = percent_decode_str(part).decode_utf8().ok()?.into_owned();
    let is_legal = name.len() <= MAX_NAME_BYTES
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name
            .chars()
            .any(|c| c.is_control() || "/\\:*?\"<>|".contains(c));
    is_legal.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(base: &str) -> Addresses {
        Addresses::new(Url::parse(base).unwrap())
    }

    #[test]
    fn an_address_is_a_file_below_the_base() {
        let addresses = addresses("https://acme.example/docs/");
        for (address, expected) in [
            ("https://acme.example/docs/a", Ok("a/index.html")),
            ("https://acme.example/docs/a/", Ok("a/index.html")),
            ("https://acme.example/docs/a/b.html", Ok("a/b.html")),
            ("https://acme.example/docs/", Ok("index.html")),
            (
                "https://acme.example/docs/a%20b%C3%A9",
                Ok("a b\u{e9}/index.html"),
            ),
            ("https://acme.example/docs/x/../a", Ok("a/index.html")),
            ("guides/a", Ok("guides/a/index.html")),
            ("https://acme.example/docs/../etc", Err(NoPage::Elsewhere)),
            (
                "https://acme.example/docs/%2e%2e/%2e%2e/etc",
                Err(NoPage::Elsewhere),
            ),
            ("https://acme.example/other", Err(NoPage::Elsewhere)),
            ("https://acme.example.evil/docs/a", Err(NoPage::Elsewhere)),
            ("http://acme.example/docs/a", Err(NoPage::Elsewhere)),
            ("https://acme.example/docs/a?b=1", Err(NoPage::NotAFile)),
            ("https://acme.example/docs/a#b", Err(NoPage::NotAFile)),
            ("https://acme.example/docs/a%2Fb", Err(NoPage::NotAName)),
            ("https://acme.example/docs/..%2fb", Err(NoPage::NotAName)),
            ("https://acme.example/docs/a%00", Err(NoPage::NotAName)),
            ("https://acme.example/docs/%5c", Err(NoPage::NotAName)),
            ("https://acme.example/docs/%ff", Err(NoPage::NotAName)),
            (
                "https://acme.example/docs/.git/config",
                Err(NoPage::NotAName),
            ),
        ] {
            let file = addresses.page(address).map(|(_, file)| file);
            assert_eq!(file, expected.map(str::to_owned), "{address}");
        }
        let long = format!("https://acme.example/docs/{}", "x".repeat(256));
        assert_eq!(addresses.page(&long), Err(NoPage::NotAName));
    }

    #[test]
    fn links_within_the_site_are_paths() {
        let addresses = addresses("https://acme.example:8443/docs/");
        for (address, link) in [
            ("https://acme.example:8443/docs/a", "/docs/a"),
            (
                "https://acme.example:84431/a",
                "https://acme.example:84431/a",
            ),
            (
                "https://acme.example:8443//evil.example/",
                "https://acme.example:8443//evil.example/",
            ),
            ("https://other.example/a", "https://other.example/a"),
        ] {
            assert_eq!(addresses.link(address), link);
        }
        assert_eq!(
            addresses.absolute("sitemap.xml"),
            "https://acme.example:8443/docs/sitemap.xml"
        );
    }
}
