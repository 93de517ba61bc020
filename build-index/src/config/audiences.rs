//! `[audiences]`: bundles for others than everybody.

use super::check::{Mistake, offset_of};
use super::{Config, PagesConfig};
use crate::source::{Audience, CUSTOMER, INTERNAL, PUBLIC};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// The bundle of an audience.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AudienceConfig {
    /// Folder that the bundle is written to. Default: the public one with `-` and the audience's name.
    pub out: Option<PathBuf>,
    /// Other audiences whose articles the bundle holds, too. Default: `public`; for `internal`
    /// `public` and `customer`.
    pub includes: Option<Vec<String>>,
}

impl AudienceConfig {
    fn includes(&self, name: &str) -> Vec<String> {
        let default = || match name {
            INTERNAL => vec![PUBLIC.to_owned(), CUSTOMER.to_owned()],
            _ => vec![PUBLIC.to_owned()],
        };
        self.includes.clone().unwrap_or_else(default)
    }
}

/// Every audience that an article may name.
fn known(audiences: &BTreeMap<String, AudienceConfig>) -> Vec<String> {
    let own = audiences.keys().cloned();
    [PUBLIC, CUSTOMER, INTERNAL]
        .map(str::to_owned)
        .into_iter()
        .chain(own)
        .collect()
}

impl Config {
    /// What the bundle of this configuration may hold.
    pub fn reader_audience(&self) -> Audience {
        let own = self.audiences.get(&self.audience);
        let included = own.map(|own| own.includes(&self.audience));
        let shown = included
            .into_iter()
            .flatten()
            .chain([self.audience.clone()]);
        Audience::new(shown, known(&self.audiences))
    }

    /// An audience that sees everything.
    pub fn every_audience(&self) -> Audience {
        let known = known(&self.audiences);
        Audience::new(known.clone(), known)
    }

    /// A configuration for each bundle: the public one first, then those of `[audiences]`.
    pub fn by_audience(&self) -> Vec<Self> {
        let others = self
            .audiences
            .keys()
            .filter_map(|name| self.for_audience(name));
        std::iter::once(self.clone()).chain(others).collect()
    }

    /// The configuration of an audience's bundle; `None` for one that is not configured.
    pub fn for_audience(&self, name: &str) -> Option<Self> {
        if name == PUBLIC {
            return Some(self.clone());
        }
        self.audiences.get(name)?;
        Some(Self {
            out: self.out_of(name),
            audience: name.to_owned(),
            // Pages are for everybody.
            pages: PagesConfig::default(),
            ..self.clone()
        })
    }

    /// Folder of an audience's bundle.
    fn out_of(&self, name: &str) -> PathBuf {
        let stated = self.audiences.get(name).and_then(|own| own.out.clone());
        stated.unwrap_or_else(|| {
            let mut beside = self.out.clone().into_os_string();
            beside.push(format!("-{name}"));
            beside.into()
        })
    }

    /// Makes stated folders relative to that of the file.
    pub(super) fn place_audiences(&mut self, folder: &Path) {
        for audience in self.audiences.values_mut() {
            audience.out = audience.out.as_ref().map(|out| folder.join(out));
        }
    }

    /// Refuses names that cannot be, and bundles within each other, of which whoever may read one
    /// could read the other.
    pub(super) fn check_audiences(&self, document: &DeTable<'_>) -> Result<(), Mistake> {
        let known = known(&self.audiences);
        for (name, own) in &self.audiences {
            let at = |key: &str| offset_of(document, &format!("audiences.{name}{key}"));
            if name == PUBLIC {
                return Err((
                    at(""),
                    "`public` is everybody: its bundle is written to `out`".into(),
                ));
            }
            let is_legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if name.is_empty() || !name.chars().all(is_legal) {
                return Err((
                    at(""),
                    format!("`{name}` is no name of an audience; use a to z, digits and `-`"),
                ));
            }
            if let Some(unknown) = own.includes(name).iter().find(|one| !known.contains(one)) {
                return Err((
                    at(".includes"),
                    format!(
                        "there is no audience `{unknown}`; write some of {}",
                        known.join(", ")
                    ),
                ));
            }
        }
        match self.bundle_within_another() {
            Some((name, message)) => {
                Err((offset_of(document, &format!("audiences.{name}")), message))
            }
            None => Ok(()),
        }
    }

    /// An audience whose bundle lies in another one or holds it, and what is wrong with that.
    pub(super) fn bundle_within_another(&self) -> Option<(&str, String)> {
        let all: Vec<(&str, PathBuf)> = std::iter::once((PUBLIC, self.out.clone()))
            .chain(
                self.audiences
                    .keys()
                    .map(|name| (name.as_str(), self.out_of(name))),
            )
            .collect();
        for (name, out) in &all[1..] {
            let is_within = |other: &&(&str, PathBuf)| {
                other.0 != *name && (out.starts_with(&other.1) || other.1.starts_with(out))
            };
            if let Some((other, _)) = all.iter().find(is_within) {
                let message = format!(
                    "the bundles of `{name}` and `{other}` are within each other: whoever may read one could read the other; give `{name}` a folder of its own"
                );
                return Some((name, message));
            }
        }
        None
    }
}
