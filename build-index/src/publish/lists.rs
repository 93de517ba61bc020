//! The small files of a language beside its index: what a page shows apart from search results.
//! Each is a file of its own, named by its content, and asked for only when it is needed.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a list is for. Its name is the manifest's key and part of the file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// Articles offered where a question has no answer: an array of [`TopQuestion`].
    Top,
    /// Articles offered on some pages before anything is typed: an array of patterns with
    /// [`TopQuestion`]s.
    Suggest,
    /// Ways to reach a person, and which one is offered when: an object.
    Contact,
    /// Decision trees by id: an object.
    Trees,
    /// The site's own texts of the interface by key: an object.
    Strings,
    /// Questions with their answers: an array.
    Faq,
    /// How many percent of how many voters an article helped, by its id: an object of pairs such as
    /// `[82, 131]`.
    Solved,
    /// What some are asked afterwards: an array.
    Surveys,
}

/// Lists of a language by what they are for.
pub type Lists = BTreeMap<ListKind, Value>;

impl ListKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Top,
        Self::Suggest,
        Self::Contact,
        Self::Trees,
        Self::Strings,
        Self::Faq,
        Self::Solved,
        Self::Surveys,
    ];

    /// The key of the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Top => "top",
            Self::Suggest => "suggest",
            Self::Contact => "contact",
            Self::Trees => "trees",
            Self::Strings => "strings",
            Self::Faq => "faq",
            Self::Solved => "solved",
            Self::Surveys => "surveys",
        }
    }

    fn is_array(self) -> bool {
        matches!(self, Self::Top | Self::Suggest | Self::Faq | Self::Surveys)
    }
}

/// Paths of a language's lists below the bundle's folder, as the manifest has them; those that the
/// language does not have are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListPaths {
    /// See [`ListKind::Top`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<String>,
    /// See [`ListKind::Suggest`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggest: Option<String>,
    /// See [`ListKind::Contact`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// See [`ListKind::Trees`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trees: Option<String>,
    /// See [`ListKind::Strings`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strings: Option<String>,
    /// See [`ListKind::Faq`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faq: Option<String>,
    /// See [`ListKind::Solved`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solved: Option<String>,
    /// See [`ListKind::Surveys`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surveys: Option<String>,
}

impl ListPaths {
    /// The path of a list, if there is one.
    pub fn get(&self, kind: ListKind) -> Option<&str> {
        let path = match kind {
            ListKind::Top => &self.top,
            ListKind::Suggest => &self.suggest,
            ListKind::Contact => &self.contact,
            ListKind::Trees => &self.trees,
            ListKind::Strings => &self.strings,
            ListKind::Faq => &self.faq,
            ListKind::Solved => &self.solved,
            ListKind::Surveys => &self.surveys,
        };
        path.as_deref()
    }

    /// States the path of a list.
    pub(super) fn set(&mut self, kind: ListKind, path: String) {
        let slot = match kind {
            ListKind::Top => &mut self.top,
            ListKind::Suggest => &mut self.suggest,
            ListKind::Contact => &mut self.contact,
            ListKind::Trees => &mut self.trees,
            ListKind::Strings => &mut self.strings,
            ListKind::Faq => &mut self.faq,
            ListKind::Solved => &mut self.solved,
            ListKind::Surveys => &mut self.surveys,
        };
        *slot = Some(path);
    }

    /// The lists that there are, in the order of [`ListKind::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (ListKind, &str)> {
        let kinds = ListKind::ALL.into_iter();
        kinds.filter_map(|kind| Some((kind, self.get(kind)?)))
    }
}

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

/// Whether there is nothing in a list, so that it needs no file.
pub(super) fn is_empty(list: &Value) -> bool {
    match list {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => true,
    }
}

/// Path of a list below the bundle's folder, made of its content, and the content.
pub(super) fn file(
    language: &str,
    kind: ListKind,
    list: &Value,
) -> serde_json::Result<(String, Vec<u8>)> {
    let content = serde_json::to_vec(list)?;
    Ok((path(language, kind, &content), content))
}

fn path(language: &str, kind: ListKind, content: &[u8]) -> String {
    let (kind, hash) = (kind.name(), blake3::hash(content).to_hex());
    format!("data/{language}-{kind}-{}.json", &hash[..12])
}

/// Whether a file of the data folder is such a list.
pub(super) fn is_list(name: &str) -> bool {
    let stem = name.strip_suffix(".json").unwrap_or("");
    let Some((rest, hash)) = stem.rsplit_once('-') else {
        return false;
    };
    let kind = rest.rsplit_once('-').map_or("", |(_, kind)| kind);
    ListKind::ALL.iter().any(|known| known.name() == kind)
        && hash.len() == 12
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether `path` names this list, and it is one of its kind.
pub fn is_sound(language: &str, kind: ListKind, path: &str, content: &[u8]) -> bool {
    let list = serde_json::from_slice::<Value>(content);
    let is_of_kind = list.is_ok_and(|list| match kind.is_array() {
        true => list.is_array(),
        false => list.is_object(),
    });
    is_of_kind && path == self::path(language, kind, content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_is_named_by_its_content_and_kind() {
        for kind in ListKind::ALL {
            let list = match kind.is_array() {
                true => json!([{ "id": "a" }]),
                false => json!({ "a": 1 }),
            };
            let (path, content) = file("pt-br", kind, &list).unwrap();
            assert!(is_list(path.strip_prefix("data/").unwrap()), "{path}");
            assert!(is_sound("pt-br", kind, &path, &content), "{path}");
            assert!(!is_sound("pt-br", kind, &path, b"[]"));
            assert!(!is_sound("pt", kind, &path, &content));
            let other = json!("text");
            let (path, content) = file("pt-br", kind, &other).unwrap();
            assert!(!is_sound("pt-br", kind, &path, &content));
            let mut paths = ListPaths::default();
            paths.set(kind, path.clone());
            assert_eq!(paths.iter().collect::<Vec<_>>(), [(kind, path.as_str())]);
            let json = serde_json::to_value(&paths).unwrap();
            assert_eq!(json, json!({ kind.name(): path }));
        }
        for other in [
            "top.json",
            "en-top-1.json",
            "en-other-0123456789ab.json",
            "en-top-0123456789ab.hdx",
            "manifest.json",
        ] {
            assert!(!is_list(other), "{other}");
        }
    }

    #[test]
    fn an_empty_list_needs_no_file() {
        assert!(is_empty(&json!([])) && is_empty(&json!({})) && is_empty(&Value::Null));
        assert!(!is_empty(&json!([1])) && !is_empty(&json!({ "a": 1 })));
    }
}
