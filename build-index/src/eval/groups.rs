//! Queries in groups: all, by language, by kind, by both.

use super::JudgedQuery;
use serde::Serialize;
use std::collections::BTreeMap;

/// One value a group of queries.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Groups<T> {
    /// Over all queries.
    pub overall: T,
    /// By the query's language.
    pub by_lang: BTreeMap<String, T>,
    /// By the query's kind.
    pub by_kind: BTreeMap<String, T>,
    /// By language and, within it, kind.
    pub by_lang_and_kind: BTreeMap<String, BTreeMap<String, T>>,
}

impl<T> Groups<T> {
    /// Groups `items` by their queries and makes a value of each group.
    pub fn of<I>(
        items: &[I],
        query: impl Fn(&I) -> &JudgedQuery,
        value: impl Fn(&[&I]) -> T,
    ) -> Self {
        let all: Vec<&I> = items.iter().collect();
        let by_kind = |items: &[&I]| values(&grouped(items, |one| &query(one).kind), &value);
        let langs = grouped(&all, |one| &query(one).lang);
        let within = langs.iter();
        Self {
            overall: value(&all),
            by_lang: values(&langs, &value),
            by_kind: by_kind(&all),
            by_lang_and_kind: within
                .map(|(lang, items)| ((*lang).to_owned(), by_kind(items)))
                .collect(),
        }
    }

    /// Every group with a name for tables: all, languages, kinds, then kinds within languages
    /// where there are several of both.
    pub fn named(&self) -> Vec<(String, &T)> {
        let one_dimension = self.by_lang.iter().chain(&self.by_kind);
        let mut out: Vec<(String, &T)> = vec![("all".to_owned(), &self.overall)];
        out.extend(one_dimension.map(|(name, value)| (name.clone(), value)));
        if self.by_lang.len() > 1 && self.by_kind.len() > 1 {
            for (lang, kinds) in &self.by_lang_and_kind {
                out.extend(
                    kinds
                        .iter()
                        .map(|(kind, value)| (format!("{lang} {kind}"), value)),
                );
            }
        }
        out
    }
}

fn grouped<'i, I>(
    items: &[&'i I],
    key: impl Fn(&'i I) -> &'i str,
) -> BTreeMap<&'i str, Vec<&'i I>> {
    let mut groups: BTreeMap<&str, Vec<&I>> = BTreeMap::new();
    for one in items {
        groups.entry(key(one)).or_default().push(one);
    }
    groups
}

fn values<I, T>(
    groups: &BTreeMap<&str, Vec<&I>>,
    value: impl Fn(&[&I]) -> T,
) -> BTreeMap<String, T> {
    let groups = groups.iter();
    groups
        .map(|(name, items)| ((*name).to_owned(), value(items)))
        .collect()
}
