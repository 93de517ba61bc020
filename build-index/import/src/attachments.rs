//! Pictures and attached files beside the articles.

use crate::names::file_name;
use percent_encoding::percent_decode_str;
use url::Url;

/// Where a file goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AttachedFile {
    pub(crate) url: Url,
    /// Path below the folder of articles.
    pub(crate) path: String,
}

/// The file of an address: `files/`, a hash of the address, its name. None for what is not on
/// the web.
pub(crate) fn file_of(address: &str) -> Option<AttachedFile> {
    let url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let last = url
        .path_segments()
        .and_then(|mut parts| parts.next_back())
        .unwrap_or_default();
    let name = file_name(&percent_decode_str(last).decode_utf8_lossy());
    let hash = crate::short_hash(address);
    let path = format!("files/{hash}-{name}");
    Some(AttachedFile {
        url,
        path: path.trim_end_matches('-').to_owned(),
    })
}

/// The way from an article to a file, both below the folder.
pub(crate) fn relative(article: &str, file: &str) -> String {
    "../".repeat(article.matches('/').count()) + file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_out_of_the_folder() {
        for address in [
            "https://a.example/%2e%2e/%2e%2e/etc/passwd",
            "https://a.example/x%2f..%2f..%2fetc.png",
            "https://a.example/",
        ] {
            let path = file_of(address).unwrap().path;
            let name = path.strip_prefix("files/").unwrap();
            assert!(!name.contains('/') && !name.contains(".."), "{path}");
        }
        assert_eq!(file_of("javascript:alert(1)"), None);
        assert_eq!(relative("en/a/b.md", "files/x.png"), "../../files/x.png");
    }
}
