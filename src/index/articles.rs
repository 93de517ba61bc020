//! Articles as the reader shows them: section `ARTI` of an articles shard.

use super::records::Records;
use crate::bundle::{Sections, tag};
use crate::error::OpenError;

/// What the reader shows of a range of articles.
#[derive(Debug)]
pub(crate) struct ArticlesBlock(Records);

impl ArticlesBlock {
    pub(crate) fn read(sections: &Sections<'_>) -> Result<Self, OpenError> {
        let records = Records::read(sections.require(tag::ARTICLES, "ARTI")?);
        records
            .map(Self)
            .ok_or(OpenError::Corrupt { section: "ARTI" })
    }

    /// Id and record of an article, numbered within the shard.
    pub(crate) fn get(&self, index: u32) -> Option<(&str, &str)> {
        let mut cursor = self.0.get(index)?;
        Some((cursor.string()?, cursor.string()?))
    }
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileWriter, tag};
    use crate::codec::put_string;
    use crate::document::{Document, Element, Level, Node};
    use crate::index::records::write_records;
    use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

    /// What the reader shows of an article, with the fields in the order of `FORMAT.md`.
    #[derive(serde::Serialize)]
    struct Record<'a> {
        id: &'a str,
        title: &'a str,
        url: &'a str,
        updated: Option<&'a str>,
        breadcrumbs: String,
        body: &'a [Node],
        related: Vec<Related<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        complexity: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        severity: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        effort: Option<&'static str>,
    }

    /// An article that the reader offers beside another one.
    #[derive(serde::Serialize)]
    struct Related<'a> {
        id: &'a str,
        url: &'a str,
        title: &'a str,
        breadcrumbs: String,
    }

    impl Serialize for Node {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Text(text) => serializer.serialize_str(text),
                Self::Element(element) => element.serialize(serializer),
            }
        }
    }

    impl Serialize for Element {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut list = serializer.serialize_seq(Some(2 + self.children.len()))?;
            list.serialize_element(self.tag)?;
            if self.attributes.is_empty() {
                list.serialize_element(&0)?;
            } else {
                list.serialize_element(&Attributes(&self.attributes))?;
            }
            for child in &self.children {
                list.serialize_element(child)?;
            }
            list.end()
        }
    }

    struct Attributes<'a>(&'a [(&'static str, String)]);

    impl Serialize for Attributes<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(self.0.len()))?;
            for (name, value) in self.0 {
                map.serialize_entry(name, value)?;
            }
            map.end()
        }
    }

    /// An article's id and record as stored.
    pub(crate) fn record(document: &Document, related: &[&Document]) -> Vec<u8> {
        let breadcrumbs = |document: &Document| document.breadcrumbs.join(" › ");
        let related = related.iter().map(|other| Related {
            id: &other.id,
            url: &other.url,
            title: &other.title,
            breadcrumbs: breadcrumbs(other),
        });
        let triage = document.triage;
        let record = Record {
            id: &document.id,
            title: &document.title,
            url: &document.url,
            updated: Some(document.updated.as_str()).filter(|updated| !updated.is_empty()),
            breadcrumbs: breadcrumbs(document),
            body: &document.body,
            related: related.collect(),
            complexity: triage.complexity.map(Level::name),
            severity: triage.severity.map(Level::name),
            effort: triage.effort.map(Level::name),
        };
        let mut out = Vec::new();
        put_string(&mut out, &document.id);
        // Texts with text keys alone are always JSON.
        put_string(
            &mut out,
            &serde_json::to_string(&record).unwrap_or_default(),
        );
        out
    }

    /// Adds `ARTI` of a range of articles.
    pub(crate) fn block(file: &mut FileWriter, records: &[Vec<u8>]) {
        file.section(
            tag::ARTICLES,
            write_records(records.iter().map(Vec::as_slice)),
        );
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::codec::Cursor;
        use crate::document::Triage;

        #[test]
        fn a_record_is_json_with_nodes_as_lists() {
            let other = Document {
                id: "b".into(),
                url: "/b".into(),
                title: "B".into(),
                ..Document::default()
            };
            let document = Document {
                id: "a".into(),
                url: "/a".into(),
                title: "A \"quoted\"".into(),
                breadcrumbs: vec!["X".into(), "Y".into()],
                body: vec![
                    Node::Text("<b>".into()),
                    Node::Element(Element {
                        tag: "a",
                        attributes: vec![("href", "/x".into())],
                        children: vec![Node::Text("x".into())],
                    }),
                    Node::Element(Element {
                        tag: "hr",
                        ..Element::default()
                    }),
                ],
                triage: Triage {
                    severity: Some(Level::High),
                    ..Triage::default()
                },
                ..Document::default()
            };
            let bytes = record(&document, &[&other]);
            let mut cursor = Cursor::new(&bytes);
            assert_eq!(cursor.string(), Some("a"));
            assert_eq!(
                cursor.string(),
                Some(
                    r#"{"id":"a","title":"A \"quoted\"","url":"/a","updated":null,"breadcrumbs":"X › Y","body":["<b>",["a",{"href":"/x"},"x"],["hr",0]],"related":[{"id":"b","url":"/b","title":"B","breadcrumbs":""}],"severity":"high"}"#
                )
            );
        }
    }
}
