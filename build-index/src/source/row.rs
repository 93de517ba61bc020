//! The fields of a JSON line, in the kinds of value that tools write.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use crate::extract::one_line;

/// A line as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row<'a> {
    pub(super) id: Text,
    pub(super) title: Text,
    #[serde(borrow)]
    pub(super) body: Option<Body<'a>>,
    pub(super) format: Text,
    pub(super) url: Text,
    #[serde(alias = "language")]
    pub(super) lang: Text,
    pub(super) section: Names,
    pub(super) tags: Names,
    pub(super) also_asked_as: Names,
    pub(super) updated: Text,
    pub(super) state: Text,
    pub(super) complexity: Text,
    pub(super) severity: Text,
    pub(super) effort: Text,
    pub(super) owner: Text,
    pub(super) review_by: Text,
    pub(super) verified: Text,
    pub(super) audience: Names,
}

/// A body; borrowed where it holds no escapes.
#[derive(Debug, Deserialize)]
pub(super) struct Body<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// A text, which some tools write as a number; nothing if it is null.
#[derive(Debug, Default)]
pub(super) struct Text(pub(super) Option<String>);

impl Text {
    pub(super) fn one_line(self) -> Option<String> {
        let text = one_line(self.0.as_deref()?);
        Some(text).filter(|text| !text.is_empty())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = deserializer.deserialize_any(NamesVisitor { with_list: false })?;
        Ok(Self(match names {
            Names::One(text) => Some(text),
            Names::None | Names::Many(_) => None,
        }))
    }
}

/// One name, a list of names, or nothing.
#[derive(Debug, Default)]
pub(super) enum Names {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

impl Names {
    pub(super) fn list(self, split: impl Fn(String) -> Vec<String>) -> Vec<String> {
        let mut list = match self {
            Self::None => Vec::new(),
            Self::One(text) => split(one_line(&text)),
            Self::Many(list) => list.iter().map(|text| one_line(text)).collect(),
        };
        list.retain(|text| !text.is_empty());
        list
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor { with_list: true })
    }
}

struct NamesVisitor {
    with_list: bool,
}

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.with_list {
            "a text or a list of texts"
        } else {
            "a text"
        })
    }

    fn visit_str<E>(self, text: &str) -> Result<Names, E> {
        Ok(Names::One(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Names, E> {
        Ok(Names::One(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Names, E> {
        Ok(Names::One(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Names, E> {
        Ok(Names::One(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Names, E> {
        Ok(Names::None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Names, A::Error> {
        if !self.with_list {
            return Err(serde::de::Error::invalid_type(
                serde::de::Unexpected::Seq,
                &self,
            ));
        }
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Text>()? {
            list.extend(item.0);
        }
        Ok(Names::Many(list))
    }
}
