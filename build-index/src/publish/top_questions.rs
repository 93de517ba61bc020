//! The small files that list a language's top questions: what a page offers where a question has
//! no answer. Pages ask for one only then.

use serde::{Deserialize, Serialize};

/// What a page shows of a listed article; keys as of the client's hits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopQuestion {
    /// Id of the article.
    pub id: String,
    /// Where it leads.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Breadcrumbs joined by " › "; empty without any.
    pub breadcrumbs: String,
}

/// Path of a list below the bundle's folder, made of its content, and the content.
pub(super) fn file(
    language: &str,
    questions: &[TopQuestion],
) -> serde_json::Result<(String, Vec<u8>)> {
    let content = serde_json::to_vec(questions)?;
    Ok((path(language, &content), content))
}

fn path(language: &str, content: &[u8]) -> String {
    let hash = blake3::hash(content).to_hex();
    format!("data/{language}-top-{}.json", &hash[..12])
}

/// Whether a file of the data folder is such a list.
pub(super) fn is_list(name: &str) -> bool {
    let stem = name.strip_suffix(".json").unwrap_or("");
    let hash = stem.rsplit_once("-top-").map_or("", |(_, hash)| hash);
    hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether `path` names this list, and it is one.
pub fn is_sound(language: &str, path: &str, content: &[u8]) -> bool {
    path == self::path(language, content)
        && serde_json::from_slice::<Vec<TopQuestion>>(content).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_named_by_its_content() {
        let questions = [TopQuestion {
            id: "a".into(),
            url: "/a".into(),
            title: "A".into(),
            breadcrumbs: String::new(),
        }];
        let (path, content) = file("pt-br", &questions).unwrap();
        assert!(is_list(path.strip_prefix("data/").unwrap()), "{path}");
        assert!(is_sound("pt-br", &path, &content));
        assert!(!is_sound("pt-br", &path, b"[]"));
        for other in [
            "top.json",
            "en-top-1.json",
            "en-top-0123456789ab.hdx",
            "manifest.json",
        ] {
            assert!(!is_list(other), "{other}");
        }
    }
}
